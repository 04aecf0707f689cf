/// Turns AMI messages into facts.
struct AMIFront {
    /// The result of reading a message.
    enum Outcome {
        /// Good, whether or not it tells of anything.
        case taken
        /// No event and no response.
        case malformed
    }

    private var places = FieldPlaces(count: AMIKey.allCases.count)
    let rules: [DomainRule]
    /// The newest time of a message; nil before the first one.
    private(set) var now: Int64?
    /// Whether messages carry times.
    private(set) var isTimed: Bool?
    var picture = AMIPicture()

    init(rules: [DomainRule]) { self.rules = rules }

    /// Takes a message, and hands out its facts with their time.
    mutating func take(
        _ bytes: UnsafeRawBufferPointer, arrivedAt: Int64?, _ fact: (_ fact: Fact, _ at: Int64, _ isTimed: Bool) -> Void
    ) -> Outcome {
        let message = AMIMessage(bytes, &places)
        guard let event = message.event else {
            return message.has(.event) || message.has(.response) ? .taken : .malformed
        }
        switch event {
        case .coreshowchannel:
            picture.add(message, rules)
            return .taken
        case .queueentry:
            picture.addWaiting(message)
            return .taken
        case .bridgelistitem:
            picture.addBridge(message)
            if let now, let id = message.id(.bridgeUniqueid) {
                fact(.bridgeKind(bridge: id, Self.kind(message[.bridgeType], message[.bridgeTechnology])), now, true)
            }
            return .taken
        case .coreshowchannelscomplete:
            guard let whole = picture.take(at: now ?? arrivedAt) else { return .taken }
            let at = whole.at ?? 0
            now = max(now ?? at, at)
            fact(.picture(whole), at, isTimed ?? true)
            return .taken
        default: break
        }
        let at = time(of: message, arrivedAt)
        let isTimed = isTimed ?? true
        facts(of: event, message) { fact($0, at, isTimed) }
        return .taken
    }

    /// The time of a message. In a log without times it is the youngest second that an id names.
    private mutating func time(of message: AMIMessage, _ arrivedAt: Int64?) -> Int64 {
        if let at = message.at {
            isTimed = true
            now = max(now ?? at, at)
        } else if isTimed != true, let arrivedAt {
            // A PBX that sends no times is heard as it speaks.
            now = max(now ?? arrivedAt, arrivedAt)
        } else if isTimed != true {
            isTimed = false
            let second = message.id(.uniqueid).map { Self.age(of: $0).second } ?? 0
            now = max(now ?? 0, second * 1000)
        }
        return now ?? arrivedAt ?? 0
    }

    /// The age that an id tells: `[system-]second.serial`.
    static func age(of id: String) -> Age {
        let last = id.split(separator: "-").last ?? ""
        let parts = last.split(separator: ".", maxSplits: 1)
        guard let second = parts.first.flatMap({ Int64($0) }), (0...253_402_300_799).contains(second) else {
            return Age()
        }
        return Age(second: second, serial: parts.count == 2 ? Int64(parts[1]) ?? 0 : 0)
    }

    private static let hidden = [
        "Local/", "Message/", "Surrogate/", "Snoop/", "Announcer/", "Recorder/", "CBAnn/", "CBRec/",
        "ConfBridgeRecorder/",
        "Bridge/",
    ]

    /// Whether a channel with this name is a party's, and what its endpoint is called.
    static func describe(_ channel: String?) -> (role: Birth.Role, endpoint: String?) {
        guard let channel else { return (.party, nil) }
        let role: Birth.Role = hidden.contains { channel.hasPrefix($0) } ? .plumbing : .party
        let name = channel.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
        guard let dash = name.lastIndex(of: "-"), dash > name.startIndex else {
            return (role, name.isEmpty ? nil : String(name))
        }
        return (role, String(name[..<dash]))
    }

    static func state(_ number: Int?) -> ChannelState {
        switch number {
        case 4: .incoming
        case 5: .ringing
        case 6: .up
        default: .down
        }
    }

    /// The domain of a message's channel, or of the channel that is dialled.
    static func domain(of message: AMIMessage, isDest: Bool = false, _ rules: [DomainRule]) -> String? {
        for rule in rules {
            let found: String? =
                switch rule {
                case .tenant: message[isDest ? .destTenantid : .tenantid]
                case .variable(let name): message.variable(name, isDest: isDest)
                case .account: message[isDest ? .destAccountCode : .accountCode]
                case .context(let pattern): message[isDest ? .destContext : .context].flatMap(pattern.domain)
                case .endpoint(let pattern):
                    describe(message[isDest ? .destChannel : .channel]).endpoint.flatMap(pattern.domain)
                case .domain: nil
                case .fixed(let name): name
                }
            if let found { return found }
        }
        return nil
    }

    /// The channel that a message is about, as it is born.
    static func birth(_ message: AMIMessage, _ rules: [DomainRule]) -> Birth? {
        guard let id = message.id(.uniqueid) else { return nil }
        var birth = Birth(id: id)
        (birth.role, birth.endpoint) = describe(message[.channel])
        birth.number = message[.callerIDNum]
        birth.name = message.escaped(.callerIDName)
        birth.dialled = message[.exten]
        birth.state = state(message.number(.channelState))
        birth.age = age(of: id)
        if let group = message.id(.linkedid) {
            birth.group = group
            birth.groupAge = age(of: group)
        }
        birth.domain = domain(of: message, rules)
        return birth
    }
}
