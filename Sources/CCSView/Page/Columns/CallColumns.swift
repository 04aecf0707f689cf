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
        Column("dir", "DIR", .text, 3...4, priority: 3, help: "Its direction, as it came") { call, _ in
            .feed(call.direction)
        },
        Column("number", "NUMBER", .text, 8...16, priority: 2, help: "Its number", numbers: true) { call, _ in
            .feed(call.number)
        },
        Column("name", "NAME", .text, 8...20, priority: 5, help: "The name shown for it", numbers: true) { call, _ in
            .feed(call.name)
        },
        Column(
            "dtmf", "DTMF", .number, 4...5, priority: 6, help: "DTMF signals heard in it", right: true, descending: true
        ) {
            call, _ in .number(call.dtmfCount)
        },
        Column("connection", "CONNECTION", .text, 10...36, priority: 8, help: "The id of its connection", middle: true)
        {
            call, _ in .feed((call.connection ?? call.keptConnection)?.id ?? .none)
        },
        Column("seance", "SEANCE", .text, 9...36, priority: 8, help: "The id of its seance", middle: true) {
            call, _ in .feed(SeanceFinder.seance(of: call)?.id ?? .none)
        },
        ObjectColumns.id(),
        ObjectColumns.last(usual: false),
        ObjectColumns.gone(),
        ObjectColumns.ended(),
        ObjectColumns.partial(),
        ObjectColumns.unconfirmed(),
    ]
}
