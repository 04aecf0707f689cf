/// Looks for a pattern in texts, one step of a table a character; the table is made of the automaton as it is needed, and
/// begun anew when it gets too large.
final class PatternMatcher {
    private typealias Places = PatternAutomaton.Places

    /// Steps the table may hold; with what belongs to its states at most some two megabytes.
    private static let maximumSteps = 1 << 15
    /// A step not taken yet.
    private static let unknown: Int32 = -1
    /// A match is complete.
    private static let found: Int32 = -2
    /// No match can come any more.
    private static let lost: Int32 = -3

    private let automaton: PatternAutomaton
    private let classes: Int
    private let classOfASCII: [UInt16]
    private let start: Int32
    /// Whether it is in a text of no length, where the beginning is the end.
    private let matchesNothing: Bool

    /// For each state where it is in the pattern, and where the text may go on.
    private var states: [(places: Places, next: Places)] = []
    private var endsWell: [Bool] = []
    private var steps: [Int32] = []
    private var numbers: [Places: Int32] = [:]

    init(_ automaton: PatternAutomaton) {
        self.automaton = automaton
        classes = automaton.classStarts.count
        classOfASCII = (0..<0x80).map { UInt16(automaton.classOf($0)) }
        let atStart = Self.through(automaton.begin, from: .zero, automaton)
        start = automaton.matchesEmpty || (atStart & automaton.last) != .zero ? Self.found : 0
        let edges = Self.through(automaton.begin | automaton.end, from: .zero, automaton)
        matchesNothing = start == Self.found || (edges & automaton.last) != .zero
        if start == 0 { _ = number(of: atStart) }
    }

    /// Whether the pattern is anywhere in a text of folded UTF-8.
    func finds(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard start == 0 else { return true }
        guard !text.isEmpty else { return matchesNothing }
        var state: Int32 = 0
        var index = 0
        while true {
            guard var step = walk(text, &index, &state) else { return endsWell[Int(state)] }
            if step.next == Self.unknown { step.next = learn(state, step.place) }
            if step.next < 0 { return step.next == Self.found }
            state = step.next
        }
    }

    /// Goes on through what is known of the table, to the end of the text (nil) or to the first step that leads to no state.
    private func walk(
        _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ state: inout Int32
    ) -> (next: Int32, place: Int)? {
        steps.withUnsafeBufferPointer { steps in
            classOfASCII.withUnsafeBufferPointer { classOfASCII in
                while index < text.count {
                    let byte = text[index]
                    let own: Int
                    if byte < 0x80 {
                        own = Int(classOfASCII[Int(byte)])
                        index += 1
                    } else {
                        own = automaton.classOf(Self.scalar(in: text, &index))
                    }
                    let place = Int(state) * classes + own
                    let next = steps[place]
                    if next < 0 { return (next, place) }
                    state = next
                }
                return nil
            }
        }
    }

    /// The scalar beyond ASCII at `index`, which goes past it; what is no UTF-8 is the character that stands for it.
    private static func scalar(in text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> UInt32 {
        let byte = text[index]
        index += 1
        let length: UInt32 = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0
        var value = UInt32(byte) & (0x3F >> length)
        var taken = 0
        while taken < length, index < text.count, text[index] & 0xC0 == 0x80 {
            value = value << 6 | UInt32(text[index] & 0x3F)
            index += 1
            taken += 1
        }
        return length == 0 || taken < length ? 0xFFFD : min(value, ScalarSet.last)
    }

    /// Takes a step for the first time.
    private func learn(_ state: Int32, _ place: Int) -> Int32 {
        let next = states[Int(state)].next & automaton.takers[place % classes]
        if (next & automaton.last) != .zero {
            steps[place] = Self.found
            return Self.found
        }
        if numbers[next] == nil, steps.count + classes > Self.maximumSteps {
            states = []
            endsWell = []
            steps = []
            numbers = [:]
            _ = number(of: Self.through(automaton.begin, from: .zero, automaton))
            return number(of: next)
        }
        let known = number(of: next)
        steps[place] = known
        return known
    }

    /// The number of a state, given when it is first met.
    private func number(of places: Places) -> Int32 {
        if let known = numbers[places] { return known }
        let next = automaton.first | automaton.follow(places)
        // `^` is behind us: what waits for nothing else waits for ever.
        if !numbers.isEmpty, (next & ~automaton.begin) == .zero { return Self.lost }
        let number = Int32(states.count)
        numbers[places] = number
        states.append((places, next))
        endsWell.append((Self.through(automaton.end, from: places, automaton) & automaton.last) != .zero)
        steps.append(contentsOf: repeatElement(Self.unknown, count: classes))
        return number
    }

    /// Where one is after an edge of the text, which `^^` takes more than once.
    private static func through(_ edge: Places, from places: Places, _ automaton: PatternAutomaton) -> Places {
        var reached = (automaton.first | automaton.follow(places)) & edge
        while true {
            let further = reached | (automaton.follow(reached) & edge)
            if further == reached { return reached }
            reached = further
        }
    }
}
