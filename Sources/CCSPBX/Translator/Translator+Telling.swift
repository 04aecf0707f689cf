/// How events leave: with their time and their domains.
extension Translator {
    /// Tells of a call, to the domains that know it.
    func tell(_ kind: PBXEvent.Kind, _ leg: Leg, _ values: [PBXEvent.Value] = [], to domains: [String]? = nil) {
        guard leg.isAnnounced else { return }
        leg.lastAt = max(now, leg.lastAt)
        emit(kind, leg.lastAt, [.init(.call, leg.id)] + values, domains ?? leg.told, leg.seance)
    }

    /// Tells of a connection, to the domains that know it.
    func tell(
        _ kind: PBXEvent.Kind, _ connection: Connection, _ values: [PBXEvent.Value] = [], to domains: [String]? = nil
    ) {
        connection.lastAt = max(now, connection.lastAt)
        let values = [.init(.connection, connection.id)] + values
        emit(kind, connection.lastAt, values, domains ?? connection.told, connection.seance)
    }

    /// Tells of a seance, to the domains that know it.
    func tell(_ kind: PBXEvent.Kind, _ seance: Seance, _ values: [PBXEvent.Value] = [], to domains: [String]? = nil) {
        guard seance.isAnnounced else { return }
        seance.lastAt = max(now, seance.lastAt)
        emit(kind, seance.lastAt, [.init(.seance, seance.id)] + values, domains ?? seance.told, seance)
    }

    /// Emits an event to each of its domains, or holds it back while the seance has none.
    func emit(
        _ kind: PBXEvent.Kind, _ at: Int64, _ values: [PBXEvent.Value], _ domains: [String], _ seance: Seance
    ) {
        if domains.isEmpty, seance.home == nil {
            seance.heldBack.append(PBXEvent(kind, at: at, domain: "", values))
            if seance.heldBack.count >= Self.mostHeldBack { setHome(defaultDomain, of: seance) }
            return
        }
        for domain in domains { events.append(PBXEvent(kind, at: at, domain: domain, values)) }
    }

    /// Tells the state of a call, if it changes.
    func setState(_ state: String, of leg: Leg) {
        guard leg.isAnnounced, leg.state != state else { return }
        leg.state = state
        tell(.callSetState, leg, [.init(.state, state)])
    }

    /// Tells the state of a seance, if it changes.
    func setState(_ state: String, of seance: Seance) {
        guard seance.isAnnounced, seance.state != state else { return }
        seance.state = state
        tell(.seanceSetState, seance, [.init(.state, state)])
    }

    /// Tells where a seance goes next, if that is new.
    func setNextNumber(_ number: String?, of seance: Seance) {
        guard let number, seance.isAnnounced, seance.lastNumber != number else { return }
        seance.lastNumber = number
        if isTakingPicture { return }
        tell(.seanceNextNumber, seance, [.init(.number, number)])
    }

    /// Links a call to a connection. The link of its first call is older than all others.
    func link(_ leg: Leg, to connection: Connection, domains: [String]) {
        let first = connection.firstLinkAt.map { $0 + 1 }
        let at = max(now, connection.lastAt, leg.lastAt, first ?? 0)
        if first == nil { connection.firstLinkAt = at }
        (connection.lastAt, leg.lastAt) = (at, at)
        let values: [PBXEvent.Value] = [.init(.connection, connection.id), .init(.call, leg.id)]
        emit(.connectionLink, at, values, domains, connection.seance)
    }

    /// Attaches a call to its seance.
    func attach(_ leg: Leg, to domains: [String]? = nil) {
        leg.lastAt = max(leg.lastAt, leg.seance.lastAt)
        leg.seance.lastAt = leg.lastAt
        tell(.callAttach, leg, [.init(.seance, leg.seance.id)], to: domains)
    }

    /// Attaches a connection to its seance.
    func attach(_ connection: Connection, to domains: [String]? = nil) {
        connection.lastAt = max(connection.lastAt, connection.seance.lastAt)
        connection.seance.lastAt = connection.lastAt
        tell(.connectionAttach, connection, [.init(.seance, connection.seance.id)], to: domains)
    }
}

extension PBXEvent.Value {
    /// The value, or nothing where there is none.
    static func maybe(_ name: PBXEvent.Name, _ text: String?) -> [PBXEvent.Value] {
        text.map { [PBXEvent.Value(name, $0)] } ?? []
    }
}
