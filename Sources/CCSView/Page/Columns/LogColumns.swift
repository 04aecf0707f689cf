import CCSEvents
import CCSState

/// The columns of events.
enum LogColumns {
    static let table: [Column<LogItem>] = [
        Column("time", "TIME", .time, 12...12, priority: 1, help: "When the event was sent, UTC") { item, _ in
            .time(item.entry.at)
        },
        Column(
            "delta", "ELAPSED", .duration, 7...9, priority: 3, help: "Seconds since the event above", right: true,
            draw: { item, view in item.delta.map { DisplayText(sanitizing: Plain.delta($0)) } ?? view.glyphs.dash }
        ) { item, _ in item.delta.map { .duration($0) } ?? .none },
        Column(
            "type", "TYPE", .text, 12...27, priority: 0, help: "The type of the event",
            role: { item, _ in item.entry.type == .connectionFailure ? .failed : .plain },
            words: EventType.allCases.map(\.name)
        ) { item, _ in .text(FeedText(item.entry.type.row.name)) },
        Column(
            "verdict", "VERDICT", .text, 7...9, priority: 4,
            help: "applied: took effect; duplicate, late, orphan: did not",
            role: { item, _ in item.entry.verdict == .applied ? .plain : .notice },
            words: Verdict.allCases.map(\.name)
        ) { item, _ in .name(item.entry.verdict.name) },
        Column(
            "changed", "CHANGED", .text, 16...60, widest: 160, priority: 2,
            help: "What the event changed, with the new values",
            role: { item, _ in item.role }
        ) { item, _ in item.changed.isEmpty ? .none : .string(item.changed) },
        Column(
            "ids", "IDS", .text, 14...60, widest: 80, priority: 5,
            help: "The seance, connection and call it names, ids cut"
        ) {
            item, _ in
            item.ids.isEmpty ? .none : .string(item.ids)
        },
        Column(
            "seq", "#", .number, 4...11, priority: 9, help: "Number of the event within the domain", right: true,
            usual: false, identity: true
        ) { item, _ in .number(item.entry.sequence) },
    ]
}
