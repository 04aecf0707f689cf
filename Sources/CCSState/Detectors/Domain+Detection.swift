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
            if stints.wereLost || !header.stale.isEmpty, isUnknown(watch.detector, kind, slot, header, isLost: isLost) {
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

    func note(_ kind: EventType.Subject, _ slot: Int, _ wrong: UInt8, _ nextCheck: Moment) {
        switch kind {
        case .call: (calls[slot].header.wrong, calls[slot].header.nextCheck) = (wrong, nextCheck)
        case .connection: (connections[slot].header.wrong, connections[slot].header.nextCheck) = (wrong, nextCheck)
        case .seance: (seances[slot].header.wrong, seances[slot].header.nextCheck) = (wrong, nextCheck)
        }
    }
}
