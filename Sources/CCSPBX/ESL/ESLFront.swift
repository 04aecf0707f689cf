/// Turns event socket frames into facts.
struct ESLFront {
    let rules: [DomainRule]
    private let keys: ESLMessage.Keys
    private var places: FieldPlaces
    /// The newest time of an event; nil before the first one.
    private(set) var now: Int64?
    private var picture = ESLPicture()
    /// Facts that the next events may take back.
    var waiting: [(id: String, at: Int64, kind: ESLEvent, fact: Fact)] = []
    /// The last transfer of a channel that was told.
    var transfers: [String: String] = [:]

    /// For how long a fact may be taken back, in milliseconds of the PBX's clock, whose grain is 20.
    static let secondThought: Int64 = 60
    /// The most channels whose last transfer is remembered.
    static let mostTransfers = 100_000

    init(rules: [DomainRule]) {
        self.rules = rules
        keys = ESLMessage.Keys(
            variables: rules.compactMap { if case .variable(let name) = $0 { name } else { nil } })
        places = FieldPlaces(count: keys.count)
    }

    mutating func take(
        _ frame: ESLFramer.Frame, arrivedAt: Int64?, _ fact: (Fact, Int64) -> Void
    ) -> PBXReader.Outcome {
        switch frame.type {
        case "text/event-plain", "text/event-json":
            let message = ESLMessage(frame.body, isJSON: frame.type == "text/event-json", keys, &places)
            guard let event = message.event else { return message.hasName ? .taken : .malformed }
            let at = max(now ?? 0, message.at ?? arrivedAt ?? 0)
            now = at
            release(until: at - Self.secondThought, fact)
            facts(of: event, message, at) { fact($0, at) }
        case "api/response":
            guard let whole = picture.take(frame.body, now ?? arrivedAt, rules) else { return .taken }
            now = max(now ?? 0, whole.at ?? 0)
            fact(.picture(whole), now ?? 0)
        case "": return .malformed
        default: break
        }
        return .taken
    }

    /// Time goes on without an event.
    mutating func tick(_ at: Int64, _ fact: (Fact, Int64) -> Void) { release(until: at - Self.secondThought, fact) }

    /// The end: nothing is taken back any more.
    mutating func finish(_ fact: (Fact, Int64) -> Void) {
        release(until: .max, fact)
        picture = ESLPicture()
    }

    /// Hands out facts that nobody took back in time.
    private mutating func release(until at: Int64, _ fact: (Fact, Int64) -> Void) {
        while let first = waiting.first, first.at < at {
            waiting.removeFirst()
            fact(first.fact, first.at)
        }
    }

    /// The domain of an event's channel.
    static func domain(of message: ESLMessage, _ rules: [DomainRule]) -> String? {
        for rule in rules {
            let found: String? =
                switch rule {
                case .tenant: nil
                case .variable(let name): message.variable(name)
                case .account: message[.account]
                case .context(let pattern): message[.context].flatMap(pattern.domain)
                case .endpoint(let pattern): endpoint(message[.channelName]).flatMap(pattern.domain)
                case .domain: message[.domainName] ?? message[.dialledDomain] ?? host(message[.presence])
                case .fixed(let name): name
                }
            if let found { return found }
        }
        return nil
    }

    /// The host of `user@host`; nil if it is an address and so no domain.
    static func host(_ presence: String?) -> String? {
        guard let host = presence?.split(separator: "@", maxSplits: 1).dropFirst().first else { return nil }
        let bare = host.split(separator: ":").first ?? host
        let isAddress = host.contains("[") || bare.allSatisfy { $0.isNumber || $0 == "." }
        return isAddress ? nil : String(host)
    }

    /// The name of the tenant that a context stands for; nil for contexts that belong to nobody.
    static func tenant(ofContext context: String?) -> String? {
        guard let context, !["public", "default", "features"].contains(context) else { return nil }
        return context
    }

    /// The user in the name of a channel, shown where a party has no name.
    static func endpoint(_ channelName: String?) -> String? {
        guard let last = channelName?.split(separator: "/").last else { return nil }
        let user = last.split(separator: "@").first ?? last
        return user.isEmpty ? nil : String(user)
    }
}
