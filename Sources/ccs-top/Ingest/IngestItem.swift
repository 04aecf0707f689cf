import CCSEvents
import CCSFeed

/// What ingest takes: lines that have been read, and whatever else a feed says, in the order in which it came.
enum IngestItem: MailboxItem {
    /// Lines of one piece of a feed.
    case lines(LineBatch)
    /// Anything but bytes; of a replay, whose lines wait until they are due, these too.
    case item(FeedItem)
    /// Nothing comes after this (``Inlet/drain(_:)``).
    case end

    /// What a batch takes that holds next to nothing.
    private static let least = 256
    /// The largest buffer that is worth keeping.
    private static let largestSpare = 1 << 20

    var cost: Int {
        switch self {
        case .lines(let batch): batch.buffer.capacity + Self.least
        case .item(let item): item.cost
        case .end: 0
        }
    }

    var isRemark: Bool { if case .item(let item) = self { item.isRemark } else { false } }

    var spareBuffer: [UInt8]? {
        guard case .lines(let batch) = self, !batch.buffer.isEmpty, batch.buffer.count <= Self.largestSpare
        else { return nil }
        return batch.buffer
    }
}
