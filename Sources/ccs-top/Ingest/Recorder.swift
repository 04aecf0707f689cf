import CCSEvents
import CCSFeed
import CCSState

/// Hands what the reducer gathers to whoever writes the recording.
struct Recorder: Sendable {
    private let writer: RecordingWriter

    /// Opens the recording that the options ask for; nil where they do not. Throws what is wrong with its file.
    init?(_ settings: Settings, isLive: Bool, clock: FeedClock = .system) throws(FeedError) {
        guard let plan = settings.recording else { return nil }
        var header = JournalHeader()
        header.domain = settings.domain
        header.fields = settings.fields
        header.revealed = settings.options.reveal.names
        header.masksNumbers = settings.masksNumbers
        header.isLive = isLive
        header.started = clock.wallMilliseconds()
        writer = try RecordingWriter(plan, Self.format(header), clock: clock)
    }

    private static func format(_ header: JournalHeader) -> RecordingFormat {
        RecordingFormat(
            header: { part in
                var header = header
                header.part = part
                return header.line
            },
            judge: { line in
                guard let found = line.withUnsafeBytes({ JournalHeader($0) }) else { return .foreign }
                return header.canContinue(found) ? .continues(part: found.part) : .differs
            },
            lost: { Journal.lost(lines: $0, why: $1, at: $2) })
    }

    /// Hands over what was gathered since the last time. Never waits.
    func handOver(_ reducer: inout FeedReducer) {
        guard let part = reducer.takeJournal() else { return }
        writer.append(part.bytes, lines: part.lines, at: part.at)
    }

    /// Writes what is left.
    func close() { writer.close() }

    /// How it fares.
    var status: RecordingStatus { writer.status }
}
