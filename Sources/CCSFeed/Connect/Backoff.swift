/// When to try again after a connection was lost or did not come about: exponential, with full jitter.
///
/// The n-th try waits a random time from 0 to `min(base × 2^(n-1), cap)`, so that many clients of a feed that comes
/// back do not come back at one moment. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
/// It has no clock and sleeps nowhere: it says when.
struct Backoff: Sendable, Equatable {
    struct Retry: Sendable, Equatable {
        /// The number of the retry, from 1.
        let attempt: Int
        /// When: in milliseconds on the scale of the time given in.
        let at: Int64
    }

    /// The longest first wait, milliseconds.
    static let base: Int64 = 100
    /// The longest wait of all, milliseconds.
    static let cap: Int64 = 30_000

    private(set) var attempt = 0

    /// The longest wait before the n-th retry (from 1), milliseconds.
    static func ceiling(attempt: Int) -> Int64 {
        // 2^9 is past the cap already; the exponent must not grow for as long as a feed is away.
        min(base << Int64(min(max(attempt - 1, 0), 9)), cap)
    }

    /// A connection was lost, or did not come about, at `now`: when is the next try?
    mutating func failed(at now: Int64, using random: inout some RandomNumberGenerator) -> Retry {
        attempt += 1
        return Retry(attempt: attempt, at: now + Int64.random(in: 0...Self.ceiling(attempt: attempt), using: &random))
    }

    /// Bytes came: the feed is well again. A connection alone does not say so. Where it is lost right after them, again and
    /// again, it is tried some twenty times a second.
    mutating func dataCame() {
        attempt = 0
    }
}
