/// A subscriber calls the centre: voice menu, queue, operators.
extension Planner {
    /// The first number of an inbound seance is the called one, the second is the queue's.
    static let queueNumber: UInt8 = 1

    mutating func planInbound() {
        let caller = addCall(.outside(Population.outsideNumber(&random)), incoming: true)
        addSeance(from: caller, to: addHotlineNumber())
        tell(.callCreate, caller, state: .incoming)
        wait(1...4)
        tell(.seanceCreate, state: .incoming)
        wait(1...3)
        tell(.callAttach, caller)
        visitMenu(caller)
        if random.perMille(80) { return hangUp(caller: caller) }
        if nearMisses {
            if random.perMille(60) { return leaveMessage(caller) }
            if random.perMille(100) { openStrayConnection(caller) }
        }

        let number = addQueueNumber(random.below(Population.queuesPerDomain))
        tell(.seanceSetNextNumber, detail: number)
        wait(1...6)
        tell(.seanceSetState, state: .queue)
        tell(.callSetState, caller, state: .queue, after: 1)
        waitsSince = now &+ 1
        if random.perMille(350) { tell(.callUpdate, caller, after: random.within(4...38)) }
        let isLong = nearMisses && random.perMille(500)
        wait(
            isLong
                ? across(.waiting) : random.perMille(600) ? 40...900 : 2_000...(faults ? 40_000 : 30_000))
        if random.perMille(50) { return hangUp(caller: caller) }

        // In a clean feed, no caller waits for a minute.
        for _ in 0..<(faults ? 3 : 1) {
            let ringing = ring(caller: caller, number: number, parties: candidates(1...5))
            if let winner = ringing.winner {
                return converse(caller: caller, with: winner, in: ringing.connection, transfers: 3)
            }
            closeUnanswered(ringing.connection)
            if random.perMille(250) { break }
        }
        hangUp(caller: caller)
    }

    /// The voice menu: a few digits, sometimes the number of a card or a contract.
    private mutating func visitMenu(_ caller: UInt8) {
        wait(200...1_800)
        tell(.callSetState, caller, state: .ivr)
        tell(.seanceSetState, state: .ivr, after: 1)
        wait(1_500...6_000)
        for _ in 0..<random.below(4) {
            tell(.callDTMF, caller, detail: UInt8(random.below(10)))
            wait(500...3_500)
        }
        if random.perMille(120) {
            for _ in 0..<16 {
                tell(.callDTMF, caller, detail: UInt8(random.below(10)))
                wait(150...420)
            }
            tell(.callDTMF, caller, detail: 11)
        }
        wait(300...2_500)
    }

    /// The caller leaves a message on a machine. That is not waiting.
    private mutating func leaveMessage(_ caller: UInt8) {
        tell(.callSetState, caller, state: .voicemail)
        wait(across(.waiting))
        hangUp(caller: caller)
    }

    /// Opens a connection that never has a call.
    private mutating func openStrayConnection(_ caller: UInt8) {
        let connection = addConnection(from: caller, to: 0)
        tell(.connectionCreate, connection, state: .forking)
        tell(.connectionAttach, connection, after: 1)
        tell(.connectionDelete, connection, after: random.within(across(.empty)))
    }

    /// Ends the caller's wait. With nil, the end is not sent.
    mutating func endWait(at time: Int32?) {
        guard let since = waitsSince else { return }
        waitsSince = nil
        note(.waiting, .seance, from: since, to: time)
    }

    /// Closes a connection that nobody answered. The called party has gone, and the caller still waits.
    mutating func closeUnanswered(_ connection: UInt8) {
        wait(200...260)
        tell(.connectionUpdate, connection, state: .cancelled)
        wait(1...5)
        tell(.connectionDelete, connection)
        wait(20...2_000)
    }

    /// The caller hangs up without having talked, or after the others.
    mutating func hangUp(caller: UInt8) {
        if fate == .nothingMoreIsHeard { return endWait(at: nil) }
        endWait(at: now)
        tell(.callSetState, caller, state: .bye)
        wait(2...40)
        tell(.seanceSetState, state: .stopping)
        wait(1...10)
        endSeance(calls: [caller])
    }
}
