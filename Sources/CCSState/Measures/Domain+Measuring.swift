import CCSEvents

/// What events say for the measures. Each moment at which something is said to talk or to ring is taken for itself, the earliest
/// and the latest count: so a feed whose events come in another order measures the same, and nothing counts twice.
extension Domain {
    /// An event of a living call, after it has taken effect; `before` is the header that the call had.
    func measureCall(_ slot: Int, _ event: borrowing Event, before: ObjectHeader, isNew: Bool) {
        guard !event[.state].isEmpty || !changes.isDisjoint(with: [.created, .direction]) else { return }
        let rangBefore = calls[slot].measure.rangAt
        if changes.contains(.direction) {
            calls[slot].measure.isOutgoing = Measure.outgoingWords.hold(texts.text(calls[slot].direction))
        }
        if !event[.state].isEmpty {
            switch isNew ? calls[slot].header.phase : phases.phase(of: event[.state]) {
            case .ringing:
                let known = calls[slot].measure.rangAt.value ?? .max
                if event.at < known, !Measure.statesBeforeRinging.hold(event[.state]) {
                    calls[slot].measure.rangAt = Moment(event.at)
                }
            case .talking:
                measuring.knowsTalk = true
                if before.stale.contains(.state), let connection = callsOfConnections.parent(of: slot),
                    !isFirst(slot, of: connection)
                {
                    doubtAnswer(of: connection)
                }
                if event.at < calls[slot].measure.talkedAt.value ?? .max {
                    calls[slot].measure.talkedAt = Moment(event.at)
                }
                talks(slot, from: event.at)
            case .none, .other, .queue, .ivr, .held, .parked, .voicemail, .ending: break
            }
            // Whether it talked all the time through a gap is not known.
            if before.phase == .talking, !before.stale.contains(.state), calls[slot].header.phase != .talking {
                talked(slot, at: event.at)
            }
        }
        measureDelay(slot, rangBefore: rangBefore)
    }

    /// An event of a living connection, after it has taken effect; `before` is the header that the connection had.
    func measureConnection(_ slot: Int, _ event: borrowing Event, before: ObjectHeader, isNew: Bool) {
        guard !event[.state].isEmpty else { return }
        let header = connections[slot].header
        if (isNew ? header.phase : phases.phase(of: event[.state])) == .talking {
            measuring.knowsTalk = true
            if before.stale.contains(.state) { doubtAnswer(of: slot) }
            noteTalk(
                slot, from: event.at,
                until: header.phase == .talking ? nil : max(event.at, header.phaseSince.orBefore))
        }
        // Whether it talked all the time through a gap is not known.
        if before.phase == .talking, !before.stale.contains(.state), header.phase != .talking {
            noteTalk(slot, from: event.at, until: event.at)
        }
    }

    /// A call was linked to a connection, or is said to be once more; `before` is the connection in which it was.
    func measureLink(_ call: Int, to connection: Int, from before: Int?, at: Int64) {
        if let before, before != connection, calls[call].header.phase == .talking, !isFirst(call, of: before) {
            noteTalk(before, from: at, until: at)
        }
        let first = connections[connection].measure
        if isFirst(call, of: connection) || first.firstSerial == 0 {
            setFirst(call, of: connection)
            if at < first.firstLinkedAt.value ?? .max { connections[connection].measure.firstLinkedAt = Moment(at) }
        } else if before != connection {
            if at < first.firstLinkedAt.orBefore {
                // It was first all the time: the other one is not, and what it did counts.
                setFirst(call, of: connection)
                connections[connection].measure.firstLinkedAt = Moment(at)
                let other = first.firstCall < .max ? Int(first.firstCall) : callsOfConnections.first(of: connection)
                guard let other, calls[other].header.serial == first.firstSerial else { return }
                measureMember(other, of: connection)
            } else {
                measureMember(call, of: connection)
            }
        }
    }

    /// A call ended, wherever it was.
    func measureEnd(ofCall slot: Int, at: Int64) {
        guard let connection = callsOfConnections.parent(of: slot), !isFirst(slot, of: connection) else { return }
        if calls[slot].header.phase == .talking {
            guard !isUncertain(calls[slot].header) else { return }
            talked(slot, at: max(at, calls[slot].header.phaseSince.orBefore))
        } else if calls[slot].measure.isLost {
            countLost(1, in: connection, at: at)
        }
    }

    /// A connection ended. Cost: its calls, each of which was linked by an event.
    func measureEnd(ofConnection slot: Int) {
        let before = connections[slot].outcome(endedAt: nil)
        if talksNow(slot), connections[slot].header.endedAt.orBefore > connections[slot].measure.talkedUntil.orBefore {
            connections[slot].measure.talkedUntil = connections[slot].header.endedAt
        }
        settle(slot, before)
    }

    /// A failure was told: an attempt that is decided, and a leg that is not lost but failed.
    func measureFailure(_ number: TextID, call: Int?, at: Int64) {
        let outcome = Outcome.failed(at: at)
        measuring.ring.count(outcome)
        numberStats.measure(number) { $0.count(outcome) }
        guard let call, !calls[call].measure.hasFailed else { return }
        if calls[call].header.life == .ended, calls[call].measure.isLost,
            let connection = callsOfConnections.parent(of: call), !isFirst(call, of: connection)
        {
            countLost(-1, in: connection, at: calls[call].header.endedAt.orBefore)
        }
        calls[call].measure.hasFailed = true
    }

    /// It became known to which number a connection goes: what was decided before counts for that too.
    func measureNumber(ofConnection slot: Int) {
        guard let outcome = connections[slot].outcome(endedAt: connections[slot].header.endedAt.value) else { return }
        numberStats.measure(connections[slot].to) { $0.count(outcome) }
    }

    /// A connection began, as is known only now: what it did counts.
    func measureBeginning(ofConnection slot: Int) { settle(slot, nil) }

    /// Whether a connection, living or ending, talks for certain: it says so itself, or a living call but the first one does.
    func talksNow(_ slot: Int) -> Bool {
        let header = connections[slot].header
        if header.phase == .talking, !isUncertain(header) { return true }
        var talks = false
        forEachLiveCall(of: slot) { call, status in
            talks = status.phase == .talking && !isUncertain(status) && !isFirst(call, of: slot)
            return !talks
        }
        return talks
    }

    // MARK: Talk

    /// Notes that a call of a connection counts as the one that was linked first. Nearly always it is the first one there: its place
    /// need not be known.
    private func setFirst(_ call: Int, of connection: Int) {
        connections[connection].measure.firstSerial = calls[call].header.serial
        let isFirstThere = callsOfConnections.first(of: connection) == call
        connections[connection].measure.firstCall = isFirstThere ? .max : UInt32(call)
    }

    func isFirst(_ call: Int, of connection: Int) -> Bool {
        connections[connection].measure.firstSerial == calls.status(call).serial
    }

    /// What a call that is not the first one has done, now that it is known to be none.
    private func measureMember(_ call: Int, of connection: Int) {
        guard callsOfConnections.parent(of: call) == connection else { return }
        if let talked = calls[call].measure.talkedAt.value {
            talks(call, from: talked)
        } else if calls[call].header.life == .ended, calls[call].measure.isLost {
            countLost(1, in: connection, at: calls[call].header.endedAt.orBefore)
        }
    }

    /// A call was talking at a moment, and still is or was until its phase changed.
    private func talks(_ call: Int, from: Int64) {
        guard let connection = callsOfConnections.parent(of: call), !isFirst(call, of: connection) else { return }
        let header = calls[call].header
        var until: Int64?
        if header.phase != .talking {
            until = max(from, header.phaseSince.orBefore)
        } else if let ended = header.endedAt.value {
            until = max(from, ended)
        }
        // What it talked elsewhere before it was linked is no talk of this connection.
        let linked = calls[call].connectionTiedAt.orBefore
        guard until ?? .max >= linked else { return }
        noteTalk(connection, from: max(from, linked), until: until)
    }

    /// A call that talked until now does so no more.
    private func talked(_ call: Int, at: Int64) {
        guard let connection = callsOfConnections.parent(of: call), !isFirst(call, of: connection) else { return }
        noteTalk(connection, from: at, until: at)
    }

    /// A gap leaves open when a connection was answered, if it was not before.
    private func doubtAnswer(of connection: Int) {
        guard connections[connection].measure.answeredAt == .none, connections[connection].header.life == .live
        else { return }
        connections[connection].beganUnheard = true
    }

    /// A connection is known to have talked from one moment to another, or to talk still.
    private func noteTalk(_ slot: Int, from: Int64, until: Int64?) {
        let ended = connections[slot].header.endedAt.value
        if let ended, from > ended { return }
        let last = until.map { min($0, ended ?? $0) } ?? ended ?? from
        let known = connections[slot].measure
        guard from < known.answeredAt.value ?? .max || last > known.talkedUntil.orBefore else { return }
        let before = connections[slot].outcome(endedAt: ended)
        if from < known.answeredAt.value ?? .max { connections[slot].measure.answeredAt = Moment(from) }
        if last > known.talkedUntil.orBefore { connections[slot].measure.talkedUntil = Moment(last) }
        settle(slot, before)
        if known.answeredAt == .none, known.lostCalls > 0 { measuring.ring.countForksLost(known.lostCalls, at: from) }
    }

    /// Counts how a connection's attempt has come out, in place of what was counted for it before.
    private func settle(_ slot: Int, _ before: Outcome?) {
        let outcome = connections[slot].outcome(endedAt: connections[slot].header.endedAt.value)
        guard outcome != before else { return }
        let change = { (ring: inout MeasureRing) in
            if let before { ring.uncount(before) }
            if let outcome { ring.count(outcome) }
        }
        change(&measuring.ring)
        if connections[slot].isCounted { numberStats.measure(connections[slot].to, change) }
    }

    /// Counts a call that ended without talking; it is lost once its connection is answered.
    private func countLost(_ number: Int32, in connection: Int, at: Int64) {
        connections[connection].measure.lostCalls &+= number
        guard let answered = connections[connection].measure.answeredAt.value else { return }
        measuring.ring.countForksLost(number, at: max(at, answered))
    }

    // MARK: Delay

    private func measureDelay(_ slot: Int, rangBefore: Moment) {
        let call = calls[slot].measure
        let delay = call.delay(since: calls[slot].header.createdAt)
        guard delay != call.delay || rangBefore != call.rangAt else { return }
        if call.delay != .max { measuring.delays.count(call.delay, at: rangBefore.orBefore, takesBack: true) }
        if delay != .max { measuring.delays.count(delay, at: call.rangAt.orBefore) }
        calls[slot].measure.delay = delay
    }
}

extension CallMeasure {
    /// Whether its end without talking counts as a fork lost, where there was an answer.
    fileprivate var isLost: Bool { talkedAt == .none && !hasFailed }
}

extension [String] {
    /// Whether one of these words, in lower case, is a text, whatever its case. Cost: the words.
    func hold(_ text: FeedText) -> Bool {
        contains { word in
            word.utf8.count == text.bytes.count && zip(word.utf8, text.bytes).allSatisfy { $0 == $1 | 0x20 }
        }
    }
}
