import CCSEvents
import CCSState

/// Columns that calls, connections and seances have alike.
enum ObjectColumns {
    static func age<Object: FeedObject & SendableMetatype>() -> Column<Object> {
        Column(
            "age", "AGE", .duration, 8...9, priority: 1,
            help: "How long it has lived, at least since its first event",
            right: true, descending: true,
            order: { object, view in
                // What ended a moment ago keeps its place for as long as it is shown beside what lives.
                view.shows(object) ? .elapsed(from: object.beganAt, now: view.now) : age(object, view)
            }, doubt: { $0.isPartial ? .mayBeMore : nil }
        ) { age($0, $1) }
    }

    private static func age(_ object: some FeedObject, _ view: Viewpoint) -> Value {
        .elapsed(from: object.beganAt, until: object.timeStops, view)
    }

    static func state<Object: FeedObject & SendableMetatype>() -> Column<Object> {
        Column(
            "state", "STATE", 7...12, widest: 24, priority: 0,
            help: "The platform's word: talk and dialog both mean talking",
            role: { object, _ in object.phase.role }, doubt: { $0.isStateUnconfirmed ? .isUnconfirmed : nil },
            feed: { $0.state })
    }

    static func phase<Object: FeedObject & SendableMetatype>() -> Column<Object> {
        Column(
            FilterWords.phaseField, "PHASE", .text, 7...7, priority: 9,
            help: "What its state means: " + Phase.allCases.map(\.name).joined(separator: ", "), usual: false,
            role: { object, _ in object.phase.role }, words: Phase.allCases.map(\.name)
        ) { object, _ in .name(object.phase.name) }
    }

    static func failed<Object: FeedObject & SendableMetatype>() -> Column<Object> {
        Column("failed", "FAILED", .flag, 7...7, priority: 9, help: "Whether a failure named it", usual: false) {
            object, _ in object.hasFailed ? .flag(true) : object.isFailureKnown ? .flag(false) : .unknown
        }
    }

    static func since<Object: FeedObject & SendableMetatype>(usual: Bool) -> Column<Object> {
        Column(
            "since", "SINCE", .duration, 8...9, priority: 6, help: "How long it has been in this state", right: true,
            descending: true, usual: usual,
            doubt: { $0.isStateUnconfirmed ? .isUnconfirmed : $0.isStateOlder ? .mayBeMore : nil }
        ) { object, view in object.stateKnownSince.map { .elapsed(from: $0, until: object.timeStops, view) } ?? .none }
    }

    static func wrong<Object: PaneObject & SendableMetatype>(usual: Bool = false) -> Column<Object> {
        Column(
            "wrong", "!", .text, 2...3, priority: 2,
            help: "Its anomalies and those under it, by detector's letter", descending: true,
            usual: usual, under: true, order: { object, _ in object.marks.weight },
            role: { object, _ in object.marks.role }, draw: { object, _ in object.marks.letters },
            alphabet: Detector.letters, words: Detector.words
        ) { object, _ in object.marks.value }
    }

    static func last<Object: FeedObject & SendableMetatype>(usual: Bool = true) -> Column<Object> {
        Column(
            "last", "LAST EVENT", 11...25, widest: 27, priority: 8, help: "The type of its newest event", usual: usual,
            numbers: false,
            order: { object, _ in .number(typeRanks[Int(object.lastType.rawValue)]) },
            feed: { FeedText($0.lastType.row.name) })
    }

    /// The place of each event type by name: their names begin alike, so comparing them over and over is slow.
    private static let typeRanks: [Int] = {
        let names = EventType.allCases.map(\.name)
        return names.map { name in names.filter { $0 < name }.count }
    }()

    static func id<Object: FeedObject & SendableMetatype>() -> Column<Object> {
        Column(
            "id", "ID", 9...36, widest: 64, priority: 7, help: "Its id", middle: true, numbers: false, identity: true,
            feed: { $0.id })
    }

    /// How long ago an object ended.
    static func gone<Object: FeedObject & SendableMetatype>() -> Column<Object> {
        Column(
            "gone", "ENDED AGO", .duration, 9...10, priority: 1,
            help: "How long ago it ended; appears when the filter names `ended`", right: true,
            usual: false
        ) { object, view in object.endedAt.map { .elapsed(from: $0, now: view.now) } ?? .none }
    }

    static func ended<Object: FeedObject & SendableMetatype>() -> Column<Object> {
        Column(
            "ended", "ENDED", .flag, 5...6, priority: 9,
            help: "Whether it has ended; a filter with this field also searches ended ones", usual: false
        ) { object, _ in .flag(!object.isLive) }
    }

    static func unconfirmed<Object: FeedObject & SendableMetatype>() -> Column<Object> {
        Column(
            "unconfirmed", "UNCONFIRMED", .flag, 11...12, priority: 9,
            help: "Whether no event about it came since the feed was interrupted", usual: false
        ) { object, _ in .flag(object.isUnconfirmed) }
    }

    static func partial<Object: FeedObject & SendableMetatype>() -> Column<Object> {
        Column(
            "partial", "PARTIAL", .flag, 7...8, priority: 9, help: "Whether it began before ccs-top listened",
            usual: false
        ) { object, _ in .flag(object.isPartial) }
    }
}

extension FeedObject {
    /// When its ages stopped to grow: it ended, or the feed was lost and nothing was heard of it since.
    var timeStops: Int64? { endedAt ?? stoppedAt }
}

extension Phase {
    /// What it looks like.
    var role: Role {
        switch self {
        case .none: .missing
        case .other, .ivr, .voicemail: .plain
        case .ringing, .queue: .ringing
        case .talking: .talking
        case .held, .parked: .held
        case .ending: .ending
        }
    }
}

extension RecordStatus {
    /// Its sign: full while it runs, hollow when it is there.
    func sign(_ view: Viewpoint) -> DisplayText {
        switch self {
        case .none: .empty
        case .recording: view.isASCII ? "R" : view.glyphs.bullet
        case .ready: view.isASCII ? "r" : view.glyphs.ring
        }
    }

    /// The names of those that are shown.
    static let words = allCases.filter { $0 != .none }.map(\.rawValue)

    /// The characters of all signs.
    static let signs: String =
        [Viewpoint(now: 0), Viewpoint(now: 0, ascii: true)].flatMap { view in
            allCases.map { $0.sign(view).string }
        }.joined() + "?"

    var role: Role { self == .recording ? .recording : .plain }
    var value: Value { self == .none ? .none : .name(rawValue) }
}
