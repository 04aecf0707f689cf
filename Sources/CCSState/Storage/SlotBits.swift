/// A set of slots: a bit each.
struct SlotBits: Equatable {
    private var words: [UInt64] = []

    init() {}

    /// Whether no slot is in it. Cost: the slots by 64.
    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// Puts a slot in, or takes it out.
    mutating func set(_ slot: Int, to isIn: Bool) {
        let (word, bit) = (slot >> 6, 1 << UInt64(slot & 63) as UInt64)
        if word >= words.count {
            guard isIn else { return }
            words.append(contentsOf: repeatElement(0, count: max(word + 1, words.count * 2) - words.count))
        }
        if (words[word] & bit != 0) != isIn { words[word] ^= bit }
    }

    /// Calls `body` for each slot, in order. Cost: the slots by 64, and those that are in.
    func forEach(_ body: (Int) -> Void) { words.forEachBit(body) }
}

extension [UInt64] {
    /// Calls `body` with the place of each bit that is set, in order.
    func forEachBit(_ body: (Int) -> Void) {
        for (word, held) in enumerated() where held != 0 {
            var bits = held
            while bits != 0 {
                body(word << 6 | bits.trailingZeroBitCount)
                bits &= bits - 1
            }
        }
    }
}
