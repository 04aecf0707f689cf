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

    /// Sees whether a seance waits. Cost: the live calls of one connection, at most 64. Nearly always nothing changes, and then its
    /// record is not touched: to change it would pack another one.
    func judgeWait(_ seance: Int) {
        let (before, isLive) = (seances[seance].wait, seances[seance].header.life == .live)
        guard let (caller, status) = firstCallerStatus(of: seance), isLive, status.life == .live else {
            outboundRinging.set(seance, to: false)
            return endWait(seance, before)
        }
        if isUncertain(status) {
            var wait = before
            wait.isUnknown = true
            return set(seance, wait, before)
        }
        let hearing = hearing(of: caller, status)
        var (course, mayWait) = (Course.inbound, false)
        // A caller who talks with somebody does not wait, in whichever direction the call goes.
        if !hearing.isSomebody {
            course = self.course(of: seance, caller: caller)
            mayWait = course.waits(in: status.phase)
        }
        outboundRinging.set(seance, to: course == .outbound && hearing.isRinging)
        guard case .waits = hearing, mayWait else { return endWait(seance, before, isBlocked: !mayWait) }
        var wait = before
        wait.isBlocked = false
        wait.isUnknown = waitKnowledge(of: seance) != .known
        // What was while nobody could know is no part of the wait, and neither is what was before the caller could wait.
        let isFirstKnown = before.isUnknown && !wait.isUnknown
        if isFirstKnown || before.since == .none {
            let since = heardSince(caller, status)
            wait.since = Moment(isFirstKnown || before.isBlocked ? max(since, newestAt ?? since) : since)
        } else if hasConfirmed {
            // It goes on, unless a gap leaves open what was between.
            wait.since = Moment(max(before.since.orBefore, heardSince(caller, status)))
        }
        set(seance, wait, before)
        lookIfLive(.seance, seance)
    }

    /// A seance does not wait, or no longer.
    private func endWait(_ seance: Int, _ before: SeanceWait, isBlocked: Bool = false) {
        set(seance, SeanceWait(isBlocked: isBlocked), before)
        guard let began = before.since.value else {
            // An alarm from before a gap may still stand, and its end may be known only now.
            if seances[seance].header.hasAnomaly { lookIfLive(.seance, seance) }
            return
        }
        if let (_, status) = firstCallerStatus(of: seance), isSure(of: seance, before, status),
            status.life != .live || seances[seance].header.life != .live || status.phase == .ending
        {
            countAbandoned(seance, since: began)
        }
        lookIfLive(.seance, seance)
    }

    /// Whether it was known until now that a seance waits.
    private func isSure(of seance: Int, _ wait: SeanceWait, _ caller: ObjectStatus) -> Bool {
        let header = seances[seance].header
        return !wait.isUnknown && !header.isPartial && !header.stale.contains(.calls) && !caller.isPartial
            && !isUncertain(caller)
    }

    /// Notes whether a seance waits, and counts it among those that wait for certain, or those of which it is not known.
    private func set(_ seance: Int, _ wait: SeanceWait, _ before: SeanceWait) {
        guard wait != before else { return }
        seances[seance].wait = wait
        guard wait.since != before.since || wait.isUnknown != before.isUnknown else { return }
        waiting[UInt32(seance)] = wait.isUnknown ? nil : wait.since.value
        if wait.isUnknown, wait.since != .none {
            unknownWaits.insert(UInt32(seance))
        } else {
            unknownWaits.remove(UInt32(seance))
        }
    }

    /// Times later than `limit` were set to it.
    func clampWaits() {
        for seance in waiting.keys { waiting[seance] = seances[Int(seance)].wait.since.value }
    }

    /// Whether a gap may have changed the state of a call or a connection.
    func isUncertain(_ object: ObjectHeader) -> Bool { isUncertain(object.status) }

    @inline(__always)
    func isUncertain(_ object: ObjectStatus) -> Bool { object.stale.contains(.state) || stints.isLost(object.stint) }

    /// What a living caller hears.
    private enum Hearing {
        /// Somebody who talks with them, or a machine.
        case somebody
        /// A queue or ringing, or they are parked.
        case waits(isRinging: Bool)
        case nothing

        var isSomebody: Bool { if case .somebody = self { true } else { false } }
        var isRinging: Bool { if case .waits(let isRinging) = self { isRinging } else { false } }
    }

    /// What a living caller hears. Cost: the live calls of the connection, at most 64.
    private func hearing(of caller: Int, _ status: ObjectStatus) -> Hearing {
        var isRinging = status.phase == .ringing
        switch status.phase {
        case .talking, .ivr, .voicemail, .ending: return .somebody
        case .none, .other, .held, .queue, .parked, .ringing: break
        }
        var isTalkedWith = false
        forEachCallHeard(by: caller) { _, other in
            isTalkedWith = other.phase == .talking
            if other.phase == .ringing { isRinging = true }
            return !isTalkedWith
        }
        if isTalkedWith { return .somebody }
        return isRinging || status.phase.isWait ? .waits(isRinging: isRinging) : .nothing
    }

    /// Since when a living caller who waits hears that. Cost: the live calls of the connection, at most 64.
    private func heardSince(_ caller: Int, _ status: ObjectStatus) -> Int64 {
        var since = Int64.max
        if status.phase.isWait { since = calls[caller].header.phaseSince.orBefore }
        forEachCallHeard(by: caller) { call, other in
            if other.phase == .ringing { since = min(since, calls[call].header.phaseSince.orBefore) }
            return true
        }
        return since
    }

    /// The other live calls of a caller's connection, as far as no gap leaves open what they do.
    private func forEachCallHeard(by caller: Int, _ body: (Int, ObjectStatus) -> Bool) {
        guard let connection = callsOfConnections.parent(of: caller), connections.status(connection).life == .live
        else { return }
        forEachLiveCall(of: connection) { call, other in
            call == caller || isUncertain(other) || body(call, other)
        }
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

extension Phase {
    /// Whether a caller waits whose own call is in this phase.
    fileprivate var isWait: Bool { self == .queue || self == .parked || self == .ringing }
}
