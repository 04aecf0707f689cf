/// A list the screen can show. The order is the order of the tabs.
public enum Pane: String, CaseIterable, Sendable {
    /// The domains seen, before one is chosen.
    case domains
    /// Seances, as a tree with what hangs under them.
    case seances
    /// Connections.
    case connections
    /// Calls.
    case calls
    /// Failures.
    case failures
    /// Recordings: running, finishing, missing, lost.
    case recording
    /// What is wrong.
    case anomalies
    /// Numbers: how often they are tried, how often that fails.
    case numbers
    /// Events as they come.
    case log
    /// The feed itself: buckets, samples, limits.
    case feed
    /// What began and what ended.
    case changes

    /// Its name on the screen.
    public var title: String {
        switch self {
        case .domains: "Domains"
        case .seances: "Seances"
        case .connections: "Connections"
        case .calls: "Calls"
        case .failures: "Failures"
        case .recording: "Recording"
        case .anomalies: "Anomalies"
        case .numbers: "Numbers"
        case .log: "Log"
        case .feed: "Feed"
        case .changes: "Changes"
        }
    }

    /// The panes of one domain, in the order of their keys 1 to 9 and 0.
    public static let ofDomain: [Pane] = allCases.filter { $0 != .domains }

    /// The digit of a place in ``ofDomain``: the tenth has the 0, as on a keyboard.
    static func digit(_ place: Int) -> String { String((place + 1) % 10) }
}

/// A side of the seance view, in the order of its keys.
public enum Face: String, CaseIterable, Sendable {
    /// Everything known of it, as a tree.
    case tree
    /// Every event of it, in order.
    case events

    /// Its name on the screen.
    public var title: String {
        switch self {
        case .tree: "Tree"
        case .events: "Events"
        }
    }
}
