import CCSFeed
import CCSKafka

/// Where `--connect` goes: to a server, or to the brokers of a Kafka cluster.
enum FeedPlace: Equatable {
    case server(FeedAddress)
    case kafka(KafkaAddress)

    /// Reads an address of either kind. Throws what is wrong with it.
    init(parsing text: String) throws(FeedError) {
        if text.lowercased().hasPrefix(KafkaAddress.scheme) {
            self = .kafka(try KafkaAddress(parsing: text))
        } else {
            self = .server(try FeedAddress(parsing: text))
        }
    }

    /// The server, where it is one.
    var server: FeedAddress? {
        if case .server(let address) = self { address } else { nil }
    }

    /// Whether it is in Kafka.
    var isKafka: Bool {
        if case .kafka = self { true } else { false }
    }
}
