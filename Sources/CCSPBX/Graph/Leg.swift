/// A channel of the PBX: a party's call, or a half of a Local or loopback channel.
final class Leg {
    let id: String
    let isParty: Bool
    let age: Age
    /// Which leg was born first, where ages are equal.
    let serial: Int
    /// Ids that the PBX gave it later.
    var laterIDs: [String] = []
    var endpoint: String?
    var number: String?
    var name: String?
    /// The number that its party dialled.
    var dialled: String?
    var seance: Seance

    /// The state of the channel.
    var channelState = ChannelState.down
    /// Whether it was answered at any time.
    var wasUp = false
    /// Whether a `call_create` told of it.
    var isAnnounced = false
    /// Whether it was dialled, and did not come in.
    var isOutgoing = false
    /// The state that was told last.
    var state: String?

    /// The domain whose party it is.
    var domain: String?
    /// The domains that were told of it.
    var told: [String] = []

    var pair: Leg?
    /// The dial that made it.
    var dialler: Dial?
    /// Its dials.
    var dials: [Dial] = []
    /// The results of dials of it, and of Local channels above it.
    var results: Set<String> = []
    /// Whether its phone sent the call to another number.
    var isForwarded = false

    /// The bridges that it is in. The last one is the one that it hears.
    var bridges: [Bridge] = []
    var connection: Connection?
    /// How many connections are named after it.
    var connectionsNamed = 0
    var isHeld = false
    /// Whether it is parked, and not yet taken back.
    var isParked = false
    /// The number that its next dial round is for, whatever the dialled leg says.
    var nextNumber: String?

    var isRecorded = false
    var recordKey: String?
    /// Whether its dialplan began to dial and made no leg yet; nil where it did not begin.
    var dialsNothing: Bool?

    /// The time of its last event.
    var lastAt: Int64 = 0
    /// When it left its last bridge, or was answered: until it is too long alone.
    var aloneSince: Int64?

    init(_ birth: Birth, serial: Int, seance: Seance) {
        id = birth.id
        isParty = birth.role == .party
        age = birth.age
        self.serial = serial
        endpoint = birth.endpoint
        number = birth.number
        name = birth.name
        dialled = birth.dialled
        domain = birth.domain
        self.seance = seance
    }

    /// The bridge that it hears.
    var bridge: Bridge? { bridges.last }

    /// Whether it is in the dial round of somebody and was not answered.
    var isPending: Bool { isOutgoing && !wasUp }

    /// The text shown for its party.
    var label: String? { name ?? endpoint }

    /// Whether this leg is older than another one.
    func isOlder(than other: Leg) -> Bool {
        age == other.age ? serial < other.serial : age < other.age
    }
}

/// A dial: the caller and the callee.
final class Dial {
    /// Nil where the PBX itself dials.
    var caller: Leg?
    let callee: Leg
    var isOver = false

    init(caller: Leg?, callee: Leg) { (self.caller, self.callee) = (caller, callee) }
}

/// Where channels hear each other.
final class Bridge {
    let id: String
    var kind: BridgeKind
    var members: [Leg] = []
    /// The connection that it shows as.
    var connection: Connection?

    init(id: String, kind: BridgeKind) { (self.id, self.kind) = (id, kind) }
}
