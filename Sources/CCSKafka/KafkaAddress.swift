public import CCSFeed

/// The address of a topic: `kafka://BROKER[:PORT][,BROKER[:PORT]…]/TOPIC`.
public struct KafkaAddress: Sendable, Equatable, CustomStringConvertible {
    /// The brokers to ask first, `HOST` or `HOST:PORT`. They name the others.
    public let brokers: [String]

    /// The topic that carries the events.
    public let topic: String

    /// The prefix of the address.
    public static let scheme = "kafka://"

    /// Kafka's limit for the length of a topic's name.
    private static let longestTopic = 249

    /// Reads an address. Throws the problem with it, and the correct form.
    public init(parsing text: String) throws(FeedError) {
        guard text.lowercased().hasPrefix(Self.scheme) else { throw Self.error(text, "does not begin with kafka://") }
        guard !text.contains("@") else {
            // The message does not repeat it, because it may contain a password.
            throw FeedError("the address holds a user name", advice: "SASL is set up in --kafka-config FILE")
        }
        let parts = text.dropFirst(Self.scheme.count).split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { throw Self.error(text, "names no topic") }
        let brokers = parts[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for broker in brokers { try Self.check(broker, in: text) }
        guard parts[1].utf8.allSatisfy(Self.isTopicByte), parts[1].utf8.count <= Self.longestTopic else {
            throw Self.error(text, "names a topic with other characters than letters, digits, dots, _ and -")
        }
        self.brokers = brokers
        topic = String(parts[1])
    }

    /// The form that ``init(parsing:)`` reads.
    public var description: String { "\(Self.scheme)\(brokers.joined(separator: ","))/\(topic)" }

    /// Whether all brokers are on this machine.
    public var isLoopback: Bool {
        brokers.allSatisfy { broker in
            let hasPort = broker.hasPrefix("[") ? broker.contains("]:") : broker.contains(":")
            return (try? FeedAddress(parsing: "tcp://\(broker)\(hasPort ? "" : ":9092")"))?.isLoopback == true
        }
    }

    private static func check(_ broker: String, in text: String) throws(FeedError) {
        let (host, port) = try parts(of: broker, in: text)
        guard !host.isEmpty, host.utf8.allSatisfy(isHostByte) else {
            throw error(text, "has a broker without a host name")
        }
        guard let port else { return }
        guard !port.isEmpty, port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port),
            1...65535 ~= number
        else { throw error(text, "has a port that is not a number from 1 to 65535") }
    }

    /// The host and the port, if there is one. An IPv6 host comes without its brackets.
    private static func parts(of broker: String, in text: String) throws(FeedError) -> (Substring, Substring?) {
        if broker.first == "[" {
            guard let bracket = broker.firstIndex(of: "]") else { throw error(text, "lacks the bracket ]") }
            let tail = broker[broker.index(after: bracket)...]
            guard tail.isEmpty || tail.first == ":" else { throw error(text, "has no port after the bracket ]") }
            return (broker[..<bracket].dropFirst(), tail.isEmpty ? nil : tail.dropFirst())
        }
        guard let colon = broker.lastIndex(of: ":") else { return (broker[...], nil) }
        guard broker.firstIndex(of: ":") == colon else {
            throw error(text, "has a broker with several colons; an IPv6 address stands in brackets")
        }
        return (broker[..<colon], broker[broker.index(after: colon)...])
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        isTopicByte(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "%")
    }

    private static func isTopicByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func error(_ text: String, _ what: String) -> FeedError {
        FeedError("\"\(text)\" \(what)", advice: "write kafka://BROKER:9092,BROKER:9092/TOPIC")
    }
}
