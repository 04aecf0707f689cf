import CCSState

/// Slots that wait to be looked at, each once, handed out in turn.
struct PendingSlots {
    private var words: [UInt64] = []
    /// Where to go on: no slot waits for longer than one round.
    private var hand = 0
    /// How many wait.
    private(set) var count = 0

    /// Adds a slot.
    mutating func insert(_ slot: Int) {
        insert(1 << UInt64(slot & 63), at: slot >> 6)
    }

    /// Adds all slots of a range.
    mutating func insert(_ slots: Range<Int>) {
        guard let last = slots.last else { return }
        for word in slots.lowerBound >> 6...last >> 6 {
            var bits = UInt64.max
            if word == slots.lowerBound >> 6 { bits &= .max << UInt64(slots.lowerBound & 63) }
            if word == last >> 6 { bits &= .max >> UInt64(63 - last & 63) }
            insert(bits, at: word)
        }
    }

    private mutating func insert(_ bits: UInt64, at word: Int) {
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: max(word + 1, words.count * 2) - words.count))
        }
        count += (bits & ~words[word]).nonzeroBitCount
        words[word] |= bits
    }

    /// Takes a slot out; whether it was in.
    mutating func remove(_ slot: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(slot & 63)
        guard slot >> 6 < words.count, words[slot >> 6] & bit != 0 else { return false }
        words[slot >> 6] &= ~bit
        count -= 1
        return true
    }

    /// Whether a slot waits.
    func contains(_ slot: Int) -> Bool {
        slot >> 6 < words.count && words[slot >> 6] & (1 << UInt64(slot & 63)) != 0
    }

    /// Takes the next slot out, going round.
    mutating func removeNext() -> Int? {
        guard count > 0 else { return nil }
        while true {
            if hand >> 6 >= words.count { hand = 0 }
            let ahead = words[hand >> 6] & (UInt64.max << UInt64(hand & 63))
            if ahead != 0 {
                let slot = hand & ~63 | ahead.trailingZeroBitCount
                hand = slot + 1
                return remove(slot) ? slot : nil
            }
            hand = (hand | 63) + 1
        }
    }
}

extension PendingSlots {
    func checkInvariants() throws {
        let waiting = words.reduce(0) { $0 + $1.nonzeroBitCount }
        try invariant(waiting == count, "PendingSlots: \(waiting) slots wait, \(count) counted")
    }
}
