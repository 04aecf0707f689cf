/// Reads a regular expression: literals, `.`, `[a-z]`, `[^a-z]`, `\d \w \s` and their opposites, `^ $`, `|`, `( )`,
/// `(?: )`, `* + ?`, `{n}`, `{n,}`, `{n,m}`. What cannot be matched in one pass (back-references, looking around) is refused.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// The whole pattern.
    mutating func parse() throws(PatternFault) -> PatternNode {
        let node = try alternatives()
        if position < scalars.count { throw fault("this parenthesis closes nothing") }
        return node
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private func fault(_ message: String, at place: Int? = nil) -> PatternFault {
        PatternFault(message: message, place: place ?? position)
    }

    private mutating func alternatives() throws(PatternFault) -> PatternNode {
        var nodes = [try sequence()]
        while current == "|" {
            position += 1
            nodes.append(try sequence())
        }
        return nodes.count == 1 ? nodes[0] : .either(nodes)
    }

    private mutating func sequence() throws(PatternFault) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            nodes.append(try quantified(try atom(), isEdge: scalar == "^" || scalar == "$"))
        }
        return nodes.isEmpty ? .empty : nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func atom() throws(PatternFault) -> PatternNode {
        guard let scalar = current else { return .empty }
        switch scalar {
        case "(": return try group()
        case "[": return .set(try set())
        case "\\": return .set(try escape().folded)
        case "*", "+", "?", "{": throw fault("nothing to repeat before '\(scalar)'")
        default: break
        }
        position += 1
        return switch scalar {
        case ".": .set(.any)
        case "^": .begin
        case "$": .end
        default: .set(ScalarSet(scalar.value...scalar.value).folded)
        }
    }

    private mutating func group() throws(PatternFault) -> PatternNode {
        let open = position
        depth += 1
        defer { depth -= 1 }
        if depth > FilterLimits.nesting { throw fault("over \(FilterLimits.nesting) levels inside each other") }
        position += 1
        if current == "?" {
            position += 1
            guard current == ":" else { throw fault("of groups with (? only (?: is known", at: open) }
            position += 1
        }
        let node = try alternatives()
        guard current == ")" else { throw fault("this parenthesis is never closed", at: open) }
        position += 1
        return node
    }

    // MARK: Repetition

    private mutating func quantified(_ node: PatternNode, isEdge: Bool) throws(PatternFault) -> PatternNode {
        let start = position
        guard let bounds = try bounds() else { return node }
        if isEdge { throw fault("nothing to repeat before '\(scalars[start])'", at: start) }
        // As few as possible or as many: whether there is a match is the same.
        if current == "?" { position += 1 }
        return bounds.max == 0 ? .empty : .repeated(node, min: bounds.min, max: bounds.max)
    }

    private mutating func bounds() throws(PatternFault) -> (min: Int, max: Int?)? {
        switch current {
        case "*":
            position += 1
            return (0, nil)
        case "+":
            position += 1
            return (1, nil)
        case "?":
            position += 1
            return (0, 1)
        case "{": return try counted()
        default: return nil
        }
    }

    private mutating func counted() throws(PatternFault) -> (min: Int, max: Int?) {
        let open = position
        position += 1
        guard let least = try count() else { throw fault("a count is {3}, {3,} or {3,5}; a brace is \\{", at: open) }
        var most: Int? = least
        if current == "," {
            position += 1
            most = try count()
        }
        guard current == "}" else { throw fault("a count is {3}, {3,} or {3,5}; a brace is \\{", at: open) }
        if let most, most < least { throw fault("the counts are the wrong way round", at: open) }
        position += 1
        return (least, most)
    }

    private mutating func count() throws(PatternFault) -> Int? {
        let start = position
        var value: Int?
        while let scalar = current, ("0"..."9").contains(scalar) {
            value = (value ?? 0) * 10 + Int(scalar.value - 0x30)
            if value ?? 0 > PatternAutomaton.maximumSize {
                throw fault("a count is at most \(PatternAutomaton.maximumSize)", at: start)
            }
            position += 1
        }
        return value
    }

    // MARK: Sets

    private mutating func set() throws(PatternFault) -> ScalarSet {
        let open = position
        position += 1
        let isNegated = current == "^"
        if isNegated { position += 1 }
        var result = ScalarSet()
        var isFirst = true
        while let scalar = current, scalar != "]" || isFirst {
            isFirst = false
            if scalar == "[", position + 1 < scalars.count, [":", ".", "="].contains(scalars[position + 1]) {
                throw fault("classes are written \\d \\w \\s; a bracket is \\[")
            }
            let start = position
            let low = try member()
            guard current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                result.formUnion(low)
                continue
            }
            position += 1
            let high = try member()
            guard let from = Self.single(low), let to = Self.single(high), from <= to else {
                throw fault("this is no range", at: start)
            }
            result.insert(from...to)
        }
        guard current == "]" else { throw fault("this bracket is never closed", at: open) }
        position += 1
        return isNegated ? result.folded.complement : result.folded
    }

    private mutating func member() throws(PatternFault) -> ScalarSet {
        guard let scalar = current else { return ScalarSet() }
        if scalar == "\\" { return try escape() }
        position += 1
        return ScalarSet(scalar.value...scalar.value)
    }

    private static func single(_ set: ScalarSet) -> UInt32? {
        guard set.ranges.count == 1, let range = set.ranges.first, range.count == 1 else { return nil }
        return range.lowerBound
    }

    private mutating func escape() throws(PatternFault) -> ScalarSet {
        let start = position
        position += 1
        guard let scalar = current else { throw fault("a backslash at the end; it is written \\\\", at: start) }
        position += 1
        switch scalar {
        case "d": return .digits
        case "D": return ScalarSet.digits.complement
        case "w": return .wordCharacters
        case "W": return ScalarSet.wordCharacters.complement
        case "s": return .blanks
        case "S": return ScalarSet.blanks.complement
        case "t": return ScalarSet(9...9)
        case "n": return ScalarSet(10...10)
        case "r": return ScalarSet(13...13)
        case "0"..."9": throw fault("back-references are not supported", at: start)
        case "a"..."z", "A"..."Z": throw fault("\\\(scalar) is not supported", at: start)
        default: return ScalarSet(scalar.value...scalar.value)
        }
    }
}
