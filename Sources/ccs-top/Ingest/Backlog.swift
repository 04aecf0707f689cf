import CCSFeed

/// Whether the feed is faster than ingest. The sign is that the mailbox refuses items.
struct Backlog {
    private let mailbox: FeedMailbox?
    private var refusals = 0
    private var lastAt: Int64?

    /// Milliseconds for which a refusal counts. A full mailbox gets room again many times a second, so the sign would
    /// flicker.
    private static let said: Int64 = 2000

    init(_ mailbox: FeedMailbox?) {
        self.mailbox = mailbox
    }

    /// Whether the feed had to wait recently. `now` is in milliseconds of a monotonic clock.
    mutating func isBehind(now: Int64) -> Bool {
        let refusals = mailbox?.refusals ?? 0
        if refusals != self.refusals { (self.refusals, lastAt) = (refusals, now) }
        return lastAt.map { now - $0 < Self.said } ?? false
    }
}
