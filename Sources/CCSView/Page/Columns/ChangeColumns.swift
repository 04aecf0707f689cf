import CCSEvents
import CCSState

/// The columns of changes.
enum ChangeColumns {
    static let usualSort = Query.Sort("time", descending: true)

    static let table: [Column<ChangeItem>] = [
        Column(
            "time", "TIME", .time, 12...12, priority: 1, help: "When it was reported, or ended, UTC", descending: true
        ) {
            item, _ in .time(item.at)
        },
        Column("ago", "AGO", .duration, 8...9, priority: 5, help: "How long ago that was", right: true) {
            item, view in .elapsed(from: min(item.at, view.now), now: view.now)
        },
        Column(
            "change", "CHANGE", .text, 7...7, priority: 0,
            help: "began; ended; left: not watched any more, may not be over",
            role: { item, _ in
                guard item.change == .began else { return .plain }
                return item.anomaly?.anomaly.detector.row.severity.role ?? .notice
            }, words: ChangeItem.Change.allCases.map(\.rawValue)
        ) { item, _ in .name(item.change.rawValue) },
        Column(
            "wrong", "!", .text, 1...2, priority: 9, help: "The letter of the detector", usual: false,
            draw: { item, view in
                item.anomaly.map { DisplayText(sanitizing: String($0.anomaly.detector.letter)) } ?? view.glyphs.dash
            }, words: Detector.words
        ) { item, _ in
            item.anomaly.map { .words([$0.anomaly.detector.name, String($0.anomaly.detector.letter)]) } ?? .none
        },
        Column(
            "severity", "LEVEL", .text, 6...6, priority: 8, help: "How bad it is: high, medium or low", usual: false,
            order: { item, _ in item.anomaly.map { .number($0.anomaly.detector.row.severity.rawValue) } ?? .none },
            role: { item, _ in item.anomaly?.anomaly.detector.row.severity.role ?? .plain },
            words: Detector.Severity.allCases.map(\.name)
        ) { item, _ in item.anomaly.map { .name($0.anomaly.detector.row.severity.name) } ?? .none },
        Column(
            "what", "WHAT", .text, 15...24, priority: 0, help: "The anomaly, a gap of the feed, or a limit"
        ) { item, _ in .name(what(item)) },
        Column(
            "lasted", "LASTED", .duration, 8...10, priority: 3,
            help: "Since its beginning; ? means at least, until a feed gap",
            right: true, descending: true, doubt: { $0.anomaly?.isUnconfirmed == true ? .isUnconfirmed : nil }
        ) { item, view in lasted(item, view) },
        Column(
            "subject", "SUBJECT", .text, 10...24, widest: 60, priority: 2,
            help: "The call, connection, seance, number, domain or limit"
        ) { item, view in subject(item, view) },
        Column(
            "who", "WHO", .text, 8...34, widest: 70, priority: 2,
            help: "The telephone number, or who called whom; of a gap, the feed", numbers: true
        ) { item, view in who(item, view) },
        Column(
            "peak", "PEAK", .text, 5...11, priority: 4, help: "Of too many failures: the worst failed of all attempts",
            right: true, order: { item, _ in item.anomaly?.anomaly.peak.map { .number($0.failed) } ?? .none }
        ) { item, _ in item.anomaly.map { AnomalyColumns.peak($0.anomaly) } ?? .none },
        Column(
            "count", "COUNT", .number, 5...7, priority: 6,
            help: "How often it occurred; of a limit, how many were dropped", right: true,
            descending: true
        ) { item, _ in
            switch item.what {
            case .anomaly(let item): .number(item.anomaly.count)
            case .gap: .none
            case .limit(let stretch, _): .number(stretch.count)
            }
        },
        Column("seen", "ACK", .flag, 3...4, priority: 7, help: "Whether it is, or was, acknowledged (key a)") {
            item, _ in item.anomaly.map { .flag($0.anomaly.isAcknowledged) } ?? .none
        },
        Column(
            "unconfirmed", "UNCONFIRMED", .flag, 11...12, priority: 9,
            help: "Whether nothing has confirmed it since a feed gap", usual: false
        ) { item, _ in item.anomaly.map { .flag($0.isUnconfirmed) } ?? .none },
        Column(
            "id", "ID", .text, 9...36, widest: 64, priority: 9, help: "The id of the call, connection or seance",
            middle: true, usual: false, identity: true
        ) { item, _ in .feed(item.anomaly?.id ?? .none) },
    ]

    private static func what(_ item: ChangeItem) -> String {
        switch item.what {
        case .anomaly(let item): item.anomaly.detector.row.title
        case .gap(let gap, _, _): gap.length > 0 ? "feed gap" : "peer gone"
        case .limit(let stretch, _): stretch.kind == .unconfirmed ? "dropped unconfirmed" : "limit reached"
        }
    }

    private static func lasted(_ item: ChangeItem, _ view: Viewpoint) -> Value {
        switch item.what {
        case .anomaly(let item):
            return .elapsed(from: min(item.anomaly.since, view.now), until: item.timeStops, view)
        case .gap(let gap, _, _): return gap.length > 0 ? .duration(gap.length) : .none
        case .limit(let stretch, let isOver):
            return .elapsed(from: min(stretch.since, view.now), until: isOver ? stretch.last : nil, view)
        }
    }

    private static func subject(_ item: ChangeItem, _ view: Viewpoint) -> Value {
        switch item.what {
        case .anomaly(let item): .string(AnomalyText.subject(item, view))
        case .gap: .name("feed")
        case .limit(let stretch, _): .name(stretch.kind.rawValue)
        }
    }

    private static func who(_ item: ChangeItem, _ view: Viewpoint) -> Value {
        switch item.what {
        case .anomaly(let item): item.who(view)
        case .gap(_, let source, _): source.isEmpty ? .none : .string(source)
        case .limit: .none
        }
    }
}
