import CCSEvents

/// What a gap leaves open of the conditions of detectors.
extension Domain {
    /// Whether a gap leaves open if a detector's condition holds. Then it does not fire, and does not clear either.
    func isUnknown(
        _ detector: Detector, _ kind: EventType.Subject, _ slot: Int, _ header: ObjectHeader, isLost: Bool
    ) -> Bool {
        guard header.life == .live else { return isLost && kind == .connection && connections[slot].runsRecording }
        if isLost { return true }
        if detector == .waiting {
            // Nearly all seances do not wait, and are asked with each event.
            guard seances[slot].wait.since != .none || header.hasAnomaly, stints.missedUntil != nil || stints.hasLost
            else { return false }
            return waitKnowledge(of: slot) == .stale
        }
        if detector == .outlived, kind == .call, isConnectionUnknown(slot, header) { return true }
        if detector == .unrecorded, header.phase == .none, mayTalkUnheard(slot) { return true }
        return !header.stale.isDisjoint(with: detector.facts(of: kind))
    }

    /// Whether a gap may have changed to which seance a call belongs through its connection. A call that is
    /// attached to a seance by itself does not need its connection.
    private func isConnectionUnknown(_ call: Int, _ header: ObjectHeader) -> Bool {
        guard callsOfSeances.parent(of: call) == nil else { return false }
        if header.stale.contains(.connection) { return true }
        guard let connection = callsOfConnections.parent(of: call) else { return false }
        return connections.status(connection).life == .live && !isSeanceKnown(ofConnection: connection)
    }

    /// Whether a call of a connection talked before a gap, which leaves open if it still does, and no other one talks for certain.
    private func mayTalkUnheard(_ connection: Int) -> Bool {
        var isFound = false
        forEachLiveCall(of: connection) { call, status in
            guard status.phase == .talking, !isFirst(call, of: connection) else { return true }
            isFound = isUncertain(status) || status.stale.contains(.connection)
            return isFound
        }
        return isFound
    }

    /// Whether a fact that an event carried after a gap shows that a detector's condition does not hold, whatever the others are.
    func isRefuted(_ detector: Detector, _ slot: Int, _ header: ObjectHeader) -> Bool {
        switch detector {
        case .unrecorded:
            if !header.stale.contains(.record) { return connections[slot].recordStatus != .none }
            return !header.stale.contains(.state) && header.phase != .talking && header.phase != .none
        case .waiting: return isWaitRefuted(slot)
        default: return false
        }
    }

    /// Whether what a detector found of an object may have changed in a gap.
    func isUnknown(_ detector: Detector, _ key: ObjectKey) -> Bool {
        let header = header(key.kind, Int(key.slot))
        return isUnknown(detector, key.kind, Int(key.slot), header, isLost: stints.isLost(header.stint))
    }
}
