/// The order is never made whole: the few buckets that have the rows of a window are, and only these.
///
/// There are two lists of buckets, of keys that stay as they are and of such that grow with time. As all of those grow alike, their
/// own order stays too: to see them among the others, time is added to theirs, or taken from the others'.
extension RowIndex: KeyStore {
    var itemCount: Int { totals.items }
    var rowCount: Int { totals.rows }

    func key(_ slot: Int) -> SortKey? {
        settle(slot)
        guard slot < flags.count, flags[slot].contains(.isIn) else { return nil }
        return made(slot)
    }

    func forEach(_ body: (SortKey) -> Void) {
        for slot in flags.indices where flags[slot].contains(.isIn) { body(made(slot)) }
    }

    func rowsBefore(_ key: SortKey, by order: ItemOrder) -> Int {
        let slot = Int(key.slot)
        let own = flags[slot].contains(.grows) ? growing : fixed
        return parts.reduce(0) { rows, part in
            let bucket = part === own ? part.bucket(ofSlot: slot) : part.bucket(of: unseen(key.place, in: part))
            return rows + rowsBefore(bucket, of: part) { order.isBefore($0, key) }
        }
    }

    /// What comes into sight is brought up to date, whatever else waits: rows leave, others come in their place, and wait perhaps
    /// as well. Nearly always that ends after two or three rounds. Where it does not, thousands that leave once they are looked at lie
    /// in a row, as what ended while somebody looked elsewhere: then it goes on while the page has time, and after that all
    /// that waits leaves the list until it is looked at, as in a list that is new. A row may be missing for a while; none is shown
    /// that is known to have changed and was not looked at.
    func window(_ window: Range<Int>, by order: ItemOrder) -> (keys: ArraySlice<SortKey>, row: Int)? {
        var order = order
        order.part = { [fixed] in fixed.bucket(ofSlot: $0) }
        var found = selected(window, order)
        while let keys = found?.keys, keys.contains(where: { isWaiting(Int($0.slot)) }) {
            rounds += 1
            if rounds <= Self.rounds || mayLook() {
                for key in keys { settle(Int(key.slot)) }
            } else {
                setWaitingAside()
            }
            found = selected(window, order)
        }
        return found
    }

    /// Rounds that a page has for what is in sight, whatever the time.
    static let rounds = 32

    private func selected(_ window: Range<Int>, _ order: ItemOrder) -> (keys: ArraySlice<SortKey>, row: Int)? {
        var (keys, before) = near(window)
        let shifted = (window.lowerBound - before)..<(window.upperBound - before)
        guard let place = WindowSort.sort(&keys, rows: shifted, by: order) else { return nil }
        var (end, row) = (place.key, place.row)
        while end < keys.count, row < shifted.upperBound {
            row += Int(keys[end].rows)
            end += 1
        }
        return (keys[place.key..<end], place.row + before)
    }

    /// Where a bucket of a list begins, as things are now.
    private struct Start {
        let part: OrderedSlots
        let bucket: Int
        let place: SortPlace
    }

    /// The keys among which are all of a window, and how many rows lie before these.
    private func near(_ window: Range<Int>) -> (keys: [SortKey], before: Int) {
        let parts = parts
        let first = parts.map { start(last(in: $0) { $0 <= window.lowerBound }, in: $0) }.max { $0.place < $1.place }
        guard let first else { return ([], 0) }
        let end = parts.compactMap { part in
            let next = last(in: part) { $0 < window.upperBound } + 1
            return next < part.bucketCount ? start(next, in: part) : nil
        }.min { $0.place < $1.place }
        var keys: [SortKey] = []
        var before = 0
        for part in parts {
            // Buckets of the other list may be cut through: it is their keys that say which are wanted, and not their texts, since
            // only one of both can have any.
            let from = part === first.part ? first.bucket : part.bucket(of: unseen(first.place, in: part))
            let to = end.map { $0.part === part ? $0.bucket : part.bucket(of: unseen($0.place, in: part)) + 1 }
            for bucket in from..<max(from, to ?? part.bucketCount) {
                for slot in part.slots(of: bucket) {
                    let key = made(Int(slot))
                    if part !== first.part, key.place < first.place { continue }
                    if let end, part !== end.part, !(key.place < end.place) { continue }
                    keys.append(key)
                }
            }
            before +=
                part === first.part
                ? part.rowsBefore(bucket: from) : rowsBefore(from, of: part) { $0.place < first.place }
        }
        return (keys, before)
    }

    /// The last bucket of a list that has so many rows of all before it that something holds, which holds of no greater number but
    /// of 0.
    private func last(in part: OrderedSlots, _ holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, part.bucketCount)
        while high - low > 1 {
            let middle = (low + high) / 2
            let begin = start(middle, in: part).place
            var rows = part.rowsBefore(bucket: middle)
            for other in parts where other !== part {
                rows += rowsBefore(other.bucket(of: unseen(begin, in: other)), of: other) { $0.place < begin }
            }
            if holds(rows) { low = middle } else { high = middle }
        }
        return low
    }

    /// Rows before a bucket of a list, and of the keys in it of which something holds.
    private func rowsBefore(_ bucket: Int, of part: OrderedSlots, _ isBefore: (SortKey) -> Bool) -> Int {
        var rows = part.rowsBefore(bucket: bucket)
        for slot in part.slots(of: bucket) {
            let key = made(Int(slot))
            if isBefore(key) { rows += Int(key.rows) }
        }
        return rows
    }

    // MARK: Time

    /// The lists that have anything.
    private var parts: [OrderedSlots] {
        growing.count == 0 ? [fixed] : fixed.count == 0 ? [growing] : [fixed, growing]
    }

    private func start(_ bucket: Int, in part: OrderedSlots) -> Start {
        let place = part.first(of: bucket)
        let begin = part === growing ? place.grown(by: now, descending: identity.sort.descending) : place
        return Start(part: part, bucket: bucket, place: begin)
    }

    /// Where something that has a place now has it in a list.
    private func unseen(_ place: SortPlace, in part: OrderedSlots) -> SortPlace {
        part === growing ? place.grown(by: 0 &- now, descending: identity.sort.descending) : place
    }

    /// The key of a slot, as things are now.
    @inline(__always)
    private func made(_ slot: Int) -> SortKey {
        var key = fixedKey(slot)
        if flags[slot].contains(.grows) {
            key.high = SortKey.high(key.high, grownBy: now, descending: identity.sort.descending)
        }
        return key
    }
}
