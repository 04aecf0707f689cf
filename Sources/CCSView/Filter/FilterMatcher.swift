import CCSEvents

#if canImport(Glibc)
    import Glibc
#endif

/// A filter made ready to be asked about objects, as often as one likes.
///
/// It learns its patterns while it works, so it belongs to one thread: make one where the state lives. Asking allocates
/// nothing once it is warm. The time an answer takes is bounded by the length of the expression times
/// that of the texts, whatever a pattern or a text looks like: nothing is ever tried twice.
///
/// Upper and lower case are alike in ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic. Other scripts, `ß` and
/// `ss`, Turkish `i`, full-width letters, and accents written as marks of their own are compared as they are.
public final class FilterMatcher {
    /// What it asks.
    public let filter: Filter
    private let program: FilterProgram
    private let textFields: [Int]

    /// Makes a filter ready.
    public init(_ filter: Filter) {
        self.filter = filter
        program = FilterProgram(filter)
        textFields = filter.fields.indices.filter { filter.fields[$0].kind == .text }
    }

    deinit {
        program.deallocate()
    }

    /// Whether an object matches.
    ///
    /// - Parameter value: The object's value in a field, by its place in ``Filter/fields``. Called only for the fields that
    ///   are needed, some perhaps more than once.
    /// - Returns: Whether the whole expression holds.
    public func matches(_ value: (Int) -> FilterValue) -> Bool {
        matches(value) { _ in nil }
    }

    /// The same, for somebody who looks for words without asking for each field of text: `word` is given the place of a word among
    /// the filter's texts, for ``has(_:in:)``, and says whether the object has it anywhere, or nil to have its fields asked.
    func matches(_ value: (Int) -> FilterValue, word: (Int) -> Bool?) -> Bool {
        var answer = true
        var next = 0
        let count = program.steps.count
        while next < count {
            let step = program.steps[next]
            next += 1
            switch step {
            case .test(let field, let test, let unknown): answer = holds(test, value(field)) ?? unknown
            case .word(let needle):
                answer = word(needle) ?? textFields.contains { contains(needle, in: value($0)) }
            case .negate: answer.toggle()
            case .skipIfFalse(let end): if !answer { next = end }
            case .skipIfTrue(let end): if answer { next = end }
            }
        }
        return answer
    }

    /// Whether a text has a word of the filter in it.
    func has(_ needle: Int, in text: FeedText) -> Bool { !text.isEmpty && contains(needle, in: text) }

    /// Whether a word of the filter has a blank in it.
    func hasBlank(_ needle: Int) -> Bool { program.needles[needle].contains(0x20) }

    /// Whether a word of the filter has only characters of some, which are ASCII, upper and lower case being alike.
    func isMadeOf(_ needle: Int, _ alphabet: String) -> Bool {
        let alphabet = alphabet.lowercased().utf8
        return program.needles[needle].allSatisfy { alphabet.contains($0) }
    }

    // MARK: Tests

    /// Whether a value is as a test wants it; nil where that is not known.
    private func holds(_ test: FilterProgram.Test, _ value: FilterValue) -> Bool? {
        switch (test, value) {
        case (_, .unknown): nil
        case (.duration(let comparison, let own), .durationOrMore(let least)):
            Self.holds(comparison, atLeast: least, own)
        case (.number(let comparison, let own), .numberOrMore(let least)): Self.holds(comparison, atLeast: least, own)
        case (.number(let comparison, let own), .number(let value)): holds(comparison, value, own)
        case (.duration(let comparison, let own), .duration(let value)): holds(comparison, value, own)
        case (.time(let comparison, let own), .time(let value)): holds(comparison, own.order(of: value), 0)
        case (.flag(let own), .flag(let value)): own == value
        case (.text, .text(let text)), (.pattern, .text(let text)): holds(test, text)
        case (.text, .texts(let texts)), (.pattern, .texts(let texts)): texts.contains { holds(test, $0) }
        default: false
        }
    }

    /// Compares what is `least` or more; nil where that is not enough to tell.
    private static func holds<Amount: Comparable>(
        _ comparison: FilterComparison, atLeast least: Amount, _ own: Amount
    ) -> Bool? {
        switch comparison {
        case .greater: least > own ? true : nil
        case .greaterOrEqual: least >= own ? true : nil
        case .less: least >= own ? false : nil
        case .lessOrEqual, .equal: least > own ? false : nil
        case .notEqual, .like, .unlike, .contains, .startsWith, .endsWith: false
        }
    }

    private func holds(_ test: FilterProgram.Test, _ text: FeedText) -> Bool {
        guard !text.isEmpty else { return false }
        switch test {
        case .text(let comparison, let needle):
            let own = program.needles[needle]
            if comparison == .equal, own.count != text.bytes.count { return false }
            return CaseFolding.withFolded(text.bytes) { holds(comparison, UnsafeRawBufferPointer($0), own) }
        case .pattern(let index):
            return CaseFolding.withFolded(text.bytes) { program.patterns[index].finds(in: $0) }
        default: return false
        }
    }

    private func contains(_ needle: Int, in value: FilterValue) -> Bool {
        switch value {
        case .text(let text): contains(needle, in: text)
        case .texts(let texts): texts.contains { contains(needle, in: $0) }
        default: false
        }
    }

    private func contains(_ needle: Int, in text: FeedText) -> Bool {
        let own = program.needles[needle]
        guard text.bytes.count >= own.count else { return false }
        return CaseFolding.withFolded(text.bytes) { Self.contains(own, in: UnsafeRawBufferPointer($0)) }
    }

    private static func contains(_ part: UnsafeRawBufferPointer, in all: UnsafeRawBufferPointer) -> Bool {
        guard let wanted = part.baseAddress, let start = all.baseAddress else { return part.isEmpty }
        var from = 0
        while from + part.count <= all.count {
            let rest = all.count - part.count + 1 - from
            guard let place = memchr(start + from, CInt(part[0]), rest) else { return false }
            if memcmp(place, wanted, part.count) == 0 { return true }
            from = UnsafeRawPointer(place) - start + 1
        }
        return false
    }

    /// Compares a folded text with a folded text of the filter.
    private func holds(
        _ comparison: FilterComparison, _ text: UnsafeRawBufferPointer, _ own: UnsafeRawBufferPointer
    ) -> Bool {
        switch comparison {
        case .contains: Self.contains(own, in: text)
        case .startsWith: text.starts(with: own)
        case .endsWith: text.suffix(own.count).elementsEqual(own)
        default: holds(comparison, Self.order(text, own), 0)
        }
    }

    private func holds<Value: Comparable>(_ comparison: FilterComparison, _ value: Value, _ own: Value) -> Bool {
        switch comparison {
        case .equal: value == own
        case .less: value < own
        case .lessOrEqual: value <= own
        case .greater: value > own
        case .greaterOrEqual: value >= own
        case .notEqual, .like, .unlike, .contains, .startsWith, .endsWith: false
        }
    }

    /// UTF-8 is in the order of its code points.
    private static func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        guard let a = left.baseAddress, let b = right.baseAddress else { return left.count - right.count }
        let order = memcmp(a, b, min(left.count, right.count))
        return order == 0 ? left.count - right.count : Int(order)
    }
}
