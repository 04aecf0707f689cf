import CCSEvents
import CCSFeed
import CCSState

/// Hands what the reducer gathers to whoever writes the recording.
struct Recorder: Sendable {
    private let writer: RecordingWriter
    private let path: String

    /// Opens the recording that the options ask for; nil where they do not. Throws what is wrong with its file.
    init?(_ settings: Settings, isLive: Bool, clock: FeedClock = .system) throws(FeedError) {
        guard let plan = settings.recording else { return nil }
        var header = JournalHeader()
        header.domain = settings.domain
        header.fields = settings.fields
        header.revealed = settings.options.reveal.names
        header.masksNumbers = settings.masksNumbers
        header.isLive = isLive
        header.clock = settings.clock
        header.started = clock.wallMilliseconds()
        writer = try RecordingWriter(plan, Self.format(header), clock: clock)
        path = plan.path
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

    /// Writes what is left; waits so long for it at most.
    func close(timeoutMilliseconds: Int) { writer.close(timeoutMilliseconds: timeoutMilliseconds) }

    /// Why the recording is not whole, once it is closed: how many lines are not in it, and what went wrong first. Nil where it is
    /// whole.
    var complaint: String? {
        let (lines, status) = (writer.missing, status)
        guard lines > 0 || status.trouble != nil else { return nil }
        let why = status.firstTrouble ?? "the disk is too slow"
        guard lines > 0 else { return "\(path): \(why)" }
        return "\(path): \(lines == 1 ? "1 line was" : "\(lines) lines were") not recorded: \(why)"
    }

    /// How it fares.
    var status: RecordingStatus { writer.status }
}
