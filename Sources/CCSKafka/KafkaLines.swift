internal import Glibc

/// Turns messages into lines. A message is one line, unless it carries several events on separate lines.
///
/// Newlines inside a JSON value are white space, and become spaces. A message without a value (a tombstone, which deletes
/// its key) or with an empty value becomes a blank line, so that the counts match the sent messages.
enum KafkaLines {
    private static let lineFeed = UInt8(ascii: "\n")

    /// The maximum bytes of a message that are passed on in one line. It is more than the limit of a line, so that the line
    /// counts as oversized, but little enough to save memory.
    static let longest = (1 << 20) + (1 << 12)

    /// Appends the value of a message.
    static func append(_ value: UnsafeRawBufferPointer, to lines: inout [UInt8]) {
        let value = trimmed(value)
        defer { lines.append(lineFeed) }
        guard let base = value.baseAddress, !value.isEmpty else { return }
        if memchr(base, Int32(lineFeed), value.count) == nil {
            lines.append(contentsOf: value.prefix(longest))
        } else if areEvents(value) {
            lines.append(contentsOf: value)
        } else {
            lines.append(contentsOf: value.prefix(longest).lazy.map { $0 == lineFeed ? UInt8(ascii: " ") : $0 })
        }
    }

    /// Whether each line may be a value: it begins and ends like an object or an array.
    private static func areEvents(_ value: UnsafeRawBufferPointer) -> Bool {
        value.split(separator: lineFeed).allSatisfy { line in
            let line = trimmed(UnsafeRawBufferPointer(rebasing: line))
            guard let first = line.first, let last = line.last else { return true }
            return (first == UInt8(ascii: "{") && last == UInt8(ascii: "}"))
                || (first == UInt8(ascii: "[") && last == UInt8(ascii: "]"))
        }
    }

    /// The bytes without white space around them. A newline at the end of a value does not start a second line.
    private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bytes[first...last])
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == lineFeed || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\t")
    }
}
