import CCSEvents
import CCSState

/// A reducer that executes a ``FeedScript``, with a recording of it.
struct LiveFeed: ~Copyable {
    private(set) var reducer: FeedReducer
    private(set) var recording: [UInt8] = []
    /// The number of lines sent so far, counted by newlines.
    private(set) var linesSent = 0

    private var wall: Int64 = 1_732_320_000_000
    private var source = 0
    private var pieceLength = Int.max
    /// Sources whose last line has no newline yet.
    private var unfinished: Set<Int> = []

    init(_ script: FeedScript) throws {
        guard var reducer = FeedReducer(script.decoding, limits: script.limits) else {
            throw Violation(description: "no memory for a parser")
        }
        reducer.startJournal()
        reducer.measureLag(true)
        self.reducer = reducer
        for step in script.steps { take(step) }
        for source in unfinished.sorted() { finish(source) }
        keepRecording()
    }

    private mutating func take(_ step: FeedScript.Step) {
        switch step {
        case .bytes(let bytes): take(bytes)
        case .wait(let milliseconds): wall += Int64(milliseconds)
        case .source(let number): source = number
        case .cut(let length): pieceLength = length > 0 ? length : .max
        case .lose:
            finish(source)
            reducer.noteLoss(of: source, at: wall)
            reducer.noteGap(source: source, wall: wall)
        case .return: reducer.noteReturn(of: source, at: wall)
        case .leave:
            finish(source)
            reducer.noteLeave(of: source, at: wall)
        case .begin:
            finish(source)
            reducer.begin(source: source, arrival: wall)
        case .tick:
            let silence = reducer.facts.lastArrival.map { max(0, wall - $0) } ?? 0
            reducer.tick(wall: wall, silence: silence, isLive: true)
        }
        keepRecording()
    }

    private mutating func take(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(pieceLength)
            rest = rest.dropFirst(piece.count)
            withPadding(piece) { piece in
                var position = 0
                while reducer.take(piece, from: &position, source: source, arrival: wall) {}
            }
        }
        linesSent += bytes.count { $0 == 0x0A }
        if bytes.last == 0x0A { unfinished.remove(source) } else { unfinished.insert(source) }
    }

    private mutating func finish(_ source: Int) {
        reducer.finish(source: source, arrival: wall)
        if unfinished.remove(source) != nil { linesSent += 1 }
    }

    private mutating func keepRecording() {
        if let part = reducer.takeJournal() { recording += part.bytes }
        _ = reducer.takeFrames()
    }
}
