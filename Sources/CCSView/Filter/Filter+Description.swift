extension Filter: CustomStringConvertible {
    /// How the expression was read, in words: `age > 5 s and text "min"`. Read against the same fields it gives an equal filter,
    /// unless it is longer than an expression may be.
    public var description: String {
        root.map { describe($0, inside: .or) } ?? ""
    }

    /// How tightly the operator around a term binds.
    private enum Binding: Int {
        case or, and, not
    }

    private func describe(_ term: FilterTerm, inside binding: Binding) -> String {
        switch term {
        case .or(let terms):
            if let list = list(terms) { return list }
            let text = terms.map { describe($0, inside: .and) }.joined(separator: " or ")
            return binding == .or ? text : "(\(text))"
        case .and(let terms):
            let text = terms.map { describe($0, inside: .not) }.joined(separator: " and ")
            return binding == .not ? "(\(text))" : text
        case .not(let inner): return "not \(describe(inner, inside: .not))"
        case .word(let word): return "text \(Self.inQuotes(word))"
        case .comparison(let index, .equal, .flag(true)): return fields[index].name
        case .comparison(let index, let comparison, let literal):
            return "\(fields[index].name) \(Self.words(comparison, literal)) \(literal.description)"
        }
    }

    private static func words(_ comparison: FilterComparison, _ literal: FilterLiteral) -> String {
        switch (comparison, literal) {
        case (.equal, .text), (.equal, .flag): "is"
        case (.notEqual, .text), (.notEqual, .flag): "is not"
        case (.like, _): "matches"
        case (.unlike, _): "not matches"
        default: comparison.rawValue
        }
    }

    /// `state in (a, b)`, where all terms compare one field with a text.
    private func list(_ terms: [FilterTerm]) -> String? {
        var values: [String] = []
        var field: Int?
        for term in terms {
            guard case .comparison(let index, .equal, .text(let text)) = term, index == field ?? index else {
                return nil
            }
            field = index
            values.append(Self.value(text, of: .equal))
        }
        return field.map { "\(fields[$0].name) in (\(values.joined(separator: ", ")))" }
    }

    /// A value as it is where it reads back as itself, else in quotes.
    static func value(_ text: String, of comparison: FilterComparison) -> String {
        var lexer = FilterLexer(text)
        let token = try? lexer.value(of: comparison, at: 0..<0)
        let isPlain = token?.kind == .word && token?.text == text && token?.keyword == nil
        let hasSign = !comparison.isPattern && text.contains { $0 == "*" || $0 == "," }
        return isPlain && !hasSign ? text : inQuotes(text)
    }

    static func inQuotes(_ text: String) -> String {
        var result = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result.append("\\") }
            result.append(scalar)
        }
        result.append("\"")
        return String(result)
    }
}
