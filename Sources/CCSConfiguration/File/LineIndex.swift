/// On which line of a TOML text a key stands: the parser does not say.
///
/// The text has been parsed already, so it is known to be TOML and no key stands twice. Should this reader lose its way
/// all the same, it finds fewer keys; nothing is reported for those.
struct LineIndex {
    private var lines: [[String]: Int] = [:]
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1

    /// Tables in tables that are looked into.
    private static let deepest = 6

    init(_ text: String) {
        bytes = Array(text.utf8)
        read()
    }

    /// The line of a key, from 1, or of the first that begins like it.
    func line(of path: [String]) -> Int? { lines[path] }

    // MARK: The text

    private mutating func read() {
        var table: [String] = []
        while peek != nil {
            skipBlanks(newlines: true)
            switch peek {
            case nil: return
            case UInt8(ascii: "#"): skipLine()
            case UInt8(ascii: "["):
                advance()
                if peek == UInt8(ascii: "[") { advance() }
                let start = line
                guard let path = path() else {
                    skipLine()
                    continue
                }
                table = path
                note(path, start)
                skipLine()
            default:
                pair(in: table, depth: 0)
                skipLine()
            }
        }
    }

    /// `key = value`.
    private mutating func pair(in table: [String], depth: Int) {
        let start = line
        guard let path = path(), peek == UInt8(ascii: "=") else { return }
        advance()
        note(table + path, start)
        value(of: table + path, depth: depth)
    }

    private mutating func value(of path: [String], depth: Int) {
        skipBlanks(newlines: false)
        switch peek {
        case UInt8(ascii: "{") where depth < Self.deepest:
            advance()
            while true {
                skipBlanks(newlines: true)
                guard let next = peek, next != UInt8(ascii: "}") else { break }
                let before = at
                if next == UInt8(ascii: ",") { advance() } else { pair(in: path, depth: depth + 1) }
                guard at > before else { return }
            }
            advance()
        case UInt8(ascii: "{"), UInt8(ascii: "["): skipBrackets()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = string()
        default:
            while let next = peek, !Self.endsValue(next) { advance() }
        }
    }

    /// A list, or a table too deep to matter.
    private mutating func skipBrackets() {
        var open = 0
        while let next = peek {
            switch next {
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                open += 1
                advance()
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                open -= 1
                advance()
                if open == 0 { return }
            case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = string()
            case UInt8(ascii: "#"): skipLine()
            default: advance()
            }
        }
    }

    // MARK: Keys

    /// Steps with dots between them, and the blanks after; nil where one cannot be read.
    private mutating func path() -> [String]? {
        var path: [String] = []
        while true {
            skipBlanks(newlines: false)
            guard let next = peek else { return nil }
            if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
                guard let step = string() else { return nil }
                path.append(step)
            } else {
                let start = at
                while let next = peek, Self.isBare(next) { advance() }
                guard at > start else { return nil }
                path.append(String(decoding: bytes[start..<at], as: UTF8.self))
            }
            skipBlanks(newlines: false)
            guard peek == UInt8(ascii: ".") else { return path }
            advance()
        }
    }

    /// A string of any of the four kinds; nil where it holds an escape, which is rare in keys.
    private mutating func string() -> String? {
        guard let quote = peek else { return nil }
        let marks = bytes[at...].prefix(3).allSatisfy { $0 == quote } && at + 3 <= bytes.count ? 3 : 1
        for _ in 0..<marks { advance() }
        let start = at
        var hasEscape = false
        while let next = peek {
            if next == quote, marks == 1 || at + 3 <= bytes.count && bytes[at..<at + 3].allSatisfy({ $0 == quote }) {
                let content = String(decoding: bytes[start..<at], as: UTF8.self)
                for _ in 0..<marks { advance() }
                // Up to two quotes may stand before the closing three.
                while marks == 3, peek == quote { advance() }
                return hasEscape ? nil : content
            }
            if next == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                hasEscape = true
                advance()
            }
            advance()
        }
        return nil
    }

    private mutating func note(_ path: [String], _ line: Int) {
        for count in 1...max(1, min(path.count, Self.deepest)) where lines[Array(path.prefix(count))] == nil {
            lines[Array(path.prefix(count))] = line
        }
    }

    // MARK: Bytes

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func advance() {
        guard at < bytes.count else { return }
        if bytes[at] == UInt8(ascii: "\n") { line += 1 }
        at += 1
    }

    private mutating func skipBlanks(newlines: Bool) {
        while let next = peek, next == 0x20 || next == 0x09 || newlines && (next == 0x0A || next == 0x0D) { advance() }
    }

    private mutating func skipLine() {
        while let next = peek, next != UInt8(ascii: "\n") { advance() }
        advance()
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func endsValue(_ byte: UInt8) -> Bool {
        [0x0A, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#")].contains(byte)
    }
}
