extension AMIFront {
    /// The facts that an event tells.
    func facts(of event: AMIEvent, _ message: AMIMessage, _ fact: (Fact) -> Void) {
        switch event {
        case .newchannel:
            if let birth = Self.birth(message, rules) { fact(.born(birth)) }
        case .dialbegin, .dialstate, .dialend: dial(event, message, fact)
        case .localbridge:
            guard let one = message.id(.localOneUniqueid), let two = message.id(.localTwoUniqueid) else { return }
            fact(.pair(one, two))
        case .blindtransfer:
            guard message[.result] == "Success", let number = message[.extension] else { return }
            fact(.blindTransfer(by: message.id(.transfererUniqueid), of: message.id(.transfereeUniqueid), to: number))
        case .attendedtransfer:
            guard message[.result] == "Success", message[.destType] != "Fail" else { return }
            fact(
                .attendedTransfer(
                    by: message.id(.origTransfererUniqueid), second: message.id(.secondTransfererUniqueid),
                    of: message.id(.transfereeUniqueid), target: message.id(.transferTargetUniqueid),
                    isRinging: message[.destType] == "App"))
        case .parkedcall: if let id = message.id(.parkeeUniqueid) { fact(.parked(id: id)) }
        case .unparkedcall:
            if let id = message.id(.parkeeUniqueid) { fact(.retrieved(id: id, by: message.id(.retrieverUniqueid))) }
        case .coreshowchannel, .coreshowchannelscomplete, .queueentry, .bridgelistitem: break
        default:
            if let id = message.id(.uniqueid) { facts(of: event, id, message, fact) }
        }
    }

    /// The facts of events about one channel.
    private func facts(of event: AMIEvent, _ id: String, _ message: AMIMessage, _ fact: (Fact) -> Void) {
        if event != .hangup, let domain = Self.domain(of: message, rules) { fact(.domain(id: id, domain)) }
        switch event {
        case .newstate: fact(.state(id: id, Self.state(message.number(.channelState))))
        case .newcallerid:
            fact(.party(id: id, number: message[.callerIDNum], name: message.escaped(.callerIDName)))
        case .bridgeenter:
            guard let bridge = message.id(.bridgeUniqueid) else { return }
            let kind = Self.kind(message[.bridgeType], message[.bridgeTechnology])
            fact(.joined(id: id, bridge: bridge, kind, group: message.id(.linkedid)))
        case .bridgeleave: if let bridge = message.id(.bridgeUniqueid) { fact(.left(id: id, bridge: bridge)) }
        case .hold: fact(.held(id: id, true))
        case .unhold: fact(.held(id: id, false))
        case .dtmfend:
            guard message[.direction] == "Received", let digit = message[.digit] else { return }
            fact(.digit(id: id, digit))
        case .mixmonitorstart:
            fact(.recordStarted(id: id, key: message.variable("MIXMONITOR_FILENAME")))
        case .mixmonitorstop: fact(.recordStopped(id: id))
        case .queuecallerjoin: if let queue = message[.queue] { fact(.queued(id: id, queue: queue)) }
        case .queuecallerleave: fact(.leftQueue(id: id))
        case .queuecallerabandon: fact(.gaveUp(id: id))
        case .varset: variable(id, message, fact)
        case .hangup:
            fact(
                .hungUp(
                    HangUp(
                        id: id, cause: message.number(.cause), code: message.number(.techCause),
                        reason: message[.causeText])))
        default: break
        }
    }

    private func variable(_ id: String, _ message: AMIMessage, _ fact: (Fact) -> Void) {
        guard let name = message[.variable], let value = message.raw(.value) else { return }
        switch name {
        case "DIALSTATUS": fact(.dialStatus(id: id, value, number: message[.exten]))
        case "MIXMONITOR_FILENAME": if !value.isEmpty { fact(.recordKey(id: id, MessageText.unescaped(value))) }
        default:
            // The first rule that has a value counts, and an event's own fields were looked at before.
            guard !value.isEmpty, rules.contains(.variable(name)) else { return }
            fact(.domain(id: id, MessageText.unescaped(value)))
        }
    }

    private func dial(_ event: AMIEvent, _ message: AMIMessage, _ fact: (Fact) -> Void) {
        guard let callee = message.id(.destUniqueid) else { return }
        let caller = message.id(.uniqueid)
        if let caller, let domain = Self.domain(of: message, rules) { fact(.domain(id: caller, domain)) }
        if let domain = Self.domain(of: message, isDest: true, rules) { fact(.domain(id: callee, domain)) }
        switch event {
        case .dialbegin:
            fact(
                .dials(
                    Dialling(
                        caller: caller, callee: callee, number: message[.destCallerIDNum],
                        name: message.escaped(.destCallerIDName))))
        case .dialstate:
            switch message[.dialStatus] {
            case "RINGING": fact(.state(id: callee, .ringing))
            case "PROGRESS": fact(.state(id: callee, .early))
            default: break
            }
        default:
            guard let status = message[.dialStatus] else { return }
            fact(.dialOver(DialResult(caller: caller, callee: callee, status: status, forward: message[.forward])))
        }
    }

    static func kind(_ type: String?, _ technology: String?) -> BridgeKind {
        if type == "parking" || technology == "holding_bridge" { return .holding }
        return type == "basic" ? .basic : .conference
    }
}
