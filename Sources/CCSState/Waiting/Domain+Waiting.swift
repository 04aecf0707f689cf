import CCSEvents

/// Who waits: the first caller of a seance, while nobody talks with them (docs/feed.md, "Who waits").
extension Domain {
    /// A call has changed: the seances that it, its connection and the other calls there belong to may wait from now on, or no
    /// longer.
    func judgeWaits(ofCall call: Int) {
        let own = callsOfSeances.parent(of: call)
        if let own { judgeWait(own) }
        if let connection = callsOfConnections.parent(of: call) { judgeWaits(ofConnection: connection, but: own) }
    }

    /// A connection has changed, or a call of it. Cost: its calls, among the first 1,024, of which no record is read.
    func judgeWaits(ofConnection connection: Int, but judged: Int? = nil) {
        let joined = connectionsOfSeances.parent(of: connection)
        if let joined, joined != judged { judgeWait(joined) }
        forEachCall(of: connection) { call in
            if let own = callsOfSeances.parent(of: call), own != judged, own != joined,
                seances[own].caller.slot == UInt32(call)
            {
                judgeWait(own)
            }
        }
    }

    /// Sees whether a seance waits. Cost: the live calls of one connection, at most 64.
    func judgeWait(_ seance: Int) {
        let before = seances[seance]
        let caller = firstCaller(of: seance)
        let isOver = before.header.life != .live || caller.map { calls[$0].header.life != .live } ?? true
        if let caller, !isOver, isUncertain(calls[caller].header) {
            seances[seance].isWaitUnknown = true
            return countWait(seance, before)
        }
        let course = caller.map { self.course(of: seance, caller: $0) } ?? Course.inbound
        let hearing = isOver ? Hearing.nothing : caller.map { self.hearing(of: $0) } ?? .nothing
        outboundRinging.set(seance, to: course == .outbound && hearing.isRinging)
        let mayWait = !isOver && caller.map { course.waits(in: calls[$0].header.phase) } ?? false
        seances[seance].isWaitBlocked = !isOver && caller != nil && (hearing.isSomebody || !mayWait)
        guard case .waits(let since, _) = hearing, mayWait else {
            seances[seance].isWaitUnknown = false
            guard let began = before.waitSince.value else {
                // An alarm from before a gap may still stand, and its end may be known only now.
                if before.header.hasAnomaly { lookIfLive(.seance, seance) }
                return
            }
            seances[seance].waitSince = .none
            countWait(seance, before)
            if let caller, isOver || calls[caller].header.phase == .ending, isSure(of: before, caller) {
                countAbandoned(seance, since: began)
            }
            lookIfLive(.seance, seance)
            return
        }
        seances[seance].isWaitUnknown = waitKnowledge(of: seance) != .known
        // What was while nobody could know is no part of the wait, and neither is what was before the caller could wait.
        let isFirstKnown = before.isWaitUnknown && !seances[seance].isWaitUnknown
        var began = isFirstKnown || before.isWaitBlocked ? max(since, newestAt ?? since) : since
        if let known = before.waitSince.value, !isFirstKnown {
            // It goes on, unless a gap leaves open what was between.
            began = hasConfirmed ? max(known, since) : known
        }
        if before.waitSince.value != began { seances[seance].waitSince = Moment(began) }
        countWait(seance, before)
        lookIfLive(.seance, seance)
    }

    /// Whether it was known until now that a seance waits.
    private func isSure(of seance: SeanceRecord, _ caller: Int) -> Bool {
        let header = calls[caller].header
        return !seance.isWaitUnknown && !seance.header.isPartial && !seance.header.stale.contains(.calls)
            && !header.isPartial && !isUncertain(header)
    }

    /// Counts a seance that has changed among those that wait for certain, or those of which it is not known.
    private func countWait(_ seance: Int, _ before: SeanceRecord) {
        let (since, isUnknown) = (seances[seance].waitSince, seances[seance].isWaitUnknown)
        guard since != before.waitSince || isUnknown != before.isWaitUnknown else { return }
        waiting[UInt32(seance)] = isUnknown ? nil : since.value
        if isUnknown, since != .none {
            unknownWaits.insert(UInt32(seance))
        } else {
            unknownWaits.remove(UInt32(seance))
        }
    }

    /// Times later than `limit` were set to it.
    func clampWaits() {
        for seance in waiting.keys { waiting[seance] = seances[Int(seance)].waitSince.value }
    }

    /// Whether a gap may have changed the state of a call or a connection.
    func isUncertain(_ object: ObjectHeader) -> Bool { stints.isLost(object.stint) || object.stale.contains(.state) }

    /// What a living caller hears.
    private enum Hearing {
        /// Somebody who talks with them, or a machine.
        case somebody
        /// A queue or ringing, or they are parked; since when, and whether it is ringing.
        case waits(since: Int64, isRinging: Bool)
        case nothing

        var isSomebody: Bool { if case .somebody = self { true } else { false } }
        var isRinging: Bool { if case .waits(_, let isRinging) = self { isRinging } else { false } }
    }

    /// What a living caller hears. Cost: the live calls of the connection, at most 64.
    private func hearing(of caller: Int) -> Hearing {
        let header = calls[caller].header
        var (since, isRinging) = (Int64.max, header.phase == .ringing)
        switch header.phase {
        case .talking, .ivr, .voicemail, .ending: return .somebody
        case .queue, .parked, .ringing: since = header.phaseSince.value ?? .max
        case .none, .other, .held: break
        }
        if let connection = callsOfConnections.parent(of: caller), connections[connection].header.life == .live {
            var isTalkedWith = false
            forEachLiveCall(of: connection) { call in
                let other = calls[call].header
                guard call != caller, !isUncertain(other) else { return true }
                isTalkedWith = other.phase == .talking
                if other.phase == .ringing {
                    since = min(since, other.phaseSince.value ?? .max)
                    isRinging = true
                }
                return !isTalkedWith
            }
            if isTalkedWith { return .somebody }
        }
        return since == .max ? .nothing : .waits(since: since, isRinging: isRinging)
    }

    /// A caller left while they waited: counts that for the number they waited for.
    private func countAbandoned(_ seance: Int, since: Int64) {
        guard let now = newestAt else { return }
        measuring.ring.countAbandoned(waited: now - since, at: now)
        let number = waitsFor(seance)
        guard number.isSome else { return }
        texts.retain(number)
        giveBack(numberStats.countAbandoned(number, waited: now - since, at: now))
    }

    /// The number that a caller waits for: the last one that served the seance, or the dialled one.
    func waitsFor(_ seance: Int) -> TextID {
        let last = numbers.last(of: seances[seance].numbers)
        return last.isSome ? last : seances[seance].dialled
    }
}
