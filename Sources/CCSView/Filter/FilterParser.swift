/// Reads an expression into a tree: `or` binds least, then `and` (which may be left out), then `not`.
struct FilterParser {
    private let fields: [FilterField]
    private var lexer: FilterLexer
    private var token: FilterToken
    private var depth = 0

    init(_ text: String, fields: [FilterField]) throws(FilterFault) {
        self.fields = fields
        lexer = FilterLexer(text)
        token = try lexer.next()
    }

    /// The whole expression; nil when it is empty.
    mutating func parse() throws(FilterFault) -> FilterTerm? {
        if token.kind == .end { return nil }
        let term = try disjunction()
        if token.kind == .close { throw FilterFault("this parenthesis closes nothing", at: token.range) }
        return term
    }

    private mutating func disjunction() throws(FilterFault) -> FilterTerm {
        var terms = [try conjunction()]
        while token.keyword == "or" {
            try advance()
            terms.append(try conjunction())
        }
        return .any(terms)
    }

    private mutating func conjunction() throws(FilterFault) -> FilterTerm {
        var terms = [try negation()]
        while true {
            if token.keyword == "and" {
                try advance()
            } else if token.kind == .end || token.kind == .close || token.keyword == "or" {
                return .all(terms)
            }
            terms.append(try negation())
        }
    }

    private mutating func negation() throws(FilterFault) -> FilterTerm {
        guard token.keyword == "not" else { return try operand() }
        try deepen()
        defer { depth -= 1 }
        try advance()
        return .not(try negation())
    }

    private mutating func operand() throws(FilterFault) -> FilterTerm {
        switch token.kind {
        case .open: return try group()
        case .word where token.keyword == nil: return try named()
        case .quoted:
            let quoted = token
            try advance()
            if case .comparison = token.kind {
                throw FilterFault("a field's name is written without quotes", at: quoted.range)
            }
            guard !quoted.text.isEmpty else { throw FilterFault("there is no text in these quotes", at: quoted.range) }
            return .word(quoted.text)
        case .comparison(let comparison):
            throw FilterFault("a field is missing before '\(comparison.rawValue)'", at: token.range)
        case .word: throw FilterFault("a term is missing before '\(token.text)'", at: token.range)
        case .close: throw FilterFault("a term is missing before this parenthesis", at: token.range)
        case .end: throw FilterFault("a term is missing at the end", at: token.range)
        }
    }

    private mutating func group() throws(FilterFault) -> FilterTerm {
        let open = token.range
        try deepen()
        defer { depth -= 1 }
        try advance()
        let term = try disjunction()
        guard token.kind == .close else { throw FilterFault("this parenthesis is never closed", at: open) }
        try advance()
        return term
    }

    /// A comparison, a flag or a bare word.
    private mutating func named() throws(FilterFault) -> FilterTerm {
        let name = token
        try advance()
        if case .comparison(let comparison) = token.kind { return try compared(name, by: comparison) }
        if let flag = index(of: name.text), fields[flag].kind == .flag {
            return .comparison(field: flag, .equal, .flag(true))
        }
        return .word(name.text)
    }

    private mutating func compared(_ name: FilterToken, by comparison: FilterComparison) throws(FilterFault)
        -> FilterTerm
    {
        guard let index = index(of: name.text) else {
            throw FilterFault(FilterHelp.unknown(name.text, fields: fields), at: name.range)
        }
        let field = fields[index]
        guard field.kind.comparisons.contains(comparison) else {
            let known = field.kind.comparisons.map(\.rawValue).joined(separator: " ")
            throw FilterFault("\(field.name) is \(field.kind.explanation); it is compared by \(known)", at: token.range)
        }
        let value = try lexer.value(of: comparison, at: token.range)
        let literal = try literal(value, for: field, comparison)
        token = try lexer.next()
        return .comparison(field: index, comparison, literal)
    }

    private func literal(_ value: FilterToken, for field: FilterField, _ comparison: FilterComparison)
        throws(FilterFault) -> FilterLiteral
    {
        if value.text.isEmpty {
            let hint = field.kind == .text ? "; those without a value are \(field.name)!~." : ""
            throw FilterFault("no value is empty\(hint)", at: value.range)
        }
        let literal: FilterLiteral? =
            switch field.kind {
            case .text where comparison.isPattern: try pattern(value)
            case .text: .text(value.text)
            case .number: FilterLiteral.number(reading: value.text).map { .number($0) }
            case .duration: DurationText.read(value.text).map { .duration($0.milliseconds) }
            case .time: FilterTime(value.text).map { .time($0) }
            case .flag: FilterLiteral.flag(reading: value.text).map { .flag($0) }
            }
        guard let literal else {
            throw FilterFault("\(field.name) is \(field.kind.explanation)", at: value.range)
        }
        return literal
    }

    private func pattern(_ value: FilterToken) throws(FilterFault) -> FilterLiteral {
        do throws(PatternFault) {
            _ = try PatternAutomaton(value.text)
        } catch {
            let end = value.range.upperBound
            let start = error.place < value.places.count ? value.places[error.place] : end
            throw FilterFault("in the pattern: \(error.message)", at: start..<(start < end ? start + 1 : end))
        }
        return .pattern(value.text)
    }

    private func index(of name: String) -> Int? {
        guard name.utf8.count <= 64 else { return nil }
        let lowered = name.lowercased()
        return fields.firstIndex { $0.name.lowercased() == lowered }
    }

    private mutating func advance() throws(FilterFault) {
        token = try lexer.next()
    }

    private mutating func deepen() throws(FilterFault) {
        depth += 1
        if depth > FilterLimits.nesting {
            throw FilterFault("over \(FilterLimits.nesting) levels inside each other", at: token.range)
        }
    }
}
