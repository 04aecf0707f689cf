#if canImport(Glibc)
    import Glibc
#endif

/// Text of a feed in its original place: bytes of the line or of the parser, valid UTF-8, not sanitised.
///
/// It does not own the bytes, and is valid only until the next line is decoded. To keep it, copy it. An empty text means *no
/// value*, as an empty string of the feed does.
public struct FeedText: Equatable {
    /// The bytes.
    public let bytes: UnsafeRawBufferPointer

    /// No value.
    public static var none: FeedText { FeedText(UnsafeRawBufferPointer(start: nil, count: 0)) }

    /// A view of bytes that must outlive it.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Whether there is no value.
    public var isEmpty: Bool { bytes.isEmpty }

    /// A view of text in the program itself.
    public init(_ text: StaticString) {
        self.init(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// A copy.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Cost: proportional to the number of bytes.
    public static func == (left: FeedText, right: FeedText) -> Bool {
        guard left.bytes.count == right.bytes.count else { return false }
        guard let a = left.bytes.baseAddress, let b = right.bytes.baseAddress else { return true }
        let count = left.bytes.count
        // Two loads, which may overlap, compare most domains, states and numbers. A call of `memcmp` takes twice the instructions,
        // and each line needs three comparisons.
        switch count {
        case 8...16: return isEqual(a, b, at: 0, UInt64.self) && isEqual(a, b, at: count - 8, UInt64.self)
        case 4..<8: return isEqual(a, b, at: 0, UInt32.self) && isEqual(a, b, at: count - 4, UInt32.self)
        default: return memcmp(a, b, count) == 0
        }
    }

    @inline(__always)
    private static func isEqual<Word: FixedWidthInteger & BitwiseCopyable>(
        _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, at offset: Int, _: Word.Type
    ) -> Bool {
        left.loadUnaligned(fromByteOffset: offset, as: Word.self)
            == right.loadUnaligned(fromByteOffset: offset, as: Word.self)
    }

    /// The JSON text without white space around it.
    var trimmed: FeedText {
        var (start, end) = (0, bytes.count)
        while start < end, Self.isWhiteSpace(bytes[start]) { start += 1 }
        while end > start, Self.isWhiteSpace(bytes[end - 1]) { end -= 1 }
        return FeedText(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// Its first `limit` bytes at most, cut between characters.
    public func cut(to limit: Int) -> FeedText {
        guard bytes.count > limit else { return self }
        var end = limit
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return FeedText(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
    }
}
