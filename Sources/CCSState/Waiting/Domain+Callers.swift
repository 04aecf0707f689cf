package import CCSEvents

/// The first caller of a seance, and where they call.
extension Domain {
    /// Digits of the longest number that is taken for one of the tenant's own.
    private static let internalDigits = 6

    /// Notes the first caller of a seance: the call that is tied to it first.
    func noteCaller(_ call: Int, of seance: Int) {
        guard seances[seance].caller.serial == 0 else { return }
        seances[seance].caller = (UInt32(call), calls[call].header.serial)
        if stints.isLost(seances[seance].header.stint) { seances[seance].header.stale.insert(.calls) }
    }

    /// Notes the first caller of a seance that takes a connection in.
    func noteCaller(ofConnection connection: Int, of seance: Int) {
        guard seances[seance].caller.serial == 0 else { return }
        let header = connections[connection].header
        if header.isPartial || header.stale.contains(.calls) || stints.isLost(header.stint) {
            // Another call may have been linked to it before.
            seances[seance].header.stale.insert(.calls)
        }
        if let first = callsOfConnections.first(of: connection) { noteCaller(first, of: seance) }
    }

    /// The first caller, living or kept; nil where it has left, or belongs to another seance by now.
    func firstCaller(of seance: Int) -> Int? { firstCallerStatus(of: seance)?.call }

    /// The same, and what that call is.
    func firstCallerStatus(of seance: Int) -> (call: Int, status: ObjectStatus)? {
        let caller = seances[seance].caller
        guard caller.serial != 0 else { return nil }
        let (call, status) = (Int(caller.slot), calls.status(Int(caller.slot)))
        guard status.serial == caller.serial, status.life != .free, isTied(call, to: seance) else { return nil }
        return (call, status)
    }

    /// Whether a call belongs to a seance, by an attachment of its own or through its connection.
    private func isTied(_ call: Int, to seance: Int) -> Bool {
        callsOfSeances.parent(of: call) == seance
            || callsOfConnections.parent(of: call).flatMap { connectionsOfSeances.parent(of: $0) } == seance
    }

    /// From where to where a seance goes.
    enum Course {
        /// From outside, as far as is known.
        case inbound
        /// The platform calls the first party, or a number of the tenant's own dials one that is not.
        case outbound
        /// A number of the tenant's own dials another one.
        case inHouse

        /// Whether a caller in this phase counts as waiting. Who phones a colleague waits only in a queue.
        func waits(in phase: Phase) -> Bool { self == .inbound || self == .inHouse && phase == .queue }
    }

    /// From where to where a seance goes.
    func course(of seance: Int, caller: Int) -> Course {
        let call = calls[caller]
        if call.measure.isOutgoing { return .outbound }
        let number = texts.text(call.number)
        if number.isEmpty || Self.isExternal(number) { return .inbound }
        return Self.isExternal(texts.text(seances[seance].dialled)) ? .outbound : .inHouse
    }

    /// Whether a number is not one of the tenant's own: it begins with `+`, or has more digits than those have.
    private static func isExternal(_ number: FeedText) -> Bool {
        let digits = number.bytes.count { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        return digits > internalDigits || number.bytes.first == UInt8(ascii: "+")
    }
}

/// For whom a phone rings: the first caller of the seance that a ringing call belongs to.
extension Domain {
    /// The call for which another one rings: the first caller of its seance, living or kept. Nil where the call is that caller, and
    /// where somebody else may have come first.
    func caller(forRinging call: Int) -> Int? {
        guard let seance = seance(ofCall: call), seances[seance].header.life != .free,
            !seances[seance].header.isPartial, !seances[seance].header.stale.contains(.calls),
            let caller = firstCaller(of: seance), caller != call
        else { return nil }
        return caller
    }

    /// The number of the caller for whom the call of an anomaly rings; none for other anomalies, and where it is not known.
    package func caller(of anomaly: Anomaly) -> FeedText { texts.text(callerNumber(of: anomaly)) }

    /// The same as an id of a text.
    func callerNumber(of anomaly: Anomaly) -> TextID {
        guard anomaly.detector == .ringing, case .object(let key) = anomaly.subject,
            let caller = caller(forRinging: Int(key.slot))
        else { return .none }
        return calls[caller].number
    }
}
