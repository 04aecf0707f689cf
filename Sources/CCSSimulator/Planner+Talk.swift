/// The talk and its end: holds, transfers, recordings, hang-ups.
extension Planner {
    /// From the answer to the end of the seance, with at most `most` transfers.
    mutating func converse(
        caller: UInt8, with first: (call: UInt8, party: Party), in opened: UInt8, transfers most: Int
    ) {
        var peer = first
        var connection = opened
        var transfers = 0
        while true {
            join(caller: caller, peer: peer, connection: connection)
            let recordAt = startRecord(connection)
            talk(caller: caller, peer: peer.call, connection: connection, recordAt: recordAt)
            let isRecorded = recordAt != nil
            occupy(peer.party)
            if fate == .nothingMoreIsHeard { return }
            guard transfers < most, random.perMille(nearMisses ? 600 : 150),
                let next = nextStop(isFirst: transfers == 0)
            else {
                return endTalk(caller: caller, peer: peer.call, connection: connection, isRecorded: isRecorded)
            }
            transfers += 1
            if next.isLoop { note(.loop, .seance, from: now, to: nil) }
            tell(.seanceSetNextNumber, detail: next.number)
            wait(5...30)
            setHold(true, caller: caller, connection: connection)
            wait(400...6_000)
            letGo(peer.call, of: connection, isRecorded: isRecorded)
            if nearMisses, random.perMille(500), !park(caller) { return hangUp(caller: caller) }
            let ringing = ring(caller: caller, number: next.number, parties: next.parties)
            guard let winner = ringing.winner else {
                closeUnanswered(ringing.connection)
                return hangUp(caller: caller)
            }
            (peer, connection) = (winner, ringing.connection)
        }
    }

    /// Somebody answered. A domain that got only the events of its operator's call gets all events from here on, and the links
    /// between the objects.
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

    /// Returns when the recording starts; nil if it never does.
    private mutating func startRecord(_ connection: UInt8) -> Int32? {
        if faults, random.perMille(nearMisses ? 150 : 40) { return nil }
        let isLate = nearMisses && random.perMille(400)
        let delay = random.within(isLate ? across(.unrecorded) : 50...2_500)
        tell(.connectionStartRecord, connection, after: delay)
        return now &+ Int32(truncatingIfNeeded: delay)
    }

    /// Talks for some seconds to some minutes, in one to three parts with holds in between.
    private mutating func talk(caller: UInt8, peer: UInt8, connection: UInt8, recordAt: Int32?) {
        let isSilent = fate == .longSilence
        let length = isSilent ? random.within(across(.silent)) : drawLength()
        let holds = isSilent ? 0 : [0, 0, 0, 0, 0, 0, 0, 1, 1, 2][random.below(10)]
        // With near misses, a recording may start late, but within the first part.
        let piece = max(nearMisses ? 22_000 : 4_000, length / (holds + 1))
        for index in 0...holds {
            let begin = now &+ 1
            if !isSilent, random.perMille(200) { tell(.connectionUpdate, connection, state: .dialog, after: piece / 3) }
            if !isSilent, random.perMille(60) {
                for digit in 0..<random.within(1...3) {
                    tell(.callDTMF, caller, detail: UInt8(random.below(12)), after: piece / 2 + digit * 330)
                }
            }
            wait(piece...(piece + 900))
            // A connection without a state counts as talking during its holds too. Its parts are listed anyway.
            note(.unrecorded, .connection(connection), from: begin, to: min(recordAt ?? now, now))
            guard index < holds else { break }
            setHold(true, caller: caller, connection: connection)
            let held = now
            let isLong = faults && random.perMille(nearMisses ? 400 : 60)
            wait(isLong ? (nearMisses ? across(.held) : 125_000...420_000) : 3_000...60_000)
            note(.held, .call(caller), from: held, to: now)
            setHold(false, caller: caller, connection: connection)
        }
    }

    private mutating func drawLength() -> Int {
        switch random.below(100) {
        case 0..<15: random.within(4_000...12_000)
        case 15..<60: random.within(12_000...60_000)
        case 60..<88: random.within(60_000...180_000)
        case 88..<97: random.within(180_000...480_000)
        default: random.within(480_000...1_100_000)
        }
    }

    private mutating func setHold(_ isHeld: Bool, caller: UInt8, connection: UInt8) {
        tell(.callSetState, caller, state: isHeld ? .hold : .talk)
        tell(.connectionUpdate, connection, state: isHeld ? .hold : .dialog, after: 1)
        tell(.seanceSetState, state: isHeld ? .hold : .talk, after: 2)
    }

    // MARK: - Transfer

    /// The next target of the call: a colleague whom it has not reached before, sometimes with others who ring too. With
    /// faults, a call that was transferred once may return to its queue.
    private mutating func nextStop(isFirst: Bool) -> (number: UInt8, parties: [Party], isLoop: Bool)? {
        // Returning to the queue before any other number is no loop.
        if nearMisses || faults && !isFirst, random.perMille(nearMisses ? 400 : 300) {
            let isLoop = script.numbers.count > Int(Self.queueNumber) + 1
            return (Self.queueNumber, candidates(1...4), isLoop)
        }
        for _ in 0..<8 {
            let person = pickOperator(domain: anyDomain(otherThanHome: 250))
            if visited.contains(person.key) { continue }
            let companions = random.perMille(300) ? candidates(1...2).filter { $0.numberKey != person.key } : []
            visited.append(person.key)
            return (addNumber(of: .person(person)), [.person(person)] + companions, false)
        }
        return nil
    }

    /// The peer leaves. The caller stays, and waits in the next connection.
    private mutating func letGo(_ peer: UInt8, of connection: UInt8, isRecorded: Bool) {
        tell(.callSetState, peer, state: .bye)
        tell(.callDelete, peer, after: random.within(3...40))
        closeTalk(connection, isRecorded: isRecorded, after: 60)
    }

    /// The caller waits in a queue or is parked before others ring. Returns false if the caller gives up.
    private mutating func park(_ caller: UInt8) -> Bool {
        wait(100...300)
        waitsSince = now
        tell(.callSetState, caller, state: random.perMille(500) ? .parked : .queue)
        wait(across(.waiting))
        return !random.perMille(200)
    }

    // MARK: - The end

    private mutating func closeTalk(_ connection: UInt8, isRecorded: Bool, after delay: Int) {
        tell(.connectionDelete, connection, after: delay)
        guard isRecorded else { return }
        let isLost = faults && random.perMille(nearMisses ? 100 : 25)
        let isLate = faults && random.perMille(nearMisses ? 400 : 10)
        let end = now &+ Int32(truncatingIfNeeded: delay)
        if isLost { return note(.unfinished, .connection(connection), from: end, to: nil) }
        let late = nearMisses ? across(.unfinished) : 65_000...240_000
        let pause = random.within(isLate ? late : 900...20_000)
        note(.unfinished, .connection(connection), from: end, to: end &+ Int32(truncatingIfNeeded: pause))
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
        switch fate {
        case .connectionNeverEnds: break
        case .connectionOutlivesSeance:
            closeTalk(connection, isRecorded: isRecorded, after: random.within(across(.outlived)))
        default: closeTalk(connection, isRecorded: isRecorded, after: 30)
        }
        endSeance(calls: [caller, peer])
    }

    /// Deletes the calls and then the seance, unless the fate of the seance changes that.
    mutating func endSeance(calls: [UInt8]) {
        for (place, call) in calls.enumerated() {
            switch fate {
            case .callerNeverEnds where place == 0, .peerNeverEnds where place == 1: continue
            case .callsOutliveSeance:
                tell(.callDelete, call, after: random.within(nearMisses ? across(.outlived) : 20_000...600_000))
            default: tell(.callDelete, call, after: random.within(1...25))
            }
        }
        wait(35...150)
        tell(.seanceSetState, state: .final)
        wait(1...10)
        tell(.seanceDelete)
    }
}
