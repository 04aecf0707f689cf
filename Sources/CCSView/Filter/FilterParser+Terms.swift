import CCSState

// One term: a comparison, a flag, a word that stands for a comparison, or a text.

extension FilterParser {
    /// A term that begins with an unquoted word.
    mutating func named() throws(FilterFault) -> FilterTerm {
        let name = token
        if let term = try part() { return term }
        try advance()
        if case .comparison(let comparison) = token.kind {
            return try compared(try field(named: name), comparison, after: token.range)
        }
        if let field = index(of: name.text) { return try described(field, name) }
        if name.text.lowercased() == "text", token.kind == .quoted { return try quoted() }
        if token.kind == .word, FilterWords.relation(token.text) != nil { _ = try field(named: name) }
        if let term = try keyword(name) { return term }
        try refuseReserved(name)
        shape = .text
        return .word(name.text)
    }

    /// A detector or a phase, which stands for a comparison.
    private mutating func keyword(_ word: FilterToken) throws(FilterFault) -> FilterTerm? {
        let (detector, phase) = (FilterWords.detector(word.text), FilterWords.phase(word.text))
        guard detector != nil || phase != nil else { return nil }
        let wrong = detector == nil ? nil : textField(named: FilterWords.detectorField)
        let phases = phase == nil ? nil : textField(named: FilterWords.phaseField)
        let name = word.text.lowercased()
        switch (wrong, phases) {
        case (let wrong?, nil):
            shape = .keyword
            return .comparison(field: wrong, .equal, .text(name))
        case (nil, let phases?):
            shape = .keyword
            return .comparison(field: phases, .equal, .text(name))
        case (_?, _?):
            let title = detector?.row.title ?? ""
            throw FilterFault("write phase=\(name), or wrong=\(name) (\(title))", at: word.range)
        case (nil, nil):
            throw FilterFault("quote it to find the text: \"\(name)\"", at: word.range)
        }
    }

    /// Words that nobody means as a text.
    private func refuseReserved(_ word: FilterToken) throws(FilterFault) {
        let lowered = word.text.lowercased()
        if FilterWords.relation(lowered) != nil {
            throw FilterFault("a field is missing before '\(lowered)'", at: word.range)
        }
        if FilterWords.units[lowered] != nil {
            throw FilterFault("a unit needs a field and a number: age>5m; quote it to find the text", at: word.range)
        }
        if !FilterWords.panes(with: lowered).isEmpty {
            throw FilterFault(
                "\(FilterHelp.unknown(word.text, fields: fields)); quote it to find the text", at: word.range)
        }
        if word.text.hasPrefix("*") || word.text.hasSuffix("*") {
            throw FilterFault("write a field before it: from=+7495*; or quote it to find the text", at: word.range)
        }
        if word.text.contains(",") {
            throw FilterFault("write 'and' or 'or' in place of the comma, or quote the text", at: word.range)
        }
    }

    // MARK: Comparisons

    /// `field:value`, which finds a part of a text; nil where the word is none.
    private mutating func part() throws(FilterFault) -> FilterTerm? {
        let word = token
        guard let colon = word.text.unicodeScalars.firstIndex(of: ":") else { return nil }
        let name = String(word.text.unicodeScalars[..<colon])
        let length = word.text.unicodeScalars.distance(from: word.text.startIndex, to: colon)
        let nameToken = FilterToken(
            kind: .word, range: word.range.lowerBound..<word.range.lowerBound + length, text: name)
        guard let field = index(of: name) else {
            if FilterHelp.isNearly(name, fields) || !FilterWords.panes(with: name).isEmpty {
                _ = try self.field(named: nameToken)
            }
            return nil
        }
        lexer.goBack(to: nameToken.range.upperBound + 1)
        let comparison: FilterComparison = fields[field].kind == .flag ? .equal : .contains
        return try compared(field, comparison, after: nameToken.range.upperBound..<nameToken.range.upperBound + 1)
    }

    /// A field that no sign follows: a flag, or a comparison in words.
    private mutating func described(_ field: Int, _ name: FilterToken) throws(FilterFault) -> FilterTerm {
        if fields[field].kind == .flag, token.kind != .word || FilterWords.relation(token.text) == nil {
            shape = .keyword
            return .comparison(field: field, .equal, .flag(true))
        }
        var isNegated = token.keyword == "not"
        if isNegated { try advance() }
        guard token.kind == .word, let relation = FilterWords.relation(token.text) else {
            throw FilterFault(FilterHelp.howToCompare(fields[field], with: isNegated ? nil : token), at: name.range)
        }
        if relation == .is, lexer.takeWord("not") {
            guard !isNegated else { throw FilterFault("one 'not' is enough", at: token.range) }
            isNegated = true
        }
        let place = token.range
        let term: FilterTerm
        switch relation {
        case .is where lexer.takeWord("in", before: "("): term = try listed(field, after: place)
        case .is: return try compared(field, isNegated ? .notEqual : .equal, after: place)
        case .in: term = try listed(field, after: place)
        case .contains: term = try compared(field, .contains, after: place)
        case .starts:
            _ = lexer.takeWord("with")
            term = try compared(field, .startsWith, after: place)
        case .ends:
            _ = lexer.takeWord("with")
            term = try compared(field, .endsWith, after: place)
        case .matches: return try compared(field, isNegated ? .unlike : .like, after: place)
        }
        return isNegated ? .not(term) : term
    }

    /// `(a, b)` after `in`.
    private mutating func listed(_ field: Int, after place: Range<Int>) throws(FilterFault) -> FilterTerm {
        let values = try lexer.list(after: place)
        var terms: [FilterTerm] = []
        for value in values { terms.append(try comparison(field, .equal, value)) }
        token = try lexer.next()
        shape = .other
        return .any(terms)
    }

    private mutating func compared(_ field: Int, _ comparison: FilterComparison, after place: Range<Int>)
        throws(FilterFault) -> FilterTerm
    {
        let kind = fields[field].kind
        guard kind.comparisons.contains(comparison) else {
            let known = kind.comparisons.filter(FilterComparison.signs.contains).map(\.rawValue).joined(separator: " ")
            throw FilterFault("\(fields[field].name) is \(kind.explanation); it is compared by \(known)", at: place)
        }
        var value = try lexer.value(of: comparison, at: place)
        if kind == .duration { lexer.takeUnits(into: &value) }
        let term = try self.comparison(field, comparison, value)
        token = try lexer.next()
        shape = value.kind == .quoted ? .other : .comparison(field)
        return term
    }

    private func comparison(_ field: Int, _ comparison: FilterComparison, _ value: FilterToken) throws(FilterFault)
        -> FilterTerm
    {
        guard fields[field].kind == .text, !comparison.isPattern, value.kind == .word else {
            return .comparison(field: field, comparison, try literal(value, for: fields[field], comparison))
        }
        if value.text.contains(",") {
            throw FilterFault("write \(fields[field].name) in (a, b), or quote a value with a comma", at: value.range)
        }
        return try starred(field, comparison, value)
    }

    /// `*` at the ends of a value that is not quoted stands for any text.
    private func starred(_ field: Int, _ comparison: FilterComparison, _ value: FilterToken) throws(FilterFault)
        -> FilterTerm
    {
        var text = value.text[...]
        guard text.contains("*") else {
            return .comparison(field: field, comparison, try literal(value, for: fields[field], comparison))
        }
        let (atStart, atEnd) = (text.hasPrefix("*"), text.hasSuffix("*"))
        if atStart { text.removeFirst() }
        if atEnd, !text.isEmpty { text.removeLast() }
        guard comparison == .equal || comparison == .notEqual, !text.contains("*") else {
            throw FilterFault(
                "a * stands at an end of a value after '='; quote the value if the * is part of it", at: value.range)
        }
        let part: FilterTerm
        if text.isEmpty {
            part = .comparison(field: field, .like, .pattern("."))
        } else {
            let comparison: FilterComparison = atStart ? (atEnd ? .contains : .endsWith) : .startsWith
            part = .comparison(field: field, comparison, .text(String(text)))
        }
        return comparison == .equal ? part : .not(part)
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
        if comparison == .equal || comparison == .notEqual, !field.canBe(value.text) {
            throw FilterFault(
                "\(field.name) has no such value; there are \(FilterHelp.listed(field.words))", at: value.range)
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

    // MARK: Fields

    private func field(named name: FilterToken) throws(FilterFault) -> Int {
        guard let index = index(of: name.text) else {
            throw FilterFault(FilterHelp.unknown(name.text, fields: fields), at: name.range)
        }
        return index
    }

    /// The field of a name, where it holds a text: in Domains, `wrong` is a number.
    private func textField(named name: String) -> Int? {
        index(of: name).flatMap { fields[$0].kind == .text ? $0 : nil }
    }

    private func index(of name: String) -> Int? {
        guard name.utf8.count <= 64 else { return nil }
        let lowered = name.lowercased()
        return fields.firstIndex { $0.name.lowercased() == lowered }
    }
}
