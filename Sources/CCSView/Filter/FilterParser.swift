/// Reads an expression into a tree: `or` binds least, then `and` (which may be left out), then `not`.
///
/// The terms themselves are read in `FilterParser+Terms.swift`.
struct FilterParser {
    /// How a term was written, as far as the word beside it must know.
    enum Shape: Equatable {
        /// An unquoted text.
        case text
        /// A word that stands for a comparison: a flag, a detector, a phase.
        case keyword
        /// A comparison whose value is not quoted; the place of its field.
        case comparison(Int)
        case other
    }

    let fields: [FilterField]
    var lexer: FilterLexer
    var token: FilterToken
    /// Of the term that was read last.
    var shape = Shape.other
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
            let before = token.keyword == "and" ? Shape.other : shape
            if token.keyword == "and" {
                try advance()
            } else if token.kind == .end || token.kind == .close || token.keyword == "or" {
                return .all(terms)
            }
            let next = token
            terms.append(try negation())
            try refuseDoubt(between: before, and: shape, next)
        }
    }

    /// Refuses an unquoted word beside a comparison, since it may belong to the value (`name=Anna Orlova`, `age>5 parsecs`), and
    /// one beside a keyword (`recorded calls`).
    private func refuseDoubt(between left: Shape, and right: Shape, _ word: FilterToken) throws(FilterFault) {
        switch (left, right) {
        case (.comparison(let field), .text) where fields[field].kind != .text:
            throw FilterFault("\(fields[field].name) is \(fields[field].kind.explanation)", at: word.range)
        case (.comparison, .text):
            throw FilterFault("quote a value with blanks: \"a b\"; or write 'and' before this word", at: word.range)
        case (.keyword, .text), (.text, .keyword):
            throw FilterFault("write 'and' before \(FilterLimits.quote(word.text))", at: word.range)
        default: break
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
        case .quoted: return try quoted()
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
        shape = .other
        return term
    }

    mutating func quoted() throws(FilterFault) -> FilterTerm {
        let quoted = token
        try advance()
        if case .comparison = token.kind {
            throw FilterFault("a field's name is written without quotes", at: quoted.range)
        }
        guard !quoted.text.isEmpty else { throw FilterFault("there is no text in these quotes", at: quoted.range) }
        shape = .other
        return .word(quoted.text)
    }

    mutating func advance() throws(FilterFault) {
        token = try lexer.next()
    }

    private mutating func deepen() throws(FilterFault) {
        depth += 1
        if depth > FilterLimits.nesting {
            throw FilterFault("over \(FilterLimits.nesting) levels inside each other", at: token.range)
        }
    }
}
