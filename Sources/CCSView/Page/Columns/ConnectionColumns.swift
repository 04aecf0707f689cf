import CCSEvents
import CCSState

/// The columns of connections.
enum ConnectionColumns {
    static let usualSort = Query.Sort("age", descending: true)

    static let table: [Column<Connection>] = [
        ObjectColumns.age(),
        ObjectColumns.state(),
        ObjectColumns.wrong(),
        ObjectColumns.since(usual: true),
        Column("from", "FROM", 8...16, widest: 32, priority: 2, help: "Who called", feed: { $0.from }),
        Column("to", "TO", 5...16, widest: 32, priority: 3, help: "Who was called", feed: { $0.to }),
        Column(
            "calls", "CALLS", .number, 5...6, priority: 4, help: "Number of calls in it", right: true, descending: true,
            under: true
        ) { connection, view in
            .number(TreeWalk.calls(of: connection, under: connection.endedAt, view).reduce(0) { count, _ in count + 1 })
        },
        Column(
            "record", "RECORD", .text, 6...10, priority: 4, help: "recording: runs now; ready: the file is finished",
            descending: true,
            order: { connection, _ in .number(connection.recordStatus.rank) },
            role: { connection, _ in connection.recordStatus.role },
            doubt: { $0.recordStatus == .recording && !$0.isRecordKnown ? .isUnconfirmed : nil },
            words: RecordStatus.words
        ) { connection, _ in
            connection.recordStatus == .none && !connection.isRecordKnown ? .unknown : connection.recordStatus.value
        },
        Column(
            "recordage", "REC AGE", .duration, 8...9, priority: 6,
            help: "How long it has been recorded", right: true,
            descending: true
        ) { connection, view in
            guard let start = connection.recordStartedAt else { return .none }
            return .elapsed(from: start, until: connection.recordReadyAt ?? connection.endedAt, view)
        },
        Column(
            "talk", "TALK", .duration, 8...9, priority: 5, help: "Talk time: " + Measure.talkTime.row.definition,
            right: true, descending: true, usual: false, under: true,
            doubt: { $0.mayHaveTalkedLonger ? .mayBeMore : nil }
        ) { connection, view in
            if let answered = connection.talksSince { return .elapsed(from: answered, now: view.now) }
            return connection.talkTime(now: view.now).map { .duration($0) } ?? .none
        },
        Column(
            "seance", "SEANCE", 9...36, widest: 64, priority: 8, help: "The id of its seance", middle: true,
            numbers: false,
            feed: { $0.keptSeance?.id ?? .none }),
        ObjectColumns.id(),
        ObjectColumns.last(usual: false),
        ObjectColumns.gone(),
        ObjectColumns.ended(),
        ObjectColumns.phase(),
        ObjectColumns.failed(),
        Column(
            "recorded", "RECORDED", .flag, 9...9, priority: 9, help: "Whether it is or was recorded", usual: false
        ) { connection, _ in connection.wasRecorded },
        ObjectColumns.partial(),
        ObjectColumns.unconfirmed(),
    ]
}
