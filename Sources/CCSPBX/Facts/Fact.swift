/// One thing that a PBX said about its channels, in words that Asterisk and FreeSWITCH share.
///
/// A front end turns messages into facts. The translator turns facts into events. Ids are those of the PBX.
package enum Fact: Sendable, Equatable {
    /// A channel exists.
    case born(Birth)
    /// A channel changed its state.
    case state(id: String, ChannelState)
    /// A channel, or the PBX itself, dials another channel.
    case dials(Dialling)
    /// A dial is over.
    case dialOver(DialResult)
    /// A channel entered a bridge.
    case joined(id: String, bridge: String, BridgeKind, group: String?)
    /// A channel left a bridge. It may be on its way into another one.
    case left(id: String, bridge: String)
    /// The purpose of a bridge became known.
    case bridgeKind(bridge: String, BridgeKind)
    /// Two channels are the halves of one Local or loopback channel.
    case pair(String, String)
    /// A channel has another id from now on.
    case replaced(old: String, new: String)
    /// The number or the name of the party changed.
    case party(id: String, number: String?, name: String?)
    /// The domain of a channel became known.
    case domain(id: String, String)
    /// The party of a channel pressed hold, or took the call back.
    case held(id: String, Bool)
    /// The party of a channel pressed a key.
    case digit(id: String, String)
    /// The key of the next recording of a channel.
    case recordKey(id: String, String)
    /// A recording of a channel begins; the key opens it.
    case recordStarted(id: String, key: String?)
    /// A recording of a channel is over.
    case recordStopped(id: String)
    /// A channel was sent to another number without asking.
    case blindTransfer(by: String?, of: String?, to: String)
    /// A channel carries the note that it was sent to another number. It counts if the channel just left a bridge.
    case sentOn(id: String, to: String)
    /// A channel was handed over. `second` is the leg on which the transferer asked the target, who may still ring.
    case attendedTransfer(by: String?, second: String?, of: String?, target: String?, isRinging: Bool)
    /// A caller waits in a queue.
    case queued(id: String, queue: String)
    /// A caller left a queue before anybody answered.
    case gaveUp(id: String)
    /// A caller left a queue.
    case leftQueue(id: String)
    /// A channel is parked.
    case parked(id: String)
    /// A channel that was parked is taken back by another one.
    case retrieved(id: String, by: String?)
    /// The dialplan of a channel begins to dial, or knows the result of dialling. An empty result is the beginning.
    case dialStatus(id: String, String, number: String?)
    /// The PBX removed a channel.
    case hungUp(HangUp)
    /// All channels that exist. The PBX removed all others.
    case picture(Picture)
}

/// A channel, as the PBX announced it.
package struct Birth: Sendable, Equatable {
    /// The role of a channel.
    package enum Role: Sendable, Equatable {
        /// A party's leg: a call.
        case party
        /// A half of a Local or loopback channel. It never shows.
        case plumbing
    }

    package var id: String
    package var role = Role.party
    /// The name of the channel without technology and serial number: what to show where the party has no name.
    package var endpoint: String?
    package var number: String?
    package var name: String?
    /// The number that the party dialled.
    package var dialled: String?
    package var state = ChannelState.down
    /// The id of the group of channels that belong together (Asterisk's Linkedid); nil for the channel's own id.
    package var group: String?
    /// How old that group is.
    package var groupAge: Age?
    /// The channel that asked for this one, where there is no group id.
    package var originator: String?
    package var domain: String?
    /// Orders channels by age.
    package var age = Age()

    package init(id: String) { self.id = id }
}

/// How old a channel is: the second of its birth, then a serial number.
package struct Age: Sendable, Equatable, Comparable {
    package var second: Int64 = 0
    package var serial: Int64 = 0

    package init(second: Int64 = 0, serial: Int64 = 0) { (self.second, self.serial) = (second, serial) }

    package static func < (one: Age, other: Age) -> Bool {
        (one.second, one.serial) < (other.second, other.serial)
    }
}

/// The state of a channel.
package enum ChannelState: Sendable, Equatable {
    /// Nothing yet.
    case down
    /// It came in, and waits for an answer.
    case incoming
    /// It was dialled, and rings.
    case ringing
    /// It was dialled, and is heard before it answers.
    case early
    /// It is answered.
    case up
}

/// A dial.
package struct Dialling: Sendable, Equatable {
    package var caller: String?
    package var callee: String
    package var number: String?
    package var name: String?

    package init(caller: String?, callee: String, number: String? = nil, name: String? = nil) {
        (self.caller, self.callee, self.number, self.name) = (caller, callee, number, name)
    }
}

/// How a dial ended.
package struct DialResult: Sendable, Equatable {
    package var caller: String?
    package var callee: String
    /// ANSWER, BUSY, CANCEL, CHANUNAVAIL, CONGESTION, NOANSWER and others.
    package var status: String
    /// Where the callee wants the call to go instead.
    package var forward: String?

    package init(caller: String?, callee: String, status: String, forward: String? = nil) {
        (self.caller, self.callee, self.status, self.forward) = (caller, callee, status, forward)
    }
}

/// The purpose of a bridge.
package enum BridgeKind: Sendable, Equatable {
    /// Two parties, and whoever is added. Its channels belong together from then on.
    case basic
    /// A conference: its callers stay apart.
    case conference
    /// Parking: its channels hear nobody.
    case holding
}

/// The end of a channel.
package struct HangUp: Sendable, Equatable {
    package var id: String
    /// The cause of the end (Q.850); nil where the front end has judged it.
    package var cause: Int?
    /// The SIP code, where one is known.
    package var code: Int?
    package var reason: String?
    /// Whether the cause by itself tells of a failure; nil where it is for the translator to say.
    package var isFailure: Bool?

    package init(id: String, cause: Int? = nil, code: Int? = nil, reason: String? = nil, isFailure: Bool? = nil) {
        (self.id, self.cause, self.code, self.reason, self.isFailure) = (id, cause, code, reason, isFailure)
    }
}
