/// The line of each key in a TOML text.
///
/// TOMLKit 0.6.0 tells the line of a syntax error, but not of a key or value. To find it, this type knows where keys,
/// strings, lists and tables begin and end. It leaves syntax errors to the parser, except three. They fail an assertion of
/// the parser and end the process: a header without a name (`[=`), an item of a list without a value (`[}`), and some broken
/// dates. No setting takes a date, so it refuses every date.
struct KeyLines {
    /// The line of each header and its prefixes, and of each prefix of a key.
    private var tables: [[String]: Int] = [:]
    /// The line of each `key = value`, except those inside a value.
    private var values: [[String]: Int] = [:]
    /// The first text that the parser must not get.
    private(set) var fault: (line: Int, message: String)?

    private let bytes: [UInt8]
    private var at = 0
    private var line = 1

    /// The limit of steps in a key. No setting has more.
    private static let deepest = 6
    /// Stands for a key with an escape. It has no line, because no setting has such a key.
    private static let unread = "\u{0}"

    init(_ text: String) {
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        read()
    }

    /// The line of a key, from 1. A key inside a value has the line on which the value begins.
    func line(of path: [String]) -> Int? {
        if let line = values[path] ?? tables[path] { return line }
        return (0..<path.count).reversed().lazy.compactMap { values[Array(path.prefix($0))] }.first
    }

    // MARK: Lines

    /// Reads until the end, or to the first error that it sees. The parser finds that one too.
    private mutating func read() {
        var table: [String] = []
        while true {
            skipSpace()
            guard let first = next else { return }
            let start = line
            if first == UInt8(ascii: "[") {
                advance()
                if next == UInt8(ascii: "[") { advance() }
                skipBlanks()
                if let byte = next, !Self.isBare(byte), !Self.isQuote(byte), byte != UInt8(ascii: "]") {
                    return fail("this is not TOML: expected a name after [")
                }
                guard let path = path() else { return }
                table = path
                note(path, start)
            } else {
                guard let path = path(), next == UInt8(ascii: "=") else { return }
                let key = Array((table + path).prefix(Self.deepest))
                note(key.dropLast(), start)
                if values[key] == nil { values[key] = start }
            }
            guard skipRest(), fault == nil else { return }
        }
    }

    private mutating func note(_ path: some Collection<String>, _ line: Int) {
        for count in 0..<path.count {
            let key = Array(path.prefix(count + 1))
            if tables[key] == nil { tables[key] = line }
        }
    }

    /// Skips the rest of a header or a pair. Returns false where nothing can follow.
    private mutating func skipRest() -> Bool {
        var open: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\n"):
                guard open.last != UInt8(ascii: "{") else { return false }
                advance()
                if open.isEmpty { return true }
            case UInt8(ascii: "#"): skipComment()
            case UInt8(ascii: "\""), UInt8(ascii: "'"): guard string() != nil else { return false }
            case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","):
                advance()
                if byte != UInt8(ascii: ",") { open.append(byte) }
                guard open.last != UInt8(ascii: "[") || beginsItem() else { return false }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                advance()
                _ = open.popLast()
            case _ where Self.isBare(byte):
                if isDate { fail("no setting takes a date; a text needs quotes") }
                skip(while: Self.isBare)
            default: advance()
            }
        }
        return false
    }

    /// Whether the next word begins as a date does.
    private var isDate: Bool {
        let rest = bytes[at...].drop { 0x30...0x39 ~= $0 }
        return rest.startIndex > at && rest.first == UInt8(ascii: "-")
    }

    /// Whether the parser can read the next item of a list, or its end.
    private mutating func beginsItem() -> Bool {
        skipSpace()
        guard let byte = next else { return false }
        if Self.isBare(byte) || Self.isQuote(byte) || "+.[{],".utf8.contains(byte) { return true }
        fail("this is not TOML: expected a value")
        return false
    }

    // MARK: Keys

    /// A dotted key, and the blanks after it; nil where it is none. Long keys are cut.
    private mutating func path() -> [String]? {
        var path: [String] = []
        while true {
            skipBlanks()
            let start = at
            let step: String
            if let byte = next, Self.isQuote(byte) {
                guard let text = string() else { return nil }
                step = text
            } else {
                skip(while: Self.isBare)
                guard at > start else { return nil }
                step = String(decoding: bytes[start..<at], as: UTF8.self)
            }
            if path.count < Self.deepest { path.append(step) }
            skipBlanks()
            guard next == UInt8(ascii: ".") else { return path }
            advance()
        }
    }

    /// A string of any of the four kinds; nil if it has no end. One with an escape is not decoded, which is rare in keys.
    private mutating func string() -> String? {
        guard let quote = next else { return nil }
        let marks = hasThree(quote) ? 3 : 1
        for _ in 0..<marks { advance() }
        let start = at
        var hasEscape = false
        while let byte = next, marks == 3 || byte != UInt8(ascii: "\n") {
            if byte == quote, marks == 1 || hasThree(quote) {
                let content = bytes[start..<at]
                for _ in 0..<marks { advance() }
                // One or two quotes may stand directly before the closing three.
                for _ in 0..<2 where marks == 3 && next == quote { advance() }
                return hasEscape ? Self.unread : String(decoding: content, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                hasEscape = true
                advance()
                if marks == 1, next == UInt8(ascii: "\n") { return nil }
            }
            advance()
        }
        return nil
    }

    // MARK: Bytes

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private func hasThree(_ quote: UInt8) -> Bool { bytes[at...].prefix(3).elementsEqual([quote, quote, quote]) }

    private mutating func advance() {
        if next == UInt8(ascii: "\n") { line += 1 }
        if at < bytes.count { at += 1 }
    }

    private mutating func skip(while body: (UInt8) -> Bool) {
        while let byte = next, body(byte) { advance() }
    }

    private mutating func skipBlanks() { skip { $0 == 0x20 || $0 == 0x09 } }
    private mutating func skipComment() { skip { $0 != 0x0A } }

    /// Skips blanks, comments and ends of lines.
    private mutating func skipSpace() {
        while let byte = next {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: advance()
            case UInt8(ascii: "#"): skipComment()
            default: return
            }
        }
    }

    /// Whether a byte may be in a key without quotes.
    private static func isBare(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private mutating func fail(_ message: String) { fault = fault ?? (line, message) }
}
