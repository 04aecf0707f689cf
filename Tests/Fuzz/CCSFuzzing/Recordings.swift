import CCSEvents
import CCSState

/// Recordings with any content, up to the state. The state does not depend on how a recording is cut.
@Sendable func fuzzRecording(_ input: UnsafeRawBufferPointer) throws {
    let whole = try snapshot(replaying: input, pieceLength: max(1, input.count))
    let pieces = try snapshot(replaying: input, pieceLength: 1 + Int(input.first ?? 0) % 61)
    try requireEqual(whole, pieces, "a recording in pieces leads to another snapshot")
}

private func snapshot(replaying recording: UnsafeRawBufferPointer, pieceLength: Int) throws -> [UInt8] {
    var replay = try Replay(EventDecoder.Options(), Limits())
    var framer = LineFramer(limit: 2 * Event.maximumLine + 4096)
    var rest = recording[...]
    while !rest.isEmpty {
        let piece = rest.prefix(pieceLength)
        rest = rest.dropFirst(piece.count)
        withPadding(piece) { piece in
            var position = 0
            while let line = framer.next(in: piece, from: &position) { replay.take(line) }
        }
    }
    return try checkedSnapshot(replay.reducer)
}

/// Replays lines of a recording.
struct Replay: ~Copyable {
    private(set) var reducer: FeedReducer
    private var newest: Int64 = 0
    /// The start of the recorded run.
    private var run: Int64?

    init(_ options: EventDecoder.Options, _ limits: Limits) throws {
        var options = options
        // The recording names the domain of each event.
        options.feedDomain = nil
        guard var reducer = FeedReducer(options, limits: limits) else {
            throw Violation(description: "no memory for a parser")
        }
        reducer.measureLag(true)
        self.reducer = reducer
    }

    mutating func take(_ line: LineFramer.Line) {
        guard case .line(let bytes) = line else { return reducer.replay(.damaged, at: newest) }
        let (read, at) = JournalLine.read(bytes)
        newest = max(newest, at ?? 0)
        if case .header(let header) = read {
            if let run, run != header.started { reducer.noteNextRun(from: newest, to: header.started) }
            run = header.started
        }
        reducer.replay(read, at: at ?? newest)
    }
}
