/// Makes frames of a websocket as a server sends them.
enum Frame {
    static func of(_ payload: [UInt8], opcode: UInt8 = 1, isFinal: Bool = true, bits: UInt8 = 0) -> [UInt8] {
        let first = (isFinal ? 0x80 : 0) | bits | opcode
        switch payload.count {
        case ..<126: return [first, UInt8(payload.count)] + payload
        case ..<(1 << 16): return [first, 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)] + payload
        default: return header(claiming: UInt64(payload.count), first: first) + payload
        }
    }

    static func text(_ text: String, isFinal: Bool = true) -> [UInt8] { of(Array(text.utf8), isFinal: isFinal) }

    static func more(_ text: String, isFinal: Bool) -> [UInt8] {
        of(Array(text.utf8), opcode: 0, isFinal: isFinal)
    }

    static func close(_ code: Int, _ reason: String) -> [UInt8] {
        of([UInt8(code >> 8), UInt8(code & 0xFF)] + Array(reason.utf8), opcode: 8)
    }

    /// A frame's header with this length.
    static func header(claiming length: UInt64, first: UInt8 = 0x81) -> [UInt8] {
        [first, 127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    }
}
