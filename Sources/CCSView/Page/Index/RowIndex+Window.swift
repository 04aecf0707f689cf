/// The order is never made whole: a pass over the words finds what may lie in a window, and only that is sorted.
extension RowIndex: KeyStore {
    var itemCount: Int { totals.items }
    var rowCount: Int { totals.rows }

    /// Lists up to this length are sorted as they are.
    private static let few = 4096
    /// Objects that are looked at to guess where in the order the window begins and ends.
    private static let sampled = 2048
    /// How far from a row that is known another one may be guessed, in places of the sample.
    private static let near = 24

    func key(_ slot: Int) -> SortKey? {
        settle(slot)
        guard slot < flags.count, flags[slot].contains(.isIn) else { return nil }
        return made(slot)
    }

    func forEach(_ body: (SortKey) -> Void) {
        for slot in flags.indices where flags[slot].contains(.isIn) { body(made(slot)) }
    }

    func rowsBefore(_ key: SortKey, by order: ItemOrder) -> Int {
        let rows = scan(from: key, to: key, by: order) { _ in }
        known = (key, rows)
        return rows
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
        var (keys, before) = near(window, order)
        let shifted = (window.lowerBound - before)..<(window.upperBound - before)
        guard let place = WindowSort.sort(&keys, rows: shifted, by: order) else { return nil }
        var (end, row) = (place.key, place.row)
        while end < keys.count, row < shifted.upperBound {
            row += Int(keys[end].rows)
            end += 1
        }
        return (keys[place.key..<end], place.row + before)
    }

    /// Keys among which are all of a window, and how many rows lie before these.
    private func near(_ window: Range<Int>, _ order: ItemOrder) -> (keys: [SortKey], before: Int) {
        guard totals.items > max(Self.few, flags.count / 8) else { return (all(), 0) }
        let (first, last) = guess(window, order)
        var keys: [SortKey] = []
        keys.reserveCapacity(Self.few)
        var found = 0
        let before = scan(from: first, to: last, by: order) { key in
            keys.append(key)
            found += Int(key.rows)
        }
        // The guess may be off, though hardly ever.
        let isRight = before <= window.lowerBound && (last == nil || before + found >= window.upperBound)
        return isRight ? (keys, before) : (all(), 0)
    }

    private func all() -> [SortKey] {
        var keys: [SortKey] = []
        keys.reserveCapacity(totals.items)
        forEach { keys.append($0) }
        return keys
    }

    /// Two keys between which a window lies nearly certainly; nil for an end of the list.
    private func guess(_ window: Range<Int>, _ order: ItemOrder) -> (first: SortKey?, last: SortKey?) {
        let sample = sample(order)
        var ends: [Int] = []
        ends.reserveCapacity(sample.count)
        for key in sample { ends.append((ends.last ?? 0) + Int(key.rows)) }
        guard let rows = ends.last else { return (nil, nil) }
        let share = Double(rows) / Double(max(1, totals.rows))
        func place(_ row: Int) -> Int { ends.place { Double($0) < Double(row) * share } }
        // The places in the sample of rows that are known: a row is guessed from the nearest of them, since what one may be wrong by
        // grows with the way from there. In the middle of a long list one more pass, for a row near by, is less than to sort all
        // that might be meant.
        var places = [(row: 0, place: 0), (row: totals.rows, place: sample.count)]
        let middle = place(window.lowerBound)
        if let known {
            places.append((known.row, sample.place { order.isBefore($0, known.key) }))
        }
        if places.allSatisfy({ abs($0.place - middle) > Self.near }), sample.indices.contains(middle) {
            places.append((rowsBefore(sample[middle], by: order), middle))
        }
        func place(_ row: Int, _ side: Double) -> Int {
            let nearest = places.min { abs($0.row - row) < abs($1.row - row) } ?? (0, 0)
            let way = Double(row - nearest.row) * Double(sample.count) / Double(max(1, totals.rows))
            // Four times the deviation to be expected of the guess.
            return nearest.place + Int((way + side * (4 * way.magnitude.squareRoot() + 8)).rounded())
        }
        let first = place(window.lowerBound, -1)
        let last = place(window.upperBound, 1)
        return (
            first < 0 || sample.isEmpty ? nil : sample[min(first, sample.count - 1)],
            last >= sample.count ? nil : sample[max(last, 0)]
        )
    }

    /// Some of the keys, in order.
    private func sample(_ order: ItemOrder) -> [SortKey] {
        var sample: [SortKey] = []
        sample.reserveCapacity(Self.sampled)
        var tries = 0
        // Chance, so that no feed can be written to make this slow; what is shown does not depend on it.
        var chance = UInt64.random(in: 1...UInt64.max)
        while sample.count < Self.sampled, tries < Self.sampled * 16 {
            tries += 1
            chance ^= chance << 13
            chance ^= chance >> 7
            chance ^= chance << 17
            let slot = Int((chance >> 32) * UInt64(flags.count) >> 32)
            if flags[slot].contains(.isIn) { sample.append(made(slot)) }
        }
        sample.sort { order.isBefore($0, $1) }
        return sample
    }

    /// The first word of a slot, as it is now.
    @inline(__always)
    private func word(_ raw: UInt64, _ flags: Flags) -> UInt64 {
        guard flags.contains(.grows) else { return raw }
        return SortKey.high(of: now &- Int64(bitPattern: raw), descending: identity.sort.descending)
    }

    private func made(_ slot: Int) -> SortKey {
        SortKey(
            high: word(highs[slot], flags[slot]), low: lows.isEmpty ? 0 : lows[slot], slot: slot, serial: serials[slot],
            rows: rows.isEmpty ? 1 : rows[slot], isCut: flags[slot].contains(.isCut))
    }

    /// One pass over all words: hands out what lies between two keys, the first one included, and gives the rows before it.
    @inline(__always)
    private func scan(
        from first: SortKey?, to last: SortKey?, by order: ItemOrder, between: (SortKey) -> Void
    ) -> Int {
        flags.withUnsafeBufferPointer { flags in
            highs.withUnsafeBufferPointer { highs in
                rows.withUnsafeBufferPointer { rows in
                    let slots = flags.indices
                    // What most lists are spared is not asked for each slot.
                    switch (grows, rows.isEmpty) {
                    case (false, true):
                        return pass(slots, first, last, order, word: { highs[$0] }, rows: { _ in 1 }, between)
                    case (false, false):
                        return pass(slots, first, last, order, word: { highs[$0] }, rows: { Int(rows[$0]) }, between)
                    case (true, true):
                        return pass(
                            slots, first, last, order, word: { word(highs[$0], flags[$0]) }, rows: { _ in 1 }, between)
                    case (true, false):
                        return pass(
                            slots, first, last, order, word: { word(highs[$0], flags[$0]) }, rows: { Int(rows[$0]) },
                            between)
                    }
                }
            }
        }
    }

    @inline(__always)
    private func pass(
        _ slots: Range<Int>, _ first: SortKey?, _ last: SortKey?, _ order: ItemOrder, word: (Int) -> UInt64,
        rows: (Int) -> Int, _ between: (SortKey) -> Void
    ) -> Int {
        let least = first?.high ?? 0
        let most = max(least, last?.high ?? .max)
        var before = 0
        for slot in slots {
            let high = word(slot)
            // Nothing to be guessed wrong here: in the middle of a list every other word lies before the window.
            before &+= high < least ? rows(slot) : 0
            guard high &- least <= most &- least, flags[slot].contains(.isIn) else { continue }
            let key = made(slot)
            if high == most, let last, !order.isBefore(key, last) { continue }
            if high == least, let first, order.isBefore(key, first) {
                before += Int(key.rows)
                continue
            }
            between(key)
        }
        return before
    }
}

extension Array {
    /// The first place of which something does not hold that holds of all before it, and of none after it.
    fileprivate func place(after isBefore: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
