/// Actions of parties in a call: hold, records, transfers, queues, parking.
extension Translator {
    func hold(_ leg: Leg, _ isHeld: Bool) {
        guard leg.isParty, leg.isAnnounced, leg.isHeld != isHeld else { return }
        leg.isHeld = isHeld
        setState(isHeld ? "hold" : "talk", of: leg)
        guard let connection = leg.connection, connection.isBridged else { return }
        let isConnectionHeld = connection.calls.contains(where: \.isHeld)
        guard connection.isHeld != isConnectionHeld else { return }
        connection.isHeld = isConnectionHeld
        tell(.connectionUpdate, connection, [.init(.state, isConnectionHeld ? "hold" : "dialog")])
        setState(isConnectionHeld ? "hold" : "talk", of: connection.seance)
    }

    func startRecord(_ leg: Leg, _ key: String?) {
        guard let leg = leg.isParty ? leg : party(behind: leg.id) else { return }
        leg.recordKey = key ?? leg.recordKey
        guard !leg.isRecorded else { return }
        leg.isRecorded = true
        if let connection = leg.connection, connection.isBridged { beginRecord(connection, leg) }
    }

    func stopRecord(_ leg: Leg) {
        guard let leg = leg.isParty ? leg : party(behind: leg.id) else { return }
        if let connection = leg.connection { endRecord(connection, leg) }
        leg.isRecorded = false
        leg.recordKey = nil
    }

    /// The recording of a call is one of its connection.
    func beginRecord(_ connection: Connection, _ leg: Leg) {
        guard !connection.records.contains(where: { $0.leg == leg.id }) else { return }
        if connection.records.isEmpty { tell(.connectionStartRecord, connection) }
        connection.records.append((leg.id, leg.recordKey))
    }

    func endRecord(_ connection: Connection, _ leg: Leg) {
        guard let place = connection.records.firstIndex(where: { $0.leg == leg.id }) else { return }
        let record = connection.records.remove(at: place)
        tell(.connectionRecordInfo, connection, PBXEvent.Value.maybe(.key, record.key ?? leg.recordKey))
    }

    func blindTransfer(by: String?, of: String?, to number: String) {
        let transferer = party(behind: by)
        let partner = transferer?.bridge.flatMap { bridge in
            graph.cluster(of: bridge).parties.first { $0 !== transferer }
        }
        guard
            let leg = party(behind: of) ?? partner ?? transferer?.connection?.calls.first(where: { $0 !== transferer })
        else { return }
        setNextNumber(number, of: leg.seance)
        leg.nextNumber = number
        setState("transfer", of: leg)
        setState("transfer", of: leg.seance)
    }

    /// The dialplan writes the same note when it goes on by itself, so it counts only after a bridge.
    func sentOn(_ id: String, _ number: String) {
        guard let leg = graph.legs[id], leg.bridge == nil, leg.state == "talk" || leg.state == "hold" else { return }
        blindTransfer(by: nil, of: id, to: number)
    }

    func attendedTransfer(by: String?, second: String?, of: String?, target: String?, isRinging: Bool) {
        let transferer = party(behind: by)
        let asking = party(behind: second)
        let leg = party(behind: of)
        guard let seance = (leg ?? transferer ?? asking)?.seance else { return }
        var number: String?
        if let asking, asking !== transferer, !asking.isOutgoing { number = asking.dialled }
        let other = party(behind: target)
        let isKnown = other != nil && other !== transferer && other !== leg
        setNextNumber(number ?? (isKnown ? other?.number : nil), of: seance)
        guard isRinging, let leg else { return }
        setState("transfer", of: leg)
        setState("transfer", of: seance)
    }

    func enqueue(_ leg: Leg, _ queue: String) {
        setState("queue", of: leg)
        setState("queue", of: leg.seance)
        setNextNumber(queue, of: leg.seance)
        leg.nextNumber = queue
    }

    func park(_ leg: Leg) {
        guard !leg.isParked else { return }
        leg.isParked = true
        setState("parked", of: leg)
        setState("parked", of: leg.seance)
    }
}
