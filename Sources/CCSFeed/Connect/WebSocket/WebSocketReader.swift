internal import Glibc

/// Reads the frames of a websocket from pieces cut at any byte, and makes a line of each message.
///
/// It hands payloads on as they arrive, so it never buffers a message, whatever length the header claims. The framing of
/// lines skips a message that is too long. https://www.rfc-editor.org/rfc/rfc6455#section-5
package struct WebSocketReader {
    /// A frame that is not a line.
    package enum Message: Equatable {
        /// The server wants a pong with this payload.
        case ping([UInt8])
        case pong
        /// The last frame, with its code (1005 if there is none) and its reason.
        case close(code: Int, reason: String)
        /// The frame breaks the protocol, and the bytes after it cannot be understood.
        case broken(String)
    }

    private enum Phase {
        /// In the header of a frame, which is collected.
        case header
        /// In the payload of a data frame.
        case payload
        /// In the payload of a control frame, which is collected.
        case control
        /// After the last frame.
        case over
    }

    private var phase = Phase.header
    private var collected: [UInt8] = []
    private var left: UInt64 = 0
    private var isFinal = false
    private var opcode: UInt8 = 0
    /// Whether a message began and its last fragment has not ended.
    private var isInsideMessage = false

    package init() {}

    /// Reads a piece. Appends lines to `lines`, and returns the other messages in order.
    package mutating func take(_ piece: UnsafeRawBufferPointer, lines: inout [UInt8]) -> [Message] {
        var messages: [Message] = []
        var at = 0
        while true {
            switch phase {
            case .over: return messages
            case .header:
                guard at < piece.count else { return messages }
                collected.append(piece[at])
                at += 1
                if collected.count >= 2, collected.count == Self.headerLength(collected[1]) {
                    if let fault = begin() {
                        phase = .over
                        messages.append(.broken(fault))
                    }
                }
            case .payload:
                guard at < piece.count || left == 0 else { return messages }
                let count = Int(min(left, UInt64(piece.count - at)))
                Self.append(UnsafeRawBufferPointer(rebasing: piece[at..<(at + count)]), to: &lines)
                at += count
                left -= UInt64(count)
                if left == 0 { endFrame(&lines) }
            case .control:
                guard at < piece.count || left == 0 else { return messages }
                let count = Int(min(left, UInt64(piece.count - at)))
                collected.append(contentsOf: piece[at..<(at + count)])
                at += count
                left -= UInt64(count)
                if left == 0 { messages += endControl() }
            }
        }
    }

    /// The length of a frame's header, by its second byte.
    private static func headerLength(_ second: UInt8) -> Int {
        switch second & 0x7F {
        case 126: 4
        case 127: 10
        default: 2
        }
    }

    /// Reads a complete header. Returns the problem with it, or nil, and the payload begins.
    private mutating func begin() -> String? {
        let (first, second) = (collected[0], collected[1])
        isFinal = first & 0x80 != 0
        opcode = first & 0x0F
        guard first & 0x70 == 0 else { return "a websocket frame with bits that were not agreed on" }
        guard second & 0x80 == 0 else { return "a masked websocket frame from the server" }
        left = collected.count == 2 ? UInt64(second & 0x7F) : collected[2...].reduce(0) { $0 << 8 | UInt64($1) }
        guard left <= UInt64(Int64.max) else { return "a websocket frame with an impossible length" }
        collected.removeAll(keepingCapacity: true)
        if opcode >= 8 {
            guard isFinal, left <= 125 else { return "a websocket control frame that is too long or in pieces" }
            guard opcode <= 10 else { return "a websocket frame of an unknown kind" }
            phase = .control
            return nil
        }
        guard opcode <= 2 else { return "a websocket frame of an unknown kind" }
        // Opcode 0 continues a message, 1 (text) and 2 (binary) begin one. JSON is the same in both.
        guard isInsideMessage == (opcode == 0) else { return "websocket fragments out of order" }
        isInsideMessage = true
        phase = .payload
        return nil
    }

    private mutating func endFrame(_ lines: inout [UInt8]) {
        phase = .header
        guard isFinal else { return }
        isInsideMessage = false
        lines.append(0x0A)
    }

    private mutating func endControl() -> [Message] {
        defer { collected.removeAll(keepingCapacity: true) }
        phase = .header
        switch opcode {
        case 9: return [.ping(collected)]
        case 10: return [.pong]
        default:
            phase = .over
            guard collected.count >= 2 else { return [.close(code: 1005, reason: "")] }
            return [
                .close(
                    code: Int(collected[0]) << 8 | Int(collected[1]),
                    reason: String(decoding: collected[2...], as: UTF8.self))
            ]
        }
    }

    /// A message becomes one line. JSON allows a newline only where it allows a space, so newlines in it become spaces.
    private static func append(_ payload: UnsafeRawBufferPointer, to lines: inout [UInt8]) {
        let start = lines.count
        lines.append(contentsOf: payload)
        lines.withUnsafeMutableBytes { room in
            guard let base = room.baseAddress else { return }
            var at = start
            while let end = memchr(base + at, 0x0A, room.count - at) {
                at = end - base + 1
                room[at - 1] = 0x20
            }
        }
    }
}
