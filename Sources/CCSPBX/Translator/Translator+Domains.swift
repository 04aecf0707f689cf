/// The domains that each event goes to.
///
/// The domain of the caller is told everything. The domain of the first leg that a round dials is told what follows the routing. The
/// domain of any further leg is told of that leg alone, until it answers.
extension Translator {
    /// The domains that are told of a leg: its seance's and its own.
    func audience(of leg: Leg) -> [String] {
        guard let home = leg.seance.home else { return [] }
        return [home].adding(leg.domain)
    }

    /// The domain of a seance is known: whatever waited for it goes out.
    func setHome(_ domain: String, of seance: Seance) {
        guard seance.home == nil else { return }
        seance.home = domain
        seance.told = [domain]
        for leg in seance.legs where leg.isAnnounced && leg.told.isEmpty { leg.told = audience(of: leg) }
        for connection in seance.connections where connection.told.isEmpty { connection.told = [domain] }
        for event in seance.heldBack { events.append(PBXEvent(event.kind, at: event.at, domain: domain, event.values)) }
        seance.heldBack = []
    }

    /// Two seances become one: neither waits for a domain any more.
    func agreeOnHome(_ older: Seance, _ younger: Seance) {
        guard older.isAnnounced || younger.isAnnounced else { return }
        if older.home == nil, older.isAnnounced { setHome(younger.home ?? defaultDomain, of: older) }
        if younger.home == nil, younger.isAnnounced { setHome(older.home ?? defaultDomain, of: younger) }
    }

    /// The domain of a channel became known.
    func learn(_ domain: String, of leg: Leg) {
        guard leg.domain == nil else { return }
        leg.domain = domain
        if leg.isAnnounced, leg.seance.home == nil { setHome(domain, of: leg.seance) }
    }

    /// A call is linked to a connection: the domains that are told of the link.
    func meet(_ leg: Leg, _ connection: Connection) -> [String] {
        guard connection.seance.home != nil else { return [] }
        if leg.isPending {
            // A fork: its own domain is not told the connection, only that it belongs to one.
            return leg.told
        }
        for domain in connection.told { leg.told = leg.told.adding(domain) }
        for domain in leg.told { connection.told = connection.told.adding(domain) }
        return connection.told
    }

    /// The domain of a leg that answered is told the connection that it is in.
    func bringIn(_ leg: Leg, to connection: Connection) {
        for domain in leg.told where !connection.told.contains(domain) {
            let state = connection.isBridged ? "dialog" : "Forking"
            tell(
                .connectionCreate, connection,
                PBXEvent.Value.maybe(.from, connection.from) + PBXEvent.Value.maybe(.to, connection.to)
                    + [.init(.state, state)], to: [domain])
            attach(connection, to: [domain])
            connection.told.append(domain)
            connection.seance.told = connection.seance.told.adding(domain)
            guard let caller = connection.calls.first, caller !== leg else { continue }
            caller.told = caller.told.adding(domain)
            caller.lastAt = max(now, caller.lastAt)
            let values: [PBXEvent.Value] = [.init(.connection, connection.id), .init(.call, caller.id)]
            emit(.connectionLink, connection.firstLinkAt ?? caller.lastAt, values, [domain], connection.seance)
        }
    }

    /// Ends the objects in a domain that took part by this leg alone, after the leg ended.
    func letGo(_ leg: Leg, of connection: Connection) {
        guard !connection.isOver || !leg.wasUp else { return }
        let seance = connection.seance
        for domain in leg.told where domain != seance.home {
            let rest = seance.legs.filter { $0.isAnnounced && $0 !== leg }
            guard !rest.contains(where: { $0.domain == domain || ($0.told.contains(domain) && $0.isOutgoing) }),
                !connection.calls.isEmpty || !connection.told.contains(domain)
            else { continue }
            tell(.connectionDelete, connection, to: [domain])
            connection.told.removeAll { $0 == domain }
            for other in rest where other.told.contains(domain) {
                tell(.callDelete, other, to: [domain])
                other.told.removeAll { $0 == domain }
            }
            tell(.seanceDelete, seance, to: [domain])
            seance.told.removeAll { $0 == domain }
        }
    }
}

extension [String] {
    /// With another text, if there is one that is not in it.
    func adding(_ text: String?) -> [String] {
        guard let text, !contains(text) else { return self }
        return self + [text]
    }
}
