import CCSEvents
import CCSFeed
import CCSState

/// Passes the journal of the reducer to the writer of the recording.
struct Recorder: Sendable {
    private let writer: RecordingWriter
    private let path: String

    /// Opens the recording of the settings; nil if there is none. Throws the problem with the file.
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

    /// Passes on the lines since the last call. It never waits.
    func handOver(_ reducer: inout FeedReducer) {
        guard let part = reducer.takeJournal() else { return }
        writer.append(part.bytes, lines: part.lines, at: part.at)
    }

    /// Writes the rest, and waits at most this many milliseconds.
    func close(timeoutMilliseconds: Int) { writer.close(timeoutMilliseconds: timeoutMilliseconds) }

    /// After the close, why the recording is incomplete: the number of missing lines, and the first problem. Nil if it is
    /// complete.
    var complaint: String? {
        let (lines, status) = (writer.missing, status)
        guard lines > 0 || status.trouble != nil else { return nil }
        let why = status.firstTrouble ?? "the disk is too slow"
        guard lines > 0 else { return "\(path): \(why)" }
        return "\(path): \(lines == 1 ? "1 line was" : "\(lines) lines were") not recorded: \(why)"
    }

    var status: RecordingStatus { writer.status }
}
