/// Dials, and the connections that they make.
extension Translator {
    func dials(_ dial: Dialling) {
        guard let callee = graph.legs[dial.callee] else { return }
        let caller = dial.caller.flatMap { graph.legs[$0] }
        // The same again says nothing new.
        if let known = callee.dialler, known.caller === caller { return }
        if callee === caller { return }
        graph.connect(caller, dials: callee)
        callee.results = []
        for party in graph.parties(below: callee) { party.results = [] }
        caller?.dialsNothing = false
        let root = caller.flatMap { self.root(of: $0) }
        root?.dialsNothing = false
        guard callee.isParty else {
            // Somebody takes over what this Local channel dials.
            guard let root else { return }
            for party in graph.parties(below: callee) {
                if let connection = party.connection, !connection.isBridged { adopt(root, into: connection) }
            }
            return
        }
        if !callee.isAnnounced {
            callee.number = dial.number ?? callee.number
            callee.name = dial.name ?? callee.name
        }
        ring(callee, root)
    }

    /// The party that dials. A Local channel may be dialled only after it has dialled itself.
    private func root(of caller: Leg) -> Leg? {
        if let root = graph.root(of: caller) { return root }
        guard graph.isRootUnknown(caller), let first = caller.seance.first, first.isAnnounced,
            graph.legs[first.id] === first
        else { return nil }
        return first
    }

    /// A party is dialled.
    func ring(_ callee: Leg, _ root: Leg?) {
        if let connection = callee.connection {
            if let root, !connection.isBridged { adopt(root, into: connection) }
            return
        }
        guard let root, root !== callee else { return originate(callee) }
        if !root.isAnnounced { comeIn(root) }
        unite(root.seance, callee.seance)
        let open = root.connection.flatMap { $0.isBridged ? nil : $0 }
        guard !callee.isAnnounced else {
            // Somebody who called takes a call that rings elsewhere.
            let connection = open ?? beginRound(root, first: callee, number: root.nextNumber ?? callee.number)
            return move(callee, to: connection)
        }
        callee.isOutgoing = true
        if let domain = callee.domain, root.seance.home == nil { setHome(domain, of: root.seance) }
        let number = root.nextNumber ?? callee.number ?? callee.endpoint
        // Click to dial: the leg that was called first calls on.
        if open != nil, root.isOutgoing { setNextNumber(number, of: root.seance) }
        let connection = open ?? beginRound(root, first: callee, number: number)
        announce(callee, state: nil)
        move(callee, to: connection)
        catchUp(callee)
    }

    /// Tells what was heard of a leg before it was dialled.
    private func catchUp(_ leg: Leg) {
        switch leg.channelState {
        case .ringing: setState("ringing", of: leg)
        case .early: setState("early", of: leg)
        case .up: setState("answered", of: leg)
        case .down, .incoming: break
        }
    }

    /// A dial round of `caller`: a connection, with its first call.
    private func beginRound(_ caller: Leg, first callee: Leg, number: String?) -> Connection {
        let seance = caller.seance
        let domains = seance.told.adding(callee.domain)
        if !domains.isEmpty { seance.told = domains }
        setNextNumber(number, of: seance)
        let connection = makeConnection(of: caller, in: seance, told: seance.told)
        create(connection, from: caller.number, to: number, state: "Forking")
        move(caller, to: connection)
        return connection
    }

    /// A connection that is named after one of its calls.
    func makeConnection(of leg: Leg, in seance: Seance, told: [String]) -> Connection {
        leg.connectionsNamed += 1
        let connection = Connection(id: "\(leg.id)/\(leg.connectionsNamed)", seance: seance)
        connection.told = told
        seance.connections.append(connection)
        return connection
    }

    func create(_ connection: Connection, from: String?, to: String?, state: String) {
        (connection.from, connection.to) = (from, to)
        // A picture does not say which recordings run.
        let unheard: [PBXEvent.Value] = isTakingPicture ? [.init(.unheard, "record")] : []
        tell(
            .connectionCreate, connection,
            PBXEvent.Value.maybe(.from, from) + PBXEvent.Value.maybe(.to, to) + [.init(.state, state)] + unheard)
        attach(connection)
    }

    /// The PBX itself calls a leg: a connection that waits for the other side.
    func originate(_ leg: Leg) {
        leg.isOutgoing = true
        announce(leg.seance, first: leg, from: leg.number, to: nil)
        let number = leg.number ?? leg.endpoint
        setNextNumber(number, of: leg.seance)
        let connection = makeConnection(of: leg, in: leg.seance, told: leg.seance.told)
        connection.isOriginated = true
        create(connection, from: nil, to: number, state: "Forking")
        announce(leg, state: nil)
        move(leg, to: connection)
        catchUp(leg)
    }

    /// A caller takes over a connection that rings.
    private func adopt(_ root: Leg, into connection: Connection) {
        guard root.connection !== connection else { return }
        if !root.isAnnounced { comeIn(root) }
        unite(root.seance, connection.seance)
        move(root, to: connection)
    }

    /// A dial is over.
    func dialOver(_ result: DialResult) {
        guard let callee = graph.legs[result.callee] else { return }
        let caller = result.caller.flatMap { graph.legs[$0] }
        if callee.dialler == nil || callee.dialler?.caller !== caller {
            // A pickup, or a transfer of a phone that rings: the answer is the first that is said of this pair.
            guard result.status == "ANSWER", caller != nil else { return }
            dials(Dialling(caller: result.caller, callee: result.callee))
        }
        callee.dialler?.isOver = true
        callee.results.insert(result.status)
        for party in graph.parties(below: callee) { party.results.insert(result.status) }
        guard let root = caller.flatMap({ graph.root(of: $0) }) else { return }
        if let forward = result.forward {
            callee.isForwarded = true
            root.nextNumber = forward
            setNextNumber(forward, of: root.seance)
        }
        if let connection = root.connection { endIfDone(connection) }
    }

    /// The dialplan of a channel begins to dial, or says how it went. A dial that made no leg has left no other trace.
    func dialStatus(_ id: String, _ status: String, _ number: String?) {
        guard let leg = graph.legs[id] else { return }
        guard !status.isEmpty else {
            leg.dialsNothing = true
            return
        }
        guard leg.dialsNothing == true, let code = Failure.code(ofDialStatus: status), let party = party(behind: id),
            party.isAnnounced
        else { return }
        leg.dialsNothing = nil
        tellFailure(
            [.init(.code, code), .init(.reason, status)] + PBXEvent.Value.maybe(.number, number ?? party.dialled)
                + [.init(.call, party.id), .init(.seance, party.seance.id)], party)
    }
}
