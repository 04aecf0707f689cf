/// How a field and a value are compared. The raw value is how ``Filter/description`` writes it.
enum FilterComparison: String, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case like = "~"
    case unlike = "!~"
    case contains
    case startsWith = "starts with"
    case endsWith = "ends with"

    /// Those that are written as signs.
    static let signs: [FilterComparison] = [
        .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .like, .unlike,
    ]

    /// Whether the value is a regular expression.
    var isPattern: Bool { self == .like || self == .unlike }

    /// The comparison that is true exactly where this one is false, for those that are defined as such a negation.
    var negated: FilterComparison? {
        switch self {
        case .notEqual: .equal
        case .unlike: .like
        default: nil
        }
    }
}

/// What a field is compared with.
enum FilterLiteral: Sendable, Equatable {
    case text(String)
    case pattern(String)
    case number(Double)
    /// Milliseconds.
    case duration(Int64)
    case time(FilterTime)
    case flag(Bool)
}

/// A filter as a tree. Lists of `and` and `or` hold at least two terms and none of their own kind.
indirect enum FilterTerm: Sendable, Equatable {
    case or([FilterTerm])
    case and([FilterTerm])
    case not(FilterTerm)
    /// A text anywhere in a field of text.
    case word(String)
    /// A field, by its place in the list, compared with a value.
    case comparison(field: Int, FilterComparison, FilterLiteral)

    /// Joins terms by `and`.
    static func all(_ terms: [FilterTerm]) -> FilterTerm {
        joined(terms, FilterTerm.and) { if case .and(let inner) = $0 { inner } else { nil } }
    }

    /// Joins terms by `or`.
    static func any(_ terms: [FilterTerm]) -> FilterTerm {
        joined(terms, FilterTerm.or) { if case .or(let inner) = $0 { inner } else { nil } }
    }

    private static func joined(
        _ terms: [FilterTerm], _ join: ([FilterTerm]) -> FilterTerm, _ inner: (FilterTerm) -> [FilterTerm]?
    ) -> FilterTerm {
        let flat = terms.flatMap { inner($0) ?? [$0] }
        return flat.count == 1 ? flat[0] : join(flat)
    }

    /// Whether it looks for a word.
    var looksForWords: Bool {
        switch self {
        case .or(let terms), .and(let terms): terms.contains(where: \.looksForWords)
        case .not(let term): term.looksForWords
        case .word: true
        case .comparison: false
        }
    }

    /// The lengths of time that a field is compared with.
    func lengths(comparedWith wanted: Int) -> [Int64] {
        switch self {
        case .or(let terms), .and(let terms): return terms.flatMap { $0.lengths(comparedWith: wanted) }
        case .not(let term): return term.lengths(comparedWith: wanted)
        case .word: return []
        case .comparison(let field, _, let literal):
            guard field == wanted, case .duration(let length) = literal, length < .max else { return [] }
            return [length]
        }
    }

    /// Whether `test` holds for one of the fields it compares.
    func mentions(where test: (Int) -> Bool) -> Bool {
        switch self {
        case .or(let terms), .and(let terms): terms.contains { $0.mentions(where: test) }
        case .not(let term): term.mentions(where: test)
        case .word: false
        case .comparison(let field, _, _): test(field)
        }
    }
}
