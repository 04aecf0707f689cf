/// A position in a text, with its line number.
struct TextCursor {
    let bytes: [UInt8]
    /// The index of the next byte.
    private(set) var at = 0
    /// The line of the next byte, from 1.
    private(set) var line = 1

    /// Starts at the beginning of a text, after its byte order mark.
    init(_ text: String) {
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    /// The next byte; nil at the end.
    var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    /// Whether the next three bytes are quotes.
    func hasThree(_ quote: UInt8) -> Bool {
        at + 3 <= bytes.count && bytes[at..<at + 3].allSatisfy { $0 == quote }
    }

    /// Moves to the next byte.
    mutating func advance() {
        guard at < bytes.count else { return }
        if bytes[at] == UInt8(ascii: "\n") { line += 1 }
        at += 1
    }

    /// Skips blanks and tabs.
    mutating func skipBlanks() {
        while let next = peek, next == 0x20 || next == 0x09 { advance() }
    }

    /// Skips a comment up to the end of its line.
    mutating func skipComment() {
        guard peek == UInt8(ascii: "#") else { return }
        while let next = peek, next != UInt8(ascii: "\n") { advance() }
    }

    /// Skips blanks, comments and newlines.
    mutating func skipSpace() {
        while true {
            let before = at
            skipBlanks()
            skipComment()
            if isLineEnd { skipLineEnd() }
            guard at > before else { return }
        }
    }

    /// Whether the next bytes are a newline: LF or CRLF.
    var isLineEnd: Bool {
        peek == UInt8(ascii: "\n") || bytes[at...].starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")])
    }

    mutating func skipLineEnd() {
        if peek == UInt8(ascii: "\r") { advance() }
        advance()
    }

    /// Whether a byte may be in a key without quotes.
    static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Whether a byte is an ASCII letter.
    static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }

    /// Whether a byte may be in a number, a date, `true` or `false`.
    static func isWord(_ byte: UInt8) -> Bool {
        isBare(byte) || [UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ":")].contains(byte)
    }
}
