extension Filter: CustomStringConvertible {
    /// The expression in one spelling; read against the same fields it gives an equal filter, unless spelling out each
    /// `and` and quote took it over the length an expression may have.
    public var description: String {
        root.map { describe($0, inside: .or) } ?? ""
    }

    /// How tightly what stands around a term binds.
    private enum Binding: Int {
        case or, and, not
    }

    private func describe(_ term: FilterTerm, inside binding: Binding) -> String {
        switch term {
        case .or(let terms):
            let text = terms.map { describe($0, inside: .and) }.joined(separator: " or ")
            return binding == .or ? text : "(\(text))"
        case .and(let terms):
            let text = terms.map { describe($0, inside: .not) }.joined(separator: " and ")
            return binding == .not ? "(\(text))" : text
        case .not(let inner): return "not \(describe(inner, inside: .not))"
        case .word(let word):
            let isFlag = fields.contains { $0.kind == .flag && $0.name.lowercased() == word.lowercased() }
            return isFlag ? Self.forceQuoted(word) : Self.quoted(word)
        case .comparison(let index, .equal, .flag(true)): return fields[index].name
        case .comparison(let index, let comparison, let literal):
            return "\(fields[index].name)\(comparison.rawValue)\(literal.description)"
        }
    }

    /// A text as it is where it reads back as itself wherever it stands, else in quotes.
    static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            !FilterLexer.endsWord(scalar) && !"\\[]&|".unicodeScalars.contains(scalar)
        }
        let isKeyword = ["and", "or", "not"].contains(text.lowercased())
        return isPlain && !isKeyword && !text.isEmpty ? text : forceQuoted(text)
    }

    private static func forceQuoted(_ text: String) -> String {
        var result = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result.append("\\") }
            result.append(scalar)
        }
        result.append("\"")
        return String(result)
    }
}
