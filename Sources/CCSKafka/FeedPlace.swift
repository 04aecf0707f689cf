package import CCSFeed

/// An address that `--connect` and the settings file take: a server, or the brokers of a Kafka cluster.
package enum FeedPlace: Equatable, Sendable, CustomStringConvertible {
    case server(FeedAddress)
    case kafka(KafkaAddress)

    /// Reads an address of either kind. Throws what is wrong with it.
    package init(parsing text: String) throws(FeedError) {
        if text.lowercased().hasPrefix(KafkaAddress.scheme) {
            self = .kafka(try KafkaAddress(parsing: text))
        } else {
            self = .server(try FeedAddress(parsing: text))
        }
    }

    /// Reads several addresses. Throws what is wrong with one of them, or that two are equal.
    package static func list(parsing texts: [String]) throws(FeedError) -> [FeedPlace] {
        var places: [FeedPlace] = []
        for text in texts {
            let place = try FeedPlace(parsing: text)
            guard !places.contains(place) else { throw FeedError("\"\(text)\" stands twice") }
            places.append(place)
        }
        return places
    }

    /// As it is written.
    package var description: String {
        switch self {
        case .server(let address): address.description
        case .kafka(let address): address.description
        }
    }

    /// The server, where it is one.
    package var server: FeedAddress? {
        if case .server(let address) = self { address } else { nil }
    }

    /// Whether it is in Kafka.
    package var isKafka: Bool {
        if case .kafka = self { true } else { false }
    }
}
