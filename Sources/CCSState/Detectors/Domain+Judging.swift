import CCSEvents

extension Domain {
    /// Counts the objects that a detector could judge by the events heard, and all objects of its kinds. For a detector without
    /// objects it counts the domain. `stale` and `lag` can judge it only if the feed `isLive`. Cost: the objects.
    package func judged(by detector: Detector, isLive: Bool) -> (judged: Int, of: Int) {
        var (judged, all) = (0, 0)
        func count(_ isJudged: Bool) {
            all += 1
            if isJudged { judged += 1 }
        }
        let kinds = detector.kinds
        if kinds.contains(.call) { forEachCall { if $0.isLive { count(judges(detector, $0)) } } }
        if kinds.contains(.connection) {
            forEachConnection { connection in
                if detector == .unfinished {
                    guard !connection.isLive, connection.recordStatus == .recording else { return }
                    count(connections[connection.slot].runsRecording && !stints.isLost(connection.header.stint))
                } else if connection.isLive {
                    count(judges(detector, connection))
                }
            }
        }
        if kinds.contains(.seance) { forEachSeance { if $0.isLive { count(judges(detector, $0)) } } }
        if kinds.isEmpty { count(detector == .failing || isLive) }
        return (judged, all)
    }

    /// Whether a detector can judge a live object.
    private func judges(_ detector: Detector, _ object: some FeedObject) -> Bool {
        guard !isUnknown(detector, object.key) else { return false }
        switch detector {
        case .ringing, .held: return !object.state.isEmpty
        case .unrecorded, .empty: return !object.isPartial
        case .outlived: return !object.isPartial || seanceIsKnown(of: object)
        case .waiting: return waitKnowledge(of: object.slot) == .known
        case .silent, .unfinished, .failing, .loop, .stale, .lag: return true
        }
    }

    private func seanceIsKnown(of object: some FeedObject) -> Bool {
        switch object.key.kind {
        case .call: callsOfSeances.parent(of: object.slot) != nil
        case .connection: connectionsOfSeances.parent(of: object.slot) != nil
        case .seance: true
        }
    }
}
