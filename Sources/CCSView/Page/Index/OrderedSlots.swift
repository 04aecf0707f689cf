import CCSState

/// Slots in the order of their places, in buckets of some hundred each. The buckets are in order, what is in one is not: so a slot
/// comes and goes at the cost of a search among the buckets, and whoever wants some rows orders the few buckets that have them.
///
/// It takes about 10 bytes a slot. Where texts go on alike after what a place says of them, it is the texts that say where a bucket
/// begins, and where these are equal, which item is the older one: so a bucket can be split whatever is in it.
///
/// What a text says may change before the slot is taken out and put in anew. Until then the slot is in the bucket it is in, which may
/// then have more than it should.
final class OrderedSlots {
    struct Bucket {
        var slots: [UInt32] = []
        /// Rows that these take.
        var rows = 0
        /// With more slots it is split, if that can be.
        var limit = OrderedSlots.most
    }

    /// With more slots a bucket is split.
    static let most = 512
    /// A bucket that has fewer is put to the one before, if both together are far from being split.
    private static let few = most / 16

    let descending: Bool

    // In order: where a bucket begins, and which it is. The first one begins before everything.
    var starts = [SortSpot.first.place]
    /// The texts of these: apart, since a search that touched them would find each far away.
    var startTexts = [SortSpot.first.text]
    var order: [UInt32] = [0]
    var buckets = [Bucket()]
    var freeBuckets: [UInt32] = []
    /// By slot, the bucket it is in and 1; 0 for none.
    var bucketOfSlot: [UInt32] = []
    /// Rows before each bucket; empty when that is to be counted anew.
    var sums: [Int] = []
    /// Where each bucket is in the order; empty when that is to be found anew.
    var places: [UInt32] = []

    /// Slots in it.
    private(set) var count = 0
    /// Rows these take.
    private(set) var rows = 0

    init(descending: Bool = false) {
        self.descending = descending
    }

    /// Buckets there are.
    var bucketCount: Int { order.count }

    /// Where a bucket begins: nothing in it is before that, everything in those before it is. Where texts go on alike, that is to be
    /// said of the texts too.
    func first(of bucket: Int) -> SortPlace { starts[bucket] }

    /// The slots of a bucket, in no order.
    func slots(of bucket: Int) -> [UInt32] { buckets[Int(order[bucket])].slots }

    /// Rows before a bucket, or in all, where it is one past the last. Cost: after a change the buckets.
    func rowsBefore(bucket: Int) -> Int {
        if sums.isEmpty {
            sums.reserveCapacity(order.count + 1)
            sums.append(0)
            for bucket in order { sums.append(sums[sums.count - 1] + buckets[Int(bucket)].rows) }
        }
        return sums[bucket]
    }

    /// The bucket that a slot is in; the first for one that is in none. Cost: after a bucket came or went the buckets.
    func bucket(ofSlot slot: Int) -> Int {
        guard slot < bucketOfSlot.count, bucketOfSlot[slot] > 0 else { return 0 }
        if places.isEmpty {
            places = Array(repeating: 0, count: buckets.count)
            for (place, bucket) in order.enumerated() { places[Int(bucket)] = UInt32(truncatingIfNeeded: place) }
        }
        return Int(places[Int(bucketOfSlot[slot]) - 1])
    }

    /// The bucket that a place belongs to, of something that has no text that goes on.
    func bucket(of place: SortPlace) -> Int { last { !(place < starts[$0]) } }

    /// The bucket that an item belongs to.
    private func bucket(of key: SortKey, by order: ItemOrder) -> Int {
        guard key.isCut else { return bucket(of: key.place) }
        let place = key.place
        // The text is read only where it decides: it lies far away.
        var spot: SortSpot?
        return last { at in
            guard starts[at].hasWords(of: place) else { return !(place < starts[at]) }
            let own = spot ?? SortSpot(key, by: order)
            spot = own
            return !own.isBefore(start(at), descending: descending)
        }
    }

    /// Where a bucket begins, by all that says so.
    func start(_ at: Int) -> SortSpot { SortSpot(place: starts[at], text: startTexts[at]) }

    /// The last bucket of which something holds, which holds of all before it.
    @inline(__always)
    private func last(_ holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if holds(middle) { low = middle } else { high = middle }
        }
        return low
    }

    /// Makes room for so many slots at once: growing step by step would copy them time and again.
    func reserve(_ slots: Int) {
        guard slots > bucketOfSlot.count else { return }
        bucketOfSlot.reserveCapacity(slots + slots / 16)
        bucketOfSlot.append(contentsOf: repeatElement(0, count: slots - bucketOfSlot.count))
    }

    /// Adds a slot that is not in it, by its key. `keys` gives those of all that are in it.
    func insert(_ key: SortKey, by order: ItemOrder, keys: (Int) -> SortKey) {
        let slot = Int(key.slot)
        if slot >= bucketOfSlot.count { reserve(max(slot + 1, bucketOfSlot.count * 2)) }
        sums.removeAll(keepingCapacity: true)
        let at = bucket(of: key, by: order)
        let bucket = Int(self.order[at])
        buckets[bucket].slots.append(key.slot)
        buckets[bucket].rows += Int(key.rows)
        bucketOfSlot[slot] = UInt32(bucket + 1)
        count += 1
        rows += Int(key.rows)
        if buckets[bucket].slots.count > buckets[bucket].limit { split(at, by: order, keys) }
    }

    /// Whether a slot that is in it is where it belongs by its key and by what its text says now.
    func isInPlace(_ key: SortKey, by order: ItemOrder) -> Bool {
        bucketOfSlot[Int(key.slot)] == self.order[bucket(of: key, by: order)] + 1
    }

    /// Takes out a slot that is in it, and takes so many rows.
    func remove(_ slot: Int, rows: Int) {
        let bucket = Int(bucketOfSlot[slot]) - 1
        guard bucket >= 0, let place = buckets[bucket].slots.firstIndex(of: UInt32(truncatingIfNeeded: slot)) else {
            return
        }
        sums.removeAll(keepingCapacity: true)
        bucketOfSlot[slot] = 0
        let last = buckets[bucket].slots.removeLast()
        if place < buckets[bucket].slots.count { buckets[bucket].slots[place] = last }
        buckets[bucket].rows -= rows
        if buckets[bucket].slots.count <= Self.most { buckets[bucket].limit = Self.most }
        count -= 1
        self.rows -= rows
    }

    /// Puts buckets of which little is left together. Cost: the buckets.
    func tidy() {
        guard order.count > 8, count < order.count * Self.few * 2 else { return }
        var kept = 0
        for at in 1..<order.count {
            let (into, from) = (Int(order[kept]), Int(order[at]))
            if buckets[into].slots.count + buckets[from].slots.count <= Self.most / 2 {
                for slot in buckets[from].slots { bucketOfSlot[Int(slot)] = UInt32(into + 1) }
                buckets[into].slots += buckets[from].slots
                buckets[into].rows += buckets[from].rows
                buckets[from] = Bucket()
                freeBuckets.append(UInt32(from))
            } else {
                kept += 1
                (order[kept], starts[kept], startTexts[kept]) = (order[at], starts[at], startTexts[at])
            }
        }
        order.removeSubrange((kept + 1)...)
        starts.removeSubrange((kept + 1)...)
        startTexts.removeSubrange((kept + 1)...)
        sums.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
    }
}

// MARK: - Invariants

extension OrderedSlots {
    /// `rows` says how many rows a slot takes.
    func checkInvariants(rows: (Int) -> Int) throws {
        try invariant(
            starts.count == order.count && startTexts.count == order.count, "OrderedSlots: a bucket has no beginning")
        let all = Set(order).union(freeBuckets)
        try invariant(
            all.count == buckets.count && order.count + freeBuckets.count == buckets.count,
            "OrderedSlots: \(buckets.count) buckets, \(order.count) in order, \(freeBuckets.count) free")
        for at in order.indices.dropFirst() {
            let isOrdered = start(at - 1).isBefore(start(at), descending: descending)
            try invariant(isOrdered, "OrderedSlots: bucket \(at) does not begin after the one before")
        }
        var (slots, allRows) = (0, 0)
        for (bucket, held) in buckets.enumerated() {
            for slot in held.slots {
                try invariant(bucketOfSlot[Int(slot)] == bucket + 1, "OrderedSlots: \(slot) is not in \(bucket)")
            }
            let own = held.slots.reduce(0) { $0 + rows(Int($1)) }
            try invariant(own == held.rows, "OrderedSlots: bucket \(bucket) has \(own) rows, \(held.rows) counted")
            (slots, allRows) = (slots + held.slots.count, allRows + own)
        }
        try invariant(slots == count && allRows == self.rows, "OrderedSlots: \(slots) slots, \(count) counted")
        let placed = bucketOfSlot.count { $0 != 0 }
        try invariant(placed == count, "OrderedSlots: \(placed) slots have a bucket, \(count) counted")
    }
}
