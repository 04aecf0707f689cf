public import CCSEvents

/// Following a domain: what may look different from the last time one asked, so that a list that is kept need not be made anew.
/// One at a time follows; while nobody does it costs nothing.
extension Domain {
    /// Follows the domain from now on, in place of whoever did. Gives a token for ``takeChanges(_:of:_:)``.
    public func follow() -> Int {
        followers += 1
        noteChanges(true)
        return followers
    }

    /// Follows no longer, unless somebody else does.
    public func unfollow(_ token: Int) {
        if token == followers { noteChanges(false) }
    }

    /// Hands out the slots of the calls that changed themselves, and the places of the counted numbers that did, as
    /// ``takeChanges(_:of:_:)`` does with all that may look different.
    func takeChangedNumbers(_ token: Int, calls body: (Int) -> Void, counted: (Int) -> Void) {
        guard token == followers else { return }
        calls.changed.take().forEach(body)
        numberStats.changed.take().forEach(counted)
        noteChanges(true)
    }

    /// Hands out the slots of anomalies that may look different since the last time: they changed themselves, or the object that they
    /// are about did; and the slots of episodes that came or left. Cost: what changed.
    package func takeChangedAnomalies(_ token: Int, _ body: (Int) -> Void, ended: (Int) -> Void) {
        guard token == followers else { return }
        anomalies.changed.take().forEach(body)
        episodes?.changed.take().forEach(ended)
        func take(_ changed: SlotSet, _ kind: EventType.Subject, _ header: (Int) -> ObjectHeader) {
            changed.forEach { slot in
                let header = header(slot)
                guard header.hasAnomaly else { return }
                let subject = Anomaly.Subject.object(
                    ObjectKey(kind: kind, serial: header.serial, slot: UInt32(slot)))
                for (place, detector) in Detector.of(kind).enumerated() where header.wrong & 1 << UInt8(place) != 0 {
                    anomalies.slot(of: AnomalyKey(detector: detector, subject: subject)).map(body)
                }
            }
        }
        take(calls.changed.take(), .call) { calls[$0].header }
        take(connections.changed.take(), .connection) { connections[$0].header }
        take(seances.changed.take(), .seance) { seances[$0].header }
        noteChanges(true)
    }

    /// How many objects changed themselves since the last time, of how many slots. Cost: these by 64.
    public func changedCount() -> (changed: Int, of: Int) {
        (
            calls.changed.count + connections.changed.count + seances.changed.count,
            calls.slots + connections.slots + seances.slots
        )
    }

    /// Whether whoever has this token still follows.
    public func isFollowed(by token: Int) -> Bool { token == followers }

    /// Hands out the slots of a kind whose objects may look different since the last time: they changed, or what hangs under them
    /// or, for a call, over them. A slot may come several times, and may be empty by now. False when another one follows.
    /// Cost: the slots of all kinds by 64, what changed, and what hangs on that.
    public func takeChanges(_ token: Int, of kind: EventType.Subject, _ body: (Int) -> Void) -> Bool {
        guard token == followers else { return false }
        switch kind {
        case .call: takeCalls(body)
        case .connection: takeConnections(body)
        case .seance: takeSeances(body)
        }
        // What does not matter to this kind is not to be handed out with the next one.
        noteChanges(true)
        return true
    }

    private func noteChanges(_ isOn: Bool) {
        calls.changed.follow(isOn)
        connections.changed.follow(isOn)
        seances.changed.follow(isOn)
        callsOfConnections.follow(isOn)
        callsOfSeances.follow(isOn)
        connectionsOfSeances.follow(isOn)
        numberStats.changed.follow(isOn)
        anomalies.changed.follow(isOn)
        episodes?.changed.follow(isOn)
    }

    private func takeCalls(_ body: (Int) -> Void) {
        calls.changed.take().forEach(body)
        callsOfConnections.changedChildren.take().forEach(body)
        callsOfSeances.changedChildren.take().forEach(body)
        // Whose seance a call is hangs on whether its connection lives, and on that connection's seance.
        let ofConnection = { (connection: Int) in self.forEachCall(ofConnection: connection, body) }
        connections.changed.take().forEach(ofConnection)
        connectionsOfSeances.changedChildren.take().forEach(ofConnection)
        seances.changed.take().forEach { seance in
            var connection = connectionsOfSeances.first(of: seance)
            while let slot = connection {
                forEachCall(ofConnection: slot, body)
                connection = connectionsOfSeances.next(after: slot)
            }
        }
    }

    private func takeConnections(_ body: (Int) -> Void) {
        connections.changed.take().forEach(body)
        connectionsOfSeances.changedChildren.take().forEach(body)
        callsOfConnections.changedParents.take().forEach(body)
        calls.changed.take().forEach { if let connection = callsOfConnections.parent(of: $0) { body(connection) } }
    }

    private func takeSeances(_ body: (Int) -> Void) {
        seances.changed.take().forEach(body)
        connectionsOfSeances.changedParents.take().forEach(body)
        callsOfSeances.changedParents.take().forEach(body)
        let ofCall = { (call: Int) in
            if let seance = self.callsOfSeances.parent(of: call) { body(seance) }
            guard let connection = self.callsOfConnections.parent(of: call) else { return }
            if let seance = self.connectionsOfSeances.parent(of: connection) { body(seance) }
        }
        // A call hangs right under its seance while its connection does not take it.
        let ofConnection = { (connection: Int) in
            if let seance = self.connectionsOfSeances.parent(of: connection) { body(seance) }
            self.forEachCall(ofConnection: connection) { call in
                if let seance = self.callsOfSeances.parent(of: call) { body(seance) }
            }
        }
        connections.changed.take().forEach(ofConnection)
        connectionsOfSeances.changedChildren.take().forEach(ofConnection)
        callsOfConnections.changedParents.take().forEach(ofConnection)
        calls.changed.take().forEach(ofCall)
        callsOfConnections.changedChildren.take().forEach(ofCall)
        callsOfSeances.changedChildren.take().forEach(ofCall)
    }

    private func forEachCall(ofConnection connection: Int, _ body: (Int) -> Void) {
        var call = callsOfConnections.first(of: connection)
        while let slot = call {
            body(slot)
            call = callsOfConnections.next(after: slot)
        }
    }
}

extension Relation {
    /// Begins or ceases to note changes.
    fileprivate mutating func follow(_ isOn: Bool) {
        changedChildren.follow(isOn)
        changedParents.follow(isOn)
    }
}

extension FeedObject {
    /// Slots of the kind in a domain, empty ones included.
    public static func slots(in domain: Domain) -> Int {
        switch kind {
        case .call: domain.calls.slots
        case .connection: domain.connections.slots
        case .seance: domain.seances.slots
        }
    }

    /// What a list has to know first of the object in a slot: its serial, and when it ended; nil where the slot is empty.
    public static func standing(_ slot: Int, in domain: Domain) -> (serial: UInt32, endedAt: Int64?)? {
        let header = Self(domain: domain, slot: slot).header
        return header.life == .free ? nil : (header.serial, header.endedAt.value)
    }

    /// The object in a slot; nil where it is empty.
    public static func at(_ slot: Int, in domain: Domain) -> Self? {
        guard slot < slots(in: domain) else { return nil }
        let object = Self(domain: domain, slot: slot)
        return object.header.life == .free ? nil : object
    }
}
