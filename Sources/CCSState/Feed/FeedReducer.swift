public import CCSEvents

/// Bytes in, state and counts out: the framer, the decoder and the reducer as one.
///
/// One a feed's owner. It does no I/O and asks no clock: bytes and arrival times are handed in. Times of a wall clock that no feed
/// can have are brought within those that it can, so that a recording holds the very times that the state was made with.
public struct FeedReducer: ~Copyable {
    /// What is known.
    public internal(set) var state: State
    /// What the lines counted as.
    public internal(set) var counts = FeedCounts()
    /// What is known of the feed itself.
    public internal(set) var facts = FeedFacts()

    /// When sources were not connected.
    public private(set) var gaps = Gaps()

    /// Cuts and decodes what is handed in as bytes, and what is replayed.
    var reader: LineReader
    /// What it has read last; the buffer serves again.
    var batch = LineBatch()
    /// What is gathered for a recording, where there is one.
    var journal: Journal?
    private var sources: [SourceReading] = []
    /// Whether a source was lost, and what was heard of over its connection may not be unconfirmed yet.
    private(set) var hasNewLoss = false
    private let onlyDomain: String?

    /// A frame that wants something of whoever holds the connection.
    public typealias Frame = FeedFrame

    /// Frames since they were last taken: at most ``framesKept``, with at most ``frameBytesKept`` bytes. Frames beyond are dropped.
    public private(set) var frames: [Frame] = []
    /// Bytes of ``frames``.
    private var frameBytes = 0

    /// A reducer at the beginning of a feed; nil when there is no memory for its parser.
    public init?(
        _ options: EventDecoder.Options, limits: Limits = Limits(), phases: PhaseTable = PhaseTable(),
        detectors: DetectorSettings = DetectorSettings(), clock: ClockRule = .file
    ) {
        guard let reader = LineReader(options, keepsLines: limits.keepsLines) else { return nil }
        self.reader = reader
        state = State(limits: limits, phases: phases, detectors: detectors, clock: clock)
        onlyDomain = options.onlyDomain
    }

    /// Takes lines of a piece of the feed, from `position` on, at most `limit` of them; true when there may be more.
    ///
    /// - Precondition: ``LineFramer/padding`` bytes after `piece` can be read.
    public mutating func take(
        _ piece: UnsafeRawBufferPointer, from position: inout Int, source: Int = 0, arrival: Int64, limit: Int = .max
    ) -> Bool {
        batch.restart(source: source, arrival: arrival)
        let isMore = reader.read(piece, from: &position, limit: limit, into: &batch)
        takeBatch()
        return isMore
    }

    /// Takes the last line of a source, if it lacks its end: nothing more comes of it, or not here.
    public mutating func finish(source: Int = 0, arrival: Int64) {
        batch.restart(source: source, arrival: arrival)
        reader.finish(into: &batch)
        takeBatch()
    }

    /// Takes what was just read.
    mutating func takeBatch() {
        var read = LineBatch()
        swap(&read, &batch)
        var position = 0
        _ = take(read, from: &position)
        swap(&read, &batch)
    }

    /// Takes lines of a batch that was read elsewhere, from `position` on (0 at first), at most `limit` of them; true when there
    /// are more. What their frames want is there to be taken with the last of them.
    public mutating func take(_ batch: borrowing LineBatch, from position: inout Int, limit: Int = .max) -> Bool {
        let source = batch.source
        let arrival = Moment.possible(batch.arrival)
        if hasNewLoss { doubtLosses(but: source, wall: arrival) }
        hear(source)
        let before = mark
        var isMore = false
        var left = limit
        repeat {
            let group = min(left, State.mostExpected)
            if state.hasManyDomains {
                var ahead = position
                _ = batch.forEach(from: &ahead, limit: group) { line, _ in state.expect(line.domain) }
                state.prefetchExpected()
            }
            isMore = batch.forEach(from: &position, limit: group) { line, event in
                take(line, event, source: source, arrival: arrival)
            }
            left -= group
        } while isMore && left > 0
        sources[source].facts.add(from: before, to: mark, lags: facts.lags, arrival: arrival)
        if !isMore { keep(batch.frames) }
        return isMore
    }

    /// What came from one of several sources.
    public func facts(ofSource source: Int) -> SourceFacts {
        sources.indices.contains(source) ? sources[source].facts : SourceFacts()
    }

    /// A source begins anew, under the number of one that has ended: its line is finished, and what came from it is forgotten.
    public mutating func begin(source: Int, arrival: Int64) {
        finish(source: source, arrival: arrival)
        reader.begin(source: source)
        if let lost = reading(source).lost { state.stints.end(lossOf: lost, at: Moment.possible(arrival)) }
        sources[source] = SourceReading(stint: reading(source).stint)
    }

    /// The connection to a source was lost at a wall clock time: what it sends until ``noteReturn(of:at:)`` is missing. As soon as
    /// time goes on, what was heard of over the connection is unconfirmed.
    public mutating func noteLoss(of source: Int, at wall: Int64) {
        let wall = Moment.possible(wall)
        let reading = reading(source)
        sources[source].lostAt = min(reading.lostAt ?? wall, wall)
        // A connection that brought no event ends no gap.
        if let before = reading.returned, before.events == reading.facts.events {
            sources[source].lostAt = before.lostAt
        }
        sources[source].returned = nil
        hasNewLoss = true
    }

    /// When the last of the sources that are lost was lost, by the wall clock; nil while none is.
    public var lastLossAt: Int64? { sources.compactMap(\.lostAt).max() }

    /// Time goes on, by the clock or by an event of `source`: what was heard of over lost connections of other sources is
    /// unconfirmed.
    mutating func doubtLosses(but source: Int?, wall: Int64) {
        var isOneLeft = false
        for place in sources.indices {
            guard let lostAt = sources[place].lostAt else { continue }
            guard place != source, source != nil || lostAt < wall else {
                isOneLeft = true
                continue
            }
            let loss = Loss(source: place, since: Moment.possible(lostAt - (sources[place].facts.lag ?? 0)))
            guard doubt(loss) else { continue }
            journal?.lost(loss, at: wall)
        }
        hasNewLoss = isOneLeft
    }

    /// What was heard of over the connection of a source that is lost is unconfirmed, although the source is not back. Returns
    /// whether anything changed.
    @discardableResult
    mutating func doubt(_ loss: Loss) -> Bool {
        let reading = reading(loss.source)
        if let lost = reading.lost { return state.move(lossOf: lost, to: loss.since) }
        state.lose(reading.stint, since: loss.since, until: Stints.notYet)
        sources[loss.source].lost = reading.stint
        sources[loss.source].stint = state.stints.open()
        return true
    }

    /// A source is connected again. What was heard of over its connection before is unconfirmed until it is heard of again.
    public mutating func noteReturn(of source: Int, at wall: Int64) {
        let reading = reading(source)
        guard let lostAt = reading.lostAt else { return }
        let wall = Moment.possible(wall)
        sources[source].lostAt = nil
        sources[source].returned = (lostAt, reading.facts.events)
        // Whoever takes both late may have noted the loss after the return; it is over all the same, so it has a length.
        let gap = Gap(
            source: source, since: lostAt - (reading.facts.lag ?? 0), length: max(1, wall - lostAt), until: wall)
        journal?.back(gap)
        doubt(gap)
    }

    /// A source is gone at a wall clock time, and nobody connects to it again: what was heard of over its connection is unconfirmed
    /// until another source speaks of it. A gap without length, where there is such a thing.
    public mutating func noteLeave(of source: Int, at wall: Int64) {
        let reading = reading(source)
        guard state.stints.isCarried(reading.stint) else { return }
        let wall = Moment.possible(wall)
        let gap = Gap(source: source, since: wall - (reading.facts.lag ?? 0), length: 0, until: wall)
        journal?.back(gap)
        doubt(gap)
    }

    /// What was heard of over a source's connection before a gap is unconfirmed.
    mutating func doubt(_ gap: Gap) {
        let stint = reading(gap.source).stint
        gaps.add(gap)
        state.stints.noteMissed(since: gap.since, until: Moment.possible(gap.since + gap.length))
        if let lost = sources[gap.source].lost {
            state.stints.end(lossOf: lost, at: gap.until)
            sources[gap.source].lost = nil
        }
        guard state.stints.isCarried(stint) else { return }
        state.lose(stint, since: gap.since, until: gap.until)
        sources[gap.source].stint = state.stints.open()
    }

    /// What is taken from now on comes from a source.
    mutating func hear(_ source: Int) { state.stints.current = reading(source).stint }

    /// Sources that something came from.
    var sourceCount: Int { sources.count }

    /// The domain of events that name none, of one source; nil for that of all.
    public mutating func setFeedDomain(_ name: String?, source: Int) { reader.setFeedDomain(name, source: source) }

    /// Whether to measure how late events are: for a live feed.
    public mutating func measureLag(_ measures: Bool) { facts.measuresLag = measures }

    /// Hands out the frames that want something, once.
    public mutating func takeFrames() -> [Frame] {
        defer { (frames, frameBytes) = ([], 0) }
        return frames
    }

    private mutating func keep(_ new: [Frame]) {
        for frame in new where frames.count < Self.framesKept && frameBytes + frame.bytes <= Self.frameBytesKept {
            frames.append(frame)
            frameBytes += frame.bytes
        }
    }

    private mutating func take(_ line: LineBatch.Line, _ event: borrowing Event, source: Int, arrival: Int64) {
        let verdict: Verdict
        switch line.found {
        case .oversized:
            verdict = .oversized
            note(.oversized, line, isOversized: true, arrival: arrival)
            if line.part != .further { journal?.count(verdict, arrival: arrival) }
        case .line(.event):
            verdict = judge(line, event, source: source, arrival: arrival)
        case .line(let outcome):
            verdict = refuse(line, outcome, arrival: arrival)
            if line.part != .further { journal?.count(verdict, arrival: arrival) }
        }
        if line.part == .whole { counts[verdict] += 1 } else { count(verdict, line.part, source: source) }
    }

    /// Counts an event of a message. The events of one message count once: as applied if one of them is.
    private mutating func count(_ verdict: Verdict, _ part: LineBatch.Part, source: Int) {
        guard part == .further, let before = sources[source].message else {
            counts[verdict] += 1
            sources[source].message = verdict
            return
        }
        counts.improve(before, to: verdict)
        if verdict == .applied { sources[source].message = verdict }
    }

    static let framesKept = 100_000
    static let frameBytesKept = 4 << 20

    /// What is known of a source, made when it is first heard of.
    private mutating func reading(_ source: Int) -> SourceReading {
        while sources.count <= source { sources.append(SourceReading(stint: state.stints.open())) }
        return sources[source]
    }

    /// Where the counts stand: what a source adds to them is told by the difference, since counting twice would cost each line.
    private var mark: SourceFacts.Mark {
        SourceFacts.Mark(counts: counts, arrivals: facts.arrivals, taken: facts.taken)
    }

    private mutating func judge(
        _ line: LineBatch.Line, _ event: borrowing Event, source: Int, arrival: Int64
    ) -> Verdict {
        // A PBX may well say the same again: its messages are no lines that were sent twice.
        let isDuplicate: Bool? = line.part == .whole ? nil : false
        let verdict = state.apply(event, digest: line.digest, arrival: arrival, isDuplicate: isDuplicate)
        if journal != nil {
            journal?.add(
                event, source: source, namesDomain: line.namesDomain, isDuplicate: verdict == .duplicate,
                message: line.part == .further ? sources[source].message : nil, arrival: arrival)
        }
        if verdict == .malformed {
            note(.malformed, line, .noID, arrival: arrival)
            facts.noteArrival(arrival)
        } else {
            facts.noteTaken(eventts: event.at, arrival: arrival)
        }
        return verdict
    }

    /// What a line counts as that is no event to be taken.
    private mutating func refuse(
        _ line: LineBatch.Line, _ outcome: EventDecoder.Outcome, arrival: Int64
    ) -> Verdict {
        switch outcome {
        case .blank: return .blank
        case .malformed(let fault):
            note(.malformed, line, fault, arrival: arrival)
            return .malformed
        case .control: return .control
        case .otherClass:
            // Of another tenant's line nothing is kept, not even a masked sample.
            if !line.isOfAnotherDomain { note(.otherClass, line, arrival: arrival) }
            return .otherClass
        case .unknownType:
            if !line.isOfAnotherDomain { note(.unknownType, line, arrival: arrival) }
            return .unknownType
        case .noDomain:
            note(.noDomain, line, arrival: arrival)
            return .noDomain
        case .otherDomain, .event:
            facts.noteOther(line.domain, arrival: arrival)
            return .otherDomain
        }
    }

    /// Notes a refused line. A recording of one domain has no text of a line that may be another's.
    private mutating func note(
        _ verdict: Verdict, _ line: LineBatch.Line, _ fault: EventDecoder.Fault? = nil,
        isOversized: Bool = false, arrival: Int64
    ) {
        // A line of another class is no fault.
        if verdict != .otherClass { facts.refused.count(arrival: arrival) }
        guard let sample = facts.note(verdict, isOversized ? nil : line.beginning.bytes, fault), journal != nil
        else { return }
        let isKnown = onlyDomain == nil || isOversized || !line.domain.isEmpty
        journal?.add(sample, of: verdict, withText: isKnown, arrival: arrival)
    }
}

extension Limits {
    /// Whether a log is kept, and so the lines of events are wanted.
    public var keepsLines: Bool { min(logBytes, logBytesInAll) > 0 }
}
