/// Events that come far faster than they usually do.
///
/// Usual is the median of stretches of 10 s of feed time over the 5 min before, so that a storm is still called one while it
/// lasts for two minutes, where a mean would soon have the storm in it.
public struct EventStorm: Sendable, Equatable {
    /// Events a second over the last 10 s.
    public let rate: Double
    /// Events a second that are usual.
    public let usual: Double

    /// Seconds of a stretch.
    public static let seconds = 10
    /// Stretches looked at besides the last one: 5 min.
    public static let stretches = 30
    /// The least of them that must be known: a feed that has just begun has nothing that is usual.
    public static let leastKnown = 6
    /// How many times as fast as usual is a storm.
    public static let factor = 5.0
    /// Below so many events a second nothing is a storm.
    public static let floor = 200.0

    /// A storm, if these are the totals of one: of stretches since the feed began, oldest first, the last one ending now.
    public init?(totals: some BidirectionalCollection<Int>) {
        guard let last = totals.last else { return nil }
        let before = totals.dropLast().suffix(Self.stretches).sorted()
        guard before.count >= Self.leastKnown else { return nil }
        rate = Double(last) / Double(Self.seconds)
        usual = Double(before[before.count / 2]) / Double(Self.seconds)
        guard rate >= Self.floor, rate >= Self.factor * usual else { return nil }
    }

    /// How many times as fast as usual, or nil where nothing at all is usual.
    public var times: Double? { usual > 0 ? rate / usual : nil }
}
