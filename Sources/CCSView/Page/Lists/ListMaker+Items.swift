import CCSEvents
import CCSState

extension ListMaker {
    /// Domains, which come in the order of their names.
    func domains(_ page: inout Page, _ domains: [Domain], _ test: RowTest?) {
        items(
            &page, DomainColumns.table, DomainColumns.usualSort, count: domains.count, item: { domains[$0] },
            wanted: test.map { test in { test.accepts(.domain($0), view) } },
            slot: { id in domains.firstIndex { id == .domain($0.name) } }
        ) { domain in
            var row = Row(id: .domain(domain.name))
            row.domain = domain.name
            row.copyText = domain.name
            row.severity = domain.gravestUnseen ?? domain.gravest
            row.isAcknowledged = row.severity != nil && domain.gravestUnseen == nil
            return row
        }
    }

    /// What is known of the feed.
    func facts(_ page: inout Page, _ facts: [Fact]) {
        let columns = FactColumns.table.chosen(query.columns)
        page.columns = columns.map(\.info)
        let records = RecordMaker(query, columns, of: FactColumns.table)
        var list = ShortList(
            all: facts.map { fact in
                var row = Row(id: .fact(fact.id))
                if fact.isHeading {
                    row.line = [StyledText(DisplayText(sanitizing: fact.what), .label)]
                } else {
                    row.fill(columns, fact, view, ended: false, records)
                }
                row.copyText = fact.note.isEmpty ? fact.what : fact.note
                return row
            })
        page.show(&list)
    }

    /// A list of items that have numbers in place of slots.
    func items<Item>(
        _ page: inout Page, _ table: [Column<Item>], _ usual: Query.Sort, count: Int, item: @escaping (Int) -> Item,
        wanted: ((Item) -> Bool)?, slot: @escaping (RowID) -> Int?, row: @escaping (Item) -> Row
    ) {
        let columns = table.chosen(query.columns)
        page.columns = columns.map(\.info)
        guard let (sort, column) = table.order(query.sort, usual: usual) else { return }
        page.sort = sort
        let records = RecordMaker(query, columns, of: table)
        // What a text begins with may be alike for all of them: each is made once, and not for each comparison.
        var values = [Value](repeating: .none, count: count)
        let keys = (0..<count).compactMap { place -> SortKey? in
            let item = item(place)
            if let wanted, !wanted(item) { return nil }
            values[place] = column.order(item, view)
            return SortKey(
                values[place], descending: sort.descending, slot: place, serial: UInt32(clamping: place))
        }
        if wanted != nil { page.matched = (keys.count, count) }
        let known = values
        var list = SortedList<Item, KeyArray>(
            KeyArray(keys), order: ItemOrder(descending: sort.descending) { known[$0] },
            source: SortedList<Item, KeyArray>.Source(
                item: item,
                row: { item in
                    var row = row(item)
                    row.fill(columns, item, view, ended: row.hasEnded, records)
                    return row
                },
                children: nil, place: nil,
                seeker: { $0.seeker(columns, view) { row($0).isFound(by: .anomaly) } }, slot: slot))
        page.show(&list)
    }
}
