/// A picture replaces the graph. ccs-top deletes calls that it lacks, confirms known ones, and creates new ones with their age.
extension Translator {
    func take(_ picture: Picture) {
        let at = now
        isTakingPicture = true
        defer { isTakingPicture = false }
        let channels = Dictionary(picture.channels.map { ($0.birth.id, $0) }) { first, _ in first }
        removeLegs(butThose: channels)
        graph.forgetTies()
        add(picture.channels)
        endConnections()
        for seance in liveSeances() { endIfEmpty(seance) }
        confirm()
        let new = graph.legs.values.filter { !$0.isAnnounced && $0.isParty }
        for leg in new.sorted(by: { ($0.seance.age, $0.age, $0.serial) < ($1.seance.age, $1.age, $1.serial) }) {
            guard let channel = channels[leg.id] else { continue }
            now = max(0, at - channel.duration)
            begin(leg, channel)
        }
        now = at
        for channel in picture.channels { bringUpToDate(channel) }
        for bridge in graph.bridges.values.sorted(by: { $0.id < $1.id }) { settle(bridge) }
        for channel in picture.channels where channel.isHeld {
            if let leg = graph.legs[channel.birth.id] { hold(leg, true) }
        }
    }

    private func removeLegs(butThose channels: [String: Picture.Channel]) {
        let gone = graph.legs.values.filter { channels[$0.id] == nil }.sorted { $0.isOlder(than: $1) }
        for leg in gone {
            tell(.callDelete, leg)
            leg.connection?.calls.removeAll { $0 === leg }
            graph.remove(leg)
        }
    }

    /// Adds the channels that are new, and ties all of them as the picture says.
    private func add(_ channels: [Picture.Channel]) {
        for channel in channels.sorted(by: { $0.birth.age < $1.birth.age }) {
            graph.add(channel.birth)?.channelState = channel.birth.state
            guard let leg = graph.legs[channel.birth.id] else { continue }
            if channel.birth.state == .up { leg.wasUp = true }
            leg.isHeld = false
        }
        for channel in channels {
            guard let leg = graph.legs[channel.birth.id] else { continue }
            if let bridge = channel.bridge { _ = graph.join(leg, graph.bridge(bridge, channel.bridgeKind)) }
            if let other = channel.pair.flatMap({ graph.legs[$0] }), other !== leg {
                leg.pair?.pair = nil
                other.pair?.pair = nil
                (leg.pair, other.pair) = (other, leg)
            }
        }
    }

    /// Ends connections with fewer than two calls, and those whose calls stopped hearing each other.
    private func endConnections() {
        let connections = liveSeances().flatMap(\.connections).sorted { $0.id < $1.id }
        for connection in connections {
            let together = connection.calls.filter { call in
                guard let bridge = call.bridge, let other = connection.calls.first(where: { $0 !== call }) else {
                    return false
                }
                return graph.cluster(of: bridge).parties.contains { $0 === other }
            }
            let rings = connection.calls.count >= 2 && connection.calls.contains(where: \.isPending)
            if connection.isBridged
                ? together.count >= 2 : rings || connection.isOriginated && !connection.calls.isEmpty
            {
                continue
            }
            connection.isBridged = true
            end(connection)
        }
    }

    private func liveSeances() -> [Seance] {
        var seen: Set<ObjectIdentifier> = []
        return graph.seances.values.filter { seen.insert(ObjectIdentifier($0)).inserted }
            .sorted { ($0.age, $0.id) < ($1.age, $1.id) }
    }

    /// Tells that what stays is still there.
    private func confirm() {
        for leg in graph.legs.values.filter(\.isAnnounced).sorted(by: { $0.isOlder(than: $1) }) {
            tell(.callUpdate, leg)
        }
        for seance in liveSeances() {
            for connection in seance.connections { tell(.connectionUpdate, connection) }
            tell(.seanceUpdate, seance)
        }
    }

    /// A channel that is new.
    private func begin(_ leg: Leg, _ channel: Picture.Channel) {
        guard leg.isParty, !leg.isAnnounced else { return }
        guard channel.isDialled else {
            comeIn(leg)
            if hearsSomebody(leg) { setState("talk", of: leg) }
            return
        }
        guard let caller = caller(of: leg, channel) else { return originate(leg) }
        graph.connect(caller, dials: leg)
        caller.dials.last?.isOver = leg.wasUp
        if leg.wasUp {
            leg.isOutgoing = true
            beginJoined(leg, caller)
        } else {
            ring(leg, caller)
        }
    }

    /// The caller of a leg: its originator, or the oldest caller of its seance.
    private func caller(of leg: Leg, _ channel: Picture.Channel) -> Leg? {
        if let id = channel.birth.originator, let one = party(behind: id), one !== leg { return one }
        let others = leg.seance.legs.filter { $0 !== leg && $0.isParty && $0.isAnnounced }
        return others.first { !$0.isOutgoing } ?? others.first
    }

    private func hearsSomebody(_ leg: Leg) -> Bool {
        guard let bridge = leg.bridge else { return false }
        let cluster = graph.cluster(of: bridge)
        return !cluster.isHolding && cluster.parties.count >= 2
    }

    /// A leg that was dialled and talks with its caller.
    private func beginJoined(_ leg: Leg, _ caller: Leg) {
        let isTogether = leg.bridge.map { graph.cluster(of: $0).parties.contains { $0 === caller } } ?? false
        if isTogether, caller.connection == nil {
            let told = caller.seance.told.adding(leg.domain)
            if !told.isEmpty { caller.seance.told = told }
            let connection = makeConnection(of: caller, in: caller.seance, told: caller.seance.told)
            create(connection, from: caller.number, to: leg.number ?? leg.endpoint, state: "dialog")
            connection.isBridged = true
            move(caller, to: connection)
        }
        announce(leg, state: nil)
        if isTogether, let connection = caller.connection { move(leg, to: connection) }
        setState(hearsSomebody(leg) ? "talk" : "answered", of: leg)
    }

    /// Takes the state, the queue and the parking of a leg from the picture.
    private func bringUpToDate(_ channel: Picture.Channel) {
        guard let leg = graph.legs[channel.birth.id], leg.isParty else { return }
        take(channel.birth.state, of: leg)
        leg.isParked = false
        if let queue = channel.queue { enqueue(leg, queue) }
        if channel.isParked { park(leg) }
        if leg.channelState == .up, leg.bridge == nil { waitAlone(leg) }
    }
}
