import CCSConfiguration
import CCSEvents
import CCSFeed
import CCSState
import Glibc

/// `--inspect`: reads a sample of the feed, and prints how it fits the field map. It has no screen.
struct Inspect {
    let settings: Settings
    private var options: Options { settings.options }

    /// The default number of lines to read.
    static let usualLines = 10_000
    /// The default time to read a live feed, in milliseconds.
    static let usualTime = 10_000

    func run() throws {
        let clock = FeedClock.system
        let mailbox = try FeedMailbox()
        let sources = try FeedSource.open(settings, mailbox: mailbox)
        defer { for source in sources { source.leave() } }
        guard var inspection = Inspection(settings.decoding, phases: settings.configuration.phaseTable) else {
            throw ExitStatus.failed("there is not enough memory to start")
        }
        let isLive = sources.contains(where: \.isLive)
        let patience = options.duration?.value ?? (isLive ? Self.usualTime : nil)
        let deadline = patience.map { clock.monotonicNanoseconds() + Int64($0) * 1_000_000 }
        var board = SourceBoard(sources, now: clock.wallMilliseconds())
        for source in sources { try source.start() }
        var isDone = false
        while !isDone {
            let left = deadline.map { Int(max(0, $0 - clock.monotonicNanoseconds()) / 1_000_000) }
            for item in mailbox.take(timeoutMilliseconds: left) where !isDone {
                isDone = take(item, &inspection, &board, clock)
            }
            isDone = isDone || left == 0 || board.isOver
        }
        let unread = board.asked.compactMap { $0.end.flatMap(Self.failure) ?? $0.trouble }
        if inspection.lines == 0, let why = unread.first { throw ExitStatus.failed("\(sources[0].name): \(why)") }
        if options.format == .json {
            try standardOutput(inspection.json() + [0x0A])
        } else {
            try standardOutput(InspectionText(inspection).text)
        }
    }

    /// Takes an item. Returns true when the sample is complete.
    private func take(
        _ item: FeedItem, _ inspection: inout Inspection, _ board: inout SourceBoard, _ clock: FeedClock
    ) -> Bool {
        let now = clock.wallMilliseconds()
        var isEnough = false
        // Connection 0: nobody waits for an answer to the last line of a lost connection.
        var connection = 0
        switch item {
        case .opened(let source, let name): board.open(source, name: name, now: now)
        case .status(let source, let status): board[source]?.note(status)
        case .gap(let source, _): inspection.finish(source: source, arrival: now)
        case .ended(let source, let end):
            inspection.finish(source: source, arrival: now)
            board[source]?.note(end, now: now)
        case .bytes(let chunk):
            connection = chunk.connection
            isEnough = chunk.storage.withUnsafeBytes { bytes in
                inspection.take(
                    UnsafeRawBufferPointer(rebasing: bytes[..<chunk.count]), source: chunk.source,
                    arrival: chunk.arrivedAt, limit: options.lines ?? Self.usualLines)
            }
        }
        for frame in inspection.takeFrames() { board.pass(frame, connection: connection, now: now) }
        return isEnough
    }

    private static func failure(_ end: FeedEnd) -> String? {
        if case .failed(let why) = end { why } else { nil }
    }
}
