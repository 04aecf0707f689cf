import CCSEvents
import CCSState

extension ListMaker {
    /// Domains, which come in the order of their names. `troubles` is what they are ordered by where ``isByTrouble``.
    func domains(_ page: inout Page, _ domains: [Domain], _ test: RowTest?, _ troubles: [Value]?) {
        let columns = DomainColumns.table.chosen(query.columns)
        page.columns = columns.map(\.info)
        guard let (sort, column) = DomainColumns.table.order(query.sort, usual: DomainColumns.usualSort) else { return }
        page.sort = sort
        let records = RecordMaker(query, columns, of: DomainColumns.table)
        // Keys hold whole values, except for long texts. Those are made once here, and not for each comparison.
        var texts: [Value] = []
        var keys: [SortKey] = []
        keys.reserveCapacity(domains.count)
        for (place, domain) in domains.enumerated() {
            if let test, !test.accepts(.domain(domain), view) { continue }
            let value = troubles?[place] ?? column.order(domain, view)
            let key = SortKey(value, descending: sort.descending, slot: place, serial: UInt32(clamping: place))
            keys.append(key)
            guard key.isCut else { continue }
            if texts.isEmpty { texts = Array(repeating: .none, count: domains.count) }
            texts[place] = value
        }
        let values = texts
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
                slot: { id in
                    guard case .domain(let name) = id else { return nil }
                    return domains.firstIndex { $0.name == name }
                }))
        page.show(&list)
    }

    /// Whether the list of domains is ordered by their trouble.
    var isByTrouble: Bool {
        let usual = DomainColumns.usualSort
        return DomainColumns.table.order(query.sort, usual: usual)?.1.info.id == usual.column
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
