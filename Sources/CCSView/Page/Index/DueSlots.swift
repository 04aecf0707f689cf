import CCSState

/// When to look at which slot again because time passes, and what was looked at lately because it did.
///
/// Moments are rounded down to quarters of a second: within the one that a slot is due in, it is looked at each time.
struct DueSlots {
    /// Slots by the stretch in which they are due.
    private var waiting: [Int64: [UInt32]] = [:]
    /// Entries of ``waiting``, stale ones included: those of slots that have waited for an earlier stretch since.
    private(set) var waitingCount = 0
    /// The stretches of ``waiting``, the first on top.
    private var order = MomentHeap()
    /// For each slot the stretch it waits in, so that it waits once; `latest` for none.
    private var stretches: [Int64] = []
    /// Slots by the stretch from which on holds what was found, of the last ``memory``.
    private var passed: [Int64: [UInt32]] = [:]
    private var passedCount = 0
    /// Time that went back further than to here has to be thought of as new.
    private var floor = Int64.min
    private var newest = Int64.min / 2

    private static let none = Int64.max
    /// Stretches for which time may go back: a live feed's clock is set right now and then.
    private static let memory: Int64 = 64

    private static func stretch(_ moment: Int64) -> Int64 { moment >> 8 }

    /// Notes when what was found of a slot may change.
    mutating func note(_ slot: Int, _ bounds: TimeBounds) {
        if bounds.until < .max { wait(slot, Self.stretch(bounds.until)) }
        let from = Self.stretch(bounds.from)
        if bounds.from > .min, from >= newest - Self.memory {
            passed[from, default: []].append(UInt32(truncatingIfNeeded: slot))
            passedCount += 1
        }
    }

    private mutating func wait(_ slot: Int, _ stretch: Int64) {
        if slot >= stretches.count {
            stretches.append(
                contentsOf: repeatElement(Self.none, count: max(slot + 1, stretches.count * 2) - stretches.count))
        }
        // Whoever waits for less already is looked at then, and told what comes next.
        guard stretch < stretches[slot] else { return }
        stretches[slot] = stretch
        if waiting[stretch] == nil { order.insert(stretch) }
        waiting[stretch, default: []].append(UInt32(truncatingIfNeeded: slot))
        waitingCount += 1
        if waitingCount > Self.mostWaiting(slots: stretches.count) { dropStale() }
    }

    /// The most entries of ``waiting`` for so many slots.
    static func mostWaiting(slots: Int) -> Int { 1024 + 4 * slots }

    /// Leaves one entry for each slot that waits. Amortized cost: constant for each entry.
    private mutating func dropStale() {
        (waiting, order, waitingCount) = ([:], MomentHeap(), 0)
        for (slot, stretch) in stretches.enumerated() where stretch != Self.none {
            if waiting[stretch] == nil { order.insert(stretch) }
            waiting[stretch, default: []].append(UInt32(truncatingIfNeeded: slot))
            waitingCount += 1
        }
    }

    /// Time is now another one: hands out the slots of which something else may hold now, some perhaps twice, and whether that is so
    /// only since a moment ago, for which they have to be looked at, and noted, at once; false when time went back too far to
    /// know them.
    mutating func advance(to now: Int64, slots: Int, _ body: (Int, Bool) -> Void) -> Bool {
        let stretch = Self.stretch(now)
        while let first = order.first, first <= stretch {
            order.removeFirst()
            let slots = waiting.removeValue(forKey: first) ?? []
            waitingCount -= slots.count
            for slot in slots where stretches[Int(slot)] == first {
                stretches[Int(slot)] = Self.none
                body(Int(slot), first == stretch)
            }
        }
        guard stretch >= floor else {
            (passed, passedCount, newest, floor) = ([:], 0, stretch, stretch - Self.memory)
            return false
        }
        // Nearly always those of this very stretch, within which time may have gone back unseen. They are taken out: whoever is
        // looked at is noted again, and would else be there twice as often after each page, for as long as time stands still.
        let current = passed.removeValue(forKey: stretch) ?? []
        passedCount -= current.count
        for slot in current { body(Int(slot), true) }
        if newest > stretch {
            for from in (stretch + 1)...newest { for slot in passed[from] ?? [] { body(Int(slot), false) } }
        }
        if stretch > newest || passedCount > 1024 + 4 * slots { forget(stretch, slots: slots) }
        return true
    }

    private mutating func forget(_ stretch: Int64, slots: Int) {
        newest = max(newest, stretch)
        // Where so many changed that they cannot be remembered, time cannot go back at all.
        let least = passedCount > 1024 + 4 * slots ? newest : newest - Self.memory
        for from in passed.keys where from < least { passedCount -= passed.removeValue(forKey: from)?.count ?? 0 }
        floor = max(floor, least)
    }
}

extension DueSlots {
    func checkInvariants() throws {
        try order.checkInvariants()
        try invariant(order.count == waiting.count, "DueSlots: \(order.count) stretches, \(waiting.count) have slots")
        let entries = waiting.values.reduce(0) { $0 + $1.count }
        try invariant(entries == waitingCount, "DueSlots: \(entries) entries, \(waitingCount) counted")
        let most = Self.mostWaiting(slots: stretches.count)
        try invariant(entries <= most, "DueSlots: \(entries) entries, at most \(most)")
        var waitingSlots: Set<UInt32> = []
        for (stretch, slots) in waiting {
            for slot in slots where stretches[Int(slot)] == stretch { waitingSlots.insert(slot) }
        }
        let noted = stretches.count { $0 != Self.none }
        try invariant(noted == waitingSlots.count, "DueSlots: \(noted) slots wait, \(waitingSlots.count) have an entry")
        let past = passed.values.reduce(0) { $0 + $1.count }
        try invariant(past == passedCount, "DueSlots: \(past) passed, \(passedCount) counted")
    }
}

/// Moments, the first on top.
struct MomentHeap {
    private var heap: [Int64] = []

    /// The first.
    var first: Int64? { heap.first }

    mutating func insert(_ moment: Int64) {
        heap.append(moment)
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var parent = 0
        while parent * 2 + 1 < heap.count {
            var child = parent * 2 + 1
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < heap[parent] else { break }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}

extension MomentHeap {
    var count: Int { heap.count }

    func checkInvariants() throws {
        let isHeap = heap.indices.dropFirst().allSatisfy { heap[($0 - 1) / 2] <= heap[$0] }
        try invariant(isHeap, "MomentHeap: a moment is before the one above it")
    }
}
