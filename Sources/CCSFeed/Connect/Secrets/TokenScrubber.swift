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
            Self.hide(sought, in: &bytes, margin: isQuoted ? 1 : 0)
            return Self.lengthOfBeginning(of: sought, at: bytes)
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

    private static func hide(_ sought: [UInt8], in bytes: inout [UInt8], margin: Int) {
        bytes.withUnsafeMutableBytes { room in
            guard let base = room.baseAddress else { return }
            let last = room.count - sought.count
            var at = 0
            while at <= last, let found = memchr(base + at, Int32(sought[0]), last - at + 1) {
                at = found - base
                if memcmp(found, sought, sought.count) == 0 {
                    memset(found + margin, Int32(UInt8(ascii: "*")), sought.count - 2 * margin)
                    at += sought.count
                } else {
                    at += 1
                }
            }
        }
    }

    /// How many of the last bytes may be the first ones of what is sought.
    private static func lengthOfBeginning(of sought: [UInt8], at bytes: [UInt8]) -> Int {
        for length in stride(from: min(sought.count - 1, bytes.count), to: 0, by: -1)
        where bytes.suffix(length).elementsEqual(sought.prefix(length)) {
            return length
        }
        return 0
    }
}
