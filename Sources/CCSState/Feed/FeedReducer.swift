public import CCSEvents

/// Bytes in, state and counts out: the framer, the decoder and the reducer as one.
///
/// One a feed's owner. It does no I/O and asks no clock: bytes and arrival times are handed in.
public struct FeedReducer: ~Copyable {
    /// What is known.
    public private(set) var state: State
    /// What the lines counted as.
    public private(set) var counts = FeedCounts()
    /// What is known of the feed itself.
    public private(set) var facts = FeedFacts()

    private var decoder: EventDecoder
    private var framers: FramerList
    private let onlyDomain: String?

    /// A frame that wants something of whoever holds the connection.
    public enum Frame {
        /// A notify wants an answer with this `qid`, as JSON.
        case answer(source: Int, qid: [UInt8])
        /// A control frame: its method, its `qid` as JSON, and the string `result`, where it has them.
        case control(source: Int, method: String, qid: [UInt8]?, result: String?)
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
        framers = FramerList()
        onlyDomain = options.onlyDomain
    }

    /// Takes lines of a piece of the feed, from `position` on, at most `limit` of them; true when there may be more.
    ///
    /// - Precondition: ``LineFramer/padding`` bytes after `piece` can be read.
    public mutating func take(
        _ piece: UnsafeRawBufferPointer, from position: inout Int, source: Int = 0, arrival: Int64, limit: Int = .max
    ) -> Bool {
        var left = limit
        framers.make(source)
        while left > 0 {
            guard let line = framers.list[source].next(in: piece, from: &position) else { return false }
            take(line, source: source, arrival: arrival)
            left -= 1
        }
        return position < piece.count
    }

    /// Takes the last line of a source, if it lacks its end: nothing more comes of it, or not here.
    public mutating func finish(source: Int = 0, arrival: Int64) {
        framers.make(source)
        if let line = framers.list[source].finish() { take(line, source: source, arrival: arrival) }
    }

    /// Whether to measure how late events are: for a live feed.
    public mutating func measureLag(_ measures: Bool) { facts.measuresLag = measures }

    /// Hands out the frames that want something, once.
    public mutating func takeFrames() -> [Frame] {
        defer { frames = [] }
        return frames
    }

    private mutating func take(_ line: LineFramer.Line, source: Int, arrival: Int64) {
        switch line {
        case .oversized:
            counts[.oversized] += 1
            facts.note(.oversized, nil)
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
        frames.append(
            .control(
                source: source, method: decoder.method.string, qid: qid.isEmpty ? nil : Array(qid.bytes),
                result: result.isEmpty ? nil : result.string))
    }

    private static let framesKept = 100_000

    private mutating func judge(_ line: UnsafeRawBufferPointer, source: Int, arrival: Int64) -> Verdict {
        let outcome = decoder.decode(line, padded: true)
        if decoder.wantsAnswer, frames.count < Self.framesKept {
            frames.append(.answer(source: source, qid: Array(decoder.qid.bytes)))
        }
        switch outcome {
        case .blank: return .blank
        case .malformed(let fault):
            facts.note(.malformed, line, fault)
            return .malformed
        case .control:
            noteControl(source: source)
            return .control
        case .otherClass:
            // Of another tenant's line nothing is kept, not even a masked sample.
            if !decoder.isOfAnotherDomain { facts.note(.otherClass, line) }
            return .otherClass
        case .unknownType:
            if !decoder.isOfAnotherDomain { facts.note(.unknownType, line) }
            return .unknownType
        case .noDomain:
            facts.note(.noDomain, line)
            return .noDomain
        case .otherDomain:
            facts.noteOther(decoder.domain, arrival: arrival)
            return .otherDomain
        case .event:
            let verdict = state.apply(decoder.event, arrival: arrival)
            if verdict == .malformed {
                facts.note(.malformed, line, .noID)
                facts.noteArrival(arrival)
            } else {
                facts.noteTaken(eventts: decoder.event.at, arrival: arrival)
            }
            return verdict
        }
    }
}

/// Framers by source; a class, since a growing list of values that own memory needs a place to live.
private struct FramerList: ~Copyable {
    final class Slot {
        private var framer = LineFramer()

        func next(in piece: UnsafeRawBufferPointer, from position: inout Int) -> LineFramer.Line? {
            framer.next(in: piece, from: &position)
        }

        func finish() -> LineFramer.Line? { framer.finish() }
    }

    var list: [Slot] = []

    mutating func make(_ source: Int) {
        while list.count <= source { list.append(Slot()) }
    }
}
