#if canImport(Glibc)
    import Glibc
#endif

/// Text of a feed where it lies: bytes of the line or of the parser, UTF-8 checked, not sanitised.
///
/// It owns nothing and is valid only until the next line is decoded; whoever keeps it copies it. Empty means *no value*,
/// since the feed's own empty strings mean that too.
public struct FeedText: Equatable {
    /// The bytes.
    public let bytes: UnsafeRawBufferPointer

    /// No value.
    public static var none: FeedText { FeedText(UnsafeRawBufferPointer(start: nil, count: 0)) }

    /// Text over bytes that outlive it.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Whether there is no value.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Text that stands in the program itself.
    public init(_ text: StaticString) {
        self.init(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// A copy.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Compares the bytes. Cost: their number.
    public static func == (left: FeedText, right: FeedText) -> Bool {
        guard left.bytes.count == right.bytes.count else { return false }
        guard let a = left.bytes.baseAddress, let b = right.bytes.baseAddress else { return true }
        return memcmp(a, b, left.bytes.count) == 0
    }

    /// JSON without the white space around it, which means nothing.
    var trimmed: FeedText {
        var (start, end) = (0, bytes.count)
        while start < end, Self.isWhiteSpace(bytes[start]) { start += 1 }
        while end > start, Self.isWhiteSpace(bytes[end - 1]) { end -= 1 }
        return FeedText(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// Its first `limit` bytes, cut between characters.
    public func cut(to limit: Int) -> FeedText {
        guard bytes.count > limit else { return self }
        var end = limit
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return FeedText(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
    }
}
