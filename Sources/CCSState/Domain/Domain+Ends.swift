import CCSEvents

extension Domain {
    /// A delete, whatever its time: the object ends, or an id never seen counts as ended from now on.
    func delete(_ event: borrowing Event) -> Verdict {
        let gone = EndedObject(at: event.at, slot: .max, serial: 0)
        switch event.row.subject {
        case .call:
            let id = event.id(.call)
            switch standing(id, in: calls) {
            case .live(let slot): endCall(slot, event)
            case .ended: return .late
            case .unknown:
                calls.ended.add(Digest(id), gone)
                return .orphan
            }
        case .connection:
            let id = event.id(.connection)
            switch standing(id, in: connections) {
            case .live(let slot): endConnection(slot, event)
            case .ended: return .late
            case .unknown:
                connections.ended.add(Digest(id), gone)
                return .orphan
            }
        case .seance:
            let id = event.id(.seance)
            switch standing(id, in: seances) {
            case .live(let slot): endSeance(slot, event)
            case .ended: return .late
            case .unknown:
                seances.ended.add(Digest(id), gone)
                return .orphan
            }
        case nil:
            break
        }
        return .applied
    }

    private func endCall(_ slot: Int, _ event: borrowing Event) {
        changes.insert(.ended)
        let call = calls[slot]
        if call.header.phase == .talking, !call.header.isLiveAnd(stale: .state), !stints.isLost(call.header.stint) {
            countTalk(call.number, from: call.header.phaseSince.orBefore, to: event.at)
        }
        _ = touchCall(slot, event)
        count(calls[slot], by: -1)
        countOtherState(calls[slot].header, by: -1)
        calls.end(slot, at: Moment(event.at), digest: Digest(event.id(.call)), in: &texts)
        measureEnd(ofCall: slot, at: event.at)
        watch(.call, slot)
        if let connection = callsOfConnections.parent(of: slot) { callLeft(connection, at: event.at) }
        judgeWaits(ofCall: slot)
        keep(.call, slot, calls[slot].header, seance: seance(ofCall: slot))
    }

    private func endConnection(_ slot: Int, _ event: borrowing Event) {
        changes.insert(.ended)
        _ = touchConnection(slot, event)
        count(connections[slot], by: -1)
        if connections[slot].recordStatus == .recording { recordingCount -= 1 }
        connections.end(slot, at: Moment(event.at), digest: Digest(event.id(.connection)), in: &texts)
        count(connections[slot], by: 1)
        measureEnd(ofConnection: slot)
        watch(.connection, slot)
        judgeWaits(ofConnection: slot)
        keep(
            .connection, slot, connections[slot].header, seance: connectionsOfSeances.parent(of: slot))
    }

    private func endSeance(_ slot: Int, _ event: borrowing Event) {
        changes.insert(.ended)
        _ = touchSeance(slot, event)
        count(seances[slot], by: -1)
        seances.end(slot, at: Moment(event.at), digest: Digest(event.id(.seance)), in: &texts)
        judgeWait(slot)
        watch(.seance, slot)
        watchChildren(of: slot)
        keep(.seance, slot, seances[slot].header, seance: nil)
    }

    /// What lives on after its seance is to be looked at again. Cost: what hangs there.
    private func watchChildren(of seance: Int) {
        var call = callsOfSeances.first(of: seance)
        while let slot = call {
            if calls.status(slot).life == .live { watch(.call, slot) }
            call = callsOfSeances.next(after: slot)
        }
        var connection = connectionsOfSeances.first(of: seance)
        while let slot = connection {
            if connections.status(slot).life == .live { watch(.connection, slot) }
            watchCalls(ofConnection: slot)
            connection = connectionsOfSeances.next(after: slot)
        }
    }

    /// Looks again at the calls of a connection, whose seance has changed.
    func watchCalls(ofConnection connection: Int, most: Int = .max) {
        var call = callsOfConnections.first(of: connection)
        var left = most
        while let slot = call, left > 0 {
            left -= 1
            if calls.status(slot).life == .live { watch(.call, slot) }
            call = callsOfConnections.next(after: slot)
        }
    }

    /// The seance, living or kept, that a call was tied to, by itself or through its connection.
    func seance(ofCall slot: Int) -> Int? {
        if let seance = callsOfSeances.parent(of: slot) { return seance }
        return callsOfConnections.parent(of: slot).flatMap { connectionsOfSeances.parent(of: $0) }
    }

    /// Keeps an object that has ended: with its seance, or on its own in the history.
    private func keep(_ kind: EventType.Subject, _ slot: Int, _ header: ObjectHeader, seance: Int?) {
        countMember(kind, slot, by: 1)
        if let seance {
            guard seances[seance].endedMembers <= limits.membersOfSeance else {
                leave(kind, slot)
                return
            }
        } else {
            history.add(
                History.Entry(kind: kind, slot: UInt32(slot), serial: header.serial), isFailed: header.failed)
            history.dropStale(kept: keptCount) { $0.serial != serial($0.kind, Int($0.slot)) }
        }
        while keptCount > limits.endedObjects {
            guard let oldest = history.removeFirst() else {
                // All that is kept belongs to living seances: the newest has to go.
                if header.serial == serial(kind, slot) { leave(kind, slot) }
                return
            }
            leave(oldest)
        }
    }

    /// Counts an ended call or connection as a member of its connection and its seance, or uncounts it before its ties are cut.
    func countMember(_ kind: EventType.Subject, _ slot: Int, by change: Int32) {
        var seance: Int?
        switch kind {
        case .call:
            seance = callsOfSeances.parent(of: slot)
            if seance == nil, let connection = callsOfConnections.parent(of: slot) {
                connections[connection].endedCalls.add(change)
                seance = connectionsOfSeances.parent(of: connection)
            }
        case .connection: seance = connectionsOfSeances.parent(of: slot)
        case .seance: break
        }
        if let seance { seances[seance].endedMembers.add(change) }
    }

    /// Lets the object of an entry go; false where it has left already.
    @discardableResult
    func leave(_ entry: History.Entry) -> Bool {
        let slot = Int(entry.slot)
        guard entry.serial == serial(entry.kind, slot) else { return false }
        leave(entry.kind, slot)
        return true
    }

    /// The serial of a kept record, or 0.
    func serial(_ kind: EventType.Subject, _ slot: Int) -> UInt32 {
        let header =
            switch kind {
            case .call: calls[slot].header
            case .connection: connections[slot].header
            case .seance: seances[slot].header
            }
        return header.life == .ended ? header.serial : 0
    }
}
