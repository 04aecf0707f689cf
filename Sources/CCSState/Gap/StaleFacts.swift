import CCSEvents

/// Facts about an object that were heard before a gap and that no event has carried since: the gap may have changed them. The
/// recording of a connection may be unknown from the beginning (``Field/unheard``).
struct StaleFacts: OptionSet {
    let rawValue: UInt8

    /// The state.
    static let state = StaleFacts(rawValue: 1)
    /// Whether a connection is recorded.
    static let record = StaleFacts(rawValue: 2)
    /// To which connection a call belongs.
    static let connection = StaleFacts(rawValue: 4)
    /// To which seance a call or a connection belongs.
    static let seance = StaleFacts(rawValue: 8)
    /// Which calls a connection has, or which was the first of a seance. No single event says so, so it stays stale.
    static let calls = StaleFacts(rawValue: 16)

    /// All facts about an object of a kind.
    static func of(_ kind: EventType.Subject) -> StaleFacts {
        switch kind {
        case .call: [.state, .connection, .seance]
        case .connection: [.state, .record, .seance, .calls]
        case .seance: .state
        }
    }
}
