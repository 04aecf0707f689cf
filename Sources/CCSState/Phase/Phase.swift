public import CCSEvents

/// What a state means, as far as colours, counts and detectors care. States themselves are free text.
public enum Phase: UInt8, CaseIterable, Sendable {
    /// No state was ever said.
    case none
    /// A state that is in no list.
    case other
    /// Being called.
    case ringing
    /// Talking.
    case talking
    /// Waiting on hold.
    case held
    /// Coming to its end.
    case ending

    /// Its name, as filters and help say it.
    public var name: String {
        switch self {
        case .none: "none"
        case .other: "other"
        case .ringing: "ringing"
        case .talking: "talking"
        case .held: "held"
        case .ending: "ending"
        }
    }
}

/// Which states belong to which phase. Case does not matter.
public struct PhaseTable: Sendable {
    /// The states known by default. The platform documents `Forking` alone; the rest are the field's usual words.
    public static let states: [(phase: Phase, names: [String])] = [
        (
            .ringing,
            [
                "ringing", "ring", "early", "incoming", "forking", "calling", "trying", "progress", "alerting",
                "dialing",
                "outgoing", "invite", "queued", "waiting",
            ]
        ),
        (.talking, ["dialog", "talk", "talking", "answered", "up", "active", "connected", "confirmed", "bridged"]),
        (.held, ["hold", "held", "onhold", "on_hold", "holding", "parked", "moh"]),
        (
            .ending,
            [
                "stopping", "stopped", "cancelled", "canceled", "cancel", "final", "bye", "ended", "terminated",
                "terminating",
                "released", "hangup", "failed", "busy", "destroyed",
            ]
        ),
    ]

    private var phases: [[UInt8]: Phase] = [:]
    private var longest = 0

    /// The table of ``states``.
    public init() {
        for (phase, names) in Self.states { for name in names { add(name, phase) } }
    }

    /// Adds a state, or moves it to another phase.
    public mutating func add(_ state: String, _ phase: Phase) {
        let key = Array(state.utf8).map(Self.lowered)
        phases[key] = phase
        longest = max(longest, key.count)
    }

    /// The phase of a state.
    public func phase(of state: FeedText) -> Phase {
        if state.isEmpty { return .none }
        // States are few and this is asked only when one changes.
        guard state.bytes.count <= longest else { return .other }
        return phases[state.bytes.map(Self.lowered)] ?? .other
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}
