/// Which `eventts` may move a domain's clock at once (docs/feed.md, "Time and lag").
public struct ClockRule: Sendable, Equatable {
    /// An `eventts` that is more than so many milliseconds ahead of the expected feed time is held back.
    public var skew: Int64
    /// Whether the expected feed time advances between two arrivals, as it does for network sources.
    public var addsElapsed: Bool

    /// A rule; a `skew` outside ``skews`` is clamped to it.
    public init(skew: Int64, addsElapsed: Bool) {
        self.skew = min(max(skew, Self.skews.lowerBound), Self.skews.upperBound)
        self.addsElapsed = addsElapsed
    }

    /// The rule for files, pipes and standard input: a day ahead of the newest `eventts`.
    public static let file = ClockRule(skew: 86_400_000, addsElapsed: false)
    /// The rule for network sources: five minutes ahead of the newest `eventts` plus the time since it arrived.
    public static let network = ClockRule(skew: 300_000, addsElapsed: true)
    /// The skews that can be set, in milliseconds: a second to a year.
    public static let skews: ClosedRange<Int64> = 1000...31_536_000_000
}
