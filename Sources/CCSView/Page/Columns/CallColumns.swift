import CCSEvents
import CCSState

/// The columns of calls.
enum CallColumns {
    static let usualSort = Query.Sort("age", descending: true)

    static let table: [Column<Call>] = [
        ObjectColumns.age(),
        ObjectColumns.state(),
        ObjectColumns.wrong(),
        ObjectColumns.since(usual: true),
        Column(
            "dir", "DIR", 3...4, priority: 3, help: "in: to the platform; out: from the platform",
            feed: { $0.direction }),
        Column(
            "number", "NUMBER", 8...16, widest: 32, priority: 2, help: "The telephone number at the other end",
            feed: { $0.number }),
        Column(
            "name", "NAME", 8...20, widest: 40, priority: 5, help: "The name that belongs to the number",
            feed: { $0.name }),
        Column(
            "dtmf", "DTMF", .number, 4...5, priority: 6, help: "Telephone keys pressed in it (DTMF)", right: true,
            descending: true
        ) {
            call, _ in .number(call.dtmfCount)
        },
        Column(
            "connection", "CONNECTION", 10...36, widest: 64, priority: 8, help: "The id of its connection",
            middle: true,
            numbers: false, feed: { $0.keptConnection?.id ?? .none }),
        Column(
            "seance", "SEANCE", 9...36, widest: 64, priority: 8, help: "The id of its seance", middle: true,
            numbers: false,
            feed: { SeanceFinder.seance(of: $0)?.id ?? .none }),
        ObjectColumns.id(),
        ObjectColumns.last(usual: false),
        ObjectColumns.gone(),
        ObjectColumns.ended(),
        ObjectColumns.phase(),
        ObjectColumns.failed(),
        Column(
            "recorded", "RECORDED", .flag, 9...9, priority: 9, help: "Whether its connection is or was recorded",
            usual: false
        ) { call, _ in
            call.keptConnection?.wasRecorded ?? (call.isPartial || call.isUnconfirmed ? .unknown : .flag(false))
        },
        ObjectColumns.partial(),
        ObjectColumns.unconfirmed(),
    ]
}
