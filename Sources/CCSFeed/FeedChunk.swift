internal import CSimdjson

/// A piece of a feed: bytes as they came, cut at any byte.
///
/// At least ``padding`` readable bytes follow the last one, because the JSON parser reads past the end.
public struct FeedChunk: Sendable {
    /// The number of readable bytes after the last one of the feed.
    public static let padding = Int(CCS_PADDING)

    /// The number of the feed.
    public let source: Int

    /// The bytes, and at least ``padding`` zeros or leftovers after them.
    public var storage: [UInt8]

    /// How many of the bytes in `storage` came from the feed.
    public let count: Int

    /// When it was read: wall clock, milliseconds since 1970.
    public let arrivedAt: Int64

    /// The number of the source's connection, from 1; 0 if the source has no connections. Answers to the events in this
    /// chunk go to that connection.
    public var connection = 0

    /// Copies `bytes` and adds the padding.
    public init(source: Int, copying bytes: UnsafeRawBufferPointer, arrivedAt: Int64) {
        self.source = source
        self.count = bytes.count
        self.arrivedAt = arrivedAt
        self.storage = [UInt8](unsafeUninitializedCapacity: bytes.count + Self.padding) { room, initialized in
            UnsafeMutableRawBufferPointer(room).copyMemory(from: bytes)
            room[bytes.count...].prefix(Self.padding).initialize(repeating: 0)
            initialized = bytes.count + Self.padding
        }
    }

    /// Takes over a buffer whose first `count` bytes are the feed's. Adds padding if the buffer is too short.
    public init(source: Int, storage: [UInt8], count: Int, arrivedAt: Int64) {
        self.source = source
        self.count = min(max(count, 0), storage.count)
        self.arrivedAt = arrivedAt
        self.storage = storage
        let missing = self.count + Self.padding - storage.count
        if missing > 0 {
            self.storage.append(contentsOf: repeatElement(0, count: missing))
        }
    }
}
