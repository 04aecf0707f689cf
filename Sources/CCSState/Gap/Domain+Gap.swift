import CCSEvents

extension Domain {
    /// Live objects that were not heard of since their source was connected again. Cost: the connections that were lost.
    public var unconfirmedCount: Int { stints.hasLost ? stints.lost.reduce(0) { $0 + heard(over: $1.number) } : 0 }

    /// Changes when objects become unconfirmed, or no longer, without an event of theirs: what was found of any may then hold no
    /// longer.
    public var confirmationTurns: Int { stints.turns }

    /// Live objects that were heard of last over a connection.
    func heard(over stint: Stints.Number) -> Int { Int(stint) < heardOver.count ? heardOver[Int(stint)] : 0 }

    /// A new object is heard of over the connection that events come over now.
    func hearFirst(_ header: inout ObjectHeader) {
        header.stint = stints.current
        while heardOver.count <= Int(header.stint) { heardOver.append(0) }
        count(header.stint, 1)
    }

    /// A live object that was heard of over another connection is heard of over the present one.
    func hearAgain(_ header: inout ObjectHeader) {
        count(header.stint, -1)
        hearFirst(&header)
    }

    /// A live object ends or leaves: nothing more has to be heard of it.
    func hearNoMore(_ header: ObjectHeader) { count(header.stint, -1) }

    private func count(_ stint: Stints.Number, _ change: Int) {
        heardOver[Int(stint)] += change
        stints.count(stint, change)
    }

    /// The domain leaves with all its objects.
    func hearNoMore() {
        for (number, objects) in heardOver.enumerated() where objects > 0 {
            stints.count(Stints.Number(number), -objects)
        }
    }

    /// Lets live objects go that were not heard of since `deadline` or longer: since their source was connected again, at that
    /// wall clock time or before. A slice of them: at most so many slots are looked at. Nothing is known of their end, so their
    /// ids have not ended, and an event for one brings it to life again. Returns how many slots were looked at.
    func leaveUnconfirmed(deadline: Int64, slots: Int) -> Int {
        let due = stints.lost.filter { $0.until <= deadline && heard(over: $0.number) > 0 }.map(\.number)
        guard !due.isEmpty else { return 0 }
        let (calls, connections) = (calls.slots, connections.slots)
        let total = calls + connections + seances.slots
        // One pass over all slots reaches all of them; where the last slice ended the next one begins.
        var looked = 0
        while looked < min(slots, total) {
            if sweepAt >= total { sweepAt = 0 }
            leaveIfUnconfirmed(sweepAt, calls: calls, connections: connections, due)
            sweepAt += 1
            looked += 1
            if looked & 1023 == 0, !due.contains(where: { heard(over: $0) > 0 }) { break }
        }
        return looked
    }

    private func leaveIfUnconfirmed(_ place: Int, calls callSlots: Int, connections slots: Int, _ due: [Stints.Number])
    {
        if place < callSlots {
            guard isDue(calls[place].header, due) else { return }
            dropCall(place)
        } else if place < callSlots + slots {
            guard isDue(connections[place - callSlots].header, due) else { return }
            dropConnection(place - callSlots)
        } else {
            guard isDue(seances[place - callSlots - slots].header, due) else { return }
            dropSeance(place - callSlots - slots)
        }
        evicted.unconfirmed += 1
    }

    private func isDue(_ header: ObjectHeader, _ due: [Stints.Number]) -> Bool {
        header.life == .live && due.contains(header.stint)
    }
}

extension FeedObject {
    /// Whether it lives as far as is known, but was not heard of since the connection to its source was lost and came back.
    public var isUnconfirmed: Bool {
        guard domain.stints.hasLost else { return false }
        let header = header
        return header.life == .live && domain.stints.isLost(header.stint)
    }
}
