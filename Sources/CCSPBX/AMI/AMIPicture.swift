/// Collects the items of CoreShowChannels for a picture, with the facts of QueueStatus and BridgeList before it.
struct AMIPicture {
    /// The most channels that are kept.
    static let mostChannels = Graph.mostLegs

    private var channels: [Picture.Channel] = []
    private var names: [String: Int] = [:]
    private var waiting: [String: String] = [:]
    private var kinds: [String: BridgeKind] = [:]

    /// Adds an item of CoreShowChannels.
    mutating func add(_ message: AMIMessage, _ rules: [DomainRule]) {
        guard channels.count < Self.mostChannels, let birth = AMIFront.birth(message, rules) else { return }
        var channel = Picture.Channel(birth: birth, duration: duration(message[.duration]))
        channel.bridge = message.id(.bridgeID)
        let application = message[.application]
        channel.isDialled = application == "AppDial" || application == "AppQueue" || birth.state == .ringing
        channel.isParked = application == "Park"
        if application == "ConfBridge" { channel.bridgeKind = .conference }
        if channel.isParked { channel.bridgeKind = .holding }
        if let name = message[.channel] {
            // The halves of a Local channel differ in the last character.
            if name.hasPrefix("Local/"), let other = names[String(name.dropLast()) + (name.hasSuffix("1") ? "2" : "1")]
            {
                channel.pair = channels[other].birth.id
            }
            names[name] = channels.count
        }
        channels.append(channel)
    }

    /// Adds an item of BridgeList.
    mutating func addBridge(_ message: AMIMessage) {
        guard kinds.count < Self.mostChannels, let id = message.id(.bridgeUniqueid) else { return }
        kinds[id] = AMIFront.kind(message[.bridgeType], message[.bridgeTechnology])
    }

    /// Adds an item of QueueStatus.
    mutating func addWaiting(_ message: AMIMessage) {
        guard waiting.count < Self.mostChannels, let id = message.id(.uniqueid), let queue = message[.queue] else {
            return
        }
        waiting[id] = queue
    }

    /// The picture, when the list is complete.
    mutating func take(at now: Int64?) -> Picture? {
        defer { self = AMIPicture() }
        for place in channels.indices {
            channels[place].queue = waiting[channels[place].birth.id]
            if let kind = channels[place].bridge.flatMap({ kinds[$0] }) {
                channels[place].bridgeKind = kind
                if kind == .holding { channels[place].isParked = true }
            }
        }
        // A list has no time. Its channels are as old as it says, so its time follows from their births.
        let newest = channels.map { $0.birth.age.second * 1000 + $0.duration }.max()
        guard let at = now.map({ max($0, newest ?? 0) }) ?? newest else { return nil }
        return Picture(channels: channels, at: at)
    }

    private func duration(_ text: String?) -> Int64 {
        guard let text else { return 0 }
        let parts = text.split(separator: ":").map { Int64($0) ?? 0 }
        return parts.reduce(0) { min($0, 1_000_000_000) * 60 + max(0, min($1, 1_000_000_000)) } * 1000
    }
}
