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
        let header = seances[seance].header
        if header.isPartial { return .unheard }
        if header.stale.contains(.calls) { return .stale }
        guard let caller = firstCaller(of: seance), calls[caller].header.life == .live else { return .known }
        let call = calls[caller].header
        if call.isPartial { return .unheard }
        if isUncertain(call) || call.stale.contains(.connection) || !isSurelyTied(caller, to: seance) { return .stale }
        guard let connection = callsOfConnections.parent(of: caller) else { return .known }
        let joined = connections[connection].header
        guard joined.life == .live else { return .known }
        if joined.isPartial { return .unheard }
        if stints.isLost(joined.stint) { return .stale }
        if joined.stale.contains(.calls) { return .stale }
        var (hasUncertain, hasUnheard) = (false, false)
        let isAll = forEachLiveCall(of: connection) { call in
            guard call != caller else { return true }
            let other = calls[call].header
            hasUncertain = isUncertain(other)
            if other.isPartial, !other.state.isSome { hasUnheard = true }
            return !hasUncertain
        }
        if hasUncertain { return .stale }
        return hasUnheard || !isAll ? .unheard : .known
    }

    /// Whether it does by ties that no gap may have changed.
    private func isSurelyTied(_ call: Int, to seance: Int) -> Bool {
        let stale = calls[call].header.stale
        if callsOfSeances.parent(of: call) == seance, !stale.contains(.seance) { return true }
        guard !stale.contains(.connection), let connection = callsOfConnections.parent(of: call) else { return false }
        let header = connections[connection].header
        return connectionsOfSeances.parent(of: connection) == seance && !header.stale.contains(.seance)
            && !stints.isLost(header.stint)
    }

    /// Whether it is known that a live seance does not wait, whatever else a gap leaves open: its caller does something else.
    func isWaitRefuted(_ seance: Int) -> Bool {
        guard let caller = firstCaller(of: seance), calls[caller].header.life == .live else { return false }
        guard !isUncertain(calls[caller].header) else { return false }
        switch calls[caller].header.phase {
        case .talking, .ivr, .voicemail, .ending: return true
        case .none, .other, .ringing, .queue, .held, .parked: return false
        }
    }
}
