import CCSEvents
import CCSState

/// The columns of anomalies.
enum AnomalyColumns {
    static let usualSort = Query.Sort("severity", descending: true)

    static let table: [Column<AnomalyItem>] = [
        Column(
            "wrong", "!", .text, 1...2, priority: 0, help: "The letter of the detector", usual: false,
            order: { item, _ in .number(byName[Int(item.anomaly.detector.rawValue)]) },
            role: { item, _ in item.anomaly.detector.row.severity.role },
            draw: { item, _ in DisplayText(sanitizing: String(item.anomaly.detector.letter)) }, words: Detector.words
        ) { item, _ in .words([item.anomaly.detector.name, String(item.anomaly.detector.letter)]) },
        Column(
            "severity", "LEVEL", .text, 6...6, priority: 3,
            help:
                "high, medium or low; or fact, ended, left (not watched)",
            descending: true, order: { item, _ in .number(weight(item)) },
            role: { item, _ in item.anomaly.detector.row.severity.role },
            draw: { item, _ in
                switch item.standing {
                case .open: DisplayText(sanitizing: item.anomaly.detector.row.severity.name)
                case .fact: "fact"
                case .ended: item.ended?.hasLeft == true ? "left" : "ended"
                }
            }, words: Detector.Severity.allCases.map(\.name)
        ) { item, _ in .name(item.anomaly.detector.row.severity.name) },
        Column(
            "what", "WHAT", .text, 15...25, priority: 0,
            help: "The anomaly; ? means unconfirmed since a feed gap",
            order: { item, _ in .number(byTitle[Int(item.anomaly.detector.rawValue)]) },
            doubt: { $0.isUnconfirmed ? .isUnconfirmed : nil }
        ) { item, _ in .name(item.anomaly.detector.row.title) },
        Column(
            "since", "SINCE", .duration, 8...9, priority: 1, help: "How long it has lasted, or lasted", right: true,
            descending: true
        ) { item, view in .elapsed(from: min(item.anomaly.since, view.now), until: item.timeStops, view) },
        Column(
            "gone", "ENDED AGO", .duration, 9...10, priority: 7, help: "How long ago it ended", right: true
        ) { item, view in item.endedAt.map { .elapsed(from: min($0, view.now), now: view.now) } ?? .none },
        Column(
            "subject", "SUBJECT", .text, 10...24, widest: 60, priority: 2,
            help: "The call, connection, seance, number or domain",
            order: { item, view in .string(AnomalyText.subjectOrder(item, view)) }
        ) { item, view in .string(AnomalyText.subject(item, view)) },
        Column(
            "who", "WHO", .text, 8...34, widest: 70, priority: 2,
            help: "The number, or who called whom; of ringing the caller too", numbers: true
        ) { item, view in item.who(view) },
        Column(
            "share", "SHARE", .text, 5...11, priority: 4,
            help: "Of too many failures: failed of all; once ended, the worst",
            right: true,
            order: { item, _ in (item.anomaly.share ?? item.anomaly.peak).map { .number($0.failed) } ?? .none }
        ) { item, _ in share(item.anomaly.share ?? item.anomaly.peak) },
        Column(
            "peak", "PEAK", .text, 5...11, priority: 8, help: "Of too many failures: the worst failed of all attempts",
            right: true, usual: false, order: { item, _ in item.anomaly.peak.map { .number($0.failed) } ?? .none }
        ) { item, _ in peak(item.anomaly) },
        Column(
            "count", "COUNT", .number, 5...6, priority: 6, help: "How often this anomaly has occurred", right: true,
            descending: true
        ) { item, _ in .number(item.anomaly.count) },
        Column("seen", "ACK", .flag, 3...4, priority: 5, help: "Whether it is acknowledged (key a)") {
            item, _ in .flag(item.anomaly.isAcknowledged)
        },
        Column("at", "AT", .time, 12...12, priority: 8, help: "When the detector reported it, UTC", usual: false) {
            item, _ in .time(item.anomaly.firedAt)
        },
        Column("began", "BEGAN", .time, 12...12, priority: 8, help: "When the trouble began, UTC", usual: false) {
            item, _ in .time(item.anomaly.since)
        },
        Column("until", "UNTIL", .time, 12...12, priority: 8, help: "When it ended, UTC", usual: false) {
            item, _ in item.endedAt.map { .time($0) } ?? .none
        },
        Column(
            "fact", "FACT", .flag, 5...5, priority: 8,
            help: "Whether it lasted long unchanged, and is not counted", usual: false
        ) { item, _ in .flag(item.standing == .fact) },
        Column(
            "caller", "CALLER", 8...16, widest: 32, priority: 9, help: "The caller for whom a phone rings",
            usual: false, feed: { $0.caller }),
        Column(
            "unconfirmed", "UNCONFIRMED", .flag, 11...12, priority: 9,
            help: "Whether nothing has confirmed it since a feed gap", usual: false
        ) { item, _ in .flag(item.isUnconfirmed) },
        Column("ended", "ENDED", .flag, 6...6, priority: 8, help: "Whether it is over", usual: false) {
            item, _ in .flag(item.standing == .ended)
        },
        Column(
            "id", "ID", .text, 9...36, widest: 64, priority: 7, help: "The id of the call, connection or seance",
            middle: true,
            usual: false,
            identity: true
        ) { item, _ in .feed(item.id) },
    ]

    /// By detector: what number it is by its name, and by its title. So a text is not made and compared for each of thousands.
    private static let byName = places { $0.name }
    private static let byTitle = places { $0.title }

    private static func places(by text: (Detector.Row) -> String) -> [Int] {
        let sorted = Detector.table.map(text).sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        return Detector.table.map { sorted.firstIndex(of: text($0)) ?? 0 }
    }

    /// The worst share of failures: `14/30`.
    static func peak(_ anomaly: Anomaly) -> Value { share(anomaly.peak) }

    private static func share(_ share: (failed: Int, of: Int)?) -> Value {
        share.map { .string("\($0.failed)/\($0.of)") } ?? .none
    }

    /// For the order of the list: what is open comes first, by its severity and, among these, what concerns a whole number, domain
    /// or feed. Then come facts, and what is over.
    private static func weight(_ item: AnomalyItem) -> Int {
        let severity = item.anomaly.detector.row.severity.rawValue
        switch item.standing {
        case .open: return 100 + 2 * severity + (item.anomaly.detector == .failing ? 1 : 0)
        case .fact: return 10 + severity
        case .ended: return 0
        }
    }
}
