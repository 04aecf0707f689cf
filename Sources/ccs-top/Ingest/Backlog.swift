import CCSFeed

/// Whether the feed has to wait for ingest: told by the mailbox, which refuses what does not fit.
struct Backlog {
    private let mailbox: FeedMailbox?
    private var refusals = 0
    private var lastAt: Int64?

    /// Milliseconds for which it is said: the mailbox is full and has room again many times a second.
    private static let said: Int64 = 2000

    init(_ mailbox: FeedMailbox?) {
        self.mailbox = mailbox
    }

    /// Whether the feed had to wait lately; `now` in milliseconds of a steady clock.
    mutating func isBehind(now: Int64) -> Bool {
        let refusals = mailbox?.refusals ?? 0
        if refusals != self.refusals { (self.refusals, lastAt) = (refusals, now) }
        return lastAt.map { now - $0 < Self.said } ?? false
    }
}
