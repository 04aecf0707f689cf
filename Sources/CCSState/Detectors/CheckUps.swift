import CCSEvents

/// When to look at which object again, by feed time.
///
/// An object has one check-up that counts, the one its header names; a sooner one replaces it, and the old entry is passed over
/// when its time comes.
///
/// What is due in the next second or so is a heap; all later entries lie unordered in a list for each second, and are put in order
/// when it comes. With a single heap of two million entries taking the first was a fifth of all time at a million live calls.
struct CheckUps {
    struct Entry {
        var due: Int64
        var slot: UInt32
        var kind: EventType.Subject
    }

    /// An entry in twelve bytes: every live object has one. Which life of a slot it was made for is not said; if another life
    /// waits for the very same moment, the entry is that one's as well.
    private struct Packed {
        private var low: UInt32
        private var high: UInt32
        var slot: UInt32

        init(_ entry: Entry) {
            let order = UInt64(bitPattern: entry.due) << 2 | UInt64(entry.kind.rawValue)
            low = UInt32(truncatingIfNeeded: order)
            high = UInt32(truncatingIfNeeded: order >> 32)
            slot = entry.slot
        }

        /// By time, and among equals by kind. A time has 48 bits.
        var order: UInt64 { UInt64(high) << 32 | UInt64(low) }
        var due: Int64 { Int64(order >> 2) }
        var entry: Entry {
            Entry(due: due, slot: slot, kind: EventType.Subject(rawValue: UInt8(order & 3)) ?? .call)
        }
    }

    /// Milliseconds of a list of later entries, as a power of two.
    private static let span: Int64 = 10

    private var near: [Packed] = []
    /// The last span whose entries are in ``near``.
    private var nearSpan: Int64 = -1
    /// Which of ``lists`` a span has. Not the list itself: changing a value inside a dictionary allocates, three times.
    private var later: [Int64: Int] = [:]
    private var lists: [[Packed]] = []
    /// Lists that were emptied: they serve again.
    private var spare: [Int] = []
    /// The spans that have a list, as a heap.
    private var spans: [Int64] = []
    /// Entries that wait.
    private(set) var count = 0

    mutating func add(_ entry: Entry) {
        count += 1
        let packed = Packed(entry)
        let span = entry.due >> Self.span
        guard span > nearSpan else {
            Self.push(packed, onto: &near) { $0.order < $1.order }
            return
        }
        let list = later[span] ?? begin(span)
        lists[list].append(packed)
    }

    private mutating func begin(_ span: Int64) -> Int {
        var list = lists.count
        if let free = spare.popLast() { list = free } else { lists.append([]) }
        later[span] = list
        Self.push(span, onto: &spans, <)
        return list
    }

    /// Keeps only the entries that still count. Cost: the entries.
    mutating func keep(_ counts: (Entry) -> Bool) {
        var kept = CheckUps()
        kept.nearSpan = nearSpan
        for packed in near where counts(packed.entry) { kept.add(packed.entry) }
        for list in lists { for packed in list where counts(packed.entry) { kept.add(packed.entry) } }
        self = kept
    }

    /// When the first is due. Cost: the entries of a second.
    var firstDue: Int64 {
        near.first?.due ?? spans.first.flatMap { later[$0] }.flatMap { lists[$0].map(\.due).min() } ?? .max
    }

    /// Takes out the first entry that is due until `now`.
    mutating func removeFirst(until now: Int64) -> Entry? {
        while near.isEmpty, let span = spans.first, span <= now >> Self.span {
            Self.pop(from: &spans, <)
            nearSpan = span
            guard let list = later.removeValue(forKey: span) else { continue }
            for packed in lists[list] { Self.push(packed, onto: &near) { $0.order < $1.order } }
            // A list that was long once must not hold its room for good.
            lists[list].removeAll(keepingCapacity: lists[list].count < 4096)
            spare.append(list)
        }
        guard let first = near.first, first.due <= now else { return nil }
        Self.pop(from: &near) { $0.order < $1.order }
        count -= 1
        return first.entry
    }

    @inline(__always)
    private static func push<Item>(_ item: Item, onto heap: inout [Item], _ isBefore: (Item, Item) -> Bool) {
        var place = heap.count
        heap.append(item)
        while place > 0 {
            let parent = (place - 1) / 2
            guard isBefore(item, heap[parent]) else { break }
            heap[place] = heap[parent]
            place = parent
        }
        heap[place] = item
    }

    @inline(__always)
    private static func pop<Item>(from heap: inout [Item], _ isBefore: (Item, Item) -> Bool) {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        var place = 0
        while true {
            var child = place * 2 + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, isBefore(heap[child + 1], heap[child]) { child += 1 }
            guard isBefore(heap[child], last) else { break }
            heap[place] = heap[child]
            place = child
        }
        heap[place] = last
    }
}
