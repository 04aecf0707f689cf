import CCSEvents

/// When to look at which object again, by feed time.
///
/// An object has one check-up that counts, the one its header names; a sooner one replaces it, and the old entry is passed over
/// when its time comes.
///
/// What is due in the next second or so is a heap; all later entries lie unordered in a list for each second, and are put in order
/// when it comes. With a single heap of two million entries taking the first was a fifth of all time at a million live calls.
/// A list is a chain of small blocks, which serve again for other seconds: no list holds more room than it needs.
struct CheckUps: ~Copyable {
    struct Entry {
        var due: Int64
        var slot: UInt32
        var kind: EventType.Subject
    }

    /// An entry as the heap has it. Which life of a slot it was made for is not said; if another life waits for the very same
    /// moment, the entry is that one's as well.
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

    /// An entry of a list, in six bytes: every live object has one. Its millisecond of the span and its kind, and its slot.
    private struct Later {
        private var due: UInt16
        private var low: UInt16
        private var high: UInt16

        init(_ entry: Entry) {
            due = UInt16(truncatingIfNeeded: entry.due & (1 << CheckUps.span - 1)) << 2 | UInt16(entry.kind.rawValue)
            low = UInt16(truncatingIfNeeded: entry.slot)
            high = UInt16(truncatingIfNeeded: entry.slot >> 16)
        }

        func entry(in span: Int64) -> Entry {
            Entry(
                due: span << CheckUps.span | Int64(due >> 2), slot: UInt32(high) << 16 | UInt32(low),
                kind: EventType.Subject(rawValue: UInt8(due & 3)) ?? .call)
        }
    }

    /// The later entries of a span: a chain of blocks, of which all but the last are full.
    private struct List {
        var first: UInt32
        var last: UInt32
        /// Entries in the last block.
        var filled: Int
    }

    /// Milliseconds of a list of later entries, as a power of two.
    private static let span: Int64 = 10
    /// Entries of a block.
    private static let blockSize = 32

    private var near: [Packed] = []
    /// The last span whose entries are in ``near``. While there are few entries all of them are: lists would take more room.
    private var nearSpan = Int64.max
    private static let few = 64
    /// Which of ``lists`` a span has. Not the list itself: changing a value inside a dictionary allocates, three times.
    private var later: [Int64: Int] = [:]
    private var lists: [List] = []
    /// Lists that were emptied: they serve again.
    private var spare: [Int] = []
    /// Entries of all blocks, which block comes after each in its chain, and the first of those that are free.
    private var entries = Blocks<Later>()
    private var next: [UInt32] = []
    private var freeBlock = UInt32.max
    /// The spans that have a list, as a heap.
    private var spans: [Int64] = []
    /// Entries that wait.
    private(set) var count = 0

    init() {}

    deinit { entries.deallocate() }

    mutating func add(_ entry: Entry) {
        count += 1
        let packed = Packed(entry)
        let span = entry.due >> Self.span
        guard span > nearSpan else {
            Self.push(packed, onto: &near) { $0.order < $1.order }
            if nearSpan == .max, near.count > Self.few { begin() }
            return
        }
        append(Later(entry), to: later[span] ?? begin(span))
    }

    /// Puts all but the first entry, and what is due in the same span, into lists.
    private mutating func begin() {
        let all = near
        near = []
        nearSpan = all[0].due >> Self.span
        count -= all.count
        for packed in all { add(packed.entry) }
    }

    private mutating func begin(_ span: Int64) -> Int {
        let block = takeBlock()
        let list = List(first: block, last: block, filled: 0)
        let place = spare.popLast() ?? lists.count
        if place < lists.count { lists[place] = list } else { lists.append(list) }
        later[span] = place
        Self.push(span, onto: &spans, <)
        return place
    }

    /// Removes all entries. The memory of a few serves again.
    mutating func removeAll() {
        guard nearSpan == .max else { return self = CheckUps() }
        near.removeAll(keepingCapacity: true)
        count = 0
    }

    @inline(__always)
    func prefetchArrays() { near.prefetch(64) }

    private mutating func append(_ entry: Later, to list: Int) {
        if lists[list].filled == Self.blockSize {
            let block = takeBlock()
            next[Int(lists[list].last)] = block
            lists[list].last = block
            lists[list].filled = 0
        }
        entries[Int(lists[list].last) * Self.blockSize + lists[list].filled] = entry
        lists[list].filled += 1
    }

    private mutating func takeBlock() -> UInt32 {
        guard freeBlock == .max else {
            let block = freeBlock
            freeBlock = next[Int(block)]
            next[Int(block)] = .max
            return block
        }
        let unused = Later(Entry(due: 0, slot: 0, kind: .call))
        for _ in 0..<Self.blockSize { entries.append(unused) }
        next.append(.max)
        return UInt32(next.count - 1)
    }

    /// Calls `body` for each entry of a list, in the order of adding.
    private func forEach(of list: List, in span: Int64, _ body: (Entry) -> Void) {
        var block = list.first
        while block != .max {
            let filled = block == list.last ? list.filled : Self.blockSize
            for place in 0..<filled { body(entries[Int(block) * Self.blockSize + place].entry(in: span)) }
            block = block == list.last ? .max : next[Int(block)]
        }
    }

    /// Keeps only the entries that still count, in an order that hangs on nothing but what was added. Cost: the entries.
    mutating func keep(_ counts: (Entry) -> Bool) {
        var kept = CheckUps()
        kept.nearSpan = nearSpan
        for packed in near where counts(packed.entry) { kept.add(packed.entry) }
        for (span, list) in later.sorted(by: { $0.key < $1.key }) {
            forEach(of: lists[list], in: span) { if counts($0) { kept.add($0) } }
        }
        self = kept
    }

    /// When the first is due. Cost: the entries of a second.
    var firstDue: Int64 {
        if let first = near.first { return first.due }
        guard let span = spans.first, let list = later[span] else { return .max }
        var due = Int64.max
        forEach(of: lists[list], in: span) { due = min(due, $0.due) }
        return due
    }

    /// A time before which nothing is due, by less than a second too early.
    var soonest: Int64 { near.first?.due ?? spans.first.map { $0 << Self.span } ?? .max }

    /// Takes out the first entry that is due until `now`.
    mutating func removeFirst(until now: Int64) -> Entry? {
        while near.isEmpty, let span = spans.first, span <= now >> Self.span {
            Self.pop(from: &spans, <)
            nearSpan = span
            guard let list = later.removeValue(forKey: span) else { continue }
            var heap = near
            near = []
            forEach(of: lists[list], in: span) { Self.push(Packed($0), onto: &heap) { $0.order < $1.order } }
            near = heap
            next[Int(lists[list].last)] = freeBlock
            freeBlock = lists[list].first
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

// MARK: - Invariants

extension CheckUps {
    func checkInvariants() throws {
        try invariant(Self.isHeap(near) { $0.order < $1.order }, "CheckUps: the near entries are no heap")
        try invariant(Self.isHeap(spans, <), "CheckUps: the spans are no heap")
        try invariant(
            spans.count == later.count && spans.allSatisfy { later[$0] != nil }, "CheckUps: a span has no list")
        try invariant(near.allSatisfy { $0.due >> Self.span <= nearSpan }, "CheckUps: a later entry is among the near")
        try invariant(spans.allSatisfy { $0 > nearSpan }, "CheckUps: a near span has a list")
        let listed = Set(later.values).union(spare)
        try invariant(
            listed.count == lists.count && later.count + spare.count == lists.count, "CheckUps: a list is lost")
        var waiting = near.count
        var blocks: Set<UInt32> = []
        func take(_ block: UInt32) throws {
            try invariant(Int(block) < next.count && blocks.insert(block).inserted, "CheckUps: a block is used twice")
        }
        for place in later.values {
            let list = lists[place]
            var block = list.first
            try take(block)
            while block != list.last {
                waiting += Self.blockSize
                block = next[Int(block)]
                try take(block)
            }
            try invariant(1...Self.blockSize ~= list.filled, "CheckUps: a last block has \(list.filled) entries")
            waiting += list.filled
        }
        var free = freeBlock
        while free != .max {
            try take(free)
            free = next[Int(free)]
        }
        try invariant(blocks.count == next.count, "CheckUps: \(blocks.count) of \(next.count) blocks are used or free")
        try entries.checkInvariants()
        try invariant(entries.count == next.count * Self.blockSize, "CheckUps: \(entries.count) entries in all blocks")
        try invariant(waiting == count, "CheckUps: \(waiting) entries, \(count) counted")
    }

    private static func isHeap<Item>(_ heap: [Item], _ isBefore: (Item, Item) -> Bool) -> Bool {
        heap.indices.dropFirst().allSatisfy { !isBefore(heap[$0], heap[($0 - 1) / 2]) }
    }
}
