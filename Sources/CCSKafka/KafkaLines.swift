internal import Glibc

/// How messages become lines: one each, unless a message carries several events, each on a line of its own.
///
/// Line feeds inside a value that is written over several lines are white space in JSON, and become spaces. A message without
/// a value (a tombstone, which says that its key was deleted) or with an empty one becomes a blank line, so that what is
/// counted adds up to what was sent.
enum KafkaLines {
    private static let lineFeed = UInt8(ascii: "\n")

    /// The most bytes of a message in one line that are passed on: more than a line may have, so that it is counted as too long,
    /// and not so much that it takes room.
    static let longest = (1 << 20) + (1 << 12)

    /// Appends a message's value.
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

    /// Whether every line could be a value by itself: begins and ends as an object or an array does.
    private static func areEvents(_ value: UnsafeRawBufferPointer) -> Bool {
        value.split(separator: lineFeed).allSatisfy { line in
            let line = trimmed(UnsafeRawBufferPointer(rebasing: line))
            guard let first = line.first, let last = line.last else { return true }
            return (first == UInt8(ascii: "{") && last == UInt8(ascii: "}"))
                || (first == UInt8(ascii: "[") && last == UInt8(ascii: "]"))
        }
    }

    /// Without the white space around it: what ends a value is no second line.
    private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bytes[first...last])
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == lineFeed || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\t")
    }
}
