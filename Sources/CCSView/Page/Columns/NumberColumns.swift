import CCSEvents
public import CCSState

/// A number and what is known of it.
public struct NumberItem {
    /// What the domain knows, over ``windows``.
    public let facts: NumberFacts
    /// That too many attempts to it fail.
    public let failing: Anomaly?

    /// The windows that are counted, in seconds.
    static let windows = [60, 300, 900]

    /// What is wrong with it.
    var marks: Marks {
        var marks = Marks()
        if let failing { marks.add(failing) }
        return marks
    }
}

/// The columns of numbers.
enum NumberColumns {
    static let usualSort = Query.Sort("fail1", descending: true)

    static let table: [Column<NumberItem>] =
        live + waits + windows + [
            share, MeasureColumns.ratio(priority: 5) { item, _ in item.facts.measures },
            MeasureColumns.duration(priority: 6) { item, _ in item.facts.measures },
        ] + abandoned + talk

    private static let live: [Column<NumberItem>] = [
        Column(
            "number", "NUMBER", .text, 8...20, widest: 32, priority: 0,
            help: "A telephone number, an extension or a queue", numbers: true, identity: true
        ) { item, _ in .feed(item.facts.number) },
        Column(
            "live", "LIVE", .number, 4...6, priority: 1, help: "Live calls of the number", right: true,
            descending: true
        ) { item, _ in .number(item.facts.live.confirmed) },
        Column(
            "unconfirmed", "?", .number, 3...6, priority: 5, help: "Live calls without an event since a gap",
            right: true, descending: true,
            role: { item, _ in item.facts.live.unconfirmed > 0 ? .warning : .plain }
        ) { item, _ in item.facts.live.unconfirmed > 0 ? .number(item.facts.live.unconfirmed) : .none },
    ]

    private static let waits: [Column<NumberItem>] = [
        Column(
            "waiting", "WAIT", .number, 5...6, priority: 2, help: "Callers who wait for the number", right: true,
            descending: true, role: { item, _ in item.facts.waits == nil ? .plain : .ringing },
            doubt: { $0.facts.hasUnknownWaits ? .mayBeMore : nil }
        ) { item, _ in .number(item.facts.waits?.count ?? 0) },
        Column(
            "longest", "LONGEST", .duration, 8...9, priority: 7, help: "How long the longest of them has waited",
            right: true, descending: true, role: { _, _ in .ringing },
            doubt: { $0.facts.hasUnknownWaits ? .mayBeMore : nil }
        ) { item, view in
            item.facts.waits?.longestSince.map { .elapsed(from: min($0, view.now), now: view.now) } ?? .none
        },
    ]

    private static let windows: [Column<NumberItem>] =
        counts(0, minutes: 1, priority: 4) + counts(1, minutes: 5, priority: 3) + counts(2, minutes: 15, priority: 4)

    private static let share = Column<NumberItem>(
        "share", "SHARE 15m", .text, 9...11, priority: 2,
        help: "Failures of all attempts in the last 15 min", right: true, descending: true,
        order: { item, _ in
            let (failed, attempts) = item.facts.windows[2]
            return attempts > 0 ? .measure(Double(failed) / Double(attempts)) : .none
        }, role: { item, _ in item.facts.windows[2].failed > 0 ? .failed : .plain }
    ) { item, _ in
        let (failed, attempts) = item.facts.windows[2]
        return attempts > 0 ? .string("\(failed)/\(attempts)") : .none
    }

    private static let abandoned: [Column<NumberItem>] = [
        Column(
            "abandoned", "ABAND 15m", .number, 10...10, priority: 2,
            help: "Callers who left while they waited for it, in 15 min", right: true, descending: true,
            role: { item, _ in item.facts.measures.abandoned > 0 ? .warning : .plain }
        ) { item, _ in .number(item.facts.measures.abandoned) },
        Column(
            "waited", "WAITED", .duration, 8...9, priority: 7, help: "How long these had waited, on average",
            right: true, descending: true
        ) { item, _ in item.facts.measures.averageWait.map { .duration($0) } ?? .none },
    ]

    private static let talk: [Column<NumberItem>] = [
        Column(
            "talk", "TALK", .duration, 8...9, priority: 5,
            help: "Talk time of its ended conversations, as far as heard",
            right: true, descending: true
        ) { item, _ in item.facts.talked > 0 ? .duration(item.facts.talked) : .none },
        Column(
            "last", "LAST TRY", .duration, 8...9, priority: 6, help: "How long ago the last attempt was",
            right: true
        ) { item, view in item.facts.lastAt.map { .elapsed(from: $0, now: view.now) } ?? .none },
        Column(
            "wrong", "!", .text, 1...3, priority: 1, help: "% while too many attempts to the number fail",
            usual: false,
            role: { item, _ in item.marks.role }, draw: { item, _ in item.marks.letters }
        ) { item, _ in item.marks.value },
    ]

    private static func counts(_ window: Int, minutes: Int, priority: Int) -> [Column<NumberItem>] {
        [
            Column(
                "try\(minutes)", "TRY \(minutes)m", .number, 7...8, priority: priority + 2,
                help: "Attempts in the last \(minutes) min: new connections and failures",
                right: true,
                descending: true
            ) { item, _ in .number(item.facts.windows[window].attempts) },
            Column(
                "fail\(minutes)", "FAIL \(minutes)m", .number, 8...9, priority: priority,
                help: "Failures in the last \(minutes) min", right: true, descending: true,
                role: { item, _ in item.facts.windows[window].failed > 0 ? .failed : .plain }
            ) { item, _ in .number(item.facts.windows[window].failed) },
        ]
    }
}

extension NumberFacts {
    /// Whether callers may wait for it of whom that is not known.
    fileprivate var hasUnknownWaits: Bool { (waits?.unknown ?? 0) > 0 }
}
