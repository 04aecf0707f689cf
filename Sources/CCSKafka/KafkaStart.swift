/// The start position in a topic.
public enum KafkaStart: Sendable, Equatable {
    /// The next published message.
    case now
    /// The oldest message that the brokers hold.
    case beginning
    /// The first message since that time: milliseconds since 1970, by the brokers' clocks.
    case since(Int64)
}
