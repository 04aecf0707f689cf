/// Items in the order in which they are shown, each a row that is made when it is seen.
struct LaidList<Item>: RowList {
    let items: [Item]
    /// What tells the row of an item from others.
    let id: (Item) -> RowID
    /// The row of an item.
    let row: (Item) -> Row

    var count: Int { items.count }
    func index(of id: RowID) -> Int? { items.firstIndex { self.id($0) == id } }
    func rows(_ range: Range<Int>) -> [Row] { items[range].map(row) }
}
