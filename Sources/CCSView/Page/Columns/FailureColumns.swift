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

    /// When it happened, or the last one of the group, in milliseconds of feed time.
    var at: Int64 { group?.last ?? failure.at }
}

/// The columns of failures: those of each failure, and those of the groups that stand above them.
enum FailureColumns {
    static let usualSort = Query.Sort("arrival", descending: true)

    static let table: [Column<FailureItem>] = [number] + ofGroups + [code, reason, time] + ids

    /// What single failures have, and what filters can ask.
    static let ofFailures: [Column<FailureItem>] = [number, ago, code, reason, time] + ids

    private static let number = Column<FailureItem>(
        "number", "NUMBER", .text, 8...16, widest: 32, priority: 0, help: "The number that was not reached",
        numbers: true
    ) { item, _ in .feed(item.failure.number) }

    private static let code = Column<FailureItem>(
        "code", "CODE", .text, 5...6, widest: 10, priority: 1, help: "The failure code; 486+2: two other causes, too",
        numbers: true, role: { _, _ in .failed },
        draw: { item, view in
            let code = item.failure.code
            let shown = code.isEmpty ? view.glyphs.dash : DisplayText(sanitizing: code.bytes)
            guard let causes = item.group?.causes, causes > 1 else { return shown }
            return shown + "+\(Plain.number(causes - 1))"
        }
    ) { item, _ in .feed(item.failure.code) }

    private static let reason = Column<FailureItem>(
        "reason", "REASON", .text, 10...30, widest: 60, priority: 3, help: "The reason that the platform gave",
        numbers: true
    ) { item, _ in .feed(item.failure.reason) }

    private static let time = Column<FailureItem>(
        "time", "TIME", .time, 12...12, priority: 7, help: "When it happened last, UTC", descending: true
    ) { item, _ in .time(item.at) }

    private static let ago = Column<FailureItem>(
        "ago", "LAST", .duration, 8...9, priority: 2, help: "How long ago it happened last", right: true
    ) { item, view in .duration(max(0, view.now - item.at)) }

    private static let ids: [Column<FailureItem>] = [
        id("seance", "SEANCE", 9...36, priority: 8) { $0.seance },
        id("call", "CALL", 9...36, priority: 9) { $0.call },
        id("connection", "CONNECTION", 10...36, priority: 10) { $0.connection },
        Column(
            "arrival", "#", .number, 3...9, priority: 9, help: "Number of the failure in order of arrival", right: true,
            descending: true, usual: false, identity: true
        ) { item, _ in .number(item.sequence) },
    ]

    private static func id(
        _ id: String, _ title: String, _ width: ClosedRange<Int>, priority: Int,
        _ read: @escaping @Sendable (Failure) -> FeedText
    ) -> Column<FailureItem> {
        Column(
            id, title, .text, width, widest: 64, priority: priority, help: "The id of the \(id)", middle: true
        ) { item, _ in item.group == nil ? .feed(read(item.failure)) : .none }
    }

    private static let ofGroups: [Column<FailureItem>] = [
        count("min1", "1m", 60, "Failures to the number in the last minute") { $0.minute },
        count("min5", "5m", 300, "The same in the last 5 min") { $0.fiveMinutes },
        count("min15", "15m", 900, "The same in the last 15 min") { $0.fifteenMinutes },
        Column(
            "share", "SHARE", .text, 7...9, priority: 4,
            help: "Failures in 15 min, of all attempts to the number", right: true, descending: true,
            order: { item, _ in
                guard let group = item.group, group.attempts > 0 else { return .none }
                return .measure(Double(group.fifteenMinutes) / Double(group.attempts))
            }, draw: { item, view in item.group.map { $0.share(view) } ?? .empty }
        ) { item, view in
            guard let group = item.group, group.attempts > 0 else { return .none }
            return .string(group.share(view).string)
        },
        Column(
            "trend", "TREND", .text, 5...6, priority: 5,
            help: "5 min against the 10 before: up is more; – until heard", descending: true,
            order: { item, _ in item.group?.trend.map { .number($0) } ?? .none },
            role: { item, _ in (item.group?.trend ?? 0) > 0 ? .failed : .plain },
            draw: { item, view in
                guard let group = item.group else { return .empty }
                guard let trend = group.trend else { return view.glyphs.dash }
                return trend == 0 ? "=" : trend > 0 ? view.glyphs.ascending : view.glyphs.descending
            }
        ) { item, _ in item.group?.trend.map { .string($0 == 0 ? "same" : $0 > 0 ? "more" : "fewer") } ?? .none },
        Column(
            "status", "STATUS", .text, 7...7, priority: 2,
            help: "open: too many fail now; over: too many failed before",
            role: { item, _ in item.group?.alarm != nil ? .failed : .plain },
            draw: { item, view in
                guard let group = item.group, group.causes != nil else { return .empty }
                return status(group).map { DisplayText(sanitizing: $0) } ?? view.glyphs.dash
            }, words: ["open", "over"]
        ) { item, _ in item.group.flatMap(status).map { .string($0) } ?? .none },
        Column(
            "first", "FIRST", .duration, 8...9, priority: 4, help: "How long ago the first one was, of those kept",
            right: true, descending: true, doubt: { $0.group?.isFirstUnknown == true ? .mayBeMore : nil }
        ) { item, view in item.group.map { .duration(max(0, view.now - $0.first)) } ?? .none },
        ago,
        Column(
            "causes", "CAUSES", .number, 7...7, priority: 11, help: "How many causes the failures to the number have",
            right: true, descending: true, usual: false
        ) { item, _ in item.group?.causes.map { .number($0) } ?? .none },
    ]

    private static func status(_ group: FailureGroup) -> String? {
        switch group.status {
        case .open: "open"
        case .over: "over"
        case nil: nil
        }
    }

    private static func count(
        _ id: String, _ title: String, _ seconds: Int, _ help: String,
        _ read: @escaping @Sendable (FailureGroup) -> Int
    ) -> Column<FailureItem> {
        Column(
            id, title, .number, 3...6, priority: 3, help: help, right: true, descending: true,
            role: { item, _ in (item.group.map(read) ?? 0) > 0 ? .failed : .plain },
            draw: { item, _ in
                item.group.map { DisplayText(sanitizing: Plain.number(read($0))) } ?? .empty
            }, doubt: { $0.group?.doubt(over: seconds) }
        ) { item, _ in item.group.map { .number(read($0)) } ?? .none }
    }
}
