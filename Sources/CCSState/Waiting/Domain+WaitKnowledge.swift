/// How well it is known whether a seance waits (docs/feed.md, "Who waits").
extension Domain {
    /// How well it is known whether a seance waits.
    enum WaitKnowledge {
        case known
        /// Something was before ccs-top joined: who came first, or who talks with them. Or there are too many calls to look at.
        case unheard
        /// A gap may have changed it.
        case stale
    }

    /// How well it is known whether a live seance waits. Cost: the live calls of one connection, at most 64.
    func waitKnowledge(of seance: Int) -> WaitKnowledge {
        let status = seances.status(seance)
        if status.isPartial { return .unheard }
        if status.stale.contains(.calls) { return .stale }
        guard let (caller, call) = firstCallerStatus(of: seance), call.life == .live else { return .known }
        if call.isPartial { return .unheard }
        if isUncertain(call) || call.stale.contains(.connection) || !isSurelyTied(caller, to: seance) { return .stale }
        guard let connection = callsOfConnections.parent(of: caller) else { return .known }
        let joined = connections.status(connection)
        guard joined.life == .live else { return .known }
        if joined.isPartial { return .unheard }
        if stints.isLost(joined.stint) { return .stale }
        if joined.stale.contains(.calls) { return .stale }
        var (hasUncertain, hasUnheard) = (false, false)
        let isAll = forEachLiveCall(of: connection) { call, other in
            guard call != caller else { return true }
            hasUncertain = isUncertain(other)
            if other.isPartial, !other.hasState { hasUnheard = true }
            return !hasUncertain
        }
        if hasUncertain { return .stale }
        return hasUnheard || !isAll ? .unheard : .known
    }

    /// Whether it does by ties that no gap may have changed.
    private func isSurelyTied(_ call: Int, to seance: Int) -> Bool {
        let stale = calls.status(call).stale
        if callsOfSeances.parent(of: call) == seance, !stale.contains(.seance) { return true }
        guard !stale.contains(.connection), let connection = callsOfConnections.parent(of: call) else { return false }
        let header = connections.status(connection)
        return connectionsOfSeances.parent(of: connection) == seance && !header.stale.contains(.seance)
            && !stints.isLost(header.stint)
    }

    /// Whether it is known that a live seance does not wait, whatever else a gap leaves open: its caller does something else.
    func isWaitRefuted(_ seance: Int) -> Bool {
        guard let (_, caller) = firstCallerStatus(of: seance), caller.life == .live, !isUncertain(caller) else {
            return false
        }
        switch caller.phase {
        case .talking, .ivr, .voicemail, .ending: return true
        case .none, .other, .ringing, .queue, .held, .parked: return false
        }
    }
}
