/// Slots in the order of their places, in buckets of some hundred each. The buckets are in order, what is in one is not: so a slot
/// comes and goes at the cost of a search among the buckets, and whoever wants some rows orders the few buckets that have them.
///
/// It takes about 10 bytes a slot. Where a place is equal to another one (texts that go on alike, after what a place says of
/// them), both are in one bucket, however many there are.
final class OrderedSlots {
    private struct Bucket {
        var slots: [UInt32] = []
        /// Rows that these take.
        var rows = 0
        /// Above so many slots it is split.
        var most = OrderedSlots.most
    }

    private static let most = 512
    /// A bucket that has fewer is put to the one before, if both together are far from being split.
    private static let few = most / 16

    // In order: where a bucket begins, and which it is. The first one begins before everything.
    private var firsts = [SortPlace.first]
    private var order: [UInt32] = [0]
    private var buckets = [Bucket()]
    private var freeBuckets: [UInt32] = []
    /// By slot, the bucket it is in and 1; 0 for none.
    private var bucketOfSlot: [UInt32] = []
    /// Rows before each bucket; empty when that is to be counted anew.
    private var sums: [Int] = []

    /// Slots in it.
    private(set) var count = 0
    /// Rows these take.
    private(set) var rows = 0

    /// Buckets there are.
    var bucketCount: Int { order.count }

    /// Where a bucket begins: nothing in it is before that, everything in those before it is.
    func first(of bucket: Int) -> SortPlace { firsts[bucket] }

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

    /// The bucket that a place belongs to.
    func bucket(of place: SortPlace) -> Int {
        var (low, high) = (0, firsts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if place < firsts[middle] { high = middle } else { low = middle }
        }
        return low
    }

    /// Makes room for so many slots at once: growing step by step would copy them time and again.
    func reserve(_ slots: Int) {
        guard slots > bucketOfSlot.count else { return }
        bucketOfSlot.reserveCapacity(slots + slots / 16)
        bucketOfSlot.append(contentsOf: repeatElement(0, count: slots - bucketOfSlot.count))
    }

    /// Adds a slot that is not in it. `known` says where a slot belongs and how many rows it takes, of this one and of all that
    /// are in it.
    func insert(_ slot: Int, known: (Int) -> (place: SortPlace, rows: Int)) {
        if slot >= bucketOfSlot.count { reserve(max(slot + 1, bucketOfSlot.count * 2)) }
        sums.removeAll(keepingCapacity: true)
        let (place, rows) = known(slot)
        let at = bucket(of: place)
        let bucket = Int(order[at])
        buckets[bucket].slots.append(UInt32(truncatingIfNeeded: slot))
        buckets[bucket].rows += rows
        bucketOfSlot[slot] = UInt32(bucket + 1)
        count += 1
        self.rows += rows
        if buckets[bucket].slots.count > buckets[bucket].most { split(at, known) }
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
                (order[kept], firsts[kept]) = (order[at], firsts[at])
            }
        }
        order.removeSubrange((kept + 1)...)
        firsts.removeSubrange((kept + 1)...)
        sums.removeAll(keepingCapacity: true)
    }

    private func split(_ at: Int, _ known: (Int) -> (place: SortPlace, rows: Int)) {
        let bucket = Int(order[at])
        let members = buckets[bucket].slots.map { ($0, known(Int($0))) }.sorted { $0.1.place < $1.1.place }
        guard let middle = Self.middle(members.map(\.1.place)) else {
            // All are alike. It is tried again when there are twice as many.
            buckets[bucket].most *= 2
            return
        }
        let new: Int
        if let free = freeBuckets.popLast() {
            new = Int(free)
        } else {
            new = buckets.count
            buckets.append(Bucket())
        }
        for (part, into) in [(members[..<middle], bucket), (members[middle...], new)] {
            buckets[into] = Bucket(slots: part.map(\.0), rows: part.reduce(0) { $0 + $1.1.rows })
        }
        for (slot, _) in members[middle...] { bucketOfSlot[Int(slot)] = UInt32(new + 1) }
        order.insert(UInt32(new), at: at + 1)
        firsts.insert(members[middle].1.place, at: at + 1)
    }

    /// Of places in order the one nearest to the middle that is not that of the one before it too; nil where all are alike.
    private static func middle(_ places: [SortPlace]) -> Int? {
        let half = places.count / 2
        for way in 0...half {
            for at in [half - way, half + way]
            where places.indices.contains(at) && at > 0 && places[at - 1] < places[at] {
                return at
            }
        }
        return nil
    }
}
