/// The times of retries after a lost or failed connection: exponential backoff with full jitter.
///
/// Retry n waits a random time from 0 to `min(base × 2^(n-1), cap)`. So the clients of a feed that comes back do not all
/// reconnect at the same moment. It only computes times, without a clock.
///
/// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
struct Backoff: Sendable, Equatable {
    struct Retry: Sendable, Equatable {
        /// The number of the retry, from 1.
        let attempt: Int
        /// The time of the retry, in milliseconds, on the clock of the caller's `now`.
        let at: Int64
    }

    /// The longest wait before the first retry, in milliseconds.
    static let base: Int64 = 100
    /// The longest wait of all, in milliseconds.
    static let cap: Int64 = 30_000
    /// The shortest life of a connection that worked, in milliseconds.
    static let working: Int64 = 1000

    private(set) var attempt = 0

    /// The longest wait before retry n (from 1), in milliseconds.
    static func ceiling(attempt: Int) -> Int64 {
        // `base` × 2^9 is above the cap. The shift is bounded, because the number of retries is not.
        min(base << Int64(min(max(attempt - 1, 0), 9)), cap)
    }

    /// Returns the next retry after a connection that failed or was lost at `now`.
    mutating func failed(at now: Int64, using random: inout some RandomNumberGenerator) -> Retry {
        attempt += 1
        return Retry(attempt: attempt, at: now + Int64.random(in: 0...Self.ceiling(attempt: attempt), using: &random))
    }

    /// Notes that a connection was lost after it lasted so many milliseconds. If it worked, the next wait is short again.
    ///
    /// A connection worked if it brought events and lasted. Without the second condition, ccs-top would reconnect about twenty
    /// times a second to a server that sends a little and closes.
    mutating func lost(after lasted: Int64, broughtEvents: Bool) {
        if broughtEvents, lasted >= Self.working { attempt = 0 }
    }
}
