import CCSEvents
import CCSFeed

/// An item for ingest: decoded lines, or another item of a feed, in order.
enum IngestItem: MailboxItem {
    /// Lines of one piece of a feed.
    case lines(LineBatch)
    /// Any item except bytes. In a replay also bytes, because their lines wait until they are due.
    case item(FeedItem)
    /// The end of the queue (``Inlet/drain(_:)``).
    case end

    /// The minimum memory of a batch, in bytes.
    private static let least = 256
    /// The largest buffer that is kept for reuse, in bytes.
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
