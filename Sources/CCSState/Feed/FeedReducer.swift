public import CCSEvents

/// Bytes in, state and counts out: the framer, the decoder and the reducer as one.
///
/// One a feed's owner. It does no I/O and asks no clock: bytes and arrival times are handed in.
public struct FeedReducer: ~Copyable {
    /// What is known.
    public internal(set) var state: State
    /// What the lines counted as.
    public internal(set) var counts = FeedCounts()
    /// What is known of the feed itself.
    public internal(set) var facts = FeedFacts()

    /// When sources were not connected.
    public private(set) var gaps = Gaps()

    var decoder: EventDecoder
    /// What is gathered for a recording, where there is one.
    var journal: Journal?
    private var sources: [SourceReading] = []
    private let onlyDomain: String?
    /// The domain of events that name none, of sources that have none of their own; and the one the decoder goes by.
    private let feedDomain: String?
    var decodedDomain: String?

    /// A frame that wants something of whoever holds the connection.
    public enum Frame {
        /// A notify wants an answer with this `qid`, as JSON.
        case answer(source: Int, qid: [UInt8])
        /// A control frame: its method, its `qid` as JSON, and the string `result`, where it has them.
        case control(source: Int, method: String, qid: [UInt8]?, result: String?)
        /// A feed has said who it is.
        case greeting(source: Int, FeedGreeting)
    }

    /// Frames since they were last taken.
    public private(set) var frames: [Frame] = []

    /// A reducer at the beginning of a feed; nil when there is no memory for its parser.
    public init?(
        _ options: EventDecoder.Options, limits: Limits = Limits(), phases: PhaseTable = PhaseTable(),
        detectors: DetectorSettings = DetectorSettings()
    ) {
        guard let decoder = EventDecoder(options) else { return nil }
        self.decoder = decoder
        state = State(limits: limits, phases: phases, detectors: detectors)
        onlyDomain = options.onlyDomain
        feedDomain = options.feedDomain
        decodedDomain = options.feedDomain
    }

    /// Takes lines of a piece of the feed, from `position` on, at most `limit` of them; true when there may be more.
    ///
    /// - Precondition: ``LineFramer/padding`` bytes after `piece` can be read.
    public mutating func take(
        _ piece: UnsafeRawBufferPointer, from position: inout Int, source: Int = 0, arrival: Int64, limit: Int = .max
    ) -> Bool {
        let reading = reading(source)
        let before = mark
        var left = limit
        var isMore = true
        while left > 0, isMore {
            if let line = reading.framer.next(in: piece, from: &position) {
                take(line, source: source, arrival: arrival)
                left -= 1
            } else {
                isMore = false
            }
        }
        note(before, in: reading, arrival: arrival)
        return isMore && position < piece.count
    }

    /// Takes the last line of a source, if it lacks its end: nothing more comes of it, or not here.
    public mutating func finish(source: Int = 0, arrival: Int64) {
        let reading = reading(source)
        guard let line = reading.framer.finish() else { return }
        let before = mark
        take(line, source: source, arrival: arrival)
        note(before, in: reading, arrival: arrival)
    }

    /// What came from one of several sources.
    public func facts(ofSource source: Int) -> SourceFacts {
        sources.indices.contains(source) ? sources[source].facts : SourceFacts()
    }

    /// A source begins anew, under the number of one that has ended: its line is finished, and what came from it is forgotten.
    public mutating func begin(source: Int, arrival: Int64) {
        finish(source: source, arrival: arrival)
        sources[source] = SourceReading(stint: sources[source].stint)
    }

    /// The connection to a source was lost at a wall clock time: what it sends until ``noteReturn(of:at:)`` is missing.
    public mutating func noteLoss(of source: Int, at wall: Int64) {
        let reading = reading(source)
        reading.lostAt = min(reading.lostAt ?? wall, wall)
    }

    /// A source is connected again. What was heard of over its connection before is unconfirmed until it is heard of again.
    public mutating func noteReturn(of source: Int, at wall: Int64) {
        let reading = reading(source)
        guard let lostAt = reading.lostAt else { return }
        reading.lostAt = nil
        let gap = Gap(
            source: source, since: lostAt - (reading.facts.lag ?? 0), length: max(0, wall - lostAt), until: wall)
        journal?.back(gap)
        doubt(gap)
    }

    /// What was heard of over a source's connection before a gap is unconfirmed.
    mutating func doubt(_ gap: Gap) {
        let reading = reading(gap.source)
        gaps.add(gap)
        guard state.domains.contains(where: { $0.heard(over: reading.stint) > 0 }) else { return }
        state.stints.lose(reading.stint, until: gap.until)
        reading.stint = state.stints.open()
    }

    /// What is taken from now on comes from a source.
    mutating func hear(_ source: Int) { _ = reading(source) }

    /// Sources that something came from.
    var sourceCount: Int { sources.count }

    /// The domain of events that name none, of one source; nil for that of all.
    public mutating func setFeedDomain(_ name: String?, source: Int) { reading(source).feedDomain = name }

    /// Whether to measure how late events are: for a live feed.
    public mutating func measureLag(_ measures: Bool) { facts.measuresLag = measures }

    /// Hands out the frames that want something, once.
    public mutating func takeFrames() -> [Frame] {
        defer { frames = [] }
        return frames
    }

    mutating func take(_ line: LineFramer.Line, source: Int, arrival: Int64) {
        switch line {
        case .oversized:
            counts[.oversized] += 1
            note(.oversized, nil, arrival: arrival)
            journal?.count(.oversized, arrival: arrival)
        case .line(let bytes):
            let verdict = judge(bytes, source: source, arrival: arrival)
            counts[verdict] += 1
        }
    }

    private mutating func noteControl(source: Int) {
        // Frames that nobody asks for must not pile up.
        guard frames.count < Self.framesKept else { return }
        let qid = decoder.qid
        let result = decoder.parameter("result")
        let isGreeting = decoder.method == FeedText(FeedGreeting.method)
        frames.append(
            .control(
                source: source, method: decoder.method.string, qid: qid.isEmpty ? nil : Array(qid.bytes),
                result: result.isEmpty ? nil : result.string))
        if isGreeting { greeted(by: source) }
    }

    /// From the next line on, what names no domain is of the one that the feed says it belongs to; unless the user has said so.
    private mutating func greeted(by source: Int) {
        let greeting = FeedGreeting(decoder)
        frames.append(.greeting(source: source, greeting))
        guard feedDomain == nil, let domain = greeting.domain else { return }
        setFeedDomain(domain, source: source)
        _ = reading(source)
    }

    private static let framesKept = 100_000

    /// What a source's line is read with, made when the source is first heard of.
    private mutating func reading(_ source: Int) -> SourceReading {
        while sources.count <= source { sources.append(SourceReading(stint: state.stints.open())) }
        state.stints.current = sources[source].stint
        let domain = sources[source].feedDomain ?? feedDomain
        if domain != decodedDomain {
            decoder.setFeedDomain(domain)
            decodedDomain = domain
        }
        return sources[source]
    }

    /// Where the counts stand: what a source adds to them is told by the difference, since counting twice would cost each line.
    private var mark: SourceFacts.Mark {
        SourceFacts.Mark(counts: counts, arrivals: facts.arrivals, taken: facts.taken)
    }

    private func note(_ before: SourceFacts.Mark, in reading: SourceReading, arrival: Int64) {
        reading.facts.add(from: before, to: mark, lag: facts.lag, arrival: arrival)
    }

    private mutating func judge(_ line: UnsafeRawBufferPointer, source: Int, arrival: Int64) -> Verdict {
        let outcome = decoder.decode(line, padded: true)
        if decoder.wantsAnswer, frames.count < Self.framesKept {
            frames.append(.answer(source: source, qid: Array(decoder.qid.bytes)))
        }
        guard outcome == .event else {
            let verdict = refuse(line, outcome, source: source, arrival: arrival)
            journal?.count(verdict, arrival: arrival)
            return verdict
        }
        let verdict = state.apply(decoder.event, arrival: arrival)
        if journal != nil {
            journal?.add(
                decoder.event, source: source, namesDomain: decoder.namesDomain, isDuplicate: verdict == .duplicate,
                arrival: arrival)
        }
        if verdict == .malformed {
            note(.malformed, line, .noID, arrival: arrival)
            facts.noteArrival(arrival)
        } else {
            facts.noteTaken(eventts: decoder.event.at, arrival: arrival)
        }
        return verdict
    }

    /// What a line counts as that is no event to be taken.
    private mutating func refuse(
        _ line: UnsafeRawBufferPointer, _ outcome: EventDecoder.Outcome, source: Int, arrival: Int64
    ) -> Verdict {
        switch outcome {
        case .blank: return .blank
        case .malformed(let fault):
            note(.malformed, line, fault, arrival: arrival)
            return .malformed
        case .control:
            noteControl(source: source)
            return .control
        case .otherClass:
            // Of another tenant's line nothing is kept, not even a masked sample.
            if !decoder.isOfAnotherDomain { note(.otherClass, line, arrival: arrival) }
            return .otherClass
        case .unknownType:
            if !decoder.isOfAnotherDomain { note(.unknownType, line, arrival: arrival) }
            return .unknownType
        case .noDomain:
            note(.noDomain, line, arrival: arrival)
            return .noDomain
        case .otherDomain, .event:
            facts.noteOther(decoder.domain, arrival: arrival)
            return .otherDomain
        }
    }

    /// Notes a refused line. A recording of one domain has no text of a line that may be another's.
    private mutating func note(
        _ verdict: Verdict, _ line: UnsafeRawBufferPointer?, _ fault: EventDecoder.Fault? = nil, arrival: Int64
    ) {
        guard let sample = facts.note(verdict, line, fault), journal != nil else { return }
        let isKnown = onlyDomain == nil || line == nil || !decoder.domain.isEmpty
        journal?.add(sample, of: verdict, withText: isKnown, arrival: arrival)
    }
}
