/// The order is never made whole: a pass over the words finds what may lie in a window, and only that is sorted.
extension RowIndex: KeyStore {
    var itemCount: Int { totals.items }
    var rowCount: Int { totals.rows }

    /// Lists up to this length are sorted as they are.
    private static let few = 4096
    /// Objects that are looked at to guess where in the order the window begins and ends.
    private static let sampled = 2048

    func key(_ slot: Int) -> SortKey? {
        settle(slot)
        guard slot < flags.count, flags[slot].contains(.isIn) else { return nil }
        return made(slot)
    }

    func forEach(_ body: (SortKey) -> Void) {
        for slot in flags.indices where flags[slot].contains(.isIn) { body(made(slot)) }
    }

    func rowsBefore(_ key: SortKey, by order: ItemOrder) -> Int {
        var count = 0
        scan(above: key, by: order, below: { count += $0 })
        return count
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
        var before = 0
        var found = 0
        scan(from: first, to: last, by: order, below: { before += $0 }) { key in
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
        var ends: [Int] = []
        ends.reserveCapacity(sample.count)
        for key in sample { ends.append((ends.last ?? 0) + Int(key.rows)) }
        guard let rows = ends.last else { return (nil, nil) }
        let share = Double(rows) / Double(max(1, totals.rows))
        // Four times the deviation to be expected of the guess.
        func place(_ row: Int, _ side: Double) -> Int {
            let place = ends.firstIndex { Double($0) >= Double(row) * share } ?? ends.count
            return place + Int(side * (4 * Double(place).squareRoot() + 8))
        }
        let first = place(window.lowerBound, -1)
        let last = place(window.upperBound, 1)
        return (first < 0 || first >= sample.count ? nil : sample[first], last >= sample.count ? nil : sample[last])
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

    private func scan(above key: SortKey, by order: ItemOrder, below: (Int) -> Void) {
        scan(from: key, to: key, by: order, below: below) { _ in }
    }

    /// One pass over all words: tells the rows of what comes before `first`, and hands out what lies between the two.
    @inline(__always)
    private func scan(
        from first: SortKey?, to last: SortKey?, by order: ItemOrder, below: (Int) -> Void, between: (SortKey) -> Void
    ) {
        let least = first?.high ?? 0
        let most = last?.high ?? .max
        var rowsBelow = 0
        flags.withUnsafeBufferPointer { flags in
            highs.withUnsafeBufferPointer { highs in
                for slot in 0..<flags.count where flags[slot].contains(.isIn) {
                    let high = word(highs[slot], flags[slot])
                    if high > most { continue }
                    if high < least {
                        rowsBelow += rows.isEmpty ? 1 : Int(rows[slot])
                        continue
                    }
                    let key = made(slot)
                    if high == most, let last, !order.isBefore(key, last) { continue }
                    if high == least, let first, order.isBefore(key, first) {
                        rowsBelow += Int(key.rows)
                        continue
                    }
                    between(key)
                }
            }
        }
        below(rowsBelow)
    }
}
