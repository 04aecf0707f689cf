internal import CSimdjson

#if canImport(Glibc)
    import Glibc
#endif

/// Cuts a stream of bytes into lines, wherever the pieces it comes in were cut.
///
/// Lines that lie in one piece are handed out where they are; only a line that spans pieces is copied, and a line over
/// ``Event/maximumLine`` is skipped to its end without being held.
public struct LineFramer: ~Copyable {
    /// What stands between two line ends.
    public enum Line {
        /// A line without its end (LF or CRLF), followed by ``LineFramer/padding`` readable bytes.
        case line(UnsafeRawBufferPointer)
        /// A line that is too long.
        case oversized
    }

    /// Readable bytes, whatever they hold, that every piece must have after its last one: the JSON parser reads there.
    public static let padding = Int(CCS_PADDING)

    /// The longest line, without its end.
    private let limit: Int
    private var carry: UnsafeMutableRawBufferPointer
    private var carried = 0
    /// Whether the carried bytes were handed out as a line.
    private var handedOut = false
    private var skipping = false
    private var skippedOnlyBlanks = true

    /// A framer at the beginning of a line, of lines up to `limit` bytes.
    public init(limit: Int = Event.maximumLine) {
        self.limit = limit
        carry = .allocate(byteCount: 4096 + Self.padding, alignment: 16)
        carry.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        carry.deallocate()
    }

    /// The next line that ends in `piece` at or after `position`, which moves behind it; nil when there is none: then the rest
    /// is kept, and `position` is at the piece's end. The line is valid until the next call.
    ///
    /// - Precondition: ``padding`` bytes after `piece` can be read.
    public mutating func next(in piece: UnsafeRawBufferPointer, from position: inout Int) -> Line? {
        if handedOut {
            handedOut = false
            carried = 0
        }
        guard position < piece.count, let base = piece.baseAddress else { return nil }
        let start = base + position
        guard let end = memchr(start, 0x0A, piece.count - position).map({ UnsafeRawPointer($0) }) else {
            keep(UnsafeRawBufferPointer(start: start, count: piece.count - position))
            position = piece.count
            return nil
        }
        let part = UnsafeRawBufferPointer(start: start, count: end - start)
        position += part.count + 1
        guard carried > 0 || skipping else { return finished(part) }
        keep(part)
        return takeCarried()
    }

    /// The line that lacks its end, once no more bytes will come; nil when the last line had one.
    public mutating func finish() -> Line? {
        if handedOut {
            handedOut = false
            carried = 0
        }
        guard carried > 0 || skipping else { return nil }
        return takeCarried()
    }

    /// Bytes held for a line that spans pieces.
    var capacity: Int { carry.count }

    /// Whether a line is white space only.
    public static func isBlank(_ line: UnsafeRawBufferPointer) -> Bool {
        // An event begins with a brace, so this ends at the first byte.
        for byte in line where !isWhiteSpace(byte) { return false }
        return true
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    }

    private func finished(_ bytes: UnsafeRawBufferPointer) -> Line {
        let line = bytes.last == 0x0D ? UnsafeRawBufferPointer(rebasing: bytes.dropLast()) : bytes
        guard line.count > limit else { return .line(line) }
        return Self.isBlank(line) ? .line(UnsafeRawBufferPointer(rebasing: line[..<1])) : .oversized
    }

    private mutating func takeCarried() -> Line {
        handedOut = true
        defer { skipping = false }
        guard skipping else { return finished(UnsafeRawBufferPointer(rebasing: carry[..<carried])) }
        defer { skippedOnlyBlanks = true }
        // Of a skipped line only its first byte matters: a blank one is blank however long.
        return skippedOnlyBlanks ? .line(UnsafeRawBufferPointer(rebasing: carry[..<min(1, carried)])) : .oversized
    }

    private mutating func keep(_ bytes: UnsafeRawBufferPointer) {
        // One byte over the longest line may still be the CR of its end.
        if !skipping, carried + bytes.count <= limit + 1 {
            reserve(carried + bytes.count)
            if let base = bytes.baseAddress, let target = carry.baseAddress {
                (target + carried).copyMemory(from: base, byteCount: bytes.count)
            }
            carried += bytes.count
            return
        }
        if !skipping {
            skipping = true
            skippedOnlyBlanks = Self.isBlank(UnsafeRawBufferPointer(rebasing: carry[..<carried]))
            carried = min(carried, 1)
        }
        if skippedOnlyBlanks { skippedOnlyBlanks = Self.isBlank(bytes) }
        if carried == 0, let first = bytes.first {
            carry[0] = first
            carried = 1
        }
    }

    private mutating func reserve(_ count: Int) {
        guard count + Self.padding > carry.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(count, min(carry.count * 2, limit + 1)) + Self.padding, alignment: 16)
        larger.initializeMemory(as: UInt8.self, repeating: 0)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: carry[..<carried]))
        carry.deallocate()
        carry = larger
    }
}
