import CCSEvents
import CCSState

extension ListMaker {
    /// Domains, which come in the order of their names. `troubles` is what they are ordered by where that is their trouble.
    func domains(_ page: inout Page, _ domains: [Domain], _ test: RowTest?, _ troubles: [Value]) {
        let columns = DomainColumns.table.chosen(query.columns)
        page.columns = columns.map(\.info)
        guard let (sort, column) = DomainColumns.table.order(query.sort, usual: DomainColumns.usualSort) else { return }
        page.sort = sort
        let records = RecordMaker(query, columns, of: DomainColumns.table)
        // What a text begins with may be alike for all of them: each is made once, and not for each comparison.
        let isByTrouble = column.info.id == DomainColumns.usualSort.column
        let values = isByTrouble ? troubles : domains.map { column.order($0, view) }
        let keys = domains.indices.compactMap { place -> SortKey? in
            if let test, !test.accepts(.domain(domains[place]), view) { return nil }
            return SortKey(
                values[place], descending: sort.descending, slot: place, serial: UInt32(clamping: place))
        }
        if test != nil { page.matched = (keys.count, domains.count) }
        var list = SortedList<Domain, KeyArray>(
            KeyArray(keys), order: ItemOrder(descending: sort.descending) { values[$0] },
            source: SortedList<Domain, KeyArray>.Source(
                item: { domains[$0] },
                row: { domain in
                    var row = Row(domain)
                    row.fill(columns, domain, view, ended: row.hasEnded, records)
                    return row
                },
                children: nil, place: nil,
                seeker: { $0.seeker(columns, view) { Row($0).isFound(by: .anomaly) } },
                slot: { id in domains.firstIndex { id == .domain($0.name) } }))
        page.show(&list)
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
}

extension Row {
    /// The row of a domain, without cells.
    fileprivate init(_ domain: Domain) {
        self.init(id: .domain(domain.name))
        self.domain = domain.name
        copyText = domain.name
        severity = domain.gravestUnseen ?? domain.gravest
        isAcknowledged = severity != nil && domain.gravestUnseen == nil
    }
}
