extension Graph {
    /// The party that really dials when `leg` dials: itself, or the party before the Local channels.
    func root(of leg: Leg) -> Leg? {
        if leg.isParty { return leg }
        var seen: Set<ObjectIdentifier> = [ObjectIdentifier(leg)]
        var queue = [leg]
        var next = 0
        while next < queue.count, next < Self.mostSteps {
            let one = queue[next]
            next += 1
            if one.isParty { return one }
            // A step leads to the other half, to the caller, or to the legs in the same bridge.
            var steps: [Leg] = []
            if let caller = one.dialler?.caller { steps.append(caller) }
            if let bridge = one.bridge { steps += bridge.members }
            if let pair = one.pair { steps.append(pair) }
            for step in steps where seen.insert(ObjectIdentifier(step)).inserted { queue.append(step) }
        }
        return nil
    }

    /// Whether the Local channels above `leg` are not dialled yet, as far as is known.
    func isRootUnknown(_ leg: Leg) -> Bool {
        var one = leg
        for _ in 0..<64 {
            if one.isParty { return false }
            guard let half = one.dialler == nil ? one.pair : one else { return true }
            guard let dial = half.dialler else { return true }
            guard let caller = dial.caller else { return false }
            one = caller
        }
        return true
    }

    /// The parties that are dialled by way of `leg`, which is a half of a Local channel, and itself if it is a party.
    func parties(below leg: Leg) -> [Leg] {
        var seen: Set<ObjectIdentifier> = []
        var queue = [leg]
        var found: [Leg] = []
        var next = 0
        while next < queue.count, next < Self.mostSteps {
            let one = queue[next]
            next += 1
            guard seen.insert(ObjectIdentifier(one)).inserted else { continue }
            if one.isParty {
                found.append(one)
                continue
            }
            queue += one.dials.map(\.callee)
            if let pair = one.pair { queue += pair.dials.map(\.callee) }
        }
        return found
    }

    /// Whether a dial of `leg`, or of a Local channel that it dials, is not over.
    func hasOpenDial(_ leg: Leg) -> Bool {
        var seen: Set<ObjectIdentifier> = []
        var queue = [leg]
        var next = 0
        while next < queue.count, next < Self.mostSteps {
            let one = queue[next]
            next += 1
            guard seen.insert(ObjectIdentifier(one)).inserted else { continue }
            for dial in one.dials {
                if !dial.isOver { return true }
                if !dial.callee.isParty { queue.append(dial.callee) }
            }
            if !one.isParty, let pair = one.pair { queue.append(pair) }
        }
        return false
    }

    /// The bridges that Local channels join to one, and the parties in them.
    func cluster(of bridge: Bridge) -> Cluster {
        var cluster = Cluster()
        var queue = [bridge]
        var next = 0
        while next < queue.count, next < Self.mostSteps {
            let one = queue[next]
            next += 1
            guard !cluster.bridges.contains(where: { $0 === one }) else { continue }
            cluster.bridges.append(one)
            for leg in one.members {
                // A leg in two bridges hears the last one.
                if leg.isParty, leg.bridge === one { cluster.parties.append(leg) }
                if !leg.isParty, let other = leg.pair?.bridge { queue.append(other) }
            }
        }
        return cluster
    }
}

/// Bridges that are one, since Local channels join them.
struct Cluster {
    var bridges: [Bridge] = []
    var parties: [Leg] = []

    var isHolding: Bool { bridges.contains { $0.kind == .holding } }
    var isBasic: Bool { bridges.allSatisfy { $0.kind == .basic } }
}
