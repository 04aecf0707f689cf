import CCSFeed
import CCSView

/// One of the feeds that were asked for, opened: what starts it, what answers it, and what it is called.
struct FeedSource: Sendable {
    /// What its items carry, and its place among the sources.
    let number: Int
    /// What the header and the feed pane call it.
    let name: String
    /// Whether events come as they happen: then time passes between them.
    let isLive: Bool
    /// Whether it is connected to, and so may be lost and come back.
    var isConnected = false
    /// For a peer, the source that listens for it.
    var listener: Int?
    /// Where this side listens: how many peers there are, were, and were turned away.
    var peers: (@Sendable () -> ListenFeed.Peers)?
    /// Starts it; its items come through the mailbox.
    let start: @Sendable () throws -> Void
    /// Sends the answer to a notify.
    var answer: @Sendable (_ qid: [UInt8], _ connection: Int) -> Void = { _, _ in }
    /// Hands over a control frame.
    var received: @Sendable (_ control: FeedControl) -> Void = { _ in }
    /// How well it is made sure of who sends and who reads; nil where there is no network.
    var trust: FeedTrust?
    /// How its connection fared; nil where there is none.
    var facts: @Sendable () -> ConnectionFacts? = { nil }
    /// What else the feed pane says of it.
    var remarks: @Sendable () -> [SourceLine.Remark] = { [] }
    /// Ends it: takes leave of the other end, and waits for the end of its threads, half a second at most.
    var leave: @Sendable () -> Void = {}
}
