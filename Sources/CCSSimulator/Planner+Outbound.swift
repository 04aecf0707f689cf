/// An operator calls a subscriber outside, or a colleague.
extension Planner {
    mutating func planOutbound(to target: Party) {
        let person = pickOperator(domain: home)
        if target.numberKey == person.key { return planInbound() }
        let caller = addCall(.person(person), incoming: true)
        let number = addNumber(of: target)
        addSeance(from: caller, to: number)
        tell(.callCreate, caller, state: .incoming)
        wait(1...4)
        tell(.seanceCreate, state: .early)
        wait(1...3)
        tell(.callAttach, caller)
        wait(5...40)
        tell(.seanceSetNextNumber, detail: number)
        visited.append(target.numberKey)
        wait(2...20)
        tell(.callSetState, caller, state: .early)

        // After a failure, the operator tries a bad number again and again.
        let isBad = population.badNumbers.contains(target.numberKey) && faults
        for attempt in 0...(isBad ? 4 : 0) {
            if attempt > 0 { wait(1_500...6_000) }
            let ringing = ring(caller: caller, number: number, parties: [target])
            if let winner = ringing.winner {
                converse(caller: caller, with: winner, in: ringing.connection, transfers: 0)
                occupy(.person(person))
                return
            }
            closeUnanswered(ringing.connection)
        }
        occupy(.person(person))
        hangUp(caller: caller)
    }
}
