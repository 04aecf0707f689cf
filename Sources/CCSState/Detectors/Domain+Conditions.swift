import CCSEvents

/// The conditions of the detectors that judge objects.
extension Domain {
    /// Since when a detector's condition holds for an object; nil where it does not, or where nobody can know.
    ///
    /// A check-up asks it of each detector, and the header answers for most of them. Functions that are not inlined read the other
    /// records: their stack frame cost each question 20 instructions.
    @inline(__always)
    func since(
        _ detector: Detector, _ kind: EventType.Subject, _ slot: Int, _ header: ObjectHeader
    ) -> Int64? {
        let isLive = header.life == .live
        switch detector {
        case .ringing: return isLive && header.phase == .ringing ? header.phaseSince.value : nil
        case .held: return isLive && header.phase == .held ? header.phaseSince.value : nil
        case .silent: return isLive ? header.newest.value : nil
        case .outlived: return isLive ? outlivedSince(kind, slot, header) : nil
        // Calls may have been linked before its first event was heard, and its recording may have started.
        case .empty: return isLive && !header.isPartial ? emptySince(slot) : nil
        case .unrecorded: return isLive && !header.isPartial ? unrecordedSince(slot, header) : nil
        case .unfinished: return isLive ? nil : unfinishedSince(slot, header)
        case .loop: return isLive ? loopedSince(slot) : nil
        case .waiting: return isLive ? waitingSince(slot) : nil
        case .failing, .stale, .lag: return nil
        }
    }

    @inline(never)
    private func outlivedSince(_ kind: EventType.Subject, _ slot: Int, _ header: ObjectHeader) -> Int64? {
        guard let seance = outlivedSeance(kind, slot, header), seances.status(seance).life == .ended else { return nil }
        return seances[seance].header.endedAt.value
    }

    @inline(never)
    private func emptySince(_ connection: Int) -> Int64? {
        connections[connection].liveCalls == 0 ? connections[connection].emptySince.value : nil
    }

    @inline(never)
    private func unrecordedSince(_ connection: Int, _ header: ObjectHeader) -> Int64? {
        connections[connection].recordStatus == .none ? talkingSince(connection, header) : nil
    }

    @inline(never)
    private func unfinishedSince(_ connection: Int, _ header: ObjectHeader) -> Int64? {
        connections[connection].runsRecording ? header.endedAt.value : nil
    }

    @inline(never)
    private func loopedSince(_ seance: Int) -> Int64? { seances[seance].loopedAt.value }

    @inline(never)
    private func waitingSince(_ seance: Int) -> Int64? {
        let wait = seances[seance].wait
        guard let since = wait.since.value, !wait.isUnknown, firstCaller(of: seance) != nil,
            !stints.hasLost || waitKnowledge(of: seance) == .known
        else { return nil }
        return since
    }

    /// The seance to which a live call or connection belongs, living or ended. A call without an attachment of its own belongs to
    /// the one of its connection, where no attachment can have been missed.
    private func outlivedSeance(_ kind: EventType.Subject, _ slot: Int, _ header: ObjectHeader) -> Int? {
        guard kind == .call else { return connectionsOfSeances.parent(of: slot) }
        if let seance = callsOfSeances.parent(of: slot) { return seance }
        guard !header.isPartial, let connection = callsOfConnections.parent(of: slot),
            !stints.wereLost || isSeanceKnown(ofConnection: connection)
        else { return nil }
        return connectionsOfSeances.parent(of: connection)
    }

    func isSeanceKnown(ofConnection connection: Int) -> Bool {
        let status = connections.status(connection)
        return !status.stale.contains(.seance) && !stints.isLost(status.stint)
    }

    /// Since when a live connection talks: it says so itself, or, where it never said its state, a living call of it does, the
    /// caller's apart. A call that talked before it was linked talks there since the link.
    private func talkingSince(_ slot: Int, _ header: ObjectHeader) -> Int64? {
        if header.phase == .talking { return header.phaseSince.value }
        guard header.phase == .none else { return nil }
        var since: Int64?
        forEachLiveCall(of: slot) { call, status in
            guard status.phase == .talking, !isFirst(call, of: slot), !isUncertain(status),
                !status.stale.contains(.connection)
            else { return true }
            let other = calls[call]
            guard let began = other.header.phaseSince.value else { return true }
            since = min(since ?? .max, max(began, other.connectedSince.orBefore))
            return true
        }
        return since
    }
}
