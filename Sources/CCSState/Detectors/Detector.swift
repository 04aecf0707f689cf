public import CCSEvents

/// A thing that can be wrong, and when it counts as wrong.
public enum Detector: UInt8, CaseIterable, Sendable {
    /// A call rings for too long.
    case ringing
    /// A call is on hold for too long.
    case held
    /// A connection talks and is not recorded.
    case unrecorded
    /// A recording was started and never finished, although its connection has ended.
    case unfinished
    /// A live object without an event for long.
    case silent
    /// A live call or connection of a seance that has ended.
    case outlived
    /// A connection without calls.
    case empty
    /// Too many attempts fail: those to one number, or those of the domain.
    case failing
    /// A seance came back to a number that served it before.
    case loop
    /// A caller waits for too long.
    case waiting
    /// Nothing comes from the feed.
    case stale
    /// What comes from the feed is late.
    case lag

    /// How much it matters.
    public enum Severity: Int, CaseIterable, Comparable, Sendable {
        /// Worth knowing.
        case low
        /// Somebody should look.
        case medium
        /// Callers suffer, or the picture is wrong.
        case high

        /// By weight.
        public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    /// A row of ``table``.
    public struct Row: Sendable {
        /// Its name in settings, filters and on the command line.
        public let name: String
        /// What it says.
        public let title: String
        /// Milliseconds a condition has to last; for ``Detector/failing`` the length of the window.
        public let threshold: Int64
        /// How much it matters.
        public let severity: Severity
        /// What to do, or to look at.
        public let help: String
        /// Milliseconds after it fired from which an anomaly is a fact (``Anomaly/isFact``); nil where it ends by itself.
        package let factAfter: Int64?

        init(
            name: String, title: String, threshold: Int64, severity: Severity, help: String, factAfter: Int64? = nil
        ) {
            self.name = name
            self.title = title
            self.threshold = threshold
            self.severity = severity
            self.help = help
            self.factAfter = factAfter
        }
    }

    /// Milliseconds after which an anomaly that nothing may ever end is a fact.
    private static let quarterHour: Int64 = 900_000

    /// All detectors, in the order of their raw values.
    public static let table: [Row] = [
        Row(
            name: "ringing", title: "rings too long", threshold: 30_000, severity: .medium,
            help: "a call keeps ringing: nobody answers, or the answer event is missing"),
        Row(
            name: "held", title: "held too long", threshold: 120_000, severity: .medium,
            help: "a call stays on hold: somebody waits"),
        Row(
            name: "unrecorded", title: "talks unrecorded", threshold: 10_000, severity: .high,
            help: "people talk and no recording has started"),
        Row(
            name: "unfinished", title: "recording not finished", threshold: 60_000, severity: .high,
            help: "a recorded connection ended and its recording is still not ready", factAfter: quarterHour),
        Row(
            name: "silent", title: "no event for long", threshold: 3_600_000, severity: .low,
            help: "no event came about a live object: the event of its end may be missing", factAfter: quarterHour),
        Row(
            name: "outlived", title: "outlived its seance", threshold: 10_000, severity: .medium,
            help: "a call or a connection is still live although its seance ended", factAfter: quarterHour),
        Row(
            name: "empty", title: "connection without calls", threshold: 10_000, severity: .low,
            help: "a live connection has no call", factAfter: quarterHour),
        Row(
            name: "failing", title: "too many failures", threshold: 60_000, severity: .high,
            help: "over 20 % of at least 10 attempts in a minute failed: those to one number, or those of the domain"),
        Row(
            name: "loop", title: "number loop", threshold: 0, severity: .medium,
            help: "a seance came back to a number where it had been before", factAfter: quarterHour),
        Row(
            name: "waiting", title: "caller waits", threshold: 60_000, severity: .high,
            help: "a caller waits in a queue, is parked or hears ringing, and nobody talks with them"),
        Row(
            name: "stale", title: "feed is stale", threshold: 10_000, severity: .high,
            help: "no event came from a live feed"),
        Row(
            name: "lag", title: "feed is late", threshold: 5_000, severity: .medium,
            help: "events arrive long after they were sent, or a clock is wrong"),
    ]

    /// Its row of the table.
    public var row: Row { Self.table[Int(rawValue)] }
    /// Its name.
    public var name: String { row.name }

    /// Those that an object of a kind can be the subject of.
    static func of(_ kind: EventType.Subject) -> [Detector] {
        switch kind {
        case .call: ofCalls
        case .connection: ofConnections
        case .seance: ofSeances
        }
    }

    /// Those that have an object for a subject.
    public static let ofObjects: [Detector] = allCases.filter { detector in
        EventType.Subject.allCases.contains { of($0).contains(detector) }
    }

    /// The kinds of objects that can be its subject.
    public var kinds: [EventType.Subject] { EventType.Subject.allCases.filter { Self.of($0).contains(self) } }

    private static let ofCalls: [Detector] = [.ringing, .held, .silent, .outlived]
    private static let ofConnections: [Detector] = [.unrecorded, .unfinished, .silent, .outlived, .empty]
    private static let ofSeances: [Detector] = [.silent, .loop, .waiting]
}

/// When detectors fire: the defaults, and what a domain sets otherwise.
public struct DetectorSettings: Sendable, Equatable {
    private var thresholds: [Int64] = Detector.table.map(\.threshold)
    /// The share of attempts, 0 to 1, over which failures are too many.
    public var failureShare = 0.2
    /// Attempts below which a share says nothing.
    public var failureAttempts = 10
    /// The objects that detectors are about, for those that are not about all: only of ``Detector/ofObjects``.
    public var filters: [Detector: DetectorFilter] = [:]
    /// Settings of single domains, in place of these.
    public var domains: [String: DetectorSettings] = [:]

    /// The defaults.
    public init() {}

    /// Milliseconds a condition has to last; nil where the detector is off.
    public subscript(detector: Detector) -> Int64? {
        get {
            let threshold = thresholds[Int(detector.rawValue)]
            return threshold < 0 ? nil : threshold
        }
        // Below the range of times, so that a time and a threshold can always be added.
        set { thresholds[Int(detector.rawValue)] = min(newValue ?? -1, Moment.latest) }
    }

    /// The settings of a domain.
    public func of(domain: String) -> DetectorSettings { (domains[domain] ?? self).usual }

    /// The settings that all domains share, except those that ``domains`` names.
    var usual: DetectorSettings {
        var settings = self
        settings.domains = [:]
        return settings
    }

    /// Milliseconds of silence from which on a feed is stale, for one domain or another. No silence is none.
    var staleThresholds: [Int64] {
        Set(([self] + domains.values).compactMap { $0[.stale].map { max(1, $0) } }).sorted()
    }
}
