/// What a step through a list looks for.
enum Sought {
    /// A row with a text in it.
    case text(Needle)
    /// A row that something is wrong with which nobody has acknowledged.
    case anomaly

    /// What a query looks for; nil where that is nothing.
    init?(_ find: Query.Find) {
        if find.anomaly {
            self = .anomaly
            return
        }
        let needle = Needle(find.text)
        if needle.isEmpty { return nil }
        self = .text(needle)
    }
}

extension Sought {
    /// Asks items by their columns; of these only those that could have it in them.
    func seeker<Item>(
        _ columns: [Column<Item>], _ view: Viewpoint, isWrong: @escaping (Item) -> Bool
    ) -> (Item) -> Bool {
        guard case .text(let needle) = self else { return isWrong }
        let columns = columns.filter { $0.mayContain(needle) }
        return { item in columns.contains { $0.contains(needle, in: item, view) } }
    }
}

extension Row {
    /// Whether it is what is looked for.
    func isFound(by sought: Sought) -> Bool {
        switch sought {
        case .text(let needle): contains(needle)
        case .anomaly: severity != nil && !isQuiet
        }
    }
}
