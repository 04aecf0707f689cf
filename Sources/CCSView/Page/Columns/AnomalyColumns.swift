import CCSEvents
public import CCSState

/// An anomaly and its domain.
public struct AnomalyItem {
    /// What is wrong.
    public let anomaly: Anomaly
    /// Where.
    public let domain: Domain

    /// The object it is about, while that is kept.
    var object: (any PaneObject)? {
        guard case .object(let key) = anomaly.subject else { return nil }
        return AnomalyText.object(key, in: domain)
    }
}

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
            "severity", "LEVEL", .text, 6...6, priority: 3, help: "How bad it is: high, medium or low",
            descending: true, order: { item, _ in .number(item.anomaly.detector.row.severity.rawValue) },
            role: { item, _ in item.anomaly.detector.row.severity.role }, words: Detector.Severity.allCases.map(\.name)
        ) { item, _ in .name(item.anomaly.detector.row.severity.name) },
        Column(
            "what", "WHAT", .text, 15...24, priority: 0, help: "The anomaly",
            order: { item, _ in .number(byTitle[Int(item.anomaly.detector.rawValue)]) }
        ) { item, _ in .name(item.anomaly.detector.row.title) },
        Column(
            "since", "SINCE", .duration, 8...9, priority: 1, help: "How long it has lasted", right: true,
            descending: true
        ) { item, view in .elapsed(from: min(item.anomaly.since, view.now), now: view.now) },
        Column(
            "subject", "SUBJECT", .text, 10...24, widest: 60, priority: 2,
            help: "The call, connection, seance, number or domain",
            order: { item, view in .string(AnomalyText.subjectOrder(item.anomaly, in: item.domain, view)) }
        ) { item, view in .string(AnomalyText.subject(item.anomaly, in: item.domain, view)) },
        Column(
            "who", "WHO", .text, 8...34, widest: 70, priority: 2, help: "The telephone number, or who called whom",
            numbers: true
        ) { item, view in who(item, view) },
        Column(
            "share", "SHARE", .text, 5...11, priority: 4, help: "Of too many failures: failed of all attempts",
            right: true, order: { item, _ in item.anomaly.share.map { .number($0.failed) } ?? .none }
        ) { item, _ in item.anomaly.share.map { .string("\($0.failed)/\($0.of)") } ?? .none },
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
        Column(
            "id", "ID", .text, 9...36, widest: 64, priority: 7, help: "The id of the call, connection or seance",
            middle: true,
            usual: false,
            identity: true
        ) { item, _ in .feed(item.object?.id ?? .none) },
    ]

    /// By detector: what number it is by its name, and by its title. So a text is not made and compared for each of thousands.
    private static let byName = places { $0.name }
    private static let byTitle = places { $0.title }

    private static func places(by text: (Detector.Row) -> String) -> [Int] {
        let sorted = Detector.table.map(text).sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        return Detector.table.map { sorted.firstIndex(of: text($0)) ?? 0 }
    }

    private static func who(_ item: AnomalyItem, _ view: Viewpoint) -> Value {
        if case .number(let number) = item.anomaly.subject { return .string(number) }
        switch item.object {
        case let call as Call: return .feed(call.number)
        case let connection as Connection: return parties(connection.from, connection.to, view)
        case let seance as Seance: return parties(seance.from, seance.to, view)
        default: return .none
        }
    }

    private static func parties(_ from: FeedText, _ to: FeedText, _ view: Viewpoint) -> Value {
        if from.isEmpty, to.isEmpty { return .none }
        let dash = view.glyphs.dash.string
        let ends = [from, to].map { $0.isEmpty ? dash : $0.string }
        return .string(ends.joined(separator: " \(view.glyphs.arrow) "))
    }
}
