import CCSEvents

/// Where an id stands.
enum Standing {
    case live(Int)
    case unknown
    case ended(EndedObject)
}

extension Domain {
    /// Where an id stands among the objects of a kind.
    func standing<Record>(_ id: FeedText, in store: borrowing ObjectStore<Record>) -> Standing {
        if let slot = store.find(texts.find(id), in: texts) { return .live(slot) }
        if let ended = store.ended.value(Digest(id)) { return .ended(ended) }
        return .unknown
    }

    /// Whether an event may go on with an object: it lives, was never heard of, or is created anew after its end.
    func mayLive(_ standing: Standing, _ event: borrowing Event) -> Bool {
        guard case .ended(let ended) = standing else { return true }
        guard event.row.action == .create else { return false }
        return event.at > ended.at
    }

    /// The live call of an id, born if need be.
    func liveCall(_ id: FeedText, _ standing: Standing, at: Int64) -> Int {
        if case .live(let slot) = standing { return slot }
        if calls.liveCount >= limits.liveObjects, let silent = calls.silentOne() { evictCall(silent) }
        let slot = born(id, standing, in: &calls, at: at)
        if calls.liveCount > peaks.calls { peaks.calls = max(peaks.calls, confirmedCounts.calls) }
        return slot
    }

    /// The live connection of an id, born if need be.
    func liveConnection(_ id: FeedText, _ standing: Standing, _ event: borrowing Event) -> Int {
        if case .live(let slot) = standing { return slot }
        if connections.liveCount >= limits.liveObjects, let silent = connections.silentOne() { evictConnection(silent) }
        let slot = born(id, standing, in: &connections, at: event.at)
        connections[slot].emptySince = Moment(event.at)
        rates.count(.connections, at: event.at)
        if tellsOfBeginning(event) {
            rates.count(.attempts, at: event.at)
        } else {
            connections[slot].beganUnheard = true
        }
        if connections.liveCount > peaks.connections {
            peaks.connections = max(peaks.connections, confirmedCounts.connections)
        }
        return slot
    }

    /// The live seance of an id, born if need be.
    func liveSeance(_ id: FeedText, _ standing: Standing, _ event: borrowing Event) -> Int {
        if case .live(let slot) = standing { return slot }
        if seances.liveCount >= limits.liveObjects, let silent = seances.silentOne() { evictSeance(silent) }
        let slot = born(id, standing, in: &seances, at: event.at)
        if tellsOfBeginning(event) {
            rates.count(.seances, at: event.at)
        } else {
            seances[slot].beganUnheard = true
            heardOver[seances[slot].header.stint].seancesFromBefore += 1
        }
        if seances.liveCount > peaks.seances { peaks.seances = max(peaks.seances, confirmedCounts.seances) }
        return slot
    }

    /// Whether the event that brings an object to life says that it begins: its create does.
    ///
    /// Some domains never hear creates. There a link, an attachment or an update counts as the beginning, unless it says that the
    /// object is held or ends. But for a minute after ccs-top joined, and after a gap, such an event is nearly always of an object
    /// that began before.
    private func tellsOfBeginning(_ event: borrowing Event) -> Bool {
        switch event.row.action {
        case .create: return true
        case .tie, .update: break
        default: return false
        }
        // A change of the state tells of an object that had one before.
        if event.type == .callSetState { return false }
        if event.type == .seanceSetState { return false }
        guard let joinedAt, event.at >= max(joinedAt, stints.missedUntil ?? 0) + 60_000 else { return false }
        switch phases.phase(of: event[.state]) {
        case .held, .parked, .ending: return false
        default: return true
        }
    }

    /// A create came of an object that was heard of before: it began then, as far as that was not known.
    func noteCreate(ofConnection slot: Int, at: Int64) {
        guard connections[slot].beganUnheard else { return }
        connections[slot].beganUnheard = false
        rates.count(.attempts, at: at)
        measureBeginning(ofConnection: slot)
    }

    /// The same of a seance.
    func noteCreate(ofSeance slot: Int, at: Int64) {
        guard seances[slot].beganUnheard else { return }
        seances[slot].beganUnheard = false
        heardOver[seances[slot].header.stint].seancesFromBefore -= 1
        rates.count(.seances, at: at)
    }

    private func born<Record>(_ id: FeedText, _ standing: Standing, in store: inout ObjectStore<Record>, at: Int64)
        -> Int
    {
        changes.insert(.born)
        // A create that starts an ended id anew.
        if case .ended = standing { store.ended.remove(Digest(id)) }
        let text = texts.intern(id)
        let slot = store.create(text, at: Moment(at), in: &texts)
        hearFirst(&store[slot].header, Record.kind)
        return slot
    }

    /// Counts an event as one of a call; says whether it is not older than the call's newest.
    @inline(__always)
    func touchCall(_ slot: Int, _ event: borrowing Event) -> Bool {
        hear(call: slot)
        return touch(&calls[slot].header, event)
    }

    /// Counts an event as one of a connection, as ``touchCall(_:_:)`` does.
    @inline(__always)
    func touchConnection(_ slot: Int, _ event: borrowing Event, provesLife: Bool = true) -> Bool {
        if provesLife || !stints.isLost(connections[slot].header.stint) { hear(connection: slot) }
        return touch(&connections[slot].header, event)
    }

    /// Counts an event as one of a seance, as ``touchCall(_:_:)`` does.
    @inline(__always)
    func touchSeance(_ slot: Int, _ event: borrowing Event) -> Bool {
        hear(seance: slot)
        return touch(&seances[slot].header, event)
    }

    private func touch(_ header: inout ObjectHeader, _ event: borrowing Event) -> Bool {
        // A time that is ahead of the clock, by a network's jitter or before the clock was confirmed, must not freeze the object.
        let isNew = event.at >= min(header.newest.orBefore, clock.newest)
        if isNew {
            header.newest = Moment(event.at)
            header.lastType = event.type
        }
        return isNew
    }

    /// Sets a field: a new event replaces what is held, an older one fills a gap.
    func take(_ text: FeedText, into field: inout TextID, asWord isWord: Bool = false, isNew: Bool, _ change: Changes) {
        guard !text.isEmpty, isNew || !field.isSome, texts.text(field) != text else { return }
        texts.release(field)
        field = isWord ? texts.internWord(text) : texts.intern(text)
        changes.insert(change)
    }

    /// Takes what every kind of object has from an event: its state, and from a create when it was.
    func takeHeader(
        _ header: inout ObjectHeader, of kind: EventType.Subject, _ event: borrowing Event, isNew: Bool
    ) {
        takeState(&header, event, isNew: isNew)
        if event.row.action == .create, header.isPartial {
            heardOver[header.stint].partial[Int(kind.rawValue)] -= 1
        }
        if event.row.action == .create, event.at < header.createdAt.value ?? .max {
            // Of several creates of one life the earliest says when it began, in whichever order they come.
            header.createdAt = Moment(event.at)
            changes.insert(.created)
        }
    }

    /// Takes the state from an event. After a gap it may have changed back and forth meanwhile: then the phase begins with the event.
    private func takeState(_ header: inout ObjectHeader, _ event: borrowing Event, isNew: Bool) {
        let state = event[.state]
        guard !state.isEmpty else { return }
        let isConfirmation = isNew && header.stale.contains(.state)
        if isNew || !header.state.isSome, texts.text(header.state) != state {
            let isNewState = event.type.tellsOfNewState
            header.isStateOlder = !header.state.isSome && header.isPartial && !isNewState
            texts.release(header.state)
            header.state = texts.internWord(state)
            header.stateSince = Moment(event.at)
            let phase = phases.phase(of: state)
            if phase != header.phase || isConfirmation {
                header.phase = phase
                header.phaseSince = Moment(event.at)
            }
            changes.insert(.state)
        } else if isConfirmation {
            header.phaseSince = Moment(event.at)
        }
        if isConfirmation {
            header.stale.remove(.state)
            hasConfirmed = true
        }
    }
}

extension EventType {
    /// Whether a state in it has just begun.
    fileprivate var tellsOfNewState: Bool {
        switch self {
        case .callSetState, .seanceSetState, .callCreate, .connectionCreate, .seanceCreate: true
        default: false
        }
    }
}
