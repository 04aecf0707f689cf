/// A filter laid out to be run: tests, and jumps over those that cannot change the answer.
struct FilterProgram {
    enum Step {
        /// Sets the answer. Where it is not known, it is `unknown`: the one with which the object does not match.
        case test(field: Int, Test, unknown: Bool)
        /// Sets the answer by a text in any field of text.
        case word(needle: Int)
        case negate
        case skipIfFalse(to: Int)
        case skipIfTrue(to: Int)
    }

    /// A test of a value; texts and patterns by their place in ``needles`` and ``patterns``.
    enum Test {
        case text(FilterComparison, needle: Int)
        case pattern(Int)
        case number(FilterComparison, Double)
        case duration(FilterComparison, Int64)
        case time(FilterComparison, FilterTime)
        case flag(Bool)
    }

    private(set) var steps: [Step] = []
    /// Folded bytes of texts; they stay where they are until ``deallocate()``.
    private(set) var needles: [UnsafeRawBufferPointer] = []
    private(set) var patterns: [PatternMatcher] = []

    init(_ filter: Filter) {
        if let root = filter.root { add(root, isNegated: false) }
    }

    /// Gives the texts back; the program is not to be run any more.
    func deallocate() {
        for needle in needles { needle.deallocate() }
    }

    /// Adds a term, which stands under an odd number of negations where it is negated.
    private mutating func add(_ term: FilterTerm, isNegated: Bool) {
        switch term {
        case .and(let terms): add(terms, isNegated) { .skipIfFalse(to: $0) }
        case .or(let terms): add(terms, isNegated) { .skipIfTrue(to: $0) }
        case .not(let inner):
            add(inner, isNegated: !isNegated)
            steps.append(.negate)
        case .word(let word): steps.append(.word(needle: needle(word)))
        case .comparison(let field, let comparison, let literal):
            let isOpposite = comparison.negated != nil
            let test = test(comparison.negated ?? comparison, literal)
            steps.append(.test(field: field, test, unknown: isNegated != isOpposite))
            if isOpposite { steps.append(.negate) }
        }
    }

    private mutating func add(_ terms: [FilterTerm], _ isNegated: Bool, skip: (Int) -> Step) {
        var places: [Int] = []
        for (index, term) in terms.enumerated() {
            add(term, isNegated: isNegated)
            guard index + 1 < terms.count else { break }
            places.append(steps.count)
            steps.append(.negate)
        }
        for place in places { steps[place] = skip(steps.count) }
    }

    private mutating func test(_ comparison: FilterComparison, _ literal: FilterLiteral) -> Test {
        switch literal {
        case .text(let text): return .text(comparison, needle: needle(text))
        case .pattern(let text):
            // A filter holds none that cannot be read.
            if let automaton = try? PatternAutomaton(text) { patterns.append(PatternMatcher(automaton)) }
            return .pattern(patterns.count - 1)
        case .number(let number): return .number(comparison, number)
        case .duration(let duration): return .duration(comparison, duration)
        case .time(let time): return .time(comparison, time)
        case .flag(let flag): return .flag(flag)
        }
    }

    private mutating func needle(_ text: String) -> Int {
        let folded = CaseFolding.fold(text)
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: folded.count, alignment: 1)
        bytes.copyBytes(from: folded)
        needles.append(UnsafeRawBufferPointer(bytes))
        return needles.count - 1
    }
}
