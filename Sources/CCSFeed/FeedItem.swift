/// One item of the mailbox, in the order in which it happened in the feed.
public enum FeedItem: Sendable {
    /// A peer connected to the listening port. It is a separate source. An earlier peer may have had the same number.
    case opened(source: Int, name: String)

    /// Bytes of the feed.
    case bytes(FeedChunk)

    /// The feed's state changed.
    case status(source: Int, FeedStatus)

    /// The connection was lost, so events until the next connection are missing. `midLine` says that the last bytes end
    /// inside a line whose rest will never come.
    case gap(source: Int, midLine: Bool)

    /// The last item of a feed: nothing comes from this source after it.
    case ended(source: Int, FeedEnd)

    /// The number of the feed.
    public var source: Int {
        switch self {
        case .bytes(let chunk): chunk.source
        case .opened(let source, _), .status(let source, _), .gap(let source, _), .ended(let source, _): source
        }
    }
}

/// Why a feed ended.
public enum FeedEnd: Sendable, Equatable {
    /// The file or the pipe was read to its end.
    case endOfFeed

    /// `stop()` was called.
    case stopped

    /// Reading failed. The text is a message for the user.
    case failed(String)
}
