import CCSEvents

@testable import CCSState

/// A recording reducer and its recording so far.
struct Recorded: ~Copyable {
    var reducer: FeedReducer
    var bytes: [UInt8] = []

    init(_ options: EventDecoder.Options, limits: Limits, clock: ClockRule = .file) throws {
        guard var reducer = FeedReducer(options, limits: limits, clock: clock) else { throw TestFeed.NoReducer() }
        reducer.startJournal()
        reducer.measureLag(true)
        self.reducer = reducer
    }

    /// With a short limit for unconfirmed objects.
    init(_ options: EventDecoder.Options) throws {
        var limits = Limits()
        limits.unconfirmed = 15_000
        try self.init(options, limits: limits)
    }

    /// A reducer that has replayed a recording.
    init(
        replaying bytes: [UInt8], _ options: EventDecoder.Options, limits: Limits, clock: ClockRule = .file
    ) throws {
        try self.init(options, limits: limits, clock: clock)
        replay(bytes)
    }

    /// A reducer that has replayed a recording, with a short limit for unconfirmed objects.
    init(replaying bytes: [UInt8], _ options: EventDecoder.Options) throws {
        try self.init(options)
        replay(bytes)
    }

    private mutating func replay(_ bytes: [UInt8]) {
        var framer = LineFramer(limit: JournalLine.maximumLength)
        let padded = bytes + [UInt8](repeating: 0x22, count: LineFramer.padding)
        padded.withUnsafeBytes { padded in
            var position = 0
            let piece = UnsafeRawBufferPointer(rebasing: padded[..<bytes.count])
            while let line = framer.next(in: piece, from: &position) {
                guard case .line(let line) = line else { return reducer.replay(.damaged, at: 0) }
                let (read, at) = JournalLine.read(line)
                reducer.replay(read, at: at ?? 0)
            }
        }
    }

    mutating func take(_ line: String, source: Int = 0, arrival: Int64) {
        take(bytes: Array(line.utf8), source: source, arrival: arrival)
    }

    mutating func take(bytes: [UInt8], source: Int = 0, arrival: Int64) {
        let bytes = bytes + [0x0A] + [UInt8](repeating: 0x22, count: LineFramer.padding)
        bytes.withUnsafeBytes { padded in
            var position = 0
            let piece = UnsafeRawBufferPointer(rebasing: padded.dropLast(LineFramer.padding))
            while reducer.take(piece, from: &position, source: source, arrival: arrival) {}
        }
        drain()
    }

    mutating func take(_ step: HostileLines.Step) {
        switch step {
        case .line(let bytes, let source, let arrival): take(bytes: bytes, source: source, arrival: arrival)
        case .tick(let wall, let silence, let isLive): reducer.tick(wall: wall, silence: silence, isLive: isLive)
        case .gap(let source, let lost, let back): gap(source, from: lost, to: back)
        case .loss(let source, let wall): reducer.noteLoss(of: source, at: wall)
        case .leave(let source, let wall): reducer.noteLeave(of: source, at: wall)
        case .status(let source, let wall): reducer.noteStatus("live", source: source, wall: wall)
        }
        drain()
    }

    mutating func tick(_ wall: Int64) {
        let silence = reducer.facts.lastArrival.map { max(0, wall - $0) } ?? 0
        reducer.tick(wall: wall, silence: silence, isLive: true)
        drain()
    }

    mutating func gap(_ source: Int, from lost: Int64, to back: Int64) {
        reducer.noteLoss(of: source, at: lost)
        reducer.noteGap(source: source, wall: lost)
        reducer.noteReturn(of: source, at: back)
        drain()
    }

    /// The gaps and the unconfirmed objects of each domain.
    var missed: [String] {
        ["\(reducer.gaps)"]
            + reducer.state.domains.map { "\($0.name): \($0.unconfirmedCount), left \($0.evictions.unconfirmed)" }
    }

    /// The times in which the stores of each domain were full.
    var stretches: [[LimitStretch]] { reducer.state.domains.map(\.limitStretches) }

    /// The lines of all logs, with the verdict and the changes of each event.
    var logs: [String] {
        reducer.state.domains.flatMap { domain in
            zip(domain.log.entries, domain.logLines).map { entry, line in
                "\(domain.name) \(entry.sequence) \(entry.at) \(entry.type) \(entry.verdict) \(entry.changes.rawValue) \(line)"
            }
        }
    }

    func snapshot(_ options: SnapshotOptions) -> [UInt8] {
        reducer.state.snapshotJSON(counts: reducer.counts, options)
    }

    private mutating func drain() {
        if let part = reducer.takeJournal() { bytes += part.bytes }
    }
}
