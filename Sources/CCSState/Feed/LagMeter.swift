import Histogram

/// How late the events of the last minute or two were: percentiles of the wall clock at arrival minus `eventts`.
///
/// Two histograms that begin a minute apart: the older one is read, and gives way when it is two minutes old. An event that is
/// early, by a clock that is wrong, counts as not late; one over a day late as a day late.
public struct LagMeter: Sendable {
    private static let span: Int64 = 60_000
    private static let latest: UInt64 = 86_400_000
    /// What is told of all that is later: a day, in milliseconds.
    public static let longest = Int64(latest)

    private var older = LagMeter.empty()
    private var newer = LagMeter.empty()
    private var turnsAt: Int64?

    init() {}

    /// Counts an event, `lag` milliseconds late, that arrived at a wall clock time in milliseconds.
    mutating func record(_ lag: Int64, arrival: Int64) {
        let due = turnsAt ?? arrival + Self.span
        if turnsAt == nil || arrival >= due {
            // After a silence of minutes nothing of what came before it is recent.
            older = turnsAt != nil && arrival < due + Self.span ? newer : Self.empty()
            newer = Self.empty()
            turnsAt = arrival + Self.span
        }
        let late = min(UInt64(max(0, lag)), Self.latest)
        older.record(late)
        newer.record(late)
    }

    /// The lag in milliseconds that so many percent (0 to 100) of the events did not exceed, to two digits; nil before the first.
    public func percentile(_ percent: Double) -> Int64? {
        older.totalCount > 0 ? Int64(older.valueAtPercentile(percent)) : nil
    }

    private static func empty() -> Histogram<UInt32> {
        Histogram(highestTrackableValue: latest, numberOfSignificantValueDigits: .two)
    }
}
