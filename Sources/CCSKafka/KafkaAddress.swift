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
        let parser = AuthorityParser(text: text, advice: "write kafka://BROKER:9092,BROKER:9092/TOPIC")
        guard text.lowercased().hasPrefix(Self.scheme) else { throw parser.error("does not begin with kafka://") }
        guard !text.contains("@") else {
            // The message does not repeat it, because it may contain a password.
            throw FeedError("the address holds a user name", advice: "SASL is set up in --kafka-config FILE")
        }
        let parts = text.dropFirst(Self.scheme.count).split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { throw parser.error("names no topic") }
        let brokers = parts[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for broker in brokers {
            guard try !parser.read(broker[...]).host.isEmpty else {
                throw parser.error("has a broker without a host name")
            }
        }
        guard parts[1].utf8.allSatisfy(Self.isTopicByte), parts[1].utf8.count <= Self.longestTopic else {
            throw parser.error("names a topic with other characters than letters, digits, dots, _ and -")
        }
        self.brokers = brokers
        topic = String(parts[1])
    }

    /// The form that ``init(parsing:)`` reads.
    public var description: String { "\(Self.scheme)\(brokers.joined(separator: ","))/\(topic)" }

    /// Whether all brokers are on this machine.
    public var isLoopback: Bool {
        brokers.allSatisfy { broker in
            let parser = AuthorityParser(text: broker, advice: "")
            return (try? parser.read(broker[...])).map { HostText(text: $0.host).isLoopback } == true
        }
    }

    private static func isTopicByte(_ byte: UInt8) -> Bool {
        AuthorityParser.isLetterOrDigit(byte) || "._-".utf8.contains(byte)
    }
}
