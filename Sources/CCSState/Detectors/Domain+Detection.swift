import CCSEvents

/// Detection by feed time: each condition is looked at when it could have lasted long enough, and whenever an event might have
/// changed it. Nothing is ever looked at because a frame is drawn.
extension Domain {
    /// The shortest of the longest times between two looks at an object, in milliseconds. An object of which something may be due is
    /// looked at whenever its age has doubled: entries of objects long gone do not pile up, and old objects cost next to nothing.
    private static var leastWait: Int64 { 60_000 }

    /// Lets feed time pass: whatever is due until `now` fires, at the time at which it was due.
    func advance(to now: Int64) {
        while let entry = checkUps.removeFirst(until: now) {
            let slot = Int(entry.slot)
            let header = header(entry.kind, slot)
            guard header.nextCheck == Moment(entry.due), header.life != .free else { continue }
            checkUp(entry.kind, slot, now: entry.due, isDue: true)
        }
        if now / 1000 > failuresCheckedAt {
            noteLimits(at: now)
            checkFailures(now: now)
        }
        anomalies.settleFacts(until: now)
    }

    /// Whether ``advance(to:)`` has anything to do.
    func isDue(_ now: Int64) -> Bool {
        nextDue <= now && (checkUps.firstDue <= now || nextJudgement <= now || anomalies.nextFactAt <= now)
    }

    /// The feed time before which ``advance(to:)`` has nothing to do; it may have nothing to do for a second more.
    var nextDue: Int64 { min(checkUps.soonest, nextJudgement, anomalies.nextFactAt) }

    /// When shares of failures are judged next, while there are any in the window.
    private var nextJudgement: Int64 {
        failuresCheckedAt < lastJudgement ? (failuresCheckedAt + 1) * 1000 : .max
    }

    /// The second after which no failure is left in the window; -1 before the first failure, and where failures are not judged.
    private var lastJudgement: Int64 {
        guard lastFailureAt >= 0, let seconds = failureSeconds else { return -1 }
        let last = lastFailureAt + seconds + NumberStats.stretch + 1
        return missedUntil.map { max(last, $0 / 1000 + seconds + 1) } ?? last
    }

    /// The end of the last gap, in feed time; nil where there was none, and where it ended more than an hour after the last failure:
    /// each second until then is judged.
    private var missedUntil: Int64? {
        guard let missed = stints.missedUntil, missed / 1000 <= lastFailureAt + 3600 else { return nil }
        return missed
    }

    /// Whether a feed was not connected at a time in the window over which failures are judged.
    var lacksFailures: Bool {
        guard let seconds = failureSeconds, let now = newestAt, stints.hasMissed else { return false }
        return stints.missedTime(from: now - seconds * 1000, to: now) > 0
    }

    /// The window over which failures are judged; nil where they are not.
    private var failureSeconds: Int64? {
        detectors[.failing].map { max(1, min($0 / 1000, Int64(RateWindow.seconds))) }
    }

    /// An event concerned an object: looks at it if something is wrong with it, or sees when to look.
    func watch(_ kind: EventType.Subject, _ slot: Int) {
        guard detectorTests.isEmpty else { return watchAll(kind, slot) }
        let hasChanged =
            hasConfirmed || !changes.isDisjoint(with: [.born, .created, .state, .tie, .record, .ended, .numbers])
        guard hasChanged || header(kind, slot).hasAnomaly else { return }
        checkUp(kind, slot, now: newestAt ?? 0)
    }

    /// Where filters decide, anything that changed may matter, to the object and to what it hangs under.
    private func watchAll(_ kind: EventType.Subject, _ slot: Int) {
        guard header(kind, slot).hasAnomaly || !changes.isEmpty else { return }
        checkUp(kind, slot, now: newestAt ?? 0)
        var seance: Int?
        switch kind {
        case .call:
            seance = self.seance(ofCall: slot)
            if let connection = callsOfConnections.parent(of: slot) { lookAgain(.connection, connection) }
        case .connection: seance = connectionsOfSeances.parent(of: slot)
        case .seance: break
        }
        if let seance { lookAgain(.seance, seance) }
    }

    func lookAgain(_ kind: EventType.Subject, _ slot: Int) {
        if life(kind, slot) != .free { checkUp(kind, slot, now: newestAt ?? 0) }
    }

    /// What a live object's condition hangs on has changed elsewhere.
    func lookIfLive(_ kind: EventType.Subject, _ slot: Int) {
        if life(kind, slot) == .live { checkUp(kind, slot, now: newestAt ?? 0) }
    }

    /// An object leaves the state: what was wrong with it leaves too.
    func forget(_ kind: EventType.Subject, _ slot: Int) {
        let header = header(kind, slot)
        guard header.hasAnomaly else { return }
        let subject = Anomaly.Subject.object(ObjectKey(kind: kind, serial: header.serial, slot: UInt32(slot)))
        for detector in Detector.of(kind) {
            endAnomaly(AnomalyKey(detector: detector, subject: subject), at: newestAt ?? 0, hasLeft: true)
        }
    }

    private func checkUp(_ kind: EventType.Subject, _ slot: Int, now: Int64, isDue: Bool = false) {
        let header = header(kind, slot)
        var (wrong, nextCheck) = (header.wrong, isDue ? Moment.none : header.nextCheck)
        var next = Int64.max
        let isLost = stints.isLost(header.stint)
        for place in watches.places(of: kind) {
            let watch = watches[place]
            // For most objects the condition of most detectors does not hold. Then a gap makes no difference.
            let since = since(watch.detector, kind, slot, header)
            let isWrong = wrong & watch.bit != 0
            guard since != nil || isWrong else { continue }
            if stints.wereLost, isUnknown(watch.detector, kind, slot, header, isLost: isLost) {
                guard isWrong, !isLost, isRefuted(watch.detector, slot, header) else { continue }
                let key = ObjectKey(kind: kind, serial: header.serial, slot: UInt32(slot))
                endAnomaly(AnomalyKey(detector: watch.detector, subject: .object(key)), at: now)
                wrong &= ~watch.bit
                continue
            }
            // Nearly always there is nothing yet but a time at which to look: no key is made for that.
            if let since, !isWrong, since + watch.threshold > now {
                next = min(next, since + watch.threshold)
                continue
            }
            let key = AnomalyKey(
                detector: watch.detector,
                subject: .object(ObjectKey(kind: kind, serial: header.serial, slot: UInt32(slot))))
            if isWrong, hasEnded(key, since, watch.threshold, now: now) || !wants(watch.detector, key.subject) {
                endAnomaly(key, at: now)
                wrong &= ~watch.bit
            }
            guard let since, wrong & watch.bit == 0 else { continue }
            if since + watch.threshold > now {
                next = min(next, since + watch.threshold)
            } else if wants(watch.detector, key.subject) {
                anomalies.fire(key, since: since, at: since + watch.threshold)
                wrong |= watch.bit
            }
        }
        if next < .max, header.life == .live {
            next = min(next, now + max(Self.leastWait, now - header.heardAt.orBefore))
        }
        // A check-up that comes sooner serves too: it finds out when the next one is due.
        if next <= Moment.latest, next < nextCheck.value ?? .max {
            nextCheck = Moment(next)
            checkUps.add(CheckUps.Entry(due: next, slot: UInt32(slot), kind: kind))
        }
        if wrong != header.wrong || nextCheck != header.nextCheck { note(kind, slot, wrong, nextCheck) }
        // Where feed time stands still, or leaps back, entries of objects long gone would never come due.
        let slots = calls.slots + connections.slots + seances.slots
        if checkUps.count > 4096 + 4 * slots { dropStaleCheckUps() }
    }

    /// Whether a detector is about an object: asked only where it has something to say.
    private func wants(_ detector: Detector, _ subject: Anomaly.Subject) -> Bool {
        guard !detectorTests.isEmpty, case .object(let key) = subject, let test = detectorTests.test(of: detector)
        else {
            return true
        }
        return test(self, key)
    }

    /// Afterwards an object has one entry at most. Cost: the entries.
    private func dropStaleCheckUps() {
        struct ObjectPlace: Hashable {
            var kind: EventType.Subject
            var slot: UInt32
        }
        var entries = CheckUps()
        swap(&entries, &checkUps)
        // Of those whose slot has served several times for the same moment one serves.
        var kept: Set<ObjectPlace> = []
        entries.keep { entry in
            let header = header(entry.kind, Int(entry.slot))
            return header.life != .free && header.nextCheck == Moment(entry.due)
                && kept.insert(ObjectPlace(kind: entry.kind, slot: entry.slot)).inserted
        }
        checkUps = entries
    }

    /// Whether what was wrong is so no longer: its condition does not hold, or began anew.
    private func hasEnded(_ key: AnomalyKey, _ since: Int64?, _ threshold: Int64, now: Int64) -> Bool {
        guard let since else { return true }
        guard let known = anomalies[key]?.since else { return since + threshold > now }
        // One more return to a number is one more thing. Otherwise a condition that has lasted long enough lasts, whatever is
        // learned of its beginning; and it does not end because the feed's clock, which ran on by itself, was set right.
        guard since + threshold > now || key.detector == .loop else { return false }
        return known != since
    }

    /// Whether a gap leaves open if a detector's condition holds. Then it does not fire, and does not clear either.
    private func isUnknown(
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
    private func isRefuted(_ detector: Detector, _ slot: Int, _ header: ObjectHeader) -> Bool {
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

    /// Since when a detector's condition holds for an object; nil where it does not, or where nobody can know.
    ///
    /// A check-up asks it of each detector, and the header answers for most of them. Functions that are not inlined read the other
    /// records: their stack frame cost each question 20 instructions.
    @inline(__always)
    private func since(
        _ detector: Detector, _ kind: EventType.Subject, _ slot: Int, _ header: ObjectHeader
    ) -> Int64? {
        let isLive = header.life == .live
        switch detector {
        case .ringing: return isLive && header.phase == .ringing ? header.phaseSince.value : nil
        case .held: return isLive && header.phase == .held ? header.phaseSince.value : nil
        case .silent: return isLive ? header.newest.value : nil
        case .outlived: return isLive ? outlivedSince(kind, slot, header) : nil
        // Calls may have been linked before its first event was heard, and its recording may have started.
        case .empty: return isLive && !header.isPartial ? emptySince(slot) : nil
        case .unrecorded: return isLive && !header.isPartial ? unrecordedSince(slot, header) : nil
        case .unfinished: return isLive ? nil : unfinishedSince(slot, header)
        case .loop: return isLive ? loopedSince(slot) : nil
        case .waiting: return isLive ? waitingSince(slot) : nil
        case .failing, .stale, .lag: return nil
        }
    }

    @inline(never)
    private func outlivedSince(_ kind: EventType.Subject, _ slot: Int, _ header: ObjectHeader) -> Int64? {
        guard let seance = outlivedSeance(kind, slot, header), seances.status(seance).life == .ended else { return nil }
        return seances[seance].header.endedAt.value
    }

    @inline(never)
    private func emptySince(_ connection: Int) -> Int64? {
        connections[connection].liveCalls == 0 ? connections[connection].emptySince.value : nil
    }

    @inline(never)
    private func unrecordedSince(_ connection: Int, _ header: ObjectHeader) -> Int64? {
        connections[connection].recordStatus == .none ? talkingSince(connection, header) : nil
    }

    @inline(never)
    private func unfinishedSince(_ connection: Int, _ header: ObjectHeader) -> Int64? {
        connections[connection].runsRecording ? header.endedAt.value : nil
    }

    @inline(never)
    private func loopedSince(_ seance: Int) -> Int64? { seances[seance].loopedAt.value }

    @inline(never)
    private func waitingSince(_ seance: Int) -> Int64? {
        let wait = seances[seance].wait
        guard let since = wait.since.value, !wait.isUnknown, firstCaller(of: seance) != nil,
            !stints.hasLost || waitKnowledge(of: seance) == .known
        else { return nil }
        return since
    }

    /// The seance to which a live call or connection belongs, living or ended. A call without an attachment of its own belongs to
    /// the one of its connection, where no attachment can have been missed.
    private func outlivedSeance(_ kind: EventType.Subject, _ slot: Int, _ header: ObjectHeader) -> Int? {
        guard kind == .call else { return connectionsOfSeances.parent(of: slot) }
        if let seance = callsOfSeances.parent(of: slot) { return seance }
        guard !header.isPartial, let connection = callsOfConnections.parent(of: slot),
            !stints.wereLost || isSeanceKnown(ofConnection: connection)
        else { return nil }
        return connectionsOfSeances.parent(of: connection)
    }

    private func isSeanceKnown(ofConnection connection: Int) -> Bool {
        let status = connections.status(connection)
        return !status.stale.contains(.seance) && !stints.isLost(status.stint)
    }

    /// Since when a live connection talks: it says so itself, or, where it never said its state, a living call of it does, the
    /// caller's apart. A call that talked before it was linked talks there since the link.
    private func talkingSince(_ slot: Int, _ header: ObjectHeader) -> Int64? {
        if header.phase == .talking { return header.phaseSince.value }
        guard header.phase == .none else { return nil }
        var since: Int64?
        forEachLiveCall(of: slot) { call, status in
            guard status.phase == .talking, !isFirst(call, of: slot), !isUncertain(status),
                !status.stale.contains(.connection)
            else { return true }
            let other = calls[call]
            guard let began = other.header.phaseSince.value else { return true }
            since = min(since ?? .max, max(began, other.connectedSince.orBefore))
            return true
        }
        return since
    }

    /// Judges the shares of failures at the end of each second that has passed, so that it is the same whether somebody watched
    /// meanwhile or not. Seconds after which no failure is left in the window need no look.
    private func checkFailures(now: Int64) {
        let last = now / 1000
        defer { failuresCheckedAt = last }
        guard let seconds = failureSeconds else { return }
        var second = failuresCheckedAt + 1
        let end = min(last, lastJudgement)
        while second <= end {
            judgeFailures(at: second * 1000, Int(seconds))
            second += 1
        }
    }

    private func judgeFailures(at: Int64, _ seconds: Int) {
        let failed = rates.total(.failures, last: seconds, now: at - 1)
        let attempts = failed + rates.total(.connections, last: seconds, now: at - 1)
        // Events that were missed in the window may have been failures: then an alarm does not end.
        let isWhole = missedUntil ?? .min <= at - Int64(seconds) * 1000
        let key = AnomalyKey(detector: .failing, subject: .domain)
        if isFailing(failed, of: attempts) {
            anomalies.fire(key, since: at, at: at, share: (failed, attempts))
        } else if isWhole {
            endAnomaly(key, at: at)
        }
        for place in numberStats.failedLately(last: seconds, now: at - 1) {
            let entry = numberStats.entries[place]
            let (failed, attempts) = numberStats.counts(of: entry, last: seconds, now: at - 1)
            let isFailing = isFailing(failed, of: attempts)
            guard isFailing || entry.isFailing && isWhole else { continue }
            let key = AnomalyKey(detector: .failing, subject: .number(texts.text(entry.number).string))
            if isFailing {
                anomalies.fire(key, since: at, at: at, share: (failed, attempts))
            } else {
                endAnomaly(key, at: at)
            }
            numberStats.setFailing(place, isFailing)
        }
    }

    private func isFailing(_ failed: Int, of attempts: Int) -> Bool {
        attempts >= detectors.failureAttempts && Double(failed) > detectors.failureShare * Double(attempts)
    }

    func header(_ kind: EventType.Subject, _ slot: Int) -> ObjectHeader {
        switch kind {
        case .call: calls[slot].header
        case .connection: connections[slot].header
        case .seance: seances[slot].header
        }
    }

    private func life(_ kind: EventType.Subject, _ slot: Int) -> ObjectHeader.Life {
        switch kind {
        case .call: calls.status(slot).life
        case .connection: connections.status(slot).life
        case .seance: seances.status(slot).life
        }
    }

    private func note(_ kind: EventType.Subject, _ slot: Int, _ wrong: UInt8, _ nextCheck: Moment) {
        switch kind {
        case .call: (calls[slot].header.wrong, calls[slot].header.nextCheck) = (wrong, nextCheck)
        case .connection: (connections[slot].header.wrong, connections[slot].header.nextCheck) = (wrong, nextCheck)
        case .seance: (seances[slot].header.wrong, seances[slot].header.nextCheck) = (wrong, nextCheck)
        }
    }
}
