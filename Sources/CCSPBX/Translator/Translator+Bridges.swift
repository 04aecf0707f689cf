/// Bridges, and the connections that they make.
extension Translator {
    func join(_ leg: Leg, _ id: String, _ kind: BridgeKind) {
        let bridge = graph.bridge(id, kind)
        guard graph.join(leg, bridge) else { return }
        leg.aloneSince = nil
        if leg.isParty, !leg.isAnnounced { originate(leg) }
        if bridge.kind == .basic {
            for member in bridge.members where member !== leg { unite(member.seance, leg.seance) }
        }
        settle(bridge)
    }

    func leave(_ leg: Leg, _ id: String) {
        guard let bridge = graph.bridges[id], leg.bridges.contains(where: { $0 === bridge }) else { return }
        let connection = bridge.connection
        if leg.isHeld, leg.bridge === bridge { leg.isHeld = false }
        graph.leave(leg, id)
        if leg.isParty, leg.bridge == nil { waitAlone(leg) }
        // A leg that was in two bridges hears the other one again.
        if leg.isParty, let other = leg.bridge { settle(other) }
        if let connection, !connection.isOver { timers.add(.connection(connection), due: now + Self.transit) }
    }

    /// A list of channels does not name the kinds of their bridges. A parked party hears nobody.
    func learn(_ kind: BridgeKind, ofBridge id: String) {
        guard let bridge = graph.bridges[id], bridge.kind != kind else { return }
        bridge.kind = kind
        guard kind == .holding else { return }
        if let connection = bridge.connection { end(connection) }
        for leg in bridge.members where leg.isParty { park(leg) }
    }

    func pair(_ one: Leg?, _ two: Leg?) {
        guard let one, let two, one !== two, one.pair !== two else { return }
        one.pair?.pair = nil
        two.pair?.pair = nil
        (one.pair, two.pair) = (two, one)
        if let bridge = one.bridge { settle(bridge) }
    }

    /// Makes the connection of those who hear each other.
    func settle(_ bridge: Bridge) {
        let cluster = graph.cluster(of: bridge)
        guard cluster.parties.count >= 2, !cluster.isHolding else { return }
        let parties = cluster.parties.sorted { $0.isOlder(than: $1) }
        if cluster.isBasic {
            for party in parties.dropFirst() { unite(parties[0].seance, party.seance) }
        }
        guard let connection = connection(of: cluster, bridge) ?? talk(parties, isBasic: cluster.isBasic) else {
            return
        }
        for one in cluster.bridges { one.connection = connection }
        for party in parties where party.connection !== connection { move(party, to: connection) }
        beginTalk(connection, parties)
    }

    /// The connection that a cluster already has.
    private func connection(of cluster: Cluster, _ bridge: Bridge) -> Connection? {
        for one in [bridge] + cluster.bridges {
            if let connection = one.connection, !connection.isOver { return connection }
        }
        let theirs = cluster.parties.compactMap(\.connection).filter { connection in
            // Not one whose other calls hear each other elsewhere.
            connection.calls.allSatisfy { call in
                cluster.parties.contains { $0 === call } || call.bridge?.connection !== connection
            }
        }
        let withMost = { (connection: Connection) in
            connection.calls.count { call in cluster.parties.contains { $0 === call } }
        }
        return theirs.first { withMost($0) >= 2 } ?? theirs.last { !$0.isBridged } ?? theirs.last
    }

    /// A connection of those who hear each other although nobody dialled.
    private func talk(_ parties: [Leg], isBasic: Bool) -> Connection? {
        guard let first = parties.first else { return nil }
        let told = parties.reduce(first.seance.told) { $0.adding($1.domain) }
        if !told.isEmpty { first.seance.told = told }
        let connection = makeConnection(of: first, in: first.seance, told: first.seance.told)
        let to = isBasic ? parties[1].number : nil
        create(connection, from: first.number, to: to, state: "dialog")
        for party in parties { move(party, to: connection) }
        if isBasic { setNextNumber(to, of: first.seance) }
        connection.isBridged = true
        return connection
    }

    /// Tells that calls talk, in the order of their links; the first one last.
    private func beginTalk(_ connection: Connection, _ parties: [Leg]) {
        for party in parties { bringIn(party, to: connection) }
        let isHeld = connection.calls.contains(where: \.isHeld)
        if !connection.isBridged || (connection.isHeld && !isHeld) {
            tell(.connectionUpdate, connection, [.init(.state, "dialog")])
        }
        connection.isBridged = true
        connection.isHeld = isHeld
        let talking = connection.calls.filter { call in parties.contains { $0 === call } && !call.isHeld }
        for call in talking.dropFirst() + talking.prefix(1) {
            call.nextNumber = nil
            setState("talk", of: call)
        }
        if !isHeld {
            setState("talk", of: connection.seance)
            for call in talking where call.seance !== connection.seance { setState("talk", of: call.seance) }
        }
        for call in talking where call.isRecorded { beginRecord(connection, call) }
    }

    /// Looks, after the time that a transfer takes, who is still there.
    func check(_ connection: Connection) {
        guard !connection.isOver, connection.isBridged else { return }
        let present = connection.calls.filter { $0.bridge?.connection === connection }
        let away = connection.calls.filter { call in
            call.wasUp && call.bridge == nil && (call.aloneSince.map { now - $0 < Self.transit } ?? false)
        }
        guard away.isEmpty || present.count >= 2 else { return }
        guard present.count >= 2, connection.calls.count >= 2 else { return end(connection) }
        for call in connection.calls
        where call.wasUp && call.bridge?.connection !== connection && !away.contains(where: { $0 === call }) {
            // No event unlinks a call. So a call that leaves a connection that goes on gets a new one.
            let own = makeConnection(of: call, in: call.seance, told: call.told)
            own.isOriginated = true
            create(own, from: call.number, to: nil, state: call.state == "talk" ? "ivr" : call.state ?? "ivr")
            move(call, to: own)
        }
    }
}
