/// How calls, connections and seances end.
extension Translator {
    func hangUp(_ leg: Leg, _ end: HangUp) {
        guard leg.isParty, leg.isAnnounced else { return removeUntold(leg, end) }
        let connection = leg.connection
        let failure = Failure.of(leg, end)
        if let failure {
            let isLast = !(connection?.calls.contains { $0 !== leg && $0.isPending } ?? false)
            var values: [PBXEvent.Value] = [.init(.code, failure.code), .init(.reason, failure.reason)]
            values += PBXEvent.Value.maybe(.number, leg.number) + [.init(.call, leg.id)]
            if isLast, let connection {
                values += [.init(.connection, connection.id), .init(.seance, connection.seance.id)]
            }
            tellFailure(values, leg)
        }
        tellDialOfNobody(leg, leg, end)
        let ended = leg.wasUp ? "released" : "cancelled"
        setState(failure.map { $0.code == "486" ? "busy" : "failed" } ?? ended, of: leg)
        tell(.callDelete, leg)
        let heard = leg.bridges.compactMap(\.connection).filter { !$0.isOver }
        if let connection {
            connection.calls.removeAll { $0 === leg }
            endRecord(connection, leg)
        }
        let seance = leg.seance
        graph.remove(leg)
        for connection in heard { timers.add(.connection(connection), due: now + Self.transit) }
        if let connection {
            endIfDone(connection)
            letGo(leg, of: connection)
        }
        endIfEmpty(seance)
    }

    /// Local channels, and legs of which nothing was told.
    private func removeUntold(_ leg: Leg, _ end: HangUp) {
        if let party = graph.root(of: leg) { tellDialOfNobody(leg, party, end) }
        let connections = [graph.root(of: leg)?.connection, leg.bridge?.connection].compactMap { $0 }
        let seance = leg.seance
        leg.connection?.calls.removeAll { $0 === leg }
        graph.remove(leg)
        for connection in connections where !connection.isOver {
            endIfDone(connection)
            if connection.isBridged { timers.add(.connection(connection), due: now + Self.transit) }
        }
        endIfEmpty(seance)
    }

    /// The dialplan of a leg dialled, and no leg came of it. FreeSWITCH ends the caller before it says so.
    private func tellDialOfNobody(_ leg: Leg, _ party: Leg, _ end: HangUp) {
        guard leg.dialsNothing == true, !leg.isOutgoing || !leg.isParty, end.isFailure != nil, party.isAnnounced,
            let reason = end.reason, let code = Failure.code(ofDialStatus: reason)
        else { return }
        leg.dialsNothing = nil
        tellFailure(
            [.init(.code, code), .init(.reason, reason)] + PBXEvent.Value.maybe(.number, leg.dialled ?? party.dialled)
                + [.init(.call, party.id), .init(.seance, party.seance.id)], party)
    }

    func tellFailure(_ values: [PBXEvent.Value], _ leg: Leg) {
        leg.lastAt = max(now, leg.lastAt)
        emit(.connectionFailure, leg.lastAt, values, leg.told, leg.seance)
    }

    /// Moves a call into a connection. The one that it leaves may end.
    func move(_ leg: Leg, to connection: Connection) {
        guard leg.connection !== connection, !connection.isOver else { return }
        if !leg.isAnnounced { comeIn(leg) }
        let old = leg.connection
        old?.calls.removeAll { $0 === leg }
        connection.calls.append(leg)
        leg.connection = connection
        link(leg, to: connection, domains: meet(leg, connection))
        if let old {
            endRecord(old, leg)
            endIfDone(old)
        }
    }

    /// Ends a connection that has no two calls and rings nobody.
    func endIfDone(_ connection: Connection) {
        guard !connection.isOver else { return }
        guard connection.calls.count < 2 else { return }
        if !connection.isBridged, let call = connection.calls.first {
            // The failure of a leg that was dialled still needs it.
            if call.isPending || connection.isOriginated || graph.hasOpenDial(call) { return }
        }
        end(connection)
    }

    func end(_ connection: Connection) {
        guard !connection.isOver else { return }
        connection.isOver = true
        if !connection.isBridged { tell(.connectionUpdate, connection, [.init(.state, "cancelled")]) }
        for record in connection.records {
            tell(.connectionRecordInfo, connection, PBXEvent.Value.maybe(.key, record.key))
        }
        connection.records = []
        tell(.connectionDelete, connection)
        for call in connection.calls { call.connection = nil }
        connection.calls = []
        connection.seance.connections.removeAll { $0 === connection }
    }

    /// Ends a seance that has no channel left.
    func endIfEmpty(_ seance: Seance) {
        guard seance.legs.isEmpty, !seance.isOver else { return }
        // A conference goes on without the seance that it belonged to.
        for connection in seance.connections {
            guard let heir = connection.calls.first?.seance, heir !== seance else {
                end(connection)
                continue
            }
            connection.seance = heir
            heir.connections.append(connection)
            attach(connection)
        }
        seance.connections = []
        if seance.home == nil, !seance.heldBack.isEmpty { setHome(defaultDomain, of: seance) }
        tell(.seanceDelete, seance)
        graph.remove(seance)
    }

    /// Makes one seance of two: the older one stays.
    func unite(_ one: Seance, _ other: Seance) {
        guard one !== other else { return }
        var (older, younger) = one.age < other.age || one.age == other.age ? (one, other) : (other, one)
        // A seance that nobody was told of gives way.
        if !older.isAnnounced, younger.isAnnounced { (older, younger) = (younger, older) }
        agreeOnHome(older, younger)
        let connections = younger.connections.sorted { ($0.firstLinkAt ?? 0, $0.id) < ($1.firstLinkAt ?? 0, $1.id) }
        let calls = younger.legs.filter(\.isAnnounced).sorted { $0.isOlder(than: $1) }
        let told = younger.told
        graph.unite(older, younger)
        older.lastAt = max(older.lastAt, younger.lastAt)
        for connection in connections { attach(connection, to: connection.told.adding(older.home)) }
        for call in calls {
            call.told = call.told.adding(older.home)
            attach(call)
        }
        for connection in connections { connection.told = connection.told.adding(older.home) }
        // Domains that followed the younger one follow the older one.
        for domain in told where younger.isAnnounced { older.told = older.told.adding(domain) }
        tell(.seanceDelete, younger)
        younger.isOver = true
    }
}
