/// The seconds of the last minute in which events arrived.
///
/// A feed that had events in nearly every second and then has none for several has stopped, whatever its connection says: a
/// network that fails silently looks so. What would come due by the clock then proves nothing.
package struct ArrivalHistory: Sendable {
    /// Seconds without an event after which a steady feed has stopped.
    package static let patience: Int64 = 5
    /// In so many of the 60 seconds before there were events, where a feed is steady. Then five seconds without one come about by
    /// chance once in ten thousand times.
    private static let steady = 50

    /// One bit for each second, the newest at the end.
    private var seconds: UInt64 = 0
    /// The second of the newest event; nil before the first.
    private var newest: Int64?

    package init() {}

    /// An event arrived, at a wall clock time in milliseconds.
    package mutating func note(_ arrival: Int64) {
        let second = arrival / 1000
        let passed = newest.map { second - $0 } ?? 64
        guard passed > 0 else { return }
        seconds = passed < 64 ? seconds << UInt64(passed) | 1 : 1
        newest = second
    }

    /// Whether a steady feed has stopped.
    package func hasStopped(now: Int64) -> Bool {
        guard let newest, now / 1000 - newest > Self.patience else { return false }
        return (seconds & ((1 << 60) - 1)).nonzeroBitCount >= Self.steady
    }
}
