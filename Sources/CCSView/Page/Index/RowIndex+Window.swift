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
        rowsBefore(key.place) { order.isBefore($0, key) }
    }

    func window(_ window: Range<Int>, by order: ItemOrder) -> (keys: ArraySlice<SortKey>, row: Int)? {
        var found = selected(window, order)
        // What is seen is up to date, whatever else waits.
        while let keys = found?.keys, keys.reduce(false, { settle(Int($1.slot)) || $0 }) {
            found = selected(window, order)
        }
        return found
    }

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

    /// The keys among which are all of a window, and how many rows lie before these.
    private func near(_ window: Range<Int>) -> (keys: [SortKey], before: Int) {
        let first = parts.map { last(in: $0) { $0 <= window.lowerBound }.place }.max() ?? .first
        let end = parts.compactMap { part in
            let last = last(in: part) { $0 < window.upperBound }.bucket
            return last + 1 < part.bucketCount ? begin(of: last + 1, in: part) : nil
        }.min()
        var keys: [SortKey] = []
        for part in parts {
            let most = end.map { part.bucket(of: unseen($0, in: part)) } ?? part.bucketCount - 1
            for bucket in part.bucket(of: unseen(first, in: part))...most {
                for slot in part.slots(of: bucket) {
                    let key = made(Int(slot))
                    let place = key.place
                    if place >= first, end.map({ place < $0 }) ?? true { keys.append(key) }
                }
            }
        }
        return (keys, rowsBefore(first) { $0.place < first })
    }

    /// The last bucket of a list that has so many rows of all before it that something holds, which holds of no greater number but
    /// of 0; and where it begins.
    private func last(in part: OrderedSlots, _ holds: (Int) -> Bool) -> (bucket: Int, place: SortPlace) {
        var (low, high) = (0, part.bucketCount)
        while high - low > 1 {
            let middle = (low + high) / 2
            let begin = begin(of: middle, in: part)
            var rows = part.rowsBefore(bucket: middle)
            for other in parts where other !== part { rows += rowsBefore(begin, in: other) { $0.place < begin } }
            if holds(rows) { low = middle } else { high = middle }
        }
        return (low, begin(of: low, in: part))
    }

    /// Rows of keys before a place, and of those in it of which something holds.
    private func rowsBefore(_ place: SortPlace, _ isBefore: (SortKey) -> Bool) -> Int {
        parts.reduce(0) { $0 + rowsBefore(place, in: $1, isBefore) }
    }

    private func rowsBefore(_ place: SortPlace, in part: OrderedSlots, _ isBefore: (SortKey) -> Bool) -> Int {
        let bucket = part.bucket(of: unseen(place, in: part))
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

    /// Where a bucket begins, as things are now.
    private func begin(of bucket: Int, in part: OrderedSlots) -> SortPlace {
        let place = part.first(of: bucket)
        return part === growing ? place.grown(by: now, descending: identity.sort.descending) : place
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
