/// The state of a feed, as a header shows it. Times are wall clock, milliseconds since 1970.
///
/// That a live feed is *stale* is not said here: it follows from the time of the last event.
public enum FeedStatus: Sendable, Equatable {
    /// Trying to connect. `attempt` is 0 for the first time, else the number of the retry.
    case connecting(since: Int64, attempt: Int)

    /// Open: bytes come as they are sent.
    case live(since: Int64)

    /// Connected, but the feed answered the subscription with something else than `ok`: events may never come.
    /// `result` is the feed's own word (at most 200 bytes): untrusted text, to be sanitised before it is shown.
    case refused(since: Int64, result: String)

    /// The connection was lost or never came about; the next try, number `attempt` (from 1), is at the time `at`.
    case reconnecting(at: Int64, attempt: Int, why: FeedTrouble)

    /// Read to its end, or stopped.
    case ended(since: Int64)

    /// Over, because of this; a sentence for people.
    case failed(since: Int64, why: String)
}
