import CCSEvents

/// Records that leave: their texts and ties go with them.
extension Domain {
    /// Lets a live call go that was silent for long. Its id has not ended: if it is heard of again, it is there again.
    func evictCall(_ slot: Int) {
        dropCall(slot)
        evicted.liveObjects += 1
    }

    /// Lets a live connection go.
    func evictConnection(_ slot: Int) {
        dropConnection(slot)
        evicted.liveObjects += 1
    }

    /// Lets a live seance go; what is kept with it leaves too.
    func evictSeance(_ slot: Int) {
        dropSeance(slot)
        evicted.liveObjects += 1
    }

    /// Failures that stay, however many texts there are: those of a snapshot.
    private static let leastFailures = 100

    /// Texts are over their limit: what has ended leaves, the oldest first, then the oldest episodes and failures, and at last live
    /// objects of the kind there is most of, as silent as are found. A few at a time: an event brings only a few texts.
    func makeRoomForTexts() {
        var tries = 0
        while texts.bytesInUse > limits.textBytes, tries < 16 {
            if let oldest = history.removeFirst() {
                if leave(oldest) { tries += 1 }
                continue
            }
            tries += 1
            if episodes?.removeOldest(from: &texts) == true { continue }
            if failures.count > Self.leastFailures, let oldest = failures.removeOldest() {
                oldest.forEachText { texts.release($0) }
            } else if calls.liveCount >= max(connections.liveCount, seances.liveCount) {
                guard let silent = calls.silentOne() else { return }
                evictCall(silent)
            } else if connections.liveCount >= seances.liveCount {
                guard let silent = connections.silentOne() else { return }
                evictConnection(silent)
            } else {
                guard let silent = seances.silentOne() else { return }
                evictSeance(silent)
            }
        }
    }

    /// Takes a live call out of the picture, as if it had never been heard of.
    func dropCall(_ slot: Int) {
        count(calls[slot], by: -1)
        countOtherState(calls[slot].header, by: -1)
        let (own, connection) = (callsOfSeances.parent(of: slot), callsOfConnections.parent(of: slot))
        freeCall(slot)
        if let own { judgeWait(own) }
        if let connection { judgeWaits(ofConnection: connection, but: own) }
    }

    /// Takes a live connection out of the picture.
    func dropConnection(_ slot: Int) {
        if connections[slot].recordStatus == .recording { recordingCount -= 1 }
        count(connections[slot], by: -1)
        freeConnection(slot)
    }

    /// Takes a live seance out of the picture; what is kept with it leaves too.
    func dropSeance(_ slot: Int) {
        count(seances[slot], by: -1)
        freeSeance(slot)
    }

    /// Empties the slot of an object, living or kept.
    func free(_ kind: EventType.Subject, _ slot: Int) {
        switch kind {
        case .call: freeCall(slot)
        case .connection: freeConnection(slot)
        case .seance: freeSeance(slot)
        }
    }

    /// Lets a kept object go, and counts it: as long as the seance or the connection with which it was kept stays, it does too.
    func leave(_ kind: EventType.Subject, _ slot: Int) {
        free(kind, slot)
        evicted.endedObjects += 1
    }

    /// Gives back uses of texts. Not by a list: that would be an allocation for every object that leaves.
    private func release(
        _ one: TextID, _ two: TextID, _ three: TextID, _ four: TextID, _ five: TextID = .none, _ six: TextID = .none
    ) {
        texts.release(one)
        texts.release(two)
        texts.release(three)
        texts.release(four)
        texts.release(five)
        texts.release(six)
    }

    private func freeCall(_ slot: Int) {
        forget(.call, slot)
        if calls[slot].header.life == .ended { countMember(.call, slot, by: -1) }
        let connection = callsOfConnections.parent(of: slot)
        callsOfConnections.cut(slot)
        callsOfSeances.cut(slot)
        if let connection {
            if calls[slot].header.life == .live {
                callLeft(connection, at: newestAt ?? 0)
            } else {
                // Another call may be the first one there now.
                lookIfLive(.connection, connection)
            }
        }
        let call = calls[slot]
        calls.free(slot, in: &texts)
        release(call.header.id, call.header.state, call.number, call.name, call.direction, call.digits)
    }

    private func freeConnection(_ slot: Int) {
        forget(.connection, slot)
        if connections[slot].header.life == .ended { count(connections[slot], by: -1) }
        // A call that was kept with the seance only through this connection leaves with it.
        while let call = callsOfConnections.first(of: slot) {
            let leaves = calls[call].header.life == .ended && callsOfSeances.parent(of: call) == nil
            if leaves { countMember(.call, call, by: -1) }
            callsOfConnections.cut(call)
            if leaves {
                leave(.call, call)
            } else if let own = callsOfSeances.parent(of: call), seances[own].caller.slot == UInt32(call) {
                judgeWait(own)
            }
        }
        if connections[slot].header.life == .ended { countMember(.connection, slot, by: -1) }
        let seance = connectionsOfSeances.parent(of: slot)
        connectionsOfSeances.cut(slot)
        if let seance { judgeWait(seance) }
        let connection = connections[slot]
        connections.free(slot, in: &texts)
        release(
            connection.header.id, connection.header.state, connection.from, connection.to, connection.key)
    }

    private func freeSeance(_ slot: Int) {
        forget(.seance, slot)
        while let call = callsOfSeances.first(of: slot) {
            if calls[call].header.life == .ended {
                leave(.call, call)
            } else {
                callsOfSeances.cut(call)
                lookIfLive(.call, call)
            }
        }
        while let connection = connectionsOfSeances.first(of: slot) {
            connectionsOfSeances.cut(connection)
            if connections[connection].header.life == .ended {
                leave(.connection, connection)
            } else {
                lookIfLive(.connection, connection)
            }
        }
        while seances[slot].numbers.count > 0 {
            texts.release(numbers.removeFirst(of: &seances[slot].numbers))
        }
        waiting[UInt32(slot)] = nil
        unknownWaits.remove(UInt32(slot))
        outboundRinging.set(slot, to: false)
        let seance = seances[slot]
        seances.free(slot, in: &texts)
        release(seance.header.id, seance.header.state, seance.from, seance.to, seance.dialled)
    }
}
