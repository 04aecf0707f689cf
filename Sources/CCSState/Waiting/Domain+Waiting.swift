public import CCSEvents

/// Who waits: the first caller of a seance, while nobody talks with them (docs/feed.md, "Who waits").
extension Domain {
    /// Calls of a connection that are looked at to see who rings and who talks. A real one has a few.
    private static let callsLookedAt = 64
    /// Digits of the longest number that is taken for one of the tenant's own.
    private static let internalDigits = 6

    /// Notes the first caller of a seance: the call that is tied to it first.
    func noteCaller(_ call: Int, of seance: Int) {
        guard seances[seance].caller.serial == 0 else { return }
        seances[seance].caller = (UInt32(call), calls[call].header.serial)
        if stints.isLost(seances[seance].header.stint) { seances[seance].header.stale.insert(.calls) }
    }

    /// Notes the first caller of a seance that takes a connection in.
    func noteCaller(ofConnection connection: Int, of seance: Int) {
        guard seances[seance].caller.serial == 0 else { return }
        let header = connections[connection].header
        if header.isPartial || header.stale.contains(.calls) || stints.isLost(header.stint) {
            // Another call may have been linked to it before.
            seances[seance].header.stale.insert(.calls)
        }
        if let first = callsOfConnections.first(of: connection) { noteCaller(first, of: seance) }
    }

    /// How well it is known whether a seance waits.
    enum WaitKnowledge {
        case known
        /// Something was before ccs-top joined: who came first, or who talks with them.
        case unheard
        /// A gap may have changed it.
        case stale
    }

    /// How well it is known whether a live seance waits. Cost: the calls of one connection, at most ``callsLookedAt``.
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
        if joined.stale.contains(.calls) || hasOther(in: connection, than: caller, where: isUncertain) { return .stale }
        let hasUnheard = hasOther(in: connection, than: caller) { $0.isPartial && !$0.state.isSome }
        return hasUnheard ? .unheard : .known
    }

    /// Whether there is such a live call in a connection, among the first ``callsLookedAt``.
    private func hasOther(in connection: Int, than caller: Int, where isWanted: (ObjectHeader) -> Bool) -> Bool {
        var hasFound = false
        forEachCall(of: connection) { call in
            let other = calls[call].header
            hasFound = call != caller && other.life == .live && isWanted(other)
            return !hasFound
        }
        return hasFound
    }

    /// Calls `body` with the calls of a connection in the order in which they were linked, at most ``callsLookedAt``, until it
    /// returns false.
    private func forEachCall(of connection: Int, _ body: (Int) -> Bool) {
        var next = callsOfConnections.first(of: connection)
        var left = Self.callsLookedAt
        while let call = next, left > 0, body(call) {
            left -= 1
            next = callsOfConnections.next(after: call)
        }
    }

    /// A call has changed: the seances that it, its connection and the other calls there belong to may wait from now on, or no
    /// longer.
    func judgeWaits(ofCall call: Int) {
        let own = callsOfSeances.parent(of: call)
        if let own { judgeWait(own) }
        if let connection = callsOfConnections.parent(of: call) { judgeWaits(ofConnection: connection, but: own) }
    }

    /// A connection has changed, or a call of it. Cost: its calls, at most ``callsLookedAt``.
    func judgeWaits(ofConnection connection: Int, but judged: Int? = nil) {
        let joined = connectionsOfSeances.parent(of: connection)
        if let joined, joined != judged { judgeWait(joined) }
        forEachCall(of: connection) { call in
            if let own = callsOfSeances.parent(of: call), own != judged, own != joined,
                seances[own].caller.slot == UInt32(call)
            {
                judgeWait(own)
            }
            return true
        }
    }

    /// Sees whether a seance waits. Cost: the calls of one connection, at most ``callsLookedAt``.
    func judgeWait(_ seance: Int) {
        let known = seances[seance].waitSince
        let caller = firstCaller(of: seance)
        let isOver = seances[seance].header.life != .live || caller.map { calls[$0].header.life != .live } ?? true
        if let caller, !isOver, isUncertain(calls[caller].header) { return }
        let course = caller.map { self.course(of: seance, caller: $0) } ?? Course.inbound
        let heard = isOver ? nil : caller.flatMap { unanswered($0) }
        outboundRinging.set(seance, to: course == .outbound && heard?.isRinging == true)
        let began = heard.flatMap { course.waits(in: $0.phase) ? $0.since : nil }
        let isFirstKnown = noteUnknownWait(of: seance)
        guard let began else {
            guard let since = known.value else { return }
            endWait(of: seance)
            let isGivenUp = isOver && caller != nil || caller.map { calls[$0].header.phase == .ending } ?? false
            if isGivenUp { countAbandoned(seance, since: since) }
            lookIfLive(.seance, seance)
            return
        }
        // The wait goes on, unless a gap leaves open what was between.
        if known == .none || hasConfirmed || isFirstKnown {
            let since = isFirstKnown ? max(began, newestAt ?? began) : began
            seances[seance].waitSince = Moment(since)
            waiting[UInt32(seance)] = since
        }
        lookIfLive(.seance, seance)
    }

    /// Notes whether it is known if a seance waits; says whether it is now and was not before.
    private func noteUnknownWait(of seance: Int) -> Bool {
        let isUnknown = waitKnowledge(of: seance) != .known
        let wasUnknown = seances[seance].isWaitUnknown
        if isUnknown != wasUnknown { seances[seance].isWaitUnknown = isUnknown }
        return wasUnknown && !isUnknown
    }

    private func endWait(of seance: Int) {
        seances[seance].waitSince = .none
        waiting[UInt32(seance)] = nil
    }

    /// The first caller, living or kept; nil where it has left, or belongs to another seance by now.
    func firstCaller(of seance: Int) -> Int? {
        let caller = seances[seance].caller
        guard caller.serial != 0, calls[Int(caller.slot)].header.serial == caller.serial,
            calls[Int(caller.slot)].header.life != .free, isTied(Int(caller.slot), to: seance)
        else { return nil }
        return Int(caller.slot)
    }

    /// Whether a call belongs to a seance, by an attachment of its own or through its connection.
    private func isTied(_ call: Int, to seance: Int) -> Bool {
        callsOfSeances.parent(of: call) == seance
            || callsOfConnections.parent(of: call).flatMap { connectionsOfSeances.parent(of: $0) } == seance
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

    /// Whether a gap may have changed the state of a call.
    func isUncertain(_ call: ObjectHeader) -> Bool { stints.isLost(call.stint) || call.stale.contains(.state) }

    /// Since when a living caller is in a queue, is parked or hears ringing, while nobody talks with them; nil where that is not so.
    private func unanswered(_ caller: Int) -> (since: Int64, phase: Phase, isRinging: Bool)? {
        let header = calls[caller].header
        var (since, isRinging) = (Int64.max, header.phase == .ringing)
        switch header.phase {
        case .talking, .ivr, .voicemail, .ending: return nil
        case .queue, .parked, .ringing: since = header.phaseSince.value ?? .max
        case .none, .other, .held: break
        }
        if let connection = callsOfConnections.parent(of: caller), connections[connection].header.life == .live {
            var isTalkedWith = false
            forEachCall(of: connection) { call in
                let other = calls[call].header
                guard call != caller, other.life == .live, !isUncertain(other) else { return true }
                isTalkedWith = other.phase == .talking
                if other.phase == .ringing {
                    since = min(since, other.phaseSince.value ?? .max)
                    isRinging = true
                }
                return !isTalkedWith
            }
            if isTalkedWith { return nil }
        }
        return since == .max ? nil : (since, header.phase, isRinging)
    }

    /// From where to where a seance goes.
    enum Course {
        /// From outside, as far as is known.
        case inbound
        /// The platform calls the first party, or a number of the tenant's own dials one that is not.
        case outbound
        /// A number of the tenant's own dials another one.
        case inHouse

        /// Whether a caller in this phase counts as waiting. Who phones a colleague waits only in a queue.
        func waits(in phase: Phase) -> Bool { self == .inbound || self == .inHouse && phase == .queue }
    }

    /// From where to where a seance goes.
    func course(of seance: Int, caller: Int) -> Course {
        let call = calls[caller]
        if call.measure.isOutgoing { return .outbound }
        guard isInternal(texts.text(call.number)) else { return .inbound }
        return isExternal(texts.text(seances[seance].dialled)) ? .outbound : .inHouse
    }

    private func isInternal(_ number: FeedText) -> Bool {
        !number.isEmpty && number.bytes.count <= Self.internalDigits && number.bytes.first != UInt8(ascii: "+")
    }

    private func isExternal(_ number: FeedText) -> Bool { !number.isEmpty && !isInternal(number) }

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

// MARK: - Reading

extension Domain {
    /// How many callers wait, and since when the one does who waits longest. Unconfirmed ones do not count. Cost: those who wait.
    public var waits: (count: Int, longestSince: Int64?) {
        var (count, longest) = (0, Int64.max)
        forEachWait { _, since in
            count += 1
            longest = min(longest, since)
        }
        return (count, count > 0 ? longest : nil)
    }

    /// The same by the number that they wait for, where one is known. Cost: those who wait.
    func waitsByNumber() -> [TextID: NumberWaits] {
        var waits: [TextID: NumberWaits] = [:]
        forEachWait { seance, since in
            let number = waitsFor(seance)
            guard number.isSome else { return }
            let known = waits[number] ?? NumberWaits(count: 0, longestSince: .max)
            waits[number] = NumberWaits(count: known.count + 1, longestSince: min(known.longestSince, since))
        }
        return waits
    }

    /// How many outbound seances ring, and nobody talks yet. Unconfirmed ones do not count. Cost: the seances by 64, and these.
    package var outboundRingingCount: Int {
        var count = 0
        outboundRinging.forEach { seance in
            guard !stints.isLost(seances[seance].header.stint), let caller = firstCaller(of: seance),
                !isUncertain(calls[caller].header)
            else { return }
            count += 1
        }
        return count
    }

    private func forEachWait(_ body: (Int, Int64) -> Void) {
        for (slot, since) in waiting {
            let seance = Int(slot)
            guard !stints.isLost(seances[seance].header.stint), let caller = firstCaller(of: seance),
                !isUncertain(calls[caller].header)
            else { continue }
            body(seance, since)
        }
    }

    /// Calls `body` with the calls of a seance and of its connections, living or kept, at most so many.
    func forEachCall(of seance: Int, most: Int, _ body: (Int) -> Void) {
        var left = most
        var connection = connectionsOfSeances.first(of: seance)
        while let joined = connection, left > 0 {
            left -= 1
            var call = callsOfConnections.first(of: joined)
            while let slot = call, left > 0 {
                left -= 1
                body(slot)
                call = callsOfConnections.next(after: slot)
            }
            connection = connectionsOfSeances.next(after: joined)
        }
        var call = callsOfSeances.first(of: seance)
        while let slot = call, left > 0 {
            left -= 1
            body(slot)
            call = callsOfSeances.next(after: slot)
        }
    }

    /// Live calls in no phase by state, the most frequent first, at most `most`.
    public func statesInNoPhase(most: Int) -> [(state: FeedText, count: Int)] {
        let all = otherStates.map { (texts.text($0.key), $0.value) }
        return Array(all.sorted { ($1.1, $0.0.string) < ($0.1, $1.0.string) }.prefix(most))
    }
}

extension Seance {
    /// Since when its caller waits; nil where they do not.
    public var waitSince: Int64? { domain.seances[slot].waitSince.value }
    /// The number that its caller waits for.
    public var waitsFor: FeedText { domain.texts.text(domain.waitsFor(slot)) }
    /// The number of the call that talked last apart from the caller's, or else who the seance goes to now, if that is not the
    /// dialled number. Cost: its calls, among the first 256.
    public var answeredBy: FeedText {
        var (newest, number) = (Int64(-1), TextID.none)
        let record = domain.seances[slot]
        domain.forEachCall(of: slot, most: 256) { call in
            let other = domain.calls[call]
            guard other.header.serial != record.caller.serial, other.measure.talkedAt.orBefore > newest else { return }
            (newest, number) = (other.measure.talkedAt.orBefore, other.number)
        }
        if number.isSome { return domain.texts.text(number) }
        return record.to == record.dialled ? .none : domain.texts.text(record.to)
    }
    /// The number that was dialled, as far as it was heard.
    public var dialled: FeedText { domain.texts.text(domain.seances[slot].dialled) }
}
