/// The keys of a list, in no order of their own: they are ordered where somebody looks.
protocol KeyStore {
    /// Items there are.
    var itemCount: Int { get }
    /// Rows these take.
    var rowCount: Int { get }
    /// The key of the item in a slot, where it is in the list.
    func key(_ slot: Int) -> SortKey?
    /// Calls `body` for each key, in no order that means anything.
    func forEach(_ body: (SortKey) -> Void)
    /// Rows before a key.
    func rowsBefore(_ key: SortKey, by order: ItemOrder) -> Int
    /// The keys whose rows meet a range, in order, and the first row of the first one; nil where there are none.
    mutating func window(_ window: Range<Int>, by order: ItemOrder) -> (keys: ArraySlice<SortKey>, row: Int)?
}

/// Keys that are made for one page.
struct KeyArray: KeyStore {
    private var keys: [SortKey]
    let rowCount: Int
    var itemCount: Int { keys.count }

    init(_ keys: [SortKey]) {
        self.keys = keys
        rowCount = keys.reduce(0) { $0 + Int($1.rows) }
    }

    func key(_ slot: Int) -> SortKey? { keys.first { Int($0.slot) == slot } }

    func forEach(_ body: (SortKey) -> Void) { keys.forEach(body) }

    func rowsBefore(_ key: SortKey, by order: ItemOrder) -> Int {
        var rows = 0
        for other in keys where order.isBefore(other, key) { rows += Int(other.rows) }
        return rows
    }

    mutating func window(_ window: Range<Int>, by order: ItemOrder) -> (keys: ArraySlice<SortKey>, row: Int)? {
        guard let place = WindowSort.sort(&keys, rows: window, by: order) else { return nil }
        var (end, row) = (place.key, place.row)
        while end < keys.count, row < window.upperBound {
            row += Int(keys[end].rows)
            end += 1
        }
        return (keys[place.key..<end], place.row)
    }
}
