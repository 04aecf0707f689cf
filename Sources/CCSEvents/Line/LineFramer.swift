internal import CSimdjson

#if canImport(Glibc)
    import Glibc
#endif

/// Cuts a stream of bytes into lines. The stream comes in pieces cut at any byte.
///
/// A line inside one piece is returned in place. Only a line that spans pieces is copied. A line longer than
/// ``Event/maximumLine`` is skipped without being stored.
public struct LineFramer: ~Copyable {
    /// A line that was cut.
    public enum Line {
        /// A line without its newline (LF or CRLF), followed by ``LineFramer/padding`` readable bytes.
        case line(UnsafeRawBufferPointer)
        /// A line that is too long.
        case oversized
    }

    /// The number of readable bytes that must follow every piece, with any content, because the JSON parser reads them.
    public static let padding = Int(CCS_PADDING)

    /// The longest line in bytes, without its newline.
    private let limit: Int
    private var carry: UnsafeMutableRawBufferPointer
    private var carried = 0
    /// Whether the stored bytes were returned as a line.
    private var handedOut = false
    private var skipping = false
    private var skippedOnlyBlanks = true

    /// A framer at the beginning of a line. Lines may have up to `limit` bytes.
    public init(limit: Int = Event.maximumLine) {
        self.limit = limit
        carry = .allocate(byteCount: 4096 + Self.padding, alignment: 16)
        carry.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        carry.deallocate()
    }

    /// Returns the next line that ends in `piece` at or after `position`, and moves `position` behind it. If there is none,
    /// it stores the rest, moves `position` to the end of the piece, and returns nil. The line is valid until the next call.
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

    /// At the end of the data: returns the last line if it lacks its newline, otherwise nil.
    public mutating func finish() -> Line? {
        if handedOut {
            handedOut = false
            carried = 0
        }
        guard carried > 0 || skipping else { return nil }
        return takeCarried()
    }

    /// Bytes allocated for a line that spans pieces.
    var capacity: Int { carry.count }

    /// Whether a line has only white space.
    public static func isBlank(_ line: UnsafeRawBufferPointer) -> Bool {
        // An event begins with a brace, so this usually ends at the first byte.
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
        // A skipped line that is blank stays blank, however long. Its first byte shows that.
        return skippedOnlyBlanks ? .line(UnsafeRawBufferPointer(rebasing: carry[..<min(1, carried)])) : .oversized
    }

    private mutating func keep(_ bytes: UnsafeRawBufferPointer) {
        // One more byte than the longest line is allowed, because it may be the CR of the newline.
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
