package import CCSFeed

/// An address that `--connect` and the settings file take: a server, or a Kafka topic.
package enum FeedPlace: Equatable, Sendable, CustomStringConvertible {
    case server(FeedAddress)
    case kafka(KafkaAddress)

    /// Reads an address of either kind. Throws the problem with it.
    package init(parsing text: String) throws(FeedError) {
        if text.lowercased().hasPrefix(KafkaAddress.scheme) {
            self = .kafka(try KafkaAddress(parsing: text))
        } else {
            self = .server(try FeedAddress(parsing: text))
        }
    }

    /// Reads several addresses. Throws the problem with one of them, or if two are equal.
    package static func list(parsing texts: [String]) throws(FeedError) -> [FeedPlace] {
        var places: [FeedPlace] = []
        for text in texts {
            let place = try FeedPlace(parsing: text)
            guard !places.contains(place) else { throw FeedError("\"\(text)\" stands twice") }
            places.append(place)
        }
        return places
    }

    /// The address in text form.
    package var description: String {
        switch self {
        case .server(let address): address.description
        case .kafka(let address): address.description
        }
    }

    /// The address of a server; nil for Kafka.
    package var server: FeedAddress? {
        if case .server(let address) = self { address } else { nil }
    }

    package var isKafka: Bool {
        if case .kafka = self { true } else { false }
    }
}
