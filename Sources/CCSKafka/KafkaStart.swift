/// Where in the topic to begin.
public enum KafkaStart: Sendable, Equatable {
    /// With what is published from now on.
    case now
    /// With the oldest that the brokers still hold.
    case beginning
    /// With what was published since then: milliseconds since 1970, by the brokers' clocks.
    case since(Int64)
}
