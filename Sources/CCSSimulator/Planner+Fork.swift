/// Ringing: one connection calls several parties at once, and at most one of them answers.
extension Planner {
    /// The result of ringing.
    struct Ringing {
        var connection: UInt8
        /// The answered call and its party.
        var winner: (call: UInt8, party: Party)?
    }

    /// Operators who may take a call, most of them of the home domain.
    mutating func candidates(_ range: ClosedRange<Int>) -> [Party] {
        var chosen: [Party] = []
        var keys: [UInt64] = []
        for _ in 0..<random.within(range) {
            let isBroken = faults && home == 0 && random.perMille(80)
            let person = isBroken ? Population.broken : pickOperator(domain: anyDomain(otherThanHome: 80))
            guard !keys.contains(person.key), !visited.contains(person.key) || isBroken else { continue }
            keys.append(person.key)
            chosen.append(.person(person))
        }
        return chosen
    }

    /// Calls `parties` for the caller in a new connection. `now` moves to the answer, or to the end of ringing.
    mutating func ring(caller: UInt8, number: UInt8, parties: [Party]) -> Ringing {
        let connection = addConnection(from: caller, to: number)
        tell(.connectionCreate, connection, state: .forking)
        tell(.connectionAttach, connection, after: 1)
        tell(.connectionLink, connection, other: caller, after: 2)
        var ringing = Ringing(connection: connection)

        let begin = now
        var reachable: [(call: UInt8, party: Party, rangAt: Int32)] = []
        now &+= 5
        for party in parties where script.calls.count < 240 {
            wait(3...40)
            if let (call, rangAt) = callOut(to: party, in: connection) { reachable.append((call, party, rangAt)) }
        }

        let isLong = faults && random.perMille(nearMisses ? 300 : 12)
        let answers = !reachable.isEmpty && random.perMille(850)
        let patience =
            isLong && nearMisses
            ? across(.ringing)
            : answers ? (isLong ? 33_000...75_000 : 2_500...17_000) : (isLong ? 35_000...90_000 : 14_000...23_000)
        now = begin &+ Int32(reachable.isEmpty ? random.within(2_500...4_000) : random.within(patience))
        if answers {
            let winner = reachable[random.below(reachable.count)]
            ringing.winner = (winner.call, winner.party)
            note(.ringing, .call(winner.call), from: winner.rangAt, to: now)
        }
        if let winner = ringing.winner {
            tell(.callSetState, winner.call, state: .answered, also: domain(of: winner.party))
            endWait(at: now)
        }
        for (call, party, rangAt) in reachable {
            occupy(party)
            if call != ringing.winner?.call { note(.ringing, .call(call), from: rangAt, to: cancel(call, of: party)) }
        }
        return ringing
    }

    /// Calls one party. Returns nil if the call fails at once. `rangAt` is when it begins to ring.
    private mutating func callOut(to party: Party, in connection: UInt8) -> (call: UInt8, rangAt: Int32)? {
        let call = addCall(party, incoming: false)
        let own = domain(of: party)
        tell(.callCreate, call, state: .unset, also: own)
        tell(.connectionLink, connection, other: call, after: random.within(1...4))
        if let cause = failure(of: party) {
            let delay = random.within(150...1_700)
            // The failure of an operator belongs only to this call, so it names no connection and no seance.
            let joint = own == nil ? connection : Step.nobody
            tell(.connectionFailure, joint, other: call, detail: cause, after: delay, also: own)
            tell(.callSetState, call, state: .final, after: delay + 1, also: own)
            tell(.callDelete, call, after: delay + random.within(3...80), also: own)
            return nil
        }
        let delay = own == nil ? random.within(300...2_200) : random.within(80...900)
        let isEarly = own == nil && random.perMille(400)
        if isEarly { tell(.callSetState, call, state: .early, after: delay / 2) }
        tell(.callSetState, call, state: .ringing, after: delay, also: own)
        return (call, now &+ Int32(truncatingIfNeeded: isEarly ? delay / 2 : delay))
    }

    /// Ends a call of a fork that was not answered, or not first. Sometimes the end is not sent. Returns when it stops
    /// ringing.
    private mutating func cancel(_ call: UInt8, of party: Party) -> Int32? {
        if faults, random.perMille(2) { return nil }
        let own = domain(of: party)
        let delay = random.within(3...60)
        tell(.callSetState, call, state: .cancelled, after: delay, also: own)
        tell(.callDelete, call, after: delay + random.within(5...120), also: own)
        return now &+ Int32(truncatingIfNeeded: delay)
    }

    private mutating func failure(of party: Party) -> UInt8? {
        switch party {
        case .person(let person):
            if faults, person == Population.broken {
                return random.perMille(800) ? FailureCause.unavailable : FailureCause.pick(&random)
            }
            return random.perMille(isBadQuarter ? 83 : 10) ? FailureCause.busy : nil
        case .outside(let number):
            if isTrunkFailing, random.perMille(600) { return FailureCause.serviceUnavailable }
            // A failed connection counts as two attempts: a quarter of all connections makes a fifth of all attempts.
            let bad = nearMisses ? 250 : 850
            let share = faults ? (population.badNumbers.contains(number) ? bad : 60) : 40
            return random.perMille(share) ? FailureCause.pick(&random) : nil
        }
    }

    func domain(of party: Party) -> Int? {
        if case .person(let person) = party { return person.domain }
        return nil
    }

    /// The party is busy until now.
    mutating func occupy(_ party: Party) {
        if case .person(let person) = party { population.occupy(person, until: script.birth + Int64(now)) }
    }
}
