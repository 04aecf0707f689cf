/// Channels, who dials whom, who hears whom: what the PBX has now.
///
/// Every store is bounded by the number of legs: nothing outlives its last leg.
struct Graph {
    /// The most channels that are kept. Channels beyond are dropped and counted.
    static let mostLegs = 500_000
    /// The most bridges a leg can be in.
    static let mostBridges = 8
    /// The most legs a search goes through.
    static let mostSteps = 10_000

    var legs: [String: Leg] = [:]
    var seances: [String: Seance] = [:]
    var bridges: [String: Bridge] = [:]
    private(set) var born = 0
    /// Channels that were dropped because there were too many.
    private(set) var dropped = 0

    /// Adds a channel. Returns nil if the graph knows it, or if the graph is full.
    mutating func add(_ birth: Birth) -> Leg? {
        guard legs[birth.id] == nil else { return nil }
        guard legs.count < Self.mostLegs else {
            dropped += 1
            return nil
        }
        let originator = birth.originator.flatMap { legs[$0] }
        let seance = originator?.seance ?? self.seance(birth.group ?? birth.id, age: birth.groupAge ?? birth.age)
        let leg = Leg(birth, serial: born, seance: seance)
        born += 1
        seance.legs.append(leg)
        legs[birth.id] = leg
        return leg
    }

    private mutating func seance(_ id: String, age: Age) -> Seance {
        if let known = seances[id] { return known }
        let seance = Seance(id: id, age: age)
        seances[id] = seance
        return seance
    }

    /// The bridge with this id, made when it is first heard of.
    mutating func bridge(_ id: String, _ kind: BridgeKind) -> Bridge {
        if let known = bridges[id] { return known }
        let bridge = Bridge(id: id, kind: kind)
        bridges[id] = bridge
        return bridge
    }

    /// Puts a leg into a bridge; false if it was there.
    mutating func join(_ leg: Leg, _ bridge: Bridge) -> Bool {
        guard !bridge.members.contains(where: { $0 === leg }) else { return false }
        if leg.bridges.count == Self.mostBridges { leave(leg, leg.bridges[0].id) }
        bridge.members.append(leg)
        leg.bridges.append(bridge)
        return true
    }

    /// Takes a leg out of a bridge. An empty bridge is forgotten.
    mutating func leave(_ leg: Leg, _ id: String) {
        guard let bridge = bridges[id] else { return }
        bridge.members.removeAll { $0 === leg }
        leg.bridges.removeAll { $0 === bridge }
        guard bridge.members.isEmpty else { return }
        bridge.connection = nil
        bridges[id] = nil
    }

    /// Notes that one leg dials another. This replaces an earlier caller.
    func connect(_ caller: Leg?, dials callee: Leg) {
        disconnect(callee)
        let dial = Dial(caller: caller, callee: callee)
        callee.dialler = dial
        caller?.dials.append(dial)
    }

    private func disconnect(_ callee: Leg) {
        guard let dial = callee.dialler else { return }
        dial.caller?.dials.removeAll { $0 === dial }
        dial.caller = nil
        callee.dialler = nil
    }

    /// Forgets a leg, and all that leads to it.
    mutating func remove(_ leg: Leg) {
        for bridge in leg.bridges { leave(leg, bridge.id) }
        disconnect(leg)
        for dial in leg.dials { dial.caller = nil }
        leg.dials = []
        leg.pair?.pair = nil
        leg.pair = nil
        leg.connection = nil
        leg.seance.legs.removeAll { $0 === leg }
        legs[leg.id] = nil
        for id in leg.laterIDs { legs[id] = nil }
    }

    /// A leg has another id from now on. It is found by all of its ids.
    mutating func rename(_ old: String, _ new: String) {
        guard let leg = legs[old], legs[new] == nil, leg.laterIDs.count < Self.mostBridges else { return }
        leg.laterIDs.append(new)
        legs[new] = leg
    }

    /// Forgets who dials whom and who hears whom. Legs stay.
    mutating func forgetTies() {
        for bridge in bridges.values {
            bridge.members = []
            bridge.connection = nil
        }
        bridges = [:]
        for leg in legs.values {
            leg.bridges = []
            leg.dials = []
            leg.dialler?.caller = nil
            leg.dialler = nil
            leg.pair = nil
        }
    }

    /// Makes one of two seances out of both: their legs and ids go to `older`.
    mutating func unite(_ older: Seance, _ younger: Seance) {
        for leg in younger.legs { leg.seance = older }
        older.legs += younger.legs
        for id in younger.ids { seances[id] = older }
        older.ids += younger.ids
        for connection in younger.connections { connection.seance = older }
        older.connections += younger.connections
        (younger.legs, younger.connections) = ([], [])
    }

    /// Forgets a seance.
    mutating func remove(_ seance: Seance) {
        seance.isOver = true
        for id in seance.ids { seances[id] = nil }
    }
}
