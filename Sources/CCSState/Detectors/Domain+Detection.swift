import CCSEvents

/// Detection by feed time: each condition is looked at when it could have lasted long enough, and whenever an event might have
/// changed it. Nothing is ever looked at because a frame is drawn.
extension Domain {
    /// The shortest of the longest times between two looks at an object, in milliseconds. An object is looked at at least
    /// whenever its age has doubled: entries of objects long gone do not pile up, and old objects cost next to nothing.
    private static var leastWait: Int64 { 60_000 }

    /// Lets feed time pass: whatever is due until `now` fires, at the time at which it was due.
    func advance(to now: Int64) {
        while checkUps.firstDue <= now, let entry = checkUps.removeFirst() {
            let slot = Int(entry.slot)
            let header = header(entry.kind, slot)
            guard header.serial == entry.serial, header.nextCheck == Moment(entry.due), header.life != .free else {
                continue
            }
            checkUp(entry.kind, slot, now: entry.due, isDue: true)
        }
        if now / 1000 > failuresCheckedAt { checkFailures(now: now) }
    }

    /// An event concerned an object: looks at it if something is wrong with it, or sees when to look.
    func watch(_ kind: EventType.Subject, _ slot: Int) {
        let header = header(kind, slot)
        guard header.hasAnomaly || !changes.isDisjoint(with: [.born, .state, .tie, .record, .ended, .numbers]) else {
            return
        }
        checkUp(kind, slot, now: newestAt ?? 0)
    }

    /// An object leaves the state: what was wrong with it leaves too.
    func forget(_ kind: EventType.Subject, _ slot: Int) {
        let header = header(kind, slot)
        guard header.hasAnomaly else { return }
        let subject = Anomaly.Subject.object(ObjectKey(kind: kind, serial: header.serial, slot: UInt32(slot)))
        for detector in Detector.of(kind) { anomalies.clear(AnomalyKey(detector: detector, subject: subject)) }
    }

    private func checkUp(_ kind: EventType.Subject, _ slot: Int, now: Int64, isDue: Bool = false) {
        var header = header(kind, slot)
        if isDue { header.nextCheck = .none }
        let subject = Anomaly.Subject.object(ObjectKey(kind: kind, serial: header.serial, slot: UInt32(slot)))
        var next = header.life == .live ? now + max(Self.leastWait, now - header.heardAt.orBefore) : .max
        var isWrong = false
        for detector in Detector.of(kind) {
            guard let threshold = detectors[detector] else { continue }
            guard let since = since(detector, kind, slot) else {
                if header.hasAnomaly { anomalies.clear(AnomalyKey(detector: detector, subject: subject)) }
                continue
            }
            let due = since + threshold
            if due > now {
                next = min(next, due)
                // It may have lasted, and begun again: then it is another one.
                if header.hasAnomaly { anomalies.clear(AnomalyKey(detector: detector, subject: subject)) }
            } else {
                anomalies.fire(AnomalyKey(detector: detector, subject: subject), since: since, at: due)
                isWrong = true
            }
        }
        header.hasAnomaly = isWrong
        // A check-up that comes sooner serves too: it finds out when the next one is due.
        if next < header.nextCheck.value ?? .max {
            header.nextCheck = Moment(next)
            checkUps.add(CheckUps.Entry(due: next, slot: UInt32(slot), serial: header.serial, kind: kind))
        }
        setHeader(kind, slot, header)
    }

    /// Since when a detector's condition holds for an object; nil where it does not.
    private func since(_ detector: Detector, _ kind: EventType.Subject, _ slot: Int) -> Int64? {
        let header = header(kind, slot)
        let isLive = header.life == .live
        switch detector {
        case .ringing: return isLive && header.phase == .ringing ? header.stateSince.value : nil
        case .held: return isLive && header.phase == .held ? header.stateSince.value : nil
        case .silent: return isLive ? header.newest.value : nil
        case .outlived:
            guard isLive else { return nil }
            let seance =
                kind == .call ? callsOfSeances.parent(of: slot) : connectionsOfSeances.parent(of: slot)
            return seance.flatMap { seances[$0].header.endedAt.value }
        case .empty: return isLive ? connections[slot].emptySince.value : nil
        case .unrecorded:
            return isLive && connections[slot].recordStatus == .none ? talkingSince(slot) : nil
        case .unfinished:
            return !isLive && connections[slot].recordStatus == .recording ? header.endedAt.value : nil
        case .loop: return isLive ? seances[slot].loopedAt.value : nil
        case .failing, .stale, .lag: return nil
        }
    }

    /// Since when a live connection talks: it says so itself, or a living call but the first one tied does.
    private func talkingSince(_ slot: Int) -> Int64? {
        let header = connections[slot].header
        if header.phase == .talking { return header.stateSince.value }
        guard header.phase == .none, let first = callsOfConnections.first(of: slot) else { return nil }
        var since: Int64?
        var at = callsOfConnections.next(after: first)
        while let call = at {
            let other = calls[call].header
            if other.life == .live, other.phase == .talking, let began = other.stateSince.value {
                since = min(since ?? .max, began)
            }
            at = callsOfConnections.next(after: call)
        }
        return since
    }

    private func checkFailures(now: Int64) {
        failuresCheckedAt = now / 1000
        guard let window = detectors[.failing] else { return }
        let seconds = Int(window / 1000)
        let failed = rates.total(.failures, last: seconds, now: now)
        judge(.domain, failed: failed, of: failed + rates.total(.connections, last: seconds, now: now), now: now)
        for (number, failed, attempts) in numberStats.failing(last: seconds, now: now) {
            judge(.number(texts.text(number).string), failed: failed, of: attempts, now: now)
        }
        for key in anomalies.active.keys where key.detector == .failing {
            guard case .number(let name) = key.subject else { continue }
            let (failed, attempts) = numberStats.counts(of: name, in: texts, last: seconds, now: now)
            judge(key.subject, failed: failed, of: attempts, now: now)
        }
    }

    private func judge(_ subject: Anomaly.Subject, failed: Int, of attempts: Int, now: Int64) {
        let key = AnomalyKey(detector: .failing, subject: subject)
        if attempts >= detectors.failureAttempts, Double(failed) > detectors.failureShare * Double(attempts) {
            anomalies.fire(key, since: now, at: now, share: (failed, attempts))
        } else {
            anomalies.clear(key)
        }
    }

    private func header(_ kind: EventType.Subject, _ slot: Int) -> ObjectHeader {
        switch kind {
        case .call: calls[slot].header
        case .connection: connections[slot].header
        case .seance: seances[slot].header
        }
    }

    private func setHeader(_ kind: EventType.Subject, _ slot: Int, _ header: ObjectHeader) {
        switch kind {
        case .call: calls[slot].header = header
        case .connection: connections[slot].header = header
        case .seance: seances[slot].header = header
        }
    }
}
