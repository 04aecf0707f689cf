import CCSEvents

extension Domain {
    /// Counts by kind of object.
    public typealias Counts = (seances: Int, connections: Int, calls: Int)

    /// Live objects that were not heard of since their source was connected again. Cost: the connections that were lost.
    public var unconfirmedCount: Int {
        let counts = unconfirmedCounts
        return counts.seances + counts.connections + counts.calls
    }

    /// The same by kind. Cost: the connections of the sources.
    public var unconfirmedCounts: Counts { stints.hasLost ? Self.byKind(counts(lost: true).live) : (0, 0, 0) }

    /// Live objects apart from the unconfirmed ones. Cost: the connections of the sources.
    public var confirmedCounts: Counts {
        let (live, unconfirmed) = (liveCounts, unconfirmedCounts)
        return (
            live.seances - unconfirmed.seances, live.connections - unconfirmed.connections,
            live.calls - unconfirmed.calls
        )
    }

    /// Confirmed live objects whose beginning was not heard. Cost: the connections of the sources.
    public var olderCounts: Counts { Self.byKind(counts(lost: false).partial) }

    /// Live calls by ``Phase``, where that is confirmed. Cost: the connections of the sources.
    public var callsByPhase: InlineArray<10, Int32> { counts(lost: false).callsByPhase }

    /// Confirmed live seances that began before they were heard of. Cost: the connections of the sources.
    public var seancesFromBefore: Int { Int(counts(lost: false).seancesFromBefore) }

    /// ``seancesFromBefore``, ``callsByPhase`` and ``confirmedRecordingCount`` at the cost of one of them.
    public var confirmedSums: (seancesFromBefore: Int, callsByPhase: InlineArray<10, Int32>, recordings: Int) {
        let counts = counts(lost: false)
        return (Int(counts.seancesFromBefore), counts.callsByPhase, Int(counts.recordings))
    }

    /// Live connections whose recording runs, where that is confirmed. Cost: the connections of the sources.
    public var confirmedRecordingCount: Int { Int(counts(lost: false).recordings) }

    /// Changes when objects become unconfirmed, or no longer, without an event of theirs: what was found of any may then hold no
    /// longer.
    public var confirmationTurns: Int { stints.turns }

    private func counts(lost: Bool) -> HeardCounts {
        var sum = HeardCounts()
        heardOver.forEach { stint, counts in
            if stints.isLost(stint) == lost { sum.add(counts) }
        }
        return sum
    }

    private static func byKind(_ counts: InlineArray<3, Int32>) -> Counts {
        (
            Int(counts[Int(EventType.Subject.seance.rawValue)]),
            Int(counts[Int(EventType.Subject.connection.rawValue)]),
            Int(counts[Int(EventType.Subject.call.rawValue)])
        )
    }

    // MARK: Hearing

    /// A new object is heard of over the connection that events come over now.
    func hearFirst(_ header: inout ObjectHeader, _ kind: EventType.Subject) {
        header.stint = stints.current
        heardOver[header.stint].live[Int(kind.rawValue)] += 1
        heardOver[header.stint].partial[Int(kind.rawValue)] += 1
        if kind == .call { heardOver[header.stint].callsByPhase[Int(Phase.none.rawValue)] += 1 }
        stints.count(header.stint, 1)
    }

    /// Notes that an event concerns a call.
    @inline(__always)
    func hear(call slot: Int) {
        guard calls[slot].header.stint != stints.current, calls[slot].header.life == .live else { return }
        count(calls[slot], by: -1)
        hearAgain(&calls[slot].header, .call)
        count(calls[slot], by: 1)
    }

    /// Notes that an event concerns a connection.
    @inline(__always)
    func hear(connection slot: Int) {
        guard connections[slot].header.stint != stints.current, connections[slot].header.life == .live else { return }
        count(connections[slot], by: -1)
        hearAgain(&connections[slot].header, .connection)
        count(connections[slot], by: 1)
    }

    /// Notes that an event concerns a seance.
    @inline(__always)
    func hear(seance slot: Int) {
        guard seances[slot].header.stint != stints.current, seances[slot].header.life == .live else { return }
        count(seances[slot], by: -1)
        hearAgain(&seances[slot].header, .seance)
        // The first caller may have come in the gap.
        if !seances[slot].header.stale.isEmpty, seances[slot].caller.serial == 0 {
            seances[slot].header.stale.insert(.calls)
        }
        count(seances[slot], by: 1)
    }

    /// A live object that was heard of over another connection is heard of over the present one. After a gap its facts are stale.
    private func hearAgain(_ header: inout ObjectHeader, _ kind: EventType.Subject) {
        if stints.isLost(header.stint) {
            header.stale.formUnion(.of(kind))
            hasConfirmed = true
        }
        header.stint = stints.current
    }

    /// Counts a call for its connection to the source, or uncounts it before it changes.
    func count(_ call: CallRecord, by change: Int32) {
        heardOver[call.header.stint].count(call, by: change)
        if call.header.life == .live { stints.count(call.header.stint, Int(change)) }
    }

    /// The same of a connection.
    func count(_ connection: ConnectionRecord, by change: Int32) {
        heardOver[connection.header.stint].count(connection, by: change)
        if connection.header.life == .live || connection.runsRecording {
            stints.count(connection.header.stint, Int(change))
        }
    }

    /// The same of a seance.
    func count(_ seance: SeanceRecord, by change: Int32) {
        heardOver[seance.header.stint].count(seance, by: change)
        if seance.header.life == .live { stints.count(seance.header.stint, Int(change)) }
    }

    /// The domain leaves with all its objects.
    func hearNoMore() {
        heardOver.forEach { stint, counts in
            if counts.carriers > 0 { stints.count(stint, -counts.carriers) }
        }
    }

    // MARK: Leaving

    private func carriers(of stint: Stints.Number) -> Int {
        heardOver[stint].carriers
    }

    /// Lets live objects go that were not heard of since `deadline` or longer: since their source was connected again, at that
    /// wall clock time or before. A slice of them: at most so many slots are looked at. Nothing is known of their end, so their
    /// ids have not ended, and an event for one brings it to life again. Returns how many slots were looked at.
    func leaveUnconfirmed(deadline: Int64, slots: Int) -> Int {
        let due = stints.lost.filter { $0.until <= deadline && carriers(of: $0.number) > 0 }.map(\.number)
        guard !due.isEmpty else { return 0 }
        // No event is under way.
        (changes, hasConfirmed) = ([], false)
        let (calls, connections) = (calls.slots, connections.slots)
        let total = calls + connections + seances.slots
        // One pass over all slots reaches all of them; where the last slice ended the next one begins.
        var looked = 0
        while looked < min(slots, total) {
            if sweepAt >= total { sweepAt = 0 }
            leaveIfUnconfirmed(sweepAt, calls: calls, connections: connections, due)
            sweepAt += 1
            looked += 1
            if looked & 1023 == 0, !due.contains(where: { carriers(of: $0) > 0 }) { break }
        }
        return looked
    }

    private func leaveIfUnconfirmed(_ place: Int, calls callSlots: Int, connections slots: Int, _ due: [Stints.Number])
    {
        if place < callSlots {
            guard isDue(calls[place].header, due) else { return }
            dropCall(place)
        } else if place < callSlots + slots {
            let slot = place - callSlots
            guard isDue(connections[slot].header, due) else {
                if connections[slot].header.life == .ended { stopWaiting(forRecordingOf: slot, due) }
                return
            }
            dropConnection(slot)
        } else {
            guard isDue(seances[place - callSlots - slots].header, due) else { return }
            dropSeance(place - callSlots - slots)
        }
        evicted.unconfirmed += 1
    }

    /// Whether the recording of an ended connection was ever finished stays unknown.
    private func stopWaiting(forRecordingOf slot: Int, _ due: [Stints.Number]) {
        guard connections[slot].runsRecording, due.contains(connections[slot].header.stint) else { return }
        let key = ObjectKey(kind: .connection, serial: connections[slot].header.serial, slot: UInt32(slot))
        endAnomaly(AnomalyKey(detector: .unfinished, subject: .object(key)), at: newestAt ?? 0, hasLeft: true)
        count(connections[slot], by: -1)
        connections[slot].header.stale.insert(.record)
        lookAgain(.connection, slot)
    }

    private func isDue(_ header: ObjectHeader, _ due: [Stints.Number]) -> Bool {
        header.life == .live && due.contains(header.stint)
    }
}

extension FeedObject {
    /// Whether it lives as far as is known, but was not heard of since the connection to its source was lost and came back.
    public var isUnconfirmed: Bool { stoppedAt != nil }

    /// Where it is unconfirmed, the feed time at which the feed was lost: its ages do not grow since.
    public var stoppedAt: Int64? {
        guard domain.stints.hasLost else { return nil }
        let header = header
        return header.life == .live ? domain.stints.lossTime(header.stint) : nil
    }

    /// Whether a failure that named it was surely heard: ccs-top heard its beginning, and all of its life since.
    package var isFailureKnown: Bool {
        guard !isPartial, !isUnconfirmed else { return false }
        guard let missed = domain.stints.missedUntil else { return true }
        return heardAt >= missed
    }

    /// Whether its state was not confirmed since a gap.
    public var isStateUnconfirmed: Bool { isUnconfirmed || header.isLiveAnd(stale: .state) }

    /// Since when the object is known to be in its state. After a gap, this is the time of the event that told the state again.
    public var stateKnownSince: Int64? { stateSince.map { max($0, header.phaseSince.orBefore) } }

    /// Whether its state may be older than ``stateKnownSince``: what came before was not heard.
    public var isStateOlder: Bool { header.isStateOlder || header.phaseSince.orBefore > header.stateSince.orBefore }
}

extension Connection {
    /// Whether a gap leaves open how its recording fares.
    package var isRecordingUnconfirmed: Bool { header.stale.contains(.record) || domain.stints.isLost(header.stint) }

    /// Where it was not heard of since a gap, living or ended, the feed time at which the feed was lost.
    package var heardUntil: Int64? { domain.stints.lossTime(header.stint) }
}

extension ObjectHeader {
    func isLiveAnd(stale facts: StaleFacts) -> Bool { life == .live && !stale.isDisjoint(with: facts) }
}
