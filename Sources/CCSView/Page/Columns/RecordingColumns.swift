import CCSEvents
public import CCSState

/// A connection that is recorded, or should be.
public struct RecordingItem {
    /// How its recording fares.
    public enum Status: String, CaseIterable, Sendable {
        /// It ended, and its record was not finished for too long.
        case lost
        /// It talks and has not been recorded for too long.
        case missing
        /// It ended, and its record may still be finished.
        case finishing
        /// It lives and is recorded.
        case running
    }

    /// The connection.
    public let connection: Connection
    /// How its recording fares.
    public let status: Status
    /// Since when that is so: its end, the beginning of its talk, or the start of its record.
    public let since: Int64?

    /// Nothing to say of a connection that is neither recorded nor to be.
    init?(_ connection: Connection) {
        self.connection = connection
        let wrong = connection.hasAnomaly ? connection.domain.anomalies(of: connection.key) : []
        if let lost = wrong.first(where: { $0.detector == .unfinished }) {
            (status, since) = (.lost, lost.since)
        } else if let missing = wrong.first(where: { $0.detector == .unrecorded }) {
            (status, since) = (.missing, missing.since)
        } else if connection.recordStatus == .recording {
            (status, since) =
                connection.isLive
                ? (.running, connection.recordStartedAt) : (.finishing, connection.endedAt)
        } else {
            return nil
        }
    }

    /// For how long it was recorded, or has been.
    func recorded(_ view: Viewpoint) -> Value {
        connection.recordStartedAt.map { .elapsed(from: $0, until: connection.endedAt ?? connection.heardUntil, view) }
            ?? .none
    }
}

/// The columns of recordings.
enum RecordingColumns {
    static let usualSort = Query.Sort("status")

    static let table: [Column<RecordingItem>] = [
        Column(
            "status", "STATUS", .text, 7...9, priority: 0,
            help:
                "missing: talks without a recording; lost: the file was never finished; finishing: the call ended, the file is not ready; running",
            order: { item, view in
                // By status and then by time, the longest first: one number, since an order has one column.
                // What began first has lasted longest.
                let place = RecordingItem.Status.allCases.firstIndex(of: item.status) ?? 0
                return .number(place << 48 + Int(item.since ?? view.now))
            }, role: { item, _ in item.status.role },
            doubt: { $0.connection.isRecordingUnconfirmed ? .isUnconfirmed : nil },
            words: RecordingItem.Status.allCases.map(\.rawValue)
        ) { item, _ in .name(item.status.rawValue) },
        Column(
            "since", "SINCE", .duration, 8...9, priority: 1,
            help: "Time since it ended, talks, or its recording started", right: true, descending: true
        ) { item, view in item.since.map { .elapsed(from: $0, until: item.connection.heardUntil, view) } ?? .none },
        Column(
            "recorded", "RECORDED", .duration, 8...9, priority: 2, help: "How long it was recorded", right: true,
            descending: true
        ) { item, view in item.recorded(view) },
        Column("from", "FROM", .text, 8...16, widest: 32, priority: 3, help: "Who called", numbers: true) { item, _ in
            .feed(item.connection.from)
        },
        Column("to", "TO", .text, 5...16, widest: 32, priority: 4, help: "Who was called", numbers: true) { item, _ in
            .feed(item.connection.to)
        },
        Column(
            "state", "STATE", .text, 7...12, widest: 24, priority: 5,
            help: "The connection's state in the platform's word",
            numbers: true, role: { item, _ in item.connection.phase.role }
        ) { item, _ in .feed(item.connection.state) },
        Column("seance", "SEANCE", .text, 9...36, widest: 64, priority: 6, help: "The id of its seance", middle: true) {
            item, _ in
            .feed(item.connection.keptSeance?.id ?? .none)
        },
        Column(
            "id", "ID", .text, 9...36, widest: 64, priority: 7, help: "The id of the connection", middle: true,
            identity: true
        ) { item, _ in
            .feed(item.connection.id)
        },
        Column(
            "ended", "ENDED", .flag, 5...6, priority: 9, help: "Whether the connection has ended", usual: false
        ) { item, _ in .flag(!item.connection.isLive) },
    ]
}

extension RecordingItem.Status {
    /// What it looks like.
    var role: Role {
        switch self {
        case .lost, .missing: .failed
        case .finishing: .notice
        case .running: .recording
        }
    }
}
