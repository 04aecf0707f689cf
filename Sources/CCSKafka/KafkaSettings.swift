public import CCSFeed

/// The properties in a file of client settings, one `name=value` in each line, as librdkafka's own tools read them. Mainly
/// for SASL and TLS. https://github.com/confluentinc/librdkafka/blob/v2.0.2/CONFIGURATION.md
public struct KafkaSettings: Sendable, Equatable {
    /// One property of the file.
    public struct Entry: Sendable, Equatable {
        /// The line's number, from 1.
        public let line: Int
        /// The property.
        public let name: String
        /// The value. It may be a secret, so it must not get into any message.
        public let value: String
    }

    /// The properties in order.
    public private(set) var entries: [Entry] = []

    /// No settings.
    public init() {}

    /// Reads the text of a file. It ignores empty lines and lines that begin with `#`. Throws the problem and its line,
    /// never a value.
    public init(parsing text: String) throws(FeedError) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = Self.trimmed(line)
            guard !words.isEmpty, words.first != "#" else { continue }
            guard let equals = words.firstIndex(of: "=") else {
                throw FeedError("line \(index + 1) of the Kafka settings has no =", advice: "write NAME=VALUE")
            }
            let name = String(Self.trimmed(words[..<equals]))
            if let why = Self.ours[name] {
                throw FeedError("line \(index + 1) of the Kafka settings sets \(name)", advice: why)
            }
            let value = String(Self.trimmed(words[words.index(after: equals)...]))
            entries.append(Entry(line: index + 1, name: name, value: value))
        }
    }

    /// Returns the text, or a replacement if the text contains a secret of these settings. Texts of the library may repeat
    /// values.
    public func withoutSecrets(_ text: String) -> String {
        let told = entries.contains { Self.isSecret($0.name) && !$0.value.isEmpty && text.contains($0.value) }
        return told ? "librdkafka's words repeat a secret and are left out" : text
    }

    /// Whether the settings encrypt the connections to the brokers.
    public var isEncrypted: Bool {
        let value = value(of: "security.protocol")?.lowercased()
        return value == "ssl" || value == "sasl_ssl"
    }

    /// Whether the client checks the certificates of the brokers and the names in them.
    public var checksCertificates: Bool {
        value(of: "enable.ssl.certificate.verification")?.lowercased() != "false"
            && value(of: "ssl.endpoint.identification.algorithm")?.lowercased() != "none"
    }

    /// The value of a property. The last line of several counts.
    private func value(of name: String) -> String? { entries.last { $0.name == name }?.value }

    /// Whether a property's value is a secret.
    static func isSecret(_ name: String) -> Bool {
        name.contains("password") || name.contains("secret") || name.contains("pem")
            || name == "sasl.oauthbearer.config"
    }

    /// Properties that ccs-top sets itself, with the reason. The file must not contain them.
    private static let ours: [String: String] = {
        let never = "a viewer never commits, so that it disturbs nobody: leave it out"
        let brokers = "name the brokers in --connect kafka://BROKER,BROKER/TOPIC"
        let start = "say where to begin with --kafka-from"
        let member = "each viewer of --kafka-group is a member of its own: leave it out"
        let code = "nothing is loaded into this program: leave it out"
        return [
            "bootstrap.servers": brokers, "metadata.broker.list": brokers,
            "group.id": "name the group with --kafka-group",
            "group.instance.id": member, "partition.assignment.strategy": member, "auto.offset.reset": start,
            "topic.auto.offset.reset": start, "enable.auto.commit": never, "auto.commit.enable": never,
            "enable.auto.offset.store": never, "offset.store.method": never, "offset.store.path": never,
            "allow.auto.create.topics": "a viewer makes no topics: leave it out",
            "enable.partition.eof": "a topic has no end: leave it out", "plugin.library.paths": code,
            "ssl.engine.location": code, "log_level": "the library's log would go to the screen: leave it out",
            "debug": "the library's log would go to the screen: leave it out",
        ]
    }()

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
