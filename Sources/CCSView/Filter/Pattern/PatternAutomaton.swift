/// A regular expression as a position automaton (Glushkov's): a place for each character of the pattern, and for each
/// place those that may come next. Being in several places at once is a set of bits, so a text is read once, whatever the
/// pattern: there is nothing to go back to.
///
/// It is made here, and not taken from the system: `regexec` depends on the locale (in `C` it knows no letter beyond
/// ASCII), and keeps every state it ever met, so that `(a|b)*a(a|b){20}c` was seen to take a tenth of a second and five
/// megabytes more with every text of 512 bytes; the standard library's `Regex` goes back, and may take for ever.
struct PatternAutomaton {
    /// Places, as bits.
    typealias Places = SIMD4<UInt64>
    /// The most places a pattern may take: the bits there are.
    static let maximumSize = 256

    /// Whether it matches nothing at all, and thereby everywhere.
    private(set) var matchesEmpty = false
    /// Places where a match may begin.
    private(set) var first = Places.zero
    /// Places where a match is complete.
    private(set) var last = Places.zero
    /// What may come after each place.
    private(set) var follow: [Places] = []
    /// The places of `^`, and those of `$`.
    private(set) var begin = Places.zero
    private(set) var end = Places.zero
    /// Where each class of scalars begins that the pattern does not tell apart; the first begins at 0.
    private(set) var classStarts: [UInt32] = [0]
    /// For each class the places that take it.
    private(set) var takers: [Places] = []

    private var sets: [(place: Int, set: ScalarSet)] = []

    /// Reads a pattern.
    init(_ text: String) throws(PatternFault) {
        var parser = PatternParser(text)
        let node = try parser.parse()
        guard node.size <= Self.maximumSize else {
            throw PatternFault(message: "longer than \(Self.maximumSize) characters with its repetitions", place: 0)
        }
        let whole = add(node)
        matchesEmpty = whole.isOptional
        first = whole.first
        last = whole.last
        classify()
    }

    /// All places that may come after some.
    func follow(_ places: Places) -> Places {
        var result = Places.zero
        Self.forEach(places) { result |= follow[$0] }
        return result
    }

    /// The class of a scalar.
    func classOf(_ scalar: UInt32) -> Int {
        var low = 0
        var high = classStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if classStarts[middle] <= scalar { low = middle } else { high = middle }
        }
        return low
    }

    // MARK: Making it

    private struct Part {
        var isOptional = true
        var first = Places.zero
        var last = Places.zero
    }

    private mutating func add(_ node: PatternNode) -> Part {
        switch node {
        case .empty: return Part()
        case .set(let set):
            sets.append((follow.count, set))
            return place()
        case .begin:
            let part = place()
            begin |= part.first
            return part
        case .end:
            let part = place()
            end |= part.first
            return part
        case .sequence(let nodes): return nodes.reduce(into: Part()) { join(&$0, add($1)) }
        case .either(let nodes):
            var whole = Part(isOptional: false)
            for node in nodes {
                let part = add(node)
                whole.isOptional = whole.isOptional || part.isOptional
                whole.first |= part.first
                whole.last |= part.last
            }
            return whole
        case .repeated(let node, let least, let most): return repeated(node, least, most)
        }
    }

    private mutating func repeated(_ node: PatternNode, _ least: Int, _ most: Int?) -> Part {
        // Nothing, however often, is nothing; and takes no time.
        guard node.size > 0 else { return Part() }
        var whole = Part()
        for index in 0..<max(most ?? least, 1) {
            var part = add(node)
            if index >= least { part.isOptional = true }
            if most == nil, index + 1 >= least { connect(part.last, part.first) }
            join(&whole, part)
        }
        return whole
    }

    private mutating func place() -> Part {
        var bit = Places.zero
        bit[follow.count / 64] = 1 << UInt64(follow.count % 64)
        follow.append(.zero)
        return Part(isOptional: false, first: bit, last: bit)
    }

    private mutating func join(_ whole: inout Part, _ part: Part) {
        connect(whole.last, part.first)
        if whole.isOptional { whole.first |= part.first }
        whole.last = part.isOptional ? whole.last | part.last : part.last
        whole.isOptional = whole.isOptional && part.isOptional
    }

    private mutating func connect(_ places: Places, _ next: Places) {
        Self.forEach(places) { follow[$0] |= next }
    }

    private mutating func classify() {
        var starts: Set<UInt32> = [0]
        for range in sets.flatMap(\.set.ranges) {
            starts.insert(range.lowerBound)
            if range.upperBound < ScalarSet.last { starts.insert(range.upperBound + 1) }
        }
        classStarts = starts.sorted()
        takers = Array(repeating: .zero, count: classStarts.count)
        for (place, set) in sets {
            for (index, start) in classStarts.enumerated() where set.contains(start) {
                takers[index][place / 64] |= 1 << UInt64(place % 64)
            }
        }
        sets = []
    }

    private static func forEach(_ places: Places, _ body: (Int) -> Void) {
        for word in 0..<Places.scalarCount {
            var rest = places[word]
            while rest != 0 {
                body(word * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}
