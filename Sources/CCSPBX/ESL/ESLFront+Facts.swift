extension ESLFront {
    /// The facts that an event tells.
    mutating func facts(of event: ESLEvent, _ message: ESLMessage, _ at: Int64, _ fact: (Fact) -> Void) {
        if event == .custom { return custom(message, fact) }
        guard let id = message.id(.id) else { return }
        if event != .create, let domain = domain(ofLater: message) { fact(.domain(id: id, domain)) }
        switch event {
        case .create: born(id, message, at, fact)
        case .progress, .progressMedia:
            // The caller's own is what was passed on to it.
            guard message[.direction] == "outbound" else { return }
            fact(.state(id: id, event == .progress ? .ringing : .early))
        case .answer: fact(.state(id: id, .up))
        case .bridge: bridge(message, id, fact)
        case .unbridge:
            guard let one = message.id(.bridgeA), let two = message.id(.bridgeB) else { return }
            // A picture may name the two the other way round.
            for bridge in ["\(one)|\(two)", "\(two)|\(one)"] {
                fact(.left(id: one, bridge: bridge))
                fact(.left(id: two, bridge: bridge))
            }
            transferred(id, message, fact)
        // Whichever is subscribed to. The first one that comes is the end.
        case .hangup, .hangupComplete, .destroy: hungUp(id, message, fact)
        case .hold:
            waiting.removeAll { $0.id == id && $0.kind == .unhold }
            fact(.held(id: id, true))
        case .unhold:
            // A leg that hangs up or is handed over says this just before.
            waiting.append((id, at, .unhold, .held(id: id, false)))
        case .park: waiting.append((id, at, .park, .parked(id: id)))
        case .unpark:
            waiting.removeAll { $0.id == id && $0.kind == .park }
            fact(.retrieved(id: id, by: nil))
        case .uuid: if let old = message.id(.oldID) { fact(.replaced(old: old, new: id)) }
        case .execute:
            if message[.application] == "bridge" { fact(.dialStatus(id: id, "", number: nil)) }
            transferred(id, message, fact)
        case .executeComplete:
            guard message[.application] == "bridge", let result = message[.disposition],
                result.uppercased() != "SUCCESS", result != "failure"
            else { return }
            fact(.dialStatus(id: id, result, number: message[.destination]))
        case .update: update(id, message, fact)
        case .digit:
            guard message[.digitSource] != "APP", let digit = message[.digit] else { return }
            fact(.digit(id: id, digit))
        case .recordStart: fact(.recordStarted(id: id, key: message[.recordPath]))
        case .recordStop: fact(.recordStopped(id: id))
        case .custom: break
        }
    }

    private func born(_ id: String, _ message: ESLMessage, _ at: Int64, _ fact: (Fact) -> Void) {
        let name = message[.channelName] ?? ""
        let isOutgoing = message[.direction] == "outbound"
        var birth = Birth(id: id)
        birth.role = name.hasPrefix("loopback/") ? .plumbing : .party
        birth.endpoint = Self.endpoint(name)
        birth.age = Age(second: at / 1000, serial: message[.sequence].flatMap { Int64($0) } ?? 0)
        let pair = message.id(.otherLoopback)
        let originator =
            message.id(.otherLeg) ?? message.id(.originatingLeg) ?? message.id(.enterpriseLeg)
            ?? message.id(.memberSession) ?? message.id(.fifoBridge)
        birth.originator = isOutgoing ? originator : birth.role == .plumbing ? pair : nil
        birth.domain = Self.domain(of: message, rules)
        if birth.domain == nil, birth.originator == nil { birth.domain = domain(ofLater: message) }
        if isOutgoing {
            birth.number = Self.number(message[.calleeNumber]) ?? Self.number(message[.destination])
            birth.name = Self.name(message[.calleeName])
        } else {
            birth.number = Self.number(message[.callerNumber])
            birth.name = Self.name(message[.callerName])
            birth.dialled = message[.destination]
            birth.state = .incoming
        }
        fact(.born(birth))
        if birth.role == .plumbing, let pair { fact(.pair(pair, id)) }
        if isOutgoing { fact(.dials(Dialling(caller: originator, callee: id))) }
    }

    /// The domain of a caller, once the dialplan has found its tenant. A dialled leg is of its caller's domain.
    private func domain(ofLater message: ESLMessage) -> String? {
        if let domain = Self.domain(of: message, rules) { return domain }
        guard message[.direction] == "inbound", rules.contains(.domain) else { return nil }
        return Self.tenant(ofContext: message[.context])
    }

    private mutating func bridge(_ message: ESLMessage, _ id: String, _ fact: (Fact) -> Void) {
        guard let one = message.id(.bridgeA), let two = message.id(.bridgeB) else { return }
        for leg in [one, two] { fact(.joined(id: leg, bridge: "\(one)|\(two)", .basic, group: nil)) }
        guard let (kind, key, _) = Self.lastTransfer(message[.history]), kind == "uuid_br",
            message[.history]?.contains(":att_xfer:") == true, transfers[id] != key
        else { return }
        remember(key, id)
        fact(.attendedTransfer(by: nil, second: nil, of: id, target: id == one ? two : one, isRinging: false))
    }

    /// A leg that leaves a bridge may carry the note that it was sent on.
    private mutating func transferred(_ id: String, _ message: ESLMessage, _ fact: (Fact) -> Void) {
        guard let (kind, key, target) = Self.lastTransfer(message[.history]), kind == "bl_xfer", transfers[id] != key
        else { return }
        remember(key, id)
        fact(.sentOn(id: id, to: String(target.split(separator: "/").first ?? "")))
    }

    private mutating func remember(_ key: String, _ id: String) {
        if transfers.count >= Self.mostTransfers { transfers = [:] }
        transfers[id] = key
    }

    /// The last entry of a transfer history: `second:id:kind:target`.
    private static func lastTransfer(_ history: String?) -> (kind: String, key: String, target: String)? {
        guard var text = history else { return nil }
        if text.hasPrefix("[") {
            text = text.split(separator: "\"").last { $0.count > 3 }.map(String.init) ?? ""
        } else if text.hasPrefix("ARRAY::") {
            text = text.dropFirst(7).split(separator: "|").last.map(String.init) ?? ""
            if text.hasPrefix(":") { text.removeFirst() }
        }
        let parts = text.split(separator: ":", maxSplits: 3).map(String.init)
        return parts.count == 4 ? (parts[2], parts[1], parts[3]) : nil
    }

    private mutating func hungUp(_ id: String, _ message: ESLMessage, _ fact: (Fact) -> Void) {
        waiting.removeAll { $0.id == id }
        transfers[id] = nil
        let cause = message[.cause] ?? "NORMAL_CLEARING"
        let isOutgoing = message[.direction] == "outbound"
        let status = message[.sipStatus] ?? message[.protocolCause].map { String($0.drop { $0 != ":" }.dropFirst()) }
        fact(
            .hungUp(
                HangUp(
                    id: id, code: Failure.code(ofCause: cause, status: status.flatMap { Int($0) }), reason: cause,
                    isFailure: isOutgoing && !Failure.harmless.contains(cause))))
    }

    private func update(_ id: String, _ message: ESLMessage, _ fact: (Fact) -> Void) {
        let isOutgoing = message[.direction] == "outbound"
        let number = Self.number(message[isOutgoing ? .calleeNumber : .callerNumber])
        fact(.party(id: id, number: number, name: Self.name(message[isOutgoing ? .calleeName : .callerName])))
    }

    /// Fillers that FreeSWITCH puts where it knows nothing.
    static func number(_ text: String?) -> String? { text == "0000000000" ? nil : text }
    static func name(_ text: String?) -> String? { text == "Outbound Call" ? nil : text }
}
