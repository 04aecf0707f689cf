/// A part of an expression as it is written.
struct FilterToken {
    enum Kind: Equatable {
        case open
        case close
        case comparison(FilterComparison)
        case word
        case quoted
        case end
    }

    let kind: Kind
    /// Its place in Unicode scalars.
    let range: Range<Int>
    /// The text of a word, or what a quoted text means.
    var text = ""
    /// For each scalar of ``text`` its place in the expression.
    var places: [Int] = []

    /// The keyword it is, in lower case; nil for all else. A quoted keyword is a text.
    var keyword: String? {
        guard kind == .word else { return nil }
        let lowered = text.lowercased()
        return ["and", "or", "not"].contains(lowered) ? lowered : nil
    }
}

/// Cuts an expression into tokens, by Unicode scalars: a quote is a quote whatever combining mark comes after it.
struct FilterLexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// Where the next token begins.
    mutating func skipBlanks() -> Int {
        while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
        return position
    }

    /// The next token, where a term or an operator is expected.
    mutating func next() throws(FilterFault) -> FilterToken {
        let start = skipBlanks()
        guard start < scalars.count else { return FilterToken(kind: .end, range: start..<start) }
        switch scalars[start] {
        case "(":
            position += 1
            return FilterToken(kind: .open, range: start..<position)
        case ")":
            position += 1
            return FilterToken(kind: .close, range: start..<position)
        case "\"": return try quoted()
        case "=", "<", ">", "~", "!": return try comparison()
        case "&", "|":
            while position < scalars.count, scalars[position] == scalars[start] { position += 1 }
            throw FilterFault("write '\(scalars[start] == "&" ? "and" : "or")'", at: start..<position)
        default: return word { Self.endsWord($0) }
        }
    }

    /// The value after a comparison. Unlike elsewhere it may hold operators (`from=a=b`), and a pattern parentheses
    /// that are balanced in it, so that `(to~^(7|8))` needs no quotes.
    mutating func value(of comparison: FilterComparison, at place: Range<Int>) throws(FilterFault) -> FilterToken {
        let start = skipBlanks()
        let missing = FilterFault("a value is missing after '\(comparison.rawValue)'", at: place)
        guard start < scalars.count, scalars[start] != ")" else { throw missing }
        if scalars[start] == "\"" { return try quoted() }
        if "=<>~!".unicodeScalars.contains(scalars[start]) {
            while position < scalars.count, "=<>~!".unicodeScalars.contains(scalars[position]) { position += 1 }
            throw FilterFault(
                "no such operator: there are = != < <= > >= ~ !~; quote a value that begins like one",
                at: place.lowerBound..<position)
        }
        let token = comparison.isPattern ? pattern() : word { Self.isBlankOrStructure($0) }
        if token.range.isEmpty { throw missing }
        if start > place.upperBound, let keyword = token.keyword {
            throw FilterFault("a value is missing before '\(keyword)'; quote it if it is the value", at: token.range)
        }
        return token
    }

    /// The values in parentheses after `in`, at least one.
    mutating func list(after place: Range<Int>) throws(FilterFault) -> [FilterToken] {
        let open = skipBlanks()
        guard open < scalars.count, scalars[open] == "(" else {
            throw FilterFault("write the values in parentheses: in (a, b)", at: place)
        }
        var values: [FilterToken] = []
        repeat {
            position += 1
            let start = skipBlanks()
            let value =
                start < scalars.count && scalars[start] == "\""
                ? try quoted() : word { $0 == "," || Self.isBlankOrStructure($0) }
            if value.range.isEmpty {
                throw FilterFault("a value is missing", at: start..<min(start + 1, scalars.count))
            }
            values.append(value)
        } while skipBlanks() < scalars.count && scalars[position] == ","
        guard position < scalars.count else {
            throw FilterFault("this parenthesis is never closed", at: open..<open + 1)
        }
        guard scalars[position] == ")" else {
            throw FilterFault("a comma is missing; quote a value with blanks", at: position..<position + 1)
        }
        position += 1
        return values
    }

    /// Goes on from a place that was passed.
    mutating func goBack(to place: Int) { position = place }

    /// Takes a word where it comes next, and `following` after it if that is asked for; else takes nothing.
    mutating func takeWord(_ wanted: String, before following: Unicode.Scalar? = nil) -> Bool {
        var ahead = self
        _ = ahead.skipBlanks()
        guard ahead.word(until: { Self.endsWord($0) }).text.lowercased() == wanted else { return false }
        if let following {
            let next = ahead.skipBlanks()
            guard next < scalars.count, scalars[next] == following else { return false }
        }
        position = ahead.position
        return true
    }

    /// Takes the units, and further numbers with units, that belong to a number: `5 min`, `1 h 30 m`.
    mutating func takeUnits(into value: inout FilterToken) {
        guard value.kind == .word, var number = FilterLiteral.number(reading: value.text) else { return }
        let sign = number < 0 ? -1.0 : 1.0
        var milliseconds = 0.0
        var end: Int?
        var ahead = self
        while number >= 0 || end == nil {
            _ = ahead.skipBlanks()
            guard let unit = FilterWords.units[ahead.word { Self.endsWord($0) }.text.lowercased()] else { break }
            milliseconds += number.magnitude * Double(unit)
            end = ahead.position
            _ = ahead.skipBlanks()
            guard let next = FilterLiteral.number(reading: ahead.word { Self.endsWord($0) }.text) else { break }
            number = next
        }
        guard let end else { return }
        position = end
        let text = milliseconds < 1e18 ? "\(Int64((sign * milliseconds).rounded()))ms" : "too long"
        value = FilterToken(kind: .word, range: value.range.lowerBound..<end, text: text)
    }

    private mutating func comparison() throws(FilterFault) -> FilterToken {
        let start = position
        let pair = scalars[start..<min(start + 2, scalars.count)].map(String.init).joined()
        if let long = FilterComparison(rawValue: pair), pair.count == 2 {
            position += 2
            return FilterToken(kind: .comparison(long), range: start..<position)
        }
        position += 1
        guard let short = FilterComparison(rawValue: String(scalars[start])) else {
            throw FilterFault("write 'not'", at: start..<position)
        }
        return FilterToken(kind: .comparison(short), range: start..<position)
    }

    /// `\"` is a quote and `\\` a backslash; any other backslash stays, so that patterns need not double theirs.
    private mutating func quoted() throws(FilterFault) -> FilterToken {
        let start = position
        var text = String.UnicodeScalarView()
        var places: [Int] = []
        position += 1
        while position < scalars.count, scalars[position] != "\"" {
            let next = position + 1 < scalars.count ? scalars[position + 1] : nil
            if scalars[position] == "\\", next == "\"" || next == "\\" { position += 1 }
            text.append(scalars[position])
            places.append(position)
            position += 1
        }
        guard position < scalars.count else {
            throw FilterFault("this quote is never closed", at: start..<start + 1)
        }
        position += 1
        return FilterToken(kind: .quoted, range: start..<position, text: String(text), places: places)
    }

    private mutating func word(until ends: (Unicode.Scalar) -> Bool) -> FilterToken {
        let start = position
        while position < scalars.count, !ends(scalars[position]) { position += 1 }
        return token(from: start)
    }

    private mutating func pattern() -> FilterToken {
        let start = position
        var depth = 0
        var isInSet = false
        scan: while position < scalars.count {
            switch scalars[position] {
            case "\\": position = min(position + 1, scalars.count - 1)
            case "[": isInSet = true
            case "]": isInSet = false
            case "(" where !isInSet: depth += 1
            case ")" where !isInSet:
                if depth == 0 { break scan }
                depth -= 1
            case let scalar where scalar.properties.isWhitespace: break scan
            default: break
            }
            position += 1
        }
        return token(from: start)
    }

    private func token(from start: Int) -> FilterToken {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<position])
        return FilterToken(
            kind: .word, range: start..<position, text: String(text), places: Array(start..<position))
    }

    /// Whether a word cannot hold it unless it is a value.
    static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
        isBlankOrStructure(scalar) || "=<>~!".unicodeScalars.contains(scalar)
    }

    private static func isBlankOrStructure(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "(" || scalar == ")" || scalar == "\"" || scalar.properties.isWhitespace
    }
}
