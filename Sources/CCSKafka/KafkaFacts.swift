/// The number of partitions read.
public struct KafkaFacts: Sendable, Equatable {
    /// Partitions that this viewer reads.
    public var read = 0
    /// All partitions of the topic; nil while unknown.
    public var all: Int?

    /// Counts of partitions; by default none are known.
    public init(read: Int = 0, all: Int? = nil) {
        (self.read, self.all) = (read, all)
    }
}
