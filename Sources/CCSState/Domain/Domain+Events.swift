import CCSEvents

extension Domain {
    /// A create, an update, a state, a DTMF signal, the start of a record, a next number: all bring their subject to life.
    func update(_ event: borrowing Event) -> Verdict {
        switch event.row.subject {
        case .call:
            let id = event.id(.call)
            let standing = standing(id, in: calls)
            guard mayLive(standing, event) else { return .late }
            let slot = liveCall(id, standing, at: event.at)
            updateCall(slot, event)
            watchCall(slot)
            if !changes.isDisjoint(with: [.state, .created, .number, .direction]) || hasConfirmed {
                judgeWaits(ofCall: slot)
            }
        case .connection:
            let id = event.id(.connection)
            let standing = standing(id, in: connections)
            guard mayLive(standing, event) else { return .late }
            let slot = liveConnection(id, standing, event)
            updateConnection(slot, event)
            watch(.connection, slot)
            if changes.contains(.created) || hasConfirmed { judgeWaits(ofConnection: slot) }
        case .seance:
            let id = event.id(.seance)
            let standing = standing(id, in: seances)
            guard mayLive(standing, event) else { return .late }
            let slot = liveSeance(id, standing, event)
            updateSeance(slot, event)
            watch(.seance, slot)
            if !changes.isDisjoint(with: [.created, .to]) || hasConfirmed { judgeWait(slot) }
        case nil:
            break
        }
        return .applied
    }

    private func updateCall(_ slot: Int, _ event: borrowing Event) {
        let isNew = touchCall(slot, event)
        let before = calls[slot].header
        takeHeader(&calls[slot].header, of: .call, event, isNew: isNew)
        if !event[.state].isEmpty { countPhase(of: slot, before: before, at: event.at) }
        take(event[.number], into: &calls[slot].number, isNew: isNew, .number)
        take(event[.name], into: &calls[slot].name, isNew: isNew, .name)
        take(event[.direction], into: &calls[slot].direction, asWord: true, isNew: isNew, .direction)
        if event.row.action == .dtmf { countDTMF(slot, event) }
        measureCall(slot, event, before: before, isNew: isNew)
    }

    /// Counts a call under its phase, which an event has changed or confirmed.
    private func countPhase(of slot: Int, before: ObjectHeader, at: Int64) {
        let header = calls[slot].header
        let wasStale = before.stale.contains(.state)
        if header.phase != before.phase || wasStale != header.stale.contains(.state) {
            if !wasStale { heardOver[header.stint].callsByPhase[Int(before.phase.rawValue)] -= 1 }
            if !header.stale.contains(.state) {
                heardOver[header.stint].callsByPhase[Int(header.phase.rawValue)] += 1
            }
            // Whether it talked all the time through a gap is not known.
            if before.phase == .talking, header.phase != .talking, !wasStale {
                countTalk(calls[slot].number, from: before.phaseSince.orBefore, to: at)
            }
        }
        // Two states one after the other can have the same id: compare what the event did instead.
        guard changes.contains(.state) else { return }
        countOtherState(before, by: -1)
        countOtherState(header, by: 1)
    }

    /// Counts a live call by its state, where that is in no phase.
    func countOtherState(_ header: ObjectHeader, by change: Int) {
        guard header.phase == .other else { return }
        let count = otherStates[header.state, default: 0] + change
        otherStates[header.state] = count > 0 ? count : nil
    }

    /// A call is looked at, and the connection that may talk through it. Not before an event has done all it does: half of it may
    /// look wrong.
    private func watchCall(_ slot: Int) {
        watch(.call, slot)
        guard changes.contains(.state) || hasConfirmed else { return }
        if let connection = callsOfConnections.parent(of: slot) {
            watch(.connection, connection)
        }
    }

    private func countDTMF(_ slot: Int, _ event: borrowing Event) {
        changes.insert(.dtmf)
        calls[slot].dtmfCount &+= 1
        if event.at > calls[slot].dtmfLastAt.orBefore { calls[slot].dtmfLastAt = Moment(event.at) }
        // A value only where digits are revealed.
        guard !event[.digit].isEmpty else { return }
        let digits = texts.text(calls[slot].digits).string + event[.digit].string
        texts.release(calls[slot].digits)
        var kept = digits
        kept.withUTF8 {
            calls[slot].digits = texts.intern(FeedText(UnsafeRawBufferPointer($0)).cut(to: Event.maximumID))
        }
    }

    private func updateConnection(_ slot: Int, _ event: borrowing Event) {
        // The platform finishes recordings after the end: that one is finished does not prove that its connection lives.
        let provesLife = event.row.action != .finishRecord
        let isNew = touchConnection(slot, event, provesLife: provesLife)
        let before = connections[slot].header
        takeHeader(&connections[slot].header, of: .connection, event, isNew: isNew)
        if event.row.action == .create, before.isPartial { noteCreate(ofConnection: slot, at: event.at) }
        take(event[.from], into: &connections[slot].from, isNew: isNew, .from)
        take(event[.to], into: &connections[slot].to, isNew: isNew, .to)
        if !connections[slot].isCounted, connections[slot].to.isSome {
            connections[slot].isCounted = true
            countAttempt(connections[slot].to, failed: false, at: event.at)
            measureNumber(ofConnection: slot)
        }
        measureConnection(slot, event, before: before, isNew: isNew)
        if event.row.action == .startRecord { startRecord(slot, event) }
        if event.row.action == .create, !event[.unheard].isEmpty, connections[slot].recordStatus == .none {
            connections[slot].header.stale.insert(.record)
        }
    }

    private func startRecord(_ slot: Int, _ event: borrowing Event) {
        if event.at >= connections[slot].recordNewest.orBefore {
            changes.insert(.record)
            count(connections[slot], by: -1)
            defer { count(connections[slot], by: 1) }
            confirmRecord(slot)
            if connections[slot].recordStatus != .recording { recordingCount += 1 }
            texts.release(connections[slot].key)
            connections[slot].key = .none
            connections[slot].hasKey = false
            connections[slot].recordStatus = .recording
            connections[slot].recordNewest = Moment(event.at)
            connections[slot].recordStartedAt = Moment(event.at)
        } else if connections[slot].recordStartedAt == .none {
            changes.insert(.record)
            connections[slot].recordStartedAt = Moment(event.at)
        }
    }

    private func confirmRecord(_ slot: Int) {
        guard connections[slot].header.stale.contains(.record) else { return }
        connections[slot].header.stale.remove(.record)
        hasConfirmed = true
    }

    private func updateSeance(_ slot: Int, _ event: borrowing Event) {
        let isNew = touchSeance(slot, event)
        takeHeader(&seances[slot].header, of: .seance, event, isNew: isNew)
        if event.row.action == .create { noteCreate(ofSeance: slot, at: event.at) }
        take(event[.from], into: &seances[slot].from, isNew: isNew, .from)
        take(event[.to], into: &seances[slot].to, isNew: isNew, .to)
        if !seances[slot].dialled.isSome, seances[slot].to.isSome {
            seances[slot].dialled = seances[slot].to
            texts.retain(seances[slot].dialled)
        }
        if event.row.action == .appendNumber, !event[.nextNumber].isEmpty { appendNumber(slot, event) }
    }

    private func appendNumber(_ slot: Int, _ event: borrowing Event) {
        guard texts.text(numbers.last(of: seances[slot].numbers)) != event[.nextNumber] else { return }
        changes.insert(.numbers)
        let known = texts.find(event[.nextNumber])
        if known.isSome, numbers.contains(known, in: seances[slot].numbers) {
            seances[slot].loopedAt = Moment(event.at)
        }
        numbers.append(texts.intern(event[.nextNumber]), to: &seances[slot].numbers)
        if seances[slot].numbers.count > limits.numbersOfSeance {
            texts.release(numbers.removeFirst(of: &seances[slot].numbers))
            evicted.numbers += 1
        }
    }

    /// A link or an attachment: an event of both ends, which it brings to life; late if either has ended. A tie to a living parent
    /// yields only to one that is not older.
    func tie(_ event: borrowing Event) -> Verdict {
        let at = event.at
        switch event.type {
        case .callAttachToSeance:
            let call = standing(event.id(.call), in: calls)
            let seance = standing(event.id(.seance), in: seances)
            guard mayLive(call, event), mayLive(seance, event) else { return .late }
            let child = liveCall(event.id(.call), call, at: event.at)
            let parent = liveSeance(event.id(.seance), seance, event)
            let left = callsOfSeances.parent(of: child)
            updateCall(child, event)
            _ = touchSeance(parent, event)
            let held = callsOfSeances.parent(of: child).map { seances.status($0).life == .live } ?? false
            if !held || at >= calls[child].seanceTiedAt.orBefore {
                tie(child, to: parent, in: &callsOfSeances)
                calls[child].seanceTiedAt = Moment(at)
                if calls[child].header.stale.remove(.seance) != nil { hasConfirmed = true }
            }
            if callsOfSeances.parent(of: child) == parent { noteCaller(child, of: parent) }
            watchCall(child)
            watch(.seance, parent)
            judgeWaits(ofCall: child)
            if let left, left != parent { judgeWait(left) }
        case .connectionAttachToSeance:
            let connection = standing(event.id(.connection), in: connections)
            let seance = standing(event.id(.seance), in: seances)
            guard mayLive(connection, event), mayLive(seance, event) else { return .late }
            let child = liveConnection(event.id(.connection), connection, event)
            let parent = liveSeance(event.id(.seance), seance, event)
            let left = connectionsOfSeances.parent(of: child)
            updateConnection(child, event)
            _ = touchSeance(parent, event)
            let held = connectionsOfSeances.parent(of: child).map { seances.status($0).life == .live } ?? false
            if !held || at >= connections[child].seanceTiedAt.orBefore {
                moveEndedCalls(of: child, to: parent)
                tie(child, to: parent, in: &connectionsOfSeances)
                connections[child].seanceTiedAt = Moment(at)
                if connections[child].header.stale.remove(.seance) != nil { hasConfirmed = true }
            }
            if connectionsOfSeances.parent(of: child) == parent { noteCaller(ofConnection: child, of: parent) }
            watch(.connection, child)
            watch(.seance, parent)
            if changes.contains(.tie) || hasConfirmed { watchCalls(ofConnection: child, most: 256) }
            judgeWaits(ofConnection: child)
            if let left, left != connectionsOfSeances.parent(of: child) { judgeWait(left) }
        default:
            let connection = standing(event.id(.connection), in: connections)
            let call = standing(event.id(.call), in: calls)
            guard mayLive(connection, event), mayLive(call, event) else { return .late }
            let parent = liveConnection(event.id(.connection), connection, event)
            let child = liveCall(event.id(.call), call, at: event.at)
            updateConnection(parent, event)
            _ = touchCall(child, event)
            let held = callsOfConnections.parent(of: child).map { connections.status($0).life == .live } ?? false
            let before = callsOfConnections.parent(of: child)
            if !held || at >= calls[child].connectionTiedAt.orBefore {
                if before != parent || calls[child].header.stale.contains(.connection) {
                    calls[child].connectedSince = Moment(at)
                }
                tie(child, to: parent, in: &callsOfConnections)
                calls[child].connectionTiedAt = Moment(at)
                if calls[child].header.stale.remove(.connection) != nil { hasConfirmed = true }
            }
            if callsOfConnections.parent(of: child) != before {
                if let before { callLeft(before, at: event.at) }
                connections[parent].liveCalls += 1
                connections[parent].callsChanged(at: event.at)
            }
            if callsOfConnections.parent(of: child) == parent {
                measureLink(child, to: parent, from: before, at: event.at)
                if let seance = connectionsOfSeances.parent(of: parent) { noteCaller(child, of: seance) }
            }
            watch(.connection, parent)
            watch(.call, child)
            judgeWaits(ofCall: child)
            if let before, before != callsOfConnections.parent(of: child) { judgeWaits(ofConnection: before) }
        }
        return .applied
    }

    /// A connection takes the ended calls that are kept with it to another seance.
    private func moveEndedCalls(of connection: Int, to seance: Int) {
        let moved = Int32(clamping: connections[connection].endedCalls)
        guard moved > 0 else { return }
        if let before = connectionsOfSeances.parent(of: connection) { seances[before].endedMembers.add(-moved) }
        seances[seance].endedMembers.add(moved)
    }

    private func tie(_ child: Int, to parent: Int, in relation: inout Relation) {
        if relation.parent(of: child) != parent { changes.insert(.tie) }
        relation.tie(child, to: parent)
    }

    /// The end of a record, which may come after the connection's.
    func finishRecord(_ event: borrowing Event) -> Verdict {
        switch standing(event.id(.connection), in: connections) {
        case .unknown:
            return .orphan
        case .live(let slot):
            let wasRecording = connections[slot].recordStatus == .recording
            updateConnection(slot, event)
            finishRecord(slot, event)
            if wasRecording, connections[slot].recordStatus != .recording { recordingCount -= 1 }
            watch(.connection, slot)
        case .ended(let ended):
            if let slot = connections.slot(of: ended) {
                finishRecord(slot, event)
                watch(.connection, slot)
            }
        }
        return .applied
    }

    private func finishRecord(_ slot: Int, _ event: borrowing Event) {
        guard event.at >= connections[slot].recordNewest.orBefore else { return }
        changes.insert(.record)
        count(connections[slot], by: -1)
        defer { count(connections[slot], by: 1) }
        confirmRecord(slot)
        connections[slot].recordNewest = Moment(event.at)
        connections[slot].recordReadyAt = Moment(event.at)
        connections[slot].recordStatus = .ready
        guard !event[.key].isEmpty else { return }
        connections[slot].hasKey = true
        texts.release(connections[slot].key)
        connections[slot].key = event[.key] == EventDecoder.hiddenKey ? .none : texts.intern(event[.key])
    }

    /// A failure: an entry of its own that creates nothing and ends nothing.
    func fail(_ event: borrowing Event) {
        changes.insert(.failure)
        failureCount += 1
        rates.count(.failures, at: event.at)
        lastFailureAt = max(lastFailureAt, event.at / 1000)
        let failure = StoredFailure(
            at: event.at, code: texts.intern(event[.code]), reason: texts.intern(event[.reason]),
            number: texts.intern(event[.number]), call: texts.intern(event[.call]),
            connection: texts.intern(event[.connection]), seance: texts.intern(event[.seance]))
        if !event[.number].isEmpty { countAttempt(failure.number, failed: true, at: event.at) }
        measureFailure(failure.number, call: keptSlot(event[.call], in: calls), at: event.at)
        if let gone = failures.add(failure) { gone.forEachText { texts.release($0) } }
        if let seance = seanceNamed(by: event) {
            seances[seance].failures &+= 1
            seances[seance].header.failed = true
        }
    }

    /// Counts an attempt for a number.
    private func countAttempt(_ number: TextID, failed: Bool, at: Int64) {
        texts.retain(number)
        giveBack(numberStats.count(number, failed: failed, at: at))
    }

    /// Gives back the use of a number's text; if that number had to leave, what was wrong with it leaves too.
    func giveBack(_ spare: NumberStats.Spare) {
        if spare.isFailing {
            let key = AnomalyKey(detector: .failing, subject: .number(texts.text(spare.number).string))
            endAnomaly(key, at: newestAt ?? 0, hasLeft: true)
        }
        texts.release(spare.number)
    }

    /// Counts a stretch of talk for a number.
    func countTalk(_ number: TextID, from: Int64, to: Int64) {
        guard number.isSome, from >= 0 else { return }
        texts.retain(number)
        giveBack(numberStats.countTalk(number, to - from))
    }

    /// A living call left a connection, or ended in it.
    func callLeft(_ connection: Int, at: Int64) {
        guard connections[connection].liveCalls > 0 else { return }
        connections[connection].liveCalls -= 1
        connections[connection].callsChanged(at: at)
        if connections[connection].liveCalls == 0, connections[connection].header.life == .live { changes.insert(.tie) }
        lookIfLive(.connection, connection)
    }

    /// The seance that a failure belongs to, living or kept: the one it names, or that of the connection or call it names.
    private func seanceNamed(by event: borrowing Event) -> Int? {
        if let seance = keptSlot(event[.seance], in: seances) { return seance }
        if let connection = keptSlot(event[.connection], in: connections) {
            if let seance = connectionsOfSeances.parent(of: connection) { return seance }
        }
        guard let call = keptSlot(event[.call], in: calls) else { return nil }
        return callsOfSeances.parent(of: call)
    }

    private func keptSlot<Record>(_ id: FeedText, in store: borrowing ObjectStore<Record>) -> Int? {
        guard !id.isEmpty else { return nil }
        switch standing(id, in: store) {
        case .live(let slot): return slot
        case .ended(let ended): return store.slot(of: ended)
        case .unknown: return nil
        }
    }
}
