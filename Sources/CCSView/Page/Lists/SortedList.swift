import CCSEvents

/// Items in an order, each a row, or a row with others under it.
struct SortedList<Item>: RowList {
    /// How items are read, shown and found.
    struct Source {
        /// The item of a slot.
        var item: (Int) -> Item
        /// Its row.
        var row: (Item) -> Row
        /// The rows under it; nil where there are none in this list.
        var children: ((Item) -> [Row])?
        /// Whether a row is what is looked for.
        var contains: (Sought, Item) -> Bool
        /// The slots of the items that a row may belong to.
        var slot: (RowID) -> Int?
    }

    private var keys: [SortKey]
    private let order: ItemOrder
    private let source: Source
    let count: Int
    /// Items there are.
    var itemCount: Int { keys.count }

    init(_ keys: [SortKey], order: ItemOrder, source: Source) {
        self.keys = keys
        self.order = order
        self.source = source
        count = source.children == nil ? keys.count : keys.reduce(0) { $0 + Int($1.rows) }
    }

    mutating func index(of id: RowID) -> Int? {
        guard let slot = source.slot(id), let key = keys.first(where: { Int($0.slot) == slot }) else { return nil }
        let item = source.item(slot)
        var offset = 0
        if source.row(item).id != id {
            // A row under it, or, when these are hidden, the item itself in its place.
            guard source.children != nil else { return nil }
            offset = key.rows > 1 ? (source.children?(item).firstIndex { $0.id == id } ?? -1) + 1 : 0
        }
        return rowsBefore(key) + offset
    }

    mutating func rows(_ range: Range<Int>) -> [Row] {
        guard !range.isEmpty, var (at, row) = WindowSort.sort(&keys, rows: range, by: order) else { return [] }
        var rows: [Row] = []
        while row < range.upperBound, at < keys.count {
            let block = block(keys[at])
            for (offset, made) in block.enumerated() where range.contains(row + offset) { rows.append(made) }
            row += Int(keys[at].rows)
            at += 1
        }
        return rows
    }

    mutating func search(_ sought: Sought, from row: Int, backwards: Bool, mayStay: Bool) -> Int? {
        guard count > 0, let start = WindowSort.sort(&keys, rows: row..<row + 1, by: order) else { return nil }
        let own = keys[start.key]
        let matches = matches(sought, own).map { start.row + $0 }
        let ahead = matches.filter { backwards ? $0 < row : $0 > row }
        if mayStay, matches.contains(row) { return row }
        if let next = backwards ? ahead.last : ahead.first { return next }
        // Of the items that have it, the nearest in this direction, or else the farthest in the other one.
        for isAhead in [true, false] {
            var best: SortKey?
            for key in keys where key.slot != own.slot && order.isBefore(key, own) == (backwards == isAhead) {
                if let best, order.isBefore(key, best) == backwards { continue }
                if has(sought, key) { best = key }
            }
            if let best, let offset = backwards ? self.matches(sought, best).last : self.matches(sought, best).first {
                return rowsBefore(best) + offset
            }
        }
        return backwards ? matches.last : matches.first
    }

    private func rowsBefore(_ key: SortKey) -> Int {
        var rows = 0
        for other in keys where order.isBefore(other, key) { rows += Int(other.rows) }
        return rows
    }

    private func block(_ key: SortKey) -> [Row] {
        let item = source.item(Int(key.slot))
        return [source.row(item)] + (key.rows > 1 ? source.children?(item) ?? [] : [])
    }

    private func has(_ sought: Sought, _ key: SortKey) -> Bool {
        let item = source.item(Int(key.slot))
        if source.contains(sought, item) { return true }
        return key.rows > 1 && source.children?(item).contains { $0.isFound(by: sought) } == true
    }

    /// The rows of an item that are what is looked for, from 0.
    private func matches(_ sought: Sought, _ key: SortKey) -> [Int] {
        let item = source.item(Int(key.slot))
        var rows = source.contains(sought, item) ? [0] : []
        guard key.rows > 1, let children = source.children?(item) else { return rows }
        for (place, row) in children.enumerated() where row.isFound(by: sought) { rows.append(place + 1) }
        return rows
    }
}
