/// What a feed says to whoever takes from the mailbox, in the order in which it happened.
public enum FeedItem: Sendable {
    /// A peer has connected to where this side listens: it is a source of its own from now on, under a number that may have
    /// been that of a peer which has ended.
    case opened(source: Int, name: String)

    /// Bytes of the feed.
    case bytes(FeedChunk)

    /// The feed's state changed.
    case status(source: Int, FeedStatus)

    /// The connection was lost: whatever was sent until the next one is missing. `midLine` says that the bytes before
    /// it stop inside a line, the rest of which will never come.
    case gap(source: Int, midLine: Bool)

    /// The last item of a feed: nothing comes from this source after it.
    case ended(source: Int, FeedEnd)

    /// Which feed says it.
    public var source: Int {
        switch self {
        case .bytes(let chunk): chunk.source
        case .opened(let source, _), .status(let source, _), .gap(let source, _), .ended(let source, _): source
        }
    }
}

/// Why a feed is over.
public enum FeedEnd: Sendable, Equatable {
    /// The file or the pipe was read to its end.
    case endOfFeed

    /// `stop()` was called.
    case stopped

    /// Reading failed; a sentence for people.
    case failed(String)
}
