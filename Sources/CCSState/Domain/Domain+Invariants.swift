import CCSEvents

/// Compares the counts of a domain with a walk over its objects. Cost: everything the domain holds.
extension Domain {
    func checkInvariants() throws {
        try calls.checkInvariants(in: texts)
        try connections.checkInvariants(in: texts)
        try seances.checkInvariants(in: texts)
        try callsOfConnections.checkInvariants()
        try callsOfSeances.checkInvariants()
        try connectionsOfSeances.checkInvariants()
        try failures.checkInvariants()
        try recentLines.checkInvariants()
        try checkUps.checkInvariants()
        try anomalies.checkInvariants()
        try episodes?.checkInvariants(limit: limits.episodes)
        try limitLog?.checkInvariants()
        try numberStats.checkInvariants()
        try measuring.ring.checkInvariants()
        try measuring.delays.checkInvariants()
        try rates.checkInvariants()
        try log.checkInvariants()
        try checkLimits()
        try checkTexts()
        try checkCounts()
        try checkMembers()
        try checkHistory()
        try checkAnomalies()
    }

    private func checkLimits() throws {
        let most = max(calls.liveCount, connections.liveCount, seances.liveCount)
        try invariant(most <= limits.liveObjects, "Domain: \(most) live objects of a kind")
        try invariant(keptCount <= limits.endedObjects, "Domain: \(keptCount) ended objects are kept")
        let mostCheckUps = 4096 + 4 * (calls.slots + connections.slots + seances.slots)
        try invariant(checkUps.count <= mostCheckUps, "Domain: \(checkUps.count) check-ups wait")
    }

    /// Each text has as many uses as it is used, and each text of the pool is used.
    private func checkTexts() throws {
        var uses: [TextID: Int] = [:]
        var lists: [TextLists.List] = []
        func use(_ texts: TextID...) { for text in texts where text.isSome { uses[text, default: 0] += 1 } }
        for slot in 0..<calls.slots {
            let call = calls[slot]
            use(call.header.id, call.header.state, call.number, call.name, call.direction, call.digits)
        }
        for slot in 0..<connections.slots {
            let connection = connections[slot]
            use(connection.header.id, connection.header.state, connection.from, connection.to, connection.key)
        }
        for slot in 0..<seances.slots {
            let seance = seances[slot]
            lists.append(seance.numbers)
            try invariant(
                seance.numbers.count <= limits.numbersOfSeance, "Domain: \(seance.numbers.count) numbers of a seance")
            use(seance.header.id, seance.header.state, seance.from, seance.to, seance.dialled)
            for number in numbers.texts(of: seance.numbers) { use(number) }
        }
        try numbers.checkInvariants(lists: lists)
        for place in 0..<failures.count { failures[place].forEachText { use($0) } }
        episodes?.forEach { $0.forEachText { use($0) } }
        for entry in numberStats.entries { use(entry.number) }
        var held = 0
        try texts.checkInvariants { id, counted in
            held += 1
            try invariant(uses[id] == counted, "Domain: text \(id.raw) is used \(uses[id] ?? 0) times, not \(counted)")
        }
        try invariant(held == uses.count, "Domain: \(uses.count) texts are used, \(held) are held")
    }

    private func checkCounts() throws {
        var heard = HeardByStint()
        var recording = 0
        var states: [TextID: Int] = [:]
        for slot in 0..<calls.slots where calls[slot].header.life != .free {
            let header = calls[slot].header
            heard[header.stint].count(calls[slot], by: 1)
            if header.life == .live, header.phase == .other { states[header.state, default: 0] += 1 }
        }
        for slot in 0..<connections.slots where connections[slot].header.life != .free {
            let connection = connections[slot]
            heard[connection.header.stint].count(connection, by: 1)
            if connection.header.life == .live, connection.recordStatus == .recording { recording += 1 }
        }
        var areRingingLive = true
        var waits: [UInt32: Int64] = [:]
        var unknown: Set<UInt32> = []
        for slot in 0..<seances.slots where seances[slot].header.life != .free {
            let seance = seances[slot]
            heard[seance.header.stint].count(seance, by: 1)
            guard let since = seance.wait.since.value else { continue }
            if seance.wait.isUnknown { unknown.insert(UInt32(slot)) } else { waits[UInt32(slot)] = since }
        }
        outboundRinging.forEach { slot in areRingingLive = areRingingLive && seances[slot].header.life == .live }
        try invariant(areRingingLive, "Domain: an outbound seance rings that does not live")
        try invariant(states == otherStates, "Domain: states in no phase are \(states), not \(otherStates)")
        try invariant(waits == waiting, "Domain: \(waits.count) seances wait, \(waiting.count) counted")
        try invariant(
            unknown == unknownWaits,
            "Domain: of \(unknown.count) seances a wait is unknown, \(unknownWaits.count) counted")
        try invariant(heard == heardOver, "Domain: objects by stint are \(heard), not \(heardOver)")
        try invariant(recording == recordingCount, "Domain: \(recording) records run, \(recordingCount) counted")
    }

    /// Counts the live and ended members of connections and seances.
    private func checkMembers() throws {
        var members = [Int](repeating: 0, count: seances.slots)
        for slot in 0..<connections.slots {
            let connection = connections[slot]
            var (live, ended) = (0, 0)
            var next = callsOfConnections.first(of: slot)
            while let call = next {
                let life = calls[call].header.life
                try invariant(life != .free, "Domain: connection \(slot) has the free call \(call)")
                if life == .live { live += 1 } else if callsOfSeances.parent(of: call) == nil { ended += 1 }
                next = callsOfConnections.next(after: call)
            }
            try invariant(live == connection.liveCalls, "Domain: \(live) live calls, not \(connection.liveCalls)")
            try invariant(ended == connection.endedCalls, "Domain: \(ended) ended calls, not \(connection.endedCalls)")
            guard let seance = connectionsOfSeances.parent(of: slot) else { continue }
            try invariant(connection.header.life != .free, "Domain: seance \(seance) has the free connection \(slot)")
            members[seance] += ended + (connection.header.life == .ended ? 1 : 0)
        }
        for slot in 0..<calls.slots {
            guard let seance = callsOfSeances.parent(of: slot) else { continue }
            try invariant(calls[slot].header.life != .free, "Domain: seance \(seance) has the free call \(slot)")
            if calls[slot].header.life == .ended { members[seance] += 1 }
        }
        for slot in 0..<seances.slots {
            let seance = seances[slot]
            try invariant(
                members[slot] == seance.endedMembers, "Domain: \(members[slot]) members, not \(seance.endedMembers)")
            let isFree = seance.header.life == .free
            let isEmpty = callsOfSeances.first(of: slot) == nil && connectionsOfSeances.first(of: slot) == nil
            try invariant(!isFree || isEmpty, "Domain: the free seance \(slot) has members")
        }
    }

    /// Every ended object can leave: by an entry of the history, or together with its parent.
    private func checkHistory() throws {
        try invariant(
            history.count <= History.mostEntries(kept: limits.endedObjects + 1),
            "Domain: \(history.count) history entries for \(limits.endedObjects) kept objects at most")
        var entries: [EventType.Subject: Set<UInt32>] = [:]
        for entry in history.entries where serial(entry.kind, Int(entry.slot)) == entry.serial {
            let isFirst = entries[entry.kind, default: []].insert(entry.slot).inserted
            try invariant(isFirst, "Domain: \(entry.kind) \(entry.slot) is in the history twice")
        }
        func check(_ kind: EventType.Subject, _ slot: Int, _ header: ObjectHeader, hangs: Bool) throws {
            guard header.life == .ended else { return }
            let leaves = hangs || entries[kind]?.contains(UInt32(slot)) == true
            try invariant(leaves, "Domain: \(kind) \(slot) has ended and never leaves")
        }
        for slot in 0..<calls.slots {
            let hangs = callsOfSeances.parent(of: slot) != nil || callsOfConnections.parent(of: slot) != nil
            try check(.call, slot, calls[slot].header, hangs: hangs)
        }
        for slot in 0..<connections.slots {
            let hangs = connectionsOfSeances.parent(of: slot) != nil
            try check(.connection, slot, connections[slot].header, hangs: hangs)
        }
        for slot in 0..<seances.slots { try check(.seance, slot, seances[slot].header, hangs: false) }
    }

    /// An anomaly is about an object that is there and knows of it.
    private func checkAnomalies() throws {
        try anomalies.forEachObject { detector, key in
            let (slot, name) = (Int(key.slot), "\(detector) of \(key.kind) \(key.slot)")
            let header =
                switch key.kind {
                case .call: calls[slot].header
                case .connection: connections[slot].header
                case .seance: seances[slot].header
                }
            try invariant(header.life != .free && header.serial == key.serial, "Domain: \(name) is about no object")
            let bit = Detector.of(key.kind).firstIndex(of: detector).map { UInt8(1) << UInt8($0) } ?? 0
            try invariant(header.wrong & bit != 0, "Domain: \(name) has no bit")
        }
    }
}

extension Domain {
    /// Checks the invariants so seldom that the cost per event is constant. Traps with the first broken invariant.
    /// Only assertions call it, so release builds never do.
    func isWhole() -> Bool {
        eventsUntilCheck -= 1
        guard eventsUntilCheck <= 0 else { return true }
        eventsUntilCheck = 4096 + 4 * (calls.slots + connections.slots + seances.slots + texts.count)
        do { try checkInvariants() } catch { assertionFailure("\(error)") }
        return true
    }
}
