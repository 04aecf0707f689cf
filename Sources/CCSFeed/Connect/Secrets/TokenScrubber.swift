internal import Glibc

/// Replaces the token in the bytes of a feed, before other code sees them. The platform's greeting repeats the token that
/// was sent.
///
/// Two pieces can split the token at any byte. So the end of a piece that may be the beginning of the token is held back
/// until the next piece. The end of a line is never held back.
struct TokenScrubber {
    /// A shorter token may be part of other words. It is replaced only as a whole JSON string.
    private static let shortest = 8

    private let token: FeedToken
    private var held: [UInt8] = []

    init(_ token: FeedToken) {
        self.token = token
    }

    /// Returns the bytes with each byte of the token replaced by an asterisk. Held-back bytes come with the next result.
    /// Cost: one search through the bytes.
    mutating func scrub(_ piece: UnsafeRawBufferPointer) -> [UInt8] {
        var bytes = held
        bytes.append(contentsOf: piece)
        let isQuoted = token.count < Self.shortest
        let keep = token.withBytes { token in
            var sought = isQuoted ? [0x22] + token + [0x22] : Array(token)
            defer { FeedToken.wipe(&sought) }
            return bytes.withUnsafeMutableBytes { Self.hide(sought, in: $0, margin: isQuoted ? 1 : 0) }
        }
        held = Array(bytes.suffix(keep))
        bytes.removeLast(keep)
        return bytes
    }

    /// Returns the held-back bytes as asterisks at the end of the data, because the beginning of a secret is secret too.
    mutating func finish() -> [UInt8] {
        defer { held = [] }
        return [UInt8](repeating: UInt8(ascii: "*"), count: held.count)
    }

    /// The result of comparing the bytes at one index with the token.
    private enum Found {
        case other
        /// The token, in this many bytes.
        case sought(Int)
        /// The beginning of the token; the data ends before the rest.
        case beginning
    }

    /// Overwrites each occurrence of the token. Returns how many of the last bytes may be the beginning of one.
    private static func hide(_ sought: [UInt8], in room: UnsafeMutableRawBufferPointer, margin: Int) -> Int {
        var at = 0
        while at < room.count {
            guard room[at] == sought[0] || room[at] == backslash else {
                at += 1
                continue
            }
            switch look(for: sought, in: room, at: at) {
            case .other: at += 1
            case .beginning: return room.count - at
            case .sought(let count):
                for place in (at + margin)..<(at + count - margin) { room[place] = UInt8(ascii: "*") }
                at += count
            }
        }
        return 0
    }

    private static let backslash = UInt8(ascii: "\\")

    /// Compares the bytes at one index with the token. In a JSON string, any character of it may be escaped: a slash as
    /// `\/`, each as `\u002f`. A quote that ends the string is not part of the token.
    private static func look(for sought: [UInt8], in room: UnsafeMutableRawBufferPointer, at start: Int) -> Found {
        var at = start
        for byte in sought {
            guard at < room.count else { return .beginning }
            if room[at] == byte {
                at += 1
                continue
            }
            guard room[at] == backslash, byte != 0x22 else { return .other }
            guard at + 1 < room.count else { return .beginning }
            if room[at + 1] == UInt8(ascii: "/"), byte == UInt8(ascii: "/") {
                at += 2
                continue
            }
            for (place, digit) in escape(of: byte).enumerated() {
                guard at + 1 + place < room.count else { return .beginning }
                let given = room[at + 1 + place]
                // Hexadecimal digits may be upper or lower case. The `u` is always lower case.
                guard given == digit || (place > 0 && given | 0x20 == digit) else { return .other }
            }
            at += 6
        }
        return .sought(at - start)
    }

    /// The part of an escaped character after the backslash, for example `u002f`.
    private static func escape(of byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
