import CCSEvents
import CCSState

extension ListMaker {
    /// Failures, the latest first unless another order is asked for.
    func failures(_ page: inout Page, _ domain: Domain, _ test: RowTest?) {
        let first = domain.failureCount - domain.failuresKept
        let item = { FailureItem(failure: domain.failure($0), sequence: first + $0 + 1) }
        items(
            &page, FailureColumns.table, FailureColumns.usualSort, count: domain.failuresKept, item: item,
            wanted: test.map { test in { test.accepts(.failure($0), view) } },
            slot: { id in
                guard case .sequence(let sequence) = id, sequence > first, sequence <= domain.failureCount else {
                    return nil
                }
                return sequence - first - 1
            }
        ) { item in
            var row = Row(id: .sequence(item.sequence))
            let failure = item.failure
            let seance = SeanceFinder.live(
                seance: failure.seance, connection: failure.connection, call: failure.call, in: domain)
            row.seance = seance?.key
            row.bornAgo = max(0, view.now - failure.at)
            row.copyText =
                [failure.seance, failure.connection, failure.call, failure.number].first { !$0.isEmpty }?.string ?? ""
            return row
        }
        // The seance of the selected one may have ended: that is looked for once a page, not for every row.
        guard let at = page.selectedIndex.map({ $0 - page.firstIndex }), page.rows.indices.contains(at),
            page.rows[at].seance == nil, case .sequence(let sequence) = page.rows[at].id
        else { return }
        let failure = domain.failure(sequence - first - 1)
        let seance = SeanceFinder.kept(
            seance: failure.seance, connection: failure.connection, call: failure.call, in: domain)
        page.rows[at].seance = seance?.key
    }

    /// Domains.
    func domains(_ page: inout Page, _ domains: [Domain], _ test: RowTest?) {
        items(
            &page, DomainColumns.table, DomainColumns.usualSort, count: domains.count, item: { domains[$0] },
            wanted: test.map { test in { test.accepts(.domain($0), view) } },
            slot: { id in domains.firstIndex { id == .domain($0.name) } }
        ) { domain in
            var row = Row(id: .domain(domain.name))
            row.domain = domain.name
            row.copyText = domain.name
            return row
        }
    }

    /// What is known of the feed.
    func facts(_ page: inout Page, _ facts: [Fact]) {
        let columns = FactColumns.table.chosen(query.columns)
        page.columns = columns.map(\.info)
        var list = ShortList(
            all: facts.map { fact in
                var row = Row(id: .fact(fact.id), cells: columns.map { $0.cell(fact, view, ended: false) })
                if fact.isHeading { row.line = [StyledText(DisplayText(sanitizing: fact.what), .label)] }
                row.copyText = fact.note.isEmpty ? fact.what : fact.note
                return row
            })
        page.show(&list)
    }

    /// A list of items that have numbers in place of slots.
    private func items<Item>(
        _ page: inout Page, _ table: [Column<Item>], _ usual: Query.Sort, count: Int, item: @escaping (Int) -> Item,
        wanted: ((Item) -> Bool)?, slot: @escaping (RowID) -> Int?, row: @escaping (Item) -> Row
    ) {
        let columns = table.chosen(query.columns)
        page.columns = columns.map(\.info)
        guard let (sort, column) = table.order(query.sort, usual: usual) else { return }
        page.sort = sort
        let keys = (0..<count).compactMap { place -> SortKey? in
            let item = item(place)
            if let wanted, !wanted(item) { return nil }
            return SortKey(
                column.order(item, view), descending: sort.descending, slot: place, serial: UInt32(clamping: place))
        }
        if wanted != nil { page.matched = (keys.count, count) }
        var list = SortedList(
            keys, order: ItemOrder(descending: sort.descending) { column.order(item($0), view) },
            source: SortedList<Item>.Source(
                item: item,
                row: { item in
                    var row = row(item)
                    row.cells = columns.map { $0.cell(item, view, ended: false) }
                    return row
                },
                children: nil,
                contains: { needle, item in columns.contains { $0.contains(needle, in: item, view) } }, slot: slot))
        page.show(&list)
    }
}
