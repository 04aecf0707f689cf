internal import Glibc

/// The clock of a feed, as two functions, so that tests need no real time.
public struct FeedClock: Sendable {
    /// The wall clock: milliseconds since 1970.
    public let wallMilliseconds: @Sendable () -> Int64

    /// Monotonic clock: nanoseconds since an arbitrary moment.
    public let monotonicNanoseconds: @Sendable () -> Int64

    /// A clock that reads these two functions.
    public init(
        wallMilliseconds: @escaping @Sendable () -> Int64,
        monotonicNanoseconds: @escaping @Sendable () -> Int64
    ) {
        self.wallMilliseconds = wallMilliseconds
        self.monotonicNanoseconds = monotonicNanoseconds
    }

    /// The system's clocks.
    public static let system = FeedClock(
        wallMilliseconds: { read(CLOCK_REALTIME) / 1_000_000 },
        monotonicNanoseconds: { read(CLOCK_MONOTONIC) })

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // These two clocks cannot fail on Linux: https://man7.org/linux/man-pages/man2/clock_gettime.2.html
        _ = clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
