/// How calls and seances begin.
extension Translator {
    func born(_ birth: Birth) {
        guard let leg = graph.add(birth) else { return }
        leg.channelState = birth.state
        leg.wasUp = birth.state == .up
        if leg.isParty, birth.state == .incoming { comeIn(leg) }
    }

    /// A leg came in: a call, and a seance if it is the first one.
    func comeIn(_ leg: Leg) {
        announce(leg.seance, first: leg, from: leg.number, to: leg.dialled)
        announce(leg, state: "incoming")
        if leg.channelState == .up { waitAlone(leg) }
    }

    /// Tells of a seance, once.
    func announce(_ seance: Seance, first: Leg, from: String?, to: String?) {
        guard !seance.isAnnounced else { return }
        seance.isAnnounced = true
        seance.first = first
        if let domain = first.domain {
            setHome(domain, of: seance)
        } else if seance.home == nil {
            timers.add(.seance(seance), due: now + Self.patience)
        }
        tell(.seanceCreate, seance, PBXEvent.Value.maybe(.from, from) + PBXEvent.Value.maybe(.to, to))
    }

    /// Tells of a call, once.
    func announce(_ leg: Leg, state: String?) {
        leg.isAnnounced = true
        leg.state = state
        leg.told = audience(of: leg)
        let direction = leg.isOutgoing ? "out" : "in"
        tell(
            .callCreate, leg,
            PBXEvent.Value.maybe(.number, leg.number) + PBXEvent.Value.maybe(.name, leg.label)
                + [.init(.direction, direction)] + PBXEvent.Value.maybe(.state, state))
        attach(leg)
    }

    /// A channel changed its state.
    func take(_ state: ChannelState, of leg: Leg) {
        let wasUp = leg.wasUp
        leg.channelState = state
        if state == .up { leg.wasUp = true }
        guard leg.isParty else { return }
        switch state {
        case .down: break
        case .incoming:
            if !leg.isAnnounced, leg.dialler == nil { comeIn(leg) }
        case .ringing, .early:
            if leg.isAnnounced, leg.isPending { setState(state == .ringing ? "ringing" : "early", of: leg) }
        case .up:
            guard !wasUp else { break }
            if !leg.isAnnounced { return originate(leg) }
            if leg.isOutgoing { answer(leg) } else { waitAlone(leg) }
        }
    }

    private func answer(_ leg: Leg) {
        if let connection = leg.connection { bringIn(leg, to: connection) }
        // FreeSWITCH joins legs for early media, before the answer.
        if leg.state == "talk" || leg.state == "hold" { return }
        setState("answered", of: leg)
    }

    /// An answered caller who is alone for too long hears an announcement.
    func waitAlone(_ leg: Leg) {
        leg.aloneSince = now
        timers.add(.leg(leg), due: now + Self.alone)
    }

    func checkAlone(_ leg: Leg) {
        guard graph.legs[leg.id] === leg, leg.isAnnounced, leg.channelState == .up, leg.bridge == nil,
            let since = leg.aloneSince, now - since >= Self.alone, !graph.hasOpenDial(leg)
        else { return }
        // Someone who was asked to wait, was parked or is transferred keeps that state.
        guard leg.state == "talk" || (leg.state == "incoming" && !leg.isOutgoing) else { return }
        if let connection = leg.connection, !connection.isBridged, connection.calls.count > 1 { return }
        setState("ivr", of: leg)
        let isAlone = !leg.seance.legs.contains { $0 !== leg && $0.isAnnounced }
        if isAlone { setState("ivr", of: leg.seance) }
    }

    /// The number or the name of a party changed.
    func update(_ leg: Leg, _ number: String?, _ name: String?) {
        let isNew = (number != nil && number != leg.number, name != nil && name != leg.name)
        leg.number = number ?? leg.number
        leg.name = name ?? leg.name
        guard leg.isParty, leg.isAnnounced, isNew.0 || isNew.1 else { return }
        tell(
            .callUpdate, leg,
            (isNew.0 ? PBXEvent.Value.maybe(.number, number) : []) + (isNew.1 ? PBXEvent.Value.maybe(.name, name) : []))
        guard isNew.0, leg.seance.first === leg, !leg.isOutgoing else { return }
        tell(.seanceUpdate, leg.seance, PBXEvent.Value.maybe(.from, number))
    }
}
