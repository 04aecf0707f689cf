/// The structure of a TOML text: the line of each key, and the first syntax error.
///
/// It runs before the TOML parser, for two reasons. The parser does not tell the lines of keys. And it does not
/// check some malformed texts (`[=`, `a = [}`) and may crash, so it gets only texts that are well-formed here. The parser
/// interprets the values.
struct Outline {
    /// The first line of each key, and of each prefix of a key.
    private var lines: [[String]: Int] = [:]
    /// The first syntax error.
    private(set) var fault: (line: Int, message: String)?

    private var cursor: TextCursor

    /// The limit of nested tables that are searched for keys.
    private static let deepest = 6
    /// The limit of nested lists and tables.
    private static let mostOpen = 32
    /// Stands for a key with an escape. It has no line, because no setting has such a key.
    private static let unread = "\u{0}"

    init(_ text: String) {
        cursor = TextCursor(text)
        read()
    }

    /// The line of a key, from 1, or the first line with that prefix.
    func line(of path: [String]) -> Int? { lines[path] }

    // MARK: The text

    private mutating func read() {
        var table: [String] = []
        while fault == nil {
            cursor.skipSpace()
            guard let next = cursor.peek else { return }
            if next == UInt8(ascii: "[") { table = header() } else { pair(in: table, depth: 0) }
            endLine()
        }
    }

    /// `[table]` or `[[tables]]`.
    private mutating func header() -> [String] {
        let start = cursor.line
        cursor.advance()
        let isList = cursor.peek == UInt8(ascii: "[")
        if isList { cursor.advance() }
        let path = path()
        for _ in 0..<(isList ? 2 : 1) where fault == nil {
            if cursor.peek == UInt8(ascii: "]") {
                cursor.advance()
            } else {
                expected("']' at the end of the [section]")
            }
        }
        note(path, start)
        return path
    }

    /// `key = value`.
    private mutating func pair(in table: [String], depth: Int) {
        let start = cursor.line
        let path = table + path()
        guard fault == nil else { return }
        guard cursor.peek == UInt8(ascii: "=") else { return expected("'=' after the key") }
        cursor.advance()
        note(path, start)
        cursor.skipBlanks()
        value(of: path, depth: depth)
    }

    private mutating func value(of path: [String]?, depth: Int) {
        guard depth < Self.mostOpen else { return fail("lists and tables are nested too deeply") }
        switch cursor.peek {
        case UInt8(ascii: "{"): table(of: path, depth: depth)
        case UInt8(ascii: "["): list(depth: depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = string()
        default: word()
        }
    }

    /// `{ key = value, … }`, on one line.
    private mutating func table(of path: [String]?, depth: Int) {
        cursor.advance()
        cursor.skipBlanks()
        if cursor.peek == UInt8(ascii: "}") { return cursor.advance() }
        while fault == nil {
            pair(in: path ?? [Self.unread], depth: depth + 1)
            cursor.skipBlanks()
            guard fault == nil else { return }
            if cursor.peek == UInt8(ascii: "}") { return cursor.advance() }
            guard cursor.peek == UInt8(ascii: ",") else { return expected("',' or '}'") }
            cursor.advance()
            cursor.skipBlanks()
        }
    }

    /// `[value, …]`, on as many lines as it takes.
    private mutating func list(depth: Int) {
        cursor.advance()
        while fault == nil {
            cursor.skipSpace()
            if cursor.peek == UInt8(ascii: "]") { return cursor.advance() }
            value(of: nil, depth: depth + 1)
            cursor.skipSpace()
            guard fault == nil else { return }
            if cursor.peek == UInt8(ascii: "]") { return cursor.advance() }
            guard cursor.peek == UInt8(ascii: ",") else { return expected("',' or ']'") }
            cursor.advance()
        }
    }

    /// A number, a date, `true` or `false`.
    private mutating func word() {
        guard let first = cursor.peek, TextCursor.isWord(first), first != UInt8(ascii: "_") else {
            return expected("a value")
        }
        let start = cursor.at
        while let next = cursor.peek, TextCursor.isWord(next) { cursor.advance() }
        let word = String(decoding: cursor.bytes[start..<cursor.at], as: UTF8.self)
        guard !TextCursor.isLetter(first) || ["true", "false", "inf", "nan"].contains(word) else {
            return expected("a value; a text needs quotes: \"\(word)\"")
        }
        guard !isDateWithoutTime(start) else { return expected("a time after the T of the date") }
        // A date and a time may have a blank in between.
        guard cursor.at - start == 10, cursor.bytes[start + 4] == UInt8(ascii: "-"), cursor.peek == 0x20,
            cursor.at + 1 < cursor.bytes.count,
            0x30...0x39 ~= cursor.bytes[cursor.at + 1]
        else { return }
        cursor.advance()
        while let next = cursor.peek, TextCursor.isWord(next) { cursor.advance() }
    }

    /// Whether `T` without a digit follows a date. The TOML parser would abort the process there.
    private func isDateWithoutTime(_ start: Int) -> Bool {
        let word = cursor.bytes[start..<cursor.at]
        guard word.count > 10, word[start + 4] == UInt8(ascii: "-"), word[start + 10] | 0x20 == UInt8(ascii: "t") else {
            return false
        }
        return word.count == 11 || !(0x30...0x39 ~= word[start + 11])
    }

    private mutating func endLine() {
        cursor.skipBlanks()
        cursor.skipComment()
        guard fault == nil, cursor.peek != nil else { return }
        if cursor.isLineEnd { cursor.skipLineEnd() } else { expected("the end of the line") }
    }

    // MARK: Keys

    /// A dotted key, and the blanks after it.
    private mutating func path() -> [String] {
        var path: [String] = []
        while true {
            cursor.skipBlanks()
            if let next = cursor.peek, next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
                path.append(string())
            } else {
                let start = cursor.at
                while let next = cursor.peek, TextCursor.isBare(next) { cursor.advance() }
                if cursor.at == start { expected("a name of letters, digits, - and _, or one in quotes") }
                path.append(String(decoding: cursor.bytes[start..<cursor.at], as: UTF8.self))
            }
            cursor.skipBlanks()
            guard fault == nil, cursor.peek == UInt8(ascii: ".") else { return path }
            cursor.advance()
        }
    }

    /// A string of any of the four kinds. One with an escape is not decoded, which is rare in keys.
    private mutating func string() -> String {
        guard let quote = cursor.peek else { return Self.unread }
        let marks = cursor.hasThree(quote) ? 3 : 1
        let opened = cursor.line
        for _ in 0..<marks { cursor.advance() }
        let start = cursor.at
        var hasEscape = false
        while let next = cursor.peek, marks == 3 || next != UInt8(ascii: "\n") {
            if next == quote, marks == 1 || cursor.hasThree(quote) {
                let content = cursor.bytes[start..<cursor.at]
                for _ in 0..<marks { cursor.advance() }
                // One or two quotes may stand directly before the closing three.
                var more = 0
                while marks == 3, more < 2, cursor.peek == quote {
                    cursor.advance()
                    more += 1
                }
                return hasEscape ? Self.unread : String(decoding: content, as: UTF8.self)
            }
            if next == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                hasEscape = true
                cursor.advance()
                if marks == 1, cursor.peek == UInt8(ascii: "\n") { break }
            }
            cursor.advance()
        }
        let end = String(repeating: quote == UInt8(ascii: "'") ? "'" : "\"", count: marks)
        fail("a text has no end; write \(end) after it", on: opened)
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

    private mutating func fail(_ message: String, on line: Int? = nil) {
        if fault == nil { fault = (line ?? cursor.line, "this is not TOML: \(message)") }
    }
}
