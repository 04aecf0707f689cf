/// The talk and how it ends: holds, transfers, records, goodbyes.
extension Planner {
    /// From the answer to the end of the seance, with at most so many `transfers`.
    mutating func converse(
        caller: UInt8, with first: (call: UInt8, party: Party), in opened: UInt8, transfers most: Int
    ) {
        var peer = first
        var connection = opened
        var transfers = 0
        while true {
            join(caller: caller, peer: peer, connection: connection)
            let isRecorded = startRecord(connection)
            talk(caller: caller, peer: peer.call, connection: connection)
            occupy(peer.party)
            if fate == .nothingMoreIsHeard { return }
            guard transfers < most, random.perMille(150), let next = nextStop(isFirst: transfers == 0) else {
                return endTalk(caller: caller, peer: peer.call, connection: connection, isRecorded: isRecorded)
            }
            transfers += 1
            tell(.seanceSetNextNumber, detail: next.number)
            wait(5...30)
            setHold(true, caller: caller, connection: connection)
            wait(400...6_000)
            letGo(peer.call, of: connection, isRecorded: isRecorded)
            let ringing = ring(caller: caller, number: next.number, parties: next.parties)
            guard let winner = ringing.winner else {
                closeUnanswered(ringing.connection)
                return hangUp(caller: caller)
            }
            (peer, connection) = (winner, ringing.connection)
        }
    }

    /// Somebody answered. A domain that had heard of its fork alone hears of the whole from here on, and is told how
    /// things hang together.
    private mutating func join(caller: UInt8, peer: (call: UInt8, party: Party), connection: UInt8) {
        visited.append(peer.party.numberKey)
        var isNew = false
        if let domain = domain(of: peer.party), !participants.contains(UInt16(domain)) {
            participants.append(UInt16(domain))
            isNew = true
        }
        wait(1...3)
        tell(.connectionUpdate, connection, state: .dialog, other: peer.call)
        if isNew {
            tell(.connectionAttach, connection, after: 1)
            tell(.connectionLink, connection, other: caller, after: 2)
            tell(.connectionLink, connection, other: peer.call, after: 3)
            tell(.callAttach, caller, after: 4)
        }
        tell(.callAttach, peer.call, after: 5)
        wait(10...40)
        tell(.callSetState, peer.call, state: .talk)
        tell(.callSetState, caller, state: .talk, after: 1)
        tell(.seanceSetState, state: .talk, after: 2)
        if random.perMille(500) { tell(.seanceUpdate, other: peer.call, after: random.within(3...50)) }
    }

    private mutating func startRecord(_ connection: UInt8) -> Bool {
        if faults, random.perMille(40) { return false }
        tell(.connectionStartRecord, connection, after: random.within(50...2_500))
        return true
    }

    /// Some seconds to some minutes, in one to three pieces with holds between.
    private mutating func talk(caller: UInt8, peer: UInt8, connection: UInt8) {
        let length =
            switch random.below(100) {
            case 0..<15: random.within(4_000...12_000)
            case 15..<60: random.within(12_000...60_000)
            case 60..<88: random.within(60_000...180_000)
            case 88..<97: random.within(180_000...480_000)
            default: random.within(480_000...1_100_000)
            }
        let holds = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2][random.below(10)]
        let piece = max(4_000, length / (holds + 1))
        for index in 0...holds {
            if random.perMille(200) { tell(.connectionUpdate, connection, state: .dialog, after: piece / 3) }
            if random.perMille(60) {
                for digit in 0..<random.within(1...3) {
                    tell(.callDTMF, caller, detail: UInt8(random.below(12)), after: piece / 2 + digit * 330)
                }
            }
            wait(piece...(piece + 900))
            guard index < holds else { break }
            setHold(true, caller: caller, connection: connection)
            wait(faults && random.perMille(60) ? 125_000...420_000 : 3_000...60_000)
            setHold(false, caller: caller, connection: connection)
        }
    }

    private mutating func setHold(_ isHeld: Bool, caller: UInt8, connection: UInt8) {
        tell(.callSetState, caller, state: isHeld ? .hold : .talk)
        tell(.connectionUpdate, connection, state: isHeld ? .hold : .dialog, after: 1)
        tell(.seanceSetState, state: isHeld ? .hold : .talk, after: 2)
    }

    // MARK: - Transfer

    /// Where the call goes next: to a colleague whom it has not been at, and sometimes others who ring along. With
    /// faults, a call that was given away once may end up in the queue it came from.
    private mutating func nextStop(isFirst: Bool) -> (number: UInt8, parties: [Party])? {
        if faults, !isFirst, random.perMille(300) { return (Self.queueNumber, candidates(1...4)) }
        for _ in 0..<8 {
            let person = pickOperator(domain: anyDomain(otherThanHome: 250))
            if visited.contains(person.key) { continue }
            let companions = random.perMille(300) ? candidates(1...2).filter { $0.numberKey != person.key } : []
            visited.append(person.key)
            return (addNumber(of: .person(person)), [.person(person)] + companions)
        }
        return nil
    }

    /// The peer goes; the caller stays, and waits in the connection that is opened next.
    private mutating func letGo(_ peer: UInt8, of connection: UInt8, isRecorded: Bool) {
        tell(.callSetState, peer, state: .bye)
        tell(.callDelete, peer, after: random.within(3...40))
        closeTalk(connection, isRecorded: isRecorded, after: 60)
    }

    // MARK: - The end

    private mutating func closeTalk(_ connection: UInt8, isRecorded: Bool, after delay: Int) {
        tell(.connectionDelete, connection, after: delay)
        guard isRecorded else { return }
        let isLost = faults && random.perMille(25)
        let isLate = faults && random.perMille(10)
        if isLost { return }
        let pause = isLate ? random.within(65_000...240_000) : random.within(900...20_000)
        tell(.connectionSetRecordInfo, connection, after: delay + pause)
    }

    private mutating func endTalk(caller: UInt8, peer: UInt8, connection: UInt8, isRecorded: Bool) {
        let callerGoesFirst = random.perMille(550)
        tell(.callSetState, callerGoesFirst ? caller : peer, state: .bye)
        wait(5...80)
        tell(.connectionUpdate, connection, state: .stopping)
        tell(.seanceSetState, state: .stopping, after: 1)
        tell(.callSetState, callerGoesFirst ? peer : caller, state: .final, after: 2)
        wait(4...90)
        if fate != .connectionNeverEnds { closeTalk(connection, isRecorded: isRecorded, after: 30) }
        endSeance(calls: [caller, peer])
    }

    /// Deletes the calls and then the seance, or what the seance's fate makes of that.
    mutating func endSeance(calls: [UInt8]) {
        for (place, call) in calls.enumerated() {
            switch fate {
            case .callerNeverEnds where place == 0, .peerNeverEnds where place == 1: continue
            case .callsOutliveSeance: tell(.callDelete, call, after: random.within(20_000...600_000))
            default: tell(.callDelete, call, after: random.within(1...25))
            }
        }
        wait(35...150)
        tell(.seanceSetState, state: .final)
        wait(1...10)
        tell(.seanceDelete)
    }
}
