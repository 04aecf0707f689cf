import CCSEvents

/// Items in an order, each a row, or a row with others under it.
struct SortedList<Item, Keys: KeyStore>: RowList {
    /// How items are read, shown and found.
    struct Source {
        /// The item of a slot; nil where there is none any more.
        var item: (Int) -> Item?
        /// Its row.
        var row: (Item) -> Row
        /// The rows under it, of a range from 0; nil where there are none in this list.
        var children: ((Item, Range<Int>) -> [Row])?
        /// Where a row is among those under it; given with ``children``.
        var place: ((RowID, Item) -> Int?)?
        /// Makes ready to be asked whether a row is what is looked for.
        var seeker: (Sought) -> (Item) -> Bool
        /// The slots of the items that a row may belong to.
        var slot: (RowID) -> Int?
    }

    private var keys: Keys
    private let order: ItemOrder
    private let source: Source
    var count: Int { keys.rowCount }
    /// Items there are.
    var itemCount: Int { keys.itemCount }

    init(_ keys: Keys, order: ItemOrder, source: Source) {
        self.keys = keys
        self.order = order
        self.source = source
    }

    mutating func index(of id: RowID) -> Int? {
        guard let slot = source.slot(id), let key = keys.key(slot) else { return nil }
        guard let item = source.item(slot) else { return nil }
        var offset = 0
        if let place = source.place {
            // A row under it or, when these are hidden, the item itself in its place.
            offset = key.rows > 1 ? (place(id, item) ?? -1) + 1 : 0
        } else if source.row(item).id != id {
            return nil
        }
        return keys.rowsBefore(key, by: order) + offset
    }

    mutating func rows(_ range: Range<Int>) -> [Row] {
        guard !range.isEmpty, let (keys, first) = keys.window(range, by: order) else { return [] }
        var row = first
        var rows: [Row] = []
        for key in keys {
            if let item = source.item(Int(key.slot)) {
                if range.contains(row) { rows.append(source.row(item)) }
                let under = range.clamped(to: row + 1..<row + max(1, Int(key.rows)))
                if !under.isEmpty, let children = source.children {
                    rows += children(item, under.lowerBound - row - 1..<under.upperBound - row - 1)
                }
            }
            row += Int(key.rows)
        }
        return rows
    }

    mutating func search(_ sought: Sought, from row: Int, backwards: Bool, mayStay: Bool) -> Int? {
        guard count > 0, let (keys, first) = keys.window(row..<row + 1, by: order), let own = keys.first else {
            return nil
        }
        let isFound = source.seeker(sought)
        let matches = matches(sought, own, isFound).map { first + $0 }
        let ahead = matches.filter { backwards ? $0 < row : $0 > row }
        if mayStay, matches.contains(row) { return row }
        if let next = backwards ? ahead.last : ahead.first { return next }
        // What is found may wait to be looked at: then it may turn out to be elsewhere, or not in the list any more.
        for _ in 0..<Self.tries {
            guard let found = nearest(sought, isFound, to: own, backwards: backwards) else { break }
            guard let settled = self.keys.key(Int(found.slot)) else { continue }
            let offsets = self.matches(sought, settled, isFound)
            guard let offset = backwards ? offsets.last : offsets.first else { continue }
            return self.keys.rowsBefore(settled, by: order) + offset
        }
        return backwards ? matches.last : matches.first
    }

    /// So often something is found that is not in the list any more until a search gives up: each time costs as much as the list.
    private static var tries: Int { 4 }

    /// Of the items that have it, the nearest in a direction, or else the farthest in the other one.
    private func nearest(
        _ sought: Sought, _ isFound: (Item) -> Bool, to own: SortKey, backwards: Bool
    ) -> SortKey? {
        var ahead: SortKey?
        var behind: SortKey?
        keys.forEach { key in
            guard key.slot != own.slot else { return }
            let isAhead = order.isBefore(key, own) == backwards
            // What lies behind does not matter once something ahead is found.
            if !isAhead, ahead != nil { return }
            if let best = isAhead ? ahead : behind, order.isBefore(key, best) == backwards { return }
            guard has(sought, key, isFound) else { return }
            if isAhead { ahead = key } else { behind = key }
        }
        return ahead ?? behind
    }

    private func has(_ sought: Sought, _ key: SortKey, _ isFound: (Item) -> Bool) -> Bool {
        guard let item = source.item(Int(key.slot)) else { return false }
        if isFound(item) { return true }
        return key.rows > 1 && source.children?(item, 0..<Int.max).contains { $0.isFound(by: sought) } == true
    }

    /// The rows of an item that are what is looked for, from 0.
    private func matches(_ sought: Sought, _ key: SortKey, _ isFound: (Item) -> Bool) -> [Int] {
        guard let item = source.item(Int(key.slot)) else { return [] }
        var rows = isFound(item) ? [0] : []
        guard key.rows > 1, let children = source.children?(item, 0..<Int.max) else { return rows }
        for (place, row) in children.enumerated() where row.isFound(by: sought) { rows.append(place + 1) }
        return rows
    }
}
