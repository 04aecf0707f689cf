/// Which slots changed since somebody last looked: a bit a slot, and nothing while nobody follows.
struct ChangedSlots {
    private var words: [UInt64] = []
    private(set) var isFollowed = false

    init() {}

    /// Notes a change.
    @inline(__always)
    mutating func note(_ slot: Int) {
        guard isFollowed else { return }
        insert(slot)
    }

    private mutating func insert(_ slot: Int) {
        let word = slot >> 6
        if word >= words.count { grow(to: word) }
        words[word] |= 1 << UInt64(slot & 63)
    }

    private mutating func grow(to word: Int) {
        words.append(contentsOf: repeatElement(0, count: max(word + 1, words.count * 2) - words.count))
    }

    /// Begins or ceases to note changes; what was noted is forgotten.
    mutating func follow(_ isFollowed: Bool) {
        self.isFollowed = isFollowed
        words = []
    }

    /// How many changed. Cost: the slots by 64.
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Hands out what changed, once.
    mutating func take() -> SlotSet {
        defer { words = [] }
        return SlotSet(words: words)
    }

    func checkInvariants() throws {
        try invariant(isFollowed || words.isEmpty, "ChangedSlots: changes are noted and nobody follows")
    }
}

/// Some slots.
struct SlotSet {
    fileprivate let words: [UInt64]

    /// Calls `body` for each of them, in order. Cost: the slots by 64, and those that are in.
    func forEach(_ body: (Int) -> Void) { words.forEachBit(body) }
}
