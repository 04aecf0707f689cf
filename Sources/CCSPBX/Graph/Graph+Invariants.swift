extension Graph {
    /// The faults of the graph, for tests and the fuzzer. Empty while the graph is sound.
    func checkInvariants() -> [String] {
        var faults: [String] = []
        let expect = { (isTrue: Bool, fault: @autoclosure () -> String) in if !isTrue { faults.append(fault()) } }
        for (id, leg) in legs {
            expect(id == leg.id || leg.laterIDs.contains(id), "\(id) is a key of \(leg.id)")
            expect(leg.seance.legs.contains { $0 === leg } && !leg.seance.isOver, "\(id) is not in its seance")
            expect(leg.pair.map { $0.pair === leg } ?? true, "the pair of \(id) is another's")
            expect(leg.bridges.count <= Self.mostBridges, "\(id) is in too many bridges")
            for bridge in leg.bridges {
                expect(
                    bridge.members.contains { $0 === leg } && bridges[bridge.id] === bridge, "\(id) left \(bridge.id)")
            }
            if let connection = leg.connection {
                expect(!connection.isOver, "\(id) is in a connection that is over")
                expect(connection.calls.contains { $0 === leg }, "\(id) is not in its connection")
            }
            if let dial = leg.dialler {
                expect(dial.callee === leg, "\(id) is dialled as another")
                expect(dial.caller.map { $0.dials.contains { $0 === dial } } ?? true, "\(id) is not among the dialled")
            }
            for dial in leg.dials {
                expect(dial.caller === leg && legs[dial.callee.id] === dial.callee, "\(id) dials nobody")
            }
        }
        for (id, bridge) in bridges {
            expect(id == bridge.id && !bridge.members.isEmpty, "the bridge \(id) is empty")
            for leg in bridge.members { expect(legs[leg.id] === leg, "\(leg.id) in the bridge \(id) is gone") }
        }
        for (id, seance) in seances {
            expect(seance.ids.contains(id) && !seance.isOver && !seance.legs.isEmpty, "the seance \(id) is empty")
            for leg in seance.legs {
                expect(leg.seance === seance && legs[leg.id] === leg, "\(leg.id) is not of \(id)")
            }
            for connection in seance.connections {
                expect(connection.seance === seance && !connection.isOver, "\(connection.id) is not of \(id)")
                expect(!connection.calls.isEmpty, "\(connection.id) has no call")
                for leg in connection.calls { expect(leg.connection === connection, "\(leg.id) left \(connection.id)") }
            }
        }
        return faults
    }
}
