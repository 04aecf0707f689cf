import CCSFeed
import CCSView

/// An opened feed: its name and the functions that start it, answer it and end it.
struct FeedSource: Sendable {
    /// The number that its items carry, and its index among the sources.
    let number: Int
    /// Its name in the header and in the pane Feed.
    let name: String
    /// Whether events come as they happen, so that time passes between them.
    let isLive: Bool
    /// Whether it is an outgoing connection, which can be lost and come back.
    var isConnected = false
    /// For a peer, the number of the listening source.
    var listener: Int?
    /// For a listening source, the counts of its peers.
    var peers: (@Sendable () -> ListenFeed.Peers)?
    /// Starts the feed. Its items come through the mailbox.
    let start: @Sendable () throws -> Void
    /// Sends the answer to a notify.
    var answer: @Sendable (_ qid: [UInt8], _ connection: Int) -> Void = { _, _ in }
    /// Passes a control frame on to the feed.
    var received: @Sendable (_ control: FeedControl) -> Void = { _ in }
    /// How far the connection is verified and encrypted; nil without a network.
    var trust: FeedTrust?
    /// Facts about its connections; nil if it has none.
    var facts: @Sendable () -> ConnectionFacts? = { nil }
    /// More lines for the pane Feed.
    var remarks: @Sendable () -> [SourceLine.Remark] = { [] }
    /// Ends the feed: closes the connection, and waits for the end of its threads for at most half a second.
    var leave: @Sendable () -> Void = {}
}
