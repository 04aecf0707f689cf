/// Upper and lower case made alike: ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic, scalar by scalar.
///
/// Every mapping keeps the number of bytes, so that folded text has the length of the text and a comparison may look at
/// the lengths first. Not covered: scripts beyond these (Armenian, Georgian), `ß` and `ss`, the Turkish dotted and
/// dotless `i`, full-width letters, and accents written as marks of their own (`е` with `U+0308` is not `ё`).
enum CaseFolding {
    /// The lower case of a scalar; itself where it has none or is not covered.
    static func fold(_ value: UInt32) -> UInt32 {
        switch value {
        case 0x41...0x5A: value + 0x20
        case ..<0xC0: value
        case 0xC0...0xDE: value == 0xD7 ? value : value + 0x20
        case 0x100...0x12F, 0x132...0x137, 0x14A...0x177: value | 1
        case 0x139...0x148, 0x179...0x17E: value & 1 == 1 ? value + 1 : value
        case 0x178: 0xFF
        case 0x386: 0x3AC
        case 0x388...0x38A: value + 37
        case 0x38C: 0x3CC
        case 0x38E, 0x38F: value + 63
        case 0x391...0x3AB: value == 0x3A2 ? value : value + 0x20
        case 0x3C2: 0x3C3
        case 0x400...0x40F: value + 0x50
        case 0x410...0x42F: value + 0x20
        case 0x460...0x481, 0x48A...0x4BF, 0x4D0...0x52F: value | 1
        case 0x4C0: 0x4CF
        case 0x4C1...0x4CE: value & 1 == 1 ? value + 1 : value
        default: value
        }
    }

    /// The last scalar that has another case here.
    static let end: UInt32 = 0x52F

    /// The bytes of a text, folded.
    static func fold(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { utf8 in
            Array(unsafeUninitializedCapacity: utf8.count) { buffer, count in
                count = utf8.count
                if let start = buffer.baseAddress { fold(UnsafeRawBufferPointer(utf8), into: start) }
            }
        }
    }

    /// Writes the folded bytes, as many as there are, to where there is room for them. Bytes that are no UTF-8 stay as they are.
    static func fold(_ bytes: UnsafeRawBufferPointer, into folded: UnsafeMutablePointer<UInt8>) {
        var index = 0
        while index + 8 <= bytes.count {
            let eight = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard eight & 0x8080_8080_8080_8080 == 0 else { break }
            // Below 0x80 nothing carries over: the high bit says whether a byte is at least A, and not beyond Z.
            let fromA = eight &+ 0x3F3F_3F3F_3F3F_3F3F
            let beyondZ = eight &+ 0x2525_2525_2525_2525
            let upper = fromA & ~beyondZ & 0x8080_8080_8080_8080
            UnsafeMutableRawPointer(folded + index).storeBytes(of: eight | upper >> 2, as: UInt64.self)
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 0xC3, byte <= 0xD4, index + 1 < bytes.count, bytes[index + 1] & 0xC0 == 0x80 {
                let value = fold(UInt32(byte & 0x1F) << 6 | UInt32(bytes[index + 1] & 0x3F))
                folded[index] = UInt8(0xC0 | value >> 6)
                folded[index + 1] = UInt8(0x80 | value & 0x3F)
                index += 2
            } else {
                folded[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
                index += 1
            }
        }
    }

    /// Hands out a text folded, for as long as `body` runs; on the stack if it is no longer than the feed's texts are.
    static func withFolded(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { room in
            if let start = room.baseAddress { fold(bytes, into: start) }
            return body(UnsafeBufferPointer(room))
        }
    }
}
