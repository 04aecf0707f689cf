import CCSConfiguration
import CCSEvents
import CCSFeed
import CCSState
import Glibc

/// `--inspect`: reads a sample of the feed, and prints how it fits the field map, or what a PBX sends. It has no screen.
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
        guard let inspection = Inspection(settings.decoding, phases: settings.configuration.phaseTable) else {
            throw ExitStatus.failed("there is not enough memory to start")
        }
        var samples = InspectedSources(inspection, settings.pbx, limit: options.lines ?? Self.usualLines)
        let isLive = sources.contains(where: \.isLive)
        let patience = options.duration?.value ?? (isLive ? Self.usualTime : nil)
        let deadline = patience.map { clock.monotonicNanoseconds() + Int64($0) * 1_000_000 }
        var board = SourceBoard(sources, now: clock.wallMilliseconds())
        for source in sources { try source.start() }
        var isDone = false
        while !isDone {
            let left = deadline.map { Int(max(0, $0 - clock.monotonicNanoseconds()) / 1_000_000) }
            for item in mailbox.take(timeoutMilliseconds: left) where !isDone {
                isDone = take(item, &samples, &board, clock)
            }
            isDone = isDone || left == 0 || board.isOver
        }
        let unread = board.asked.compactMap { $0.end.flatMap(Self.failure) ?? $0.trouble }
        if samples.lines == 0, let why = unread.first { throw ExitStatus.failed("\(sources[0].name): \(why)") }
        try print(samples)
    }

    /// Prints what was found of each PBX, and of lines of events, if there were any or nothing else.
    private func print(_ samples: borrowing InspectedSources) throws {
        let surveys = samples.surveys.sorted { $0.key < $1.key }.map { SurveyText($0.value) }
        let hasLines = surveys.isEmpty || samples.inspection.lines > 0
        guard options.format == .json else {
            let texts = surveys.map(\.text) + (hasLines ? [InspectionText(samples.inspection).text] : [])
            return try standardOutput(texts.joined(separator: "\n"))
        }
        for survey in surveys {
            var json = JSONWriter()
            survey.write(&json)
            try standardOutput(json.bytes + [0x0A])
        }
        if hasLines { try standardOutput(samples.inspection.json() + [0x0A]) }
    }

    /// Takes an item. Returns true when the sample is complete.
    private func take(
        _ item: FeedItem, _ samples: inout InspectedSources, _ board: inout SourceBoard, _ clock: FeedClock
    ) -> Bool {
        let now = clock.wallMilliseconds()
        var isEnough = false
        // Connection 0: nobody waits for an answer to the last line of a lost connection.
        var connection = 0
        switch item {
        case .opened(let source, let name): board.open(source, name: name, now: now)
        case .status(let source, let status): board[source]?.note(status)
        case .gap(let source, _): samples.finish(source, arrival: now)
        case .ended(let source, let end):
            samples.finish(source, arrival: now)
            board[source]?.note(end, now: now)
        case .bytes(let chunk):
            connection = chunk.connection
            isEnough = samples.take(chunk)
        }
        for frame in samples.takeFrames() { board.pass(frame, connection: connection, now: now) }
        return isEnough
    }

    private static func failure(_ end: FeedEnd) -> String? {
        if case .failed(let why) = end { why } else { nil }
    }
}
