internal import Glibc

/// Takes a token out of what a feed sends, before anything else sees it: the platform's greeting repeats the token that
/// was sent.
///
/// The token may be cut anywhere between two pieces, so the end of a piece that could be its beginning is held back until
/// the next one; the end of a line never is.
struct TokenScrubber {
    /// A token this short is a part of other words, too: it is looked for as a whole JSON string alone.
    private static let shortest = 8

    private let token: FeedToken
    private var held: [UInt8] = []

    init(_ token: FeedToken) {
        self.token = token
    }

    /// The bytes without the token, each byte of which becomes an asterisk; what is held back is missing at the end, and
    /// comes at the beginning of the next answer. Cost: a search through the bytes.
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

    /// What was held back, made unreadable, when nothing more comes: the beginning of a secret is a secret, too.
    mutating func finish() -> [UInt8] {
        defer { held = [] }
        return [UInt8](repeating: UInt8(ascii: "*"), count: held.count)
    }

    /// What stands at a place.
    private enum Found {
        case other
        /// What is sought, in so many bytes.
        case sought(Int)
        /// Its beginning; nothing follows.
        case beginning
    }

    /// Hides what is sought. How many of the last bytes may be the beginning of it.
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

    /// Whether what is sought stands at a place. In a string of JSON any character of it may be escaped: a slash as `\/`, each as
    /// `\u002f`; a quote that ends a string is none of its characters.
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
                // Digits may be written large or small, the `u` may not.
                guard given == digit || (place > 0 && given | 0x20 == digit) else { return .other }
            }
            at += 6
        }
        return .sought(at - start)
    }

    /// `u002f`: what follows the backslash in the escaped form of a character.
    private static func escape(of byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
