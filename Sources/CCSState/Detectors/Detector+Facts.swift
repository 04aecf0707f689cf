import CCSEvents

extension Detector {
    /// The facts about an object by which it judges. After a gap it waits until events carry them again.
    func facts(of kind: EventType.Subject) -> StaleFacts {
        switch self {
        case .ringing, .held: .state
        case .unrecorded: [.state, .record]
        case .unfinished: .record
        case .outlived: .seance
        case .empty: .calls
        case .silent, .loop, .waiting, .failing, .stale, .lag: []
        }
    }
}
