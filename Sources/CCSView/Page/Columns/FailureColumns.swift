import CCSEvents
public import CCSState

/// A failure and its number in the order of arrival, from 1; or the latest of a group of failures.
public struct FailureItem {
    /// What failed.
    public let failure: Failure
    /// Its number.
    public let sequence: Int
    /// The group it stands for; nil for a failure by itself.
    var group: FailureGroup?
}

/// The columns of failures: those of each failure, and those of the groups that stand above them.
enum FailureColumns {
    static let usualSort = Query.Sort("arrival", descending: true)

    static let table: [Column<FailureItem>] = Array(ofFailures[..<4]) + ofGroups + Array(ofFailures[4...])

    /// What single failures have, and what filters can ask.
    static let ofFailures: [Column<FailureItem>] = [
        Column("time", "TIME", .time, 12...12, priority: 6, help: "When it happened last, UTC", descending: true) {
            item, _ in .time(item.failure.at)
        },
        Column(
            "code", "CODE", .text, 4...6, priority: 0, help: "The failure code, for example a SIP status",
            numbers: true, role: { _, _ in .failed }
        ) { item, _ in .feed(item.failure.code) },
        Column(
            "reason", "REASON", .text, 10...30, widest: 60, priority: 2, help: "The reason that the platform gave",
            numbers: true
        ) { item, _ in .feed(item.failure.reason) },
        Column(
            "number", "NUMBER", .text, 8...16, widest: 32, priority: 1, help: "The number that was not reached",
            numbers: true
        ) { item, _ in .feed(item.failure.number) },
        Column("ago", "AGO", .duration, 8...9, priority: 5, help: "How long ago it happened last", right: true) {
            item, view in
            .duration(max(0, view.now - item.failure.at))
        },
        Column(
            "seance", "SEANCE", .text, 9...36, widest: 64, priority: 7, help: "The id of the seance",
            middle: true
        ) {
            item, _ in item.group == nil ? .feed(item.failure.seance) : .none
        },
        Column(
            "call", "CALL", .text, 9...36, widest: 64, priority: 8, help: "The id of the call", middle: true
        ) {
            item, _ in item.group == nil ? .feed(item.failure.call) : .none
        },
        Column(
            "connection", "CONNECTION", .text, 10...36, widest: 64, priority: 9,
            help: "The id of the connection",
            middle: true
        ) { item, _ in item.group == nil ? .feed(item.failure.connection) : .none },
        Column(
            "arrival", "#", .number, 3...9, priority: 9, help: "Number of the failure in order of arrival", right: true,
            descending: true,
            usual: false, identity: true
        ) { item, _ in .number(item.sequence) },
    ]

    private static let ofGroups: [Column<FailureItem>] = [
        count("min1", "1m", "Failures like this, to the number, in the last minute") { $0.minute },
        count("min5", "5m", "The same in the last 5 min") { $0.fiveMinutes },
        count("min15", "15m", "The same in the last 15 min") { $0.fifteenMinutes },
        Column(
            "share", "SHARE", .text, 5...9, priority: 4,
            help: "Failures of all attempts to the number in 15 min", right: true, descending: true,
            order: { item, _ in
                guard let group = item.group, group.attempts > 0 else { return .none }
                return .measure(Double(group.fifteenMinutes) / Double(group.attempts))
            }, draw: { item, view in item.group.map { $0.share(view) } ?? .empty }
        ) { item, view in
            guard let group = item.group, group.attempts > 0 else { return .none }
            return .string(group.share(view).string)
        },
        Column(
            "trend", "TREND", .text, 5...6, priority: 3,
            help: "Last 5 min and the 10 before: up is more, down is fewer", descending: true,
            order: { item, _ in item.group.map { .number($0.trend) } ?? .none },
            role: { item, _ in (item.group?.trend ?? 0) > 0 ? .failed : .plain },
            draw: { item, view in
                guard let trend = item.group?.trend else { return .empty }
                return trend == 0 ? "=" : trend > 0 ? view.glyphs.ascending : view.glyphs.descending
            }
        ) { item, _ in item.group.map { .string($0.trend == 0 ? "same" : $0.trend > 0 ? "more" : "fewer") } ?? .none },
    ]

    private static func count(
        _ id: String, _ title: String, _ help: String, _ read: @escaping @Sendable (FailureGroup) -> Int
    ) -> Column<FailureItem> {
        Column(
            id, title, .number, 3...5, priority: 3, help: help, right: true, descending: true,
            role: { item, _ in (item.group.map(read) ?? 0) > 0 ? .failed : .plain },
            draw: { item, _ in
                item.group.map { DisplayText(sanitizing: Plain.number(read($0))) } ?? .empty
            }
        ) { item, _ in item.group.map { .number(read($0)) } ?? .none }
    }
}
