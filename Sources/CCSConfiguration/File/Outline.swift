/// The shape of a TOML text: which keys stand on which line, and the first place that has no shape at all.
///
/// It is read before the TOML parser reads the text. That one does not say where keys stand; and it takes some things for
/// granted where it should look (`[=`, `a = [}`), so only what is well-formed here is given to it. What values are is
/// its business.
struct Outline {
    /// Lines by key, and by what keys begin with: the first each.
    private var lines: [[String]: Int] = [:]
    /// What was expected and not found, first of all.
    private(set) var fault: (line: Int, message: String)?

    private let bytes: [UInt8]
    private var at = 0
    private var line = 1

    /// Tables in tables that are looked into.
    private static let deepest = 6
    /// Lists and tables in each other.
    private static let mostOpen = 32
    /// Stands for a key with an escape in it: it is on no line, for it is like none that is asked for.
    private static let unread = "\u{0}"

    init(_ text: String) {
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        read()
    }

    /// The line of a key, from 1, or of the first that begins like it.
    func line(of path: [String]) -> Int? { lines[path] }

    // MARK: The text

    private mutating func read() {
        var table: [String] = []
        while fault == nil {
            skipSpace()
            guard let next = peek else { return }
            if next == UInt8(ascii: "[") { table = header() } else { pair(in: table, depth: 0) }
            endLine()
        }
    }

    /// `[table]` or `[[tables]]`.
    private mutating func header() -> [String] {
        let start = line
        advance()
        let isList = peek == UInt8(ascii: "[")
        if isList { advance() }
        let path = path()
        for _ in 0..<(isList ? 2 : 1) where fault == nil {
            if peek == UInt8(ascii: "]") { advance() } else { expected("']' at the end of the [section]") }
        }
        note(path, start)
        return path
    }

    /// `key = value`.
    private mutating func pair(in table: [String], depth: Int) {
        let start = line
        let path = table + path()
        guard fault == nil else { return }
        guard peek == UInt8(ascii: "=") else { return expected("'=' after the key") }
        advance()
        note(path, start)
        skipBlanks()
        value(of: path, depth: depth)
    }

    private mutating func value(of path: [String]?, depth: Int) {
        guard depth < Self.mostOpen else { return fail("lists and tables lie too deep in each other") }
        switch peek {
        case UInt8(ascii: "{"): table(of: path, depth: depth)
        case UInt8(ascii: "["): list(depth: depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = string()
        default: word()
        }
    }

    /// `{ key = value, … }`, on one line.
    private mutating func table(of path: [String]?, depth: Int) {
        advance()
        skipBlanks()
        if peek == UInt8(ascii: "}") { return advance() }
        while fault == nil {
            pair(in: path ?? [Self.unread], depth: depth + 1)
            skipBlanks()
            guard fault == nil else { return }
            if peek == UInt8(ascii: "}") { return advance() }
            guard peek == UInt8(ascii: ",") else { return expected("',' or '}'") }
            advance()
            skipBlanks()
        }
    }

    /// `[value, …]`, on as many lines as it takes.
    private mutating func list(depth: Int) {
        advance()
        while fault == nil {
            skipSpace()
            if peek == UInt8(ascii: "]") { return advance() }
            value(of: nil, depth: depth + 1)
            skipSpace()
            guard fault == nil else { return }
            if peek == UInt8(ascii: "]") { return advance() }
            guard peek == UInt8(ascii: ",") else { return expected("',' or ']'") }
            advance()
        }
    }

    /// A number, a date, `true` or `false`.
    private mutating func word() {
        guard let first = peek, Self.isWord(first), first != UInt8(ascii: "_") else { return expected("a value") }
        let start = at
        while let next = peek, Self.isWord(next) { advance() }
        // A date and a time may have a blank between them.
        guard at - start == 10, bytes[start + 4] == UInt8(ascii: "-"), peek == 0x20, at + 1 < bytes.count,
            0x30...0x39 ~= bytes[at + 1]
        else { return }
        advance()
        while let next = peek, Self.isWord(next) { advance() }
    }

    // MARK: Keys

    /// Steps with dots between them, and the blanks after.
    private mutating func path() -> [String] {
        var path: [String] = []
        while true {
            skipBlanks()
            if let next = peek, next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
                path.append(string())
            } else {
                let start = at
                while let next = peek, Self.isBare(next) { advance() }
                if at == start { expected("a name of letters, digits, - and _, or one in quotes") }
                path.append(String(decoding: bytes[start..<at], as: UTF8.self))
            }
            skipBlanks()
            guard fault == nil, peek == UInt8(ascii: ".") else { return path }
            advance()
        }
    }

    /// A string of any of the four kinds; one with an escape is not read, which is rare in keys.
    private mutating func string() -> String {
        guard let quote = peek else { return Self.unread }
        let marks = hasThree(quote) ? 3 : 1
        let opened = line
        for _ in 0..<marks { advance() }
        let start = at
        var hasEscape = false
        while let next = peek, marks == 3 || next != UInt8(ascii: "\n") {
            if next == quote, marks == 1 || hasThree(quote) {
                let content = bytes[start..<at]
                for _ in 0..<marks { advance() }
                // Up to two quotes may stand before the closing three.
                var more = 0
                while marks == 3, more < 2, peek == quote {
                    advance()
                    more += 1
                }
                return hasEscape ? Self.unread : String(decoding: content, as: UTF8.self)
            }
            if next == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                hasEscape = true
                advance()
                if marks == 1, peek == UInt8(ascii: "\n") { break }
            }
            advance()
        }
        line = opened
        fail("a text has no end; write \(String(repeating: quote == UInt8(ascii: "'") ? "'" : "\"", count: marks)) after it")
        return Self.unread
    }

    private mutating func note(_ path: [String], _ line: Int) {
        for count in 1...max(1, min(path.count, Self.deepest)) {
            let key = Array(path.prefix(count))
            if lines[key] == nil { lines[key] = line }
        }
    }

    // MARK: Faults

    private mutating func expected(_ what: String) { fail("expected \(what)") }

    private mutating func fail(_ message: String) {
        if fault == nil { fault = (line, "this is not TOML: \(message)") }
    }

    // MARK: Bytes

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private func hasThree(_ quote: UInt8) -> Bool {
        at + 3 <= bytes.count && bytes[at..<at + 3].allSatisfy { $0 == quote }
    }

    private mutating func advance() {
        guard at < bytes.count else { return }
        if bytes[at] == UInt8(ascii: "\n") { line += 1 }
        at += 1
    }

    private mutating func skipBlanks() {
        while let next = peek, next == 0x20 || next == 0x09 { advance() }
    }

    private mutating func skipComment() {
        guard peek == UInt8(ascii: "#") else { return }
        while let next = peek, next != UInt8(ascii: "\n") { advance() }
    }

    /// Blanks, comments and ends of lines.
    private mutating func skipSpace() {
        while true {
            let before = at
            skipBlanks()
            skipComment()
            if isLineEnd { skipLineEnd() }
            guard at > before else { return }
        }
    }

    private var isLineEnd: Bool {
        peek == UInt8(ascii: "\n") || bytes[at...].starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")])
    }

    private mutating func skipLineEnd() {
        if peek == UInt8(ascii: "\r") { advance() }
        advance()
    }

    private mutating func endLine() {
        skipBlanks()
        skipComment()
        guard fault == nil, peek != nil else { return }
        if isLineEnd { skipLineEnd() } else { expected("the end of the line") }
    }

    /// Whether a byte can be in a key without quotes.
    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        isBare(byte) || [UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ":")].contains(byte)
    }
}
