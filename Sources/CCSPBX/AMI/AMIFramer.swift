internal import Glibc

/// Cuts what an Asterisk sends into messages. A message ends with an empty line.
struct AMIFramer {
    /// A piece of the input.
    enum Piece {
        /// A message, without the empty line at its end. The bytes are valid during the call.
        case message(UnsafeRawBufferPointer)
        /// A message that was too long to be held.
        case oversized
    }

    /// The longest message, in bytes.
    static let longest = 1 << 20
    private static let banner = Array("Asterisk Call Manager/".utf8)

    private var held: [UInt8] = []
    /// Up to where `held` was searched.
    private var searched = 0
    private var isSkipping = false
    private var isAtBeginning = true
    /// Empty lines that were not needed, and other faults of framing.
    private(set) var faults = 0

    /// Takes bytes, and hands out the messages that they complete.
    mutating func take(_ bytes: UnsafeRawBufferPointer, _ body: (Piece) -> Void) {
        if held.isEmpty {
            let used = cut(bytes, from: 0, body)
            keep(UnsafeRawBufferPointer(rebasing: bytes[used...]))
        } else {
            var room: [UInt8] = []
            swap(&room, &held)
            room.append(contentsOf: bytes)
            let used = room.withUnsafeBytes { cut($0, from: searched, body) }
            room.removeFirst(used)
            swap(&room, &held)
            searched = held.count
        }
        if held.count > Self.longest {
            // Two bytes tell whether the next line is empty.
            held = Array(held.suffix(2))
            searched = held.count
            isSkipping = true
        }
    }

    /// The end: a last message may lack its end.
    mutating func finish(_ body: (Piece) -> Void) {
        let rest = held
        let wasSkipping = isSkipping
        (held, searched, isSkipping, isAtBeginning) = ([], 0, false, true)
        if wasSkipping { return body(.oversized) }
        guard rest.contains(where: { $0 != 0x0A && $0 != 0x0D }) else { return }
        rest.withUnsafeBytes { body(.message($0)) }
    }

    private mutating func keep(_ rest: UnsafeRawBufferPointer) {
        held.append(contentsOf: rest)
        searched = held.count
    }

    /// Hands out the complete messages of a buffer that was searched up to `from`; returns the bytes that are done with.
    private mutating func cut(_ bytes: UnsafeRawBufferPointer, from: Int, _ body: (Piece) -> Void) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var start = 0
        var position = from
        while let found = memchr(base + position, 0x0A, bytes.count - position) {
            let newline = UnsafeRawPointer(found) - base
            position = newline + 1
            if isAtBeginning {
                isAtBeginning = false
                let first = UnsafeRawBufferPointer(rebasing: bytes[start..<newline])
                if first.starts(with: Self.banner) {
                    start = position
                    continue
                }
            }
            guard isEmptyLine(bytes, endingAt: newline, start: start) else { continue }
            let message = UnsafeRawBufferPointer(rebasing: bytes[start..<newline])
            start = position
            if isSkipping {
                isSkipping = false
                body(.oversized)
            } else if message.contains(where: { $0 != 0x0A && $0 != 0x0D }) {
                if message.count > Self.longest { body(.oversized) } else { body(.message(message)) }
            } else {
                faults += 1
            }
        }
        return start
    }

    /// Whether the line that this newline ends is empty.
    private func isEmptyLine(_ bytes: UnsafeRawBufferPointer, endingAt newline: Int, start: Int) -> Bool {
        var before = newline - 1
        if before >= start, bytes[before] == 0x0D { before -= 1 }
        return before < start || bytes[before] == 0x0A
    }
}
