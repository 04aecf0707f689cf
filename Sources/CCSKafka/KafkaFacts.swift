/// What is known of how a topic is read.
public struct KafkaFacts: Sendable, Equatable {
    /// Partitions that this viewer reads.
    public var read = 0
    /// Partitions that there are; nil while nobody has said.
    public var all: Int?

    /// So many of so many.
    public init(read: Int = 0, all: Int? = nil) {
        (self.read, self.all) = (read, all)
    }
}
