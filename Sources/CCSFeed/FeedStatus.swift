/// The state of a feed, as the header shows it. Times are wall clock, milliseconds since 1970.
///
/// *Stale* is not one of these states: it follows from the time of the last event.
public enum FeedStatus: Sendable, Equatable {
    /// Trying to connect. `attempt` is 0 for the first try, otherwise the number of the retry.
    case connecting(since: Int64, attempt: Int)

    /// Open: bytes arrive as they are sent.
    case live(since: Int64)

    /// Connected, but the feed refused what was asked: the subscription, or the list of a PBX's channels.
    case refused(since: Int64, why: FeedTrouble)

    /// The connection was lost, or no connection was made. Retry number `attempt` (from 1) starts at the time `at`.
    case reconnecting(at: Int64, attempt: Int, why: FeedTrouble)

    /// Read to its end, or stopped.
    case ended(since: Int64)

    /// Failed. `why` is a message for the user.
    case failed(since: Int64, why: String)
}
