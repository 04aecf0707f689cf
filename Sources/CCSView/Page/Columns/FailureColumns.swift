import CCSEvents
public import CCSState

/// A failure and its number in the order of arrival, from 1.
public struct FailureItem {
    /// What failed.
    public let failure: Failure
    /// Its number.
    public let sequence: Int
}

/// The columns of failures.
enum FailureColumns {
    static let usualSort = Query.Sort("arrival", descending: true)

    static let table: [Column<FailureItem>] = [
        Column("time", "TIME", .time, 12...12, priority: 1, help: "When it happened, UTC", descending: true) {
            item, _ in
            .time(item.failure.at)
        },
        Column("ago", "AGO", .duration, 8...9, priority: 4, help: "How long ago", right: true) { item, view in
            .duration(max(0, view.now - item.failure.at))
        },
        Column(
            "code", "CODE", .text, 4...6, priority: 0, help: "Its code, a SIP status for instance",
            role: { _, _ in .failed }
        ) {
            item, _ in .feed(item.failure.code)
        },
        Column("reason", "REASON", .text, 10...30, priority: 2, help: "Its reason, as it came") { item, _ in
            .feed(item.failure.reason)
        },
        Column("number", "NUMBER", .text, 8...16, priority: 1, help: "The number that could not be reached") {
            item, _ in
            .feed(item.failure.number)
        },
        Column("seance", "SEANCE", .text, 9...36, priority: 5, help: "The id of the seance it names", middle: true) {
            item, _ in
            .feed(item.failure.seance)
        },
        Column("call", "CALL", .text, 9...36, priority: 6, help: "The id of the call it names", middle: true) {
            item, _ in
            .feed(item.failure.call)
        },
        Column(
            "connection", "CONNECTION", .text, 9...36, priority: 7, help: "The id of the connection it names",
            middle: true
        ) { item, _ in .feed(item.failure.connection) },
        Column(
            "arrival", "NO", .number, 3...9, priority: 9, help: "Which failure it was", right: true, descending: true,
            usual: false
        ) {
            item, _ in .number(item.sequence)
        },
    ]
}
