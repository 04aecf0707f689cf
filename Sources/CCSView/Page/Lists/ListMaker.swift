import CCSEvents
import CCSState

/// Makes the lists of the panes that are ordered by a column.
struct ListMaker {
    let query: Query
    let view: Viewpoint

    /// Connections or calls.
    func objects<Object: PaneObject>(
        _ page: inout Page, _ domain: Domain, _ table: [Column<Object>], _ usual: Query.Sort, _ test: RowTest?
    ) {
        objects(&page, domain, table, usual, test, branches: nil)
    }

    /// Seances, with what hangs under them.
    func seances(_ page: inout Page, _ domain: Domain, _ test: RowTest?) {
        let branches = SeanceBranches(query: query, view: view)
        let tree = Branches<Seance>(
            rowCount: { branches.rowCount($0) }, rows: { branches.rows($0) },
            decorate: { row, seance in
                guard branches.hasMembers(seance) else {
                    row.branch = "  "
                    return
                }
                let isOpen = branches.isOpen(seance)
                row.isOpen = isOpen
                row.branch = (isOpen ? view.glyphs.expanded : view.glyphs.collapsed) + " "
            })
        objects(&page, domain, SeanceColumns.table, SeanceColumns.usualSort, test, branches: query.isTree ? tree : nil)
    }

    /// The rows under an object.
    private struct Branches<Object> {
        var rowCount: (Object) -> Int
        var rows: (Object) -> [Row]
        var decorate: (inout Row, Object) -> Void
    }

    private func objects<Object: PaneObject>(
        _ page: inout Page, _ domain: Domain, _ table: [Column<Object>], _ usual: Query.Sort, _ test: RowTest?,
        branches: Branches<Object>?
    ) {
        var columns: [Column<Object>] = table.chosen(query.columns)
        var usual = usual
        if test?.namesEnded == true, let gone = table.first(where: { $0.info.id == "gone" }) {
            // Whoever asks for what has ended wants to know what ended last.
            usual = Query.Sort("gone")
            if query.columns == nil { columns.insert(gone, at: 0) }
        }
        page.columns = columns.map(\.info)
        guard let (sort, column) = table.order(query.sort, usual: usual) else { return }
        page.sort = sort
        let records = RecordMaker(query, columns, of: table)
        var asked = 0
        // The keys are made in the call, so that the list owns them alone and orders them where they lie.
        var list = SortedList(
            keys(domain, sort, column, test, rowCount: branches?.rowCount, asked: &asked),
            order: ItemOrder(descending: sort.descending) { column.order(Object(domain: domain, slot: $0), view) },
            source: SortedList<Object>.Source(
                item: { Object(domain: domain, slot: $0) },
                row: { object in
                    var row = Row(object, view)
                    row.fill(columns, object, view, ended: row.hasEnded, records)
                    branches?.decorate(&row, object)
                    return row
                },
                children: branches?.rows,
                contains: { sought, object in
                    switch sought {
                    case .text(let needle): columns.contains { $0.contains(needle, in: object, view) }
                    case .anomaly: object.marks.isUnseen
                    }
                },
                slot: { id in slot(of: id, Object.self, domain, isTree: branches != nil) }))
        if test != nil { page.matched = (list.itemCount, asked) }
        page.show(&list)
    }

    /// The keys of the objects that are shown, and how many a filter was asked about.
    private func keys<Object: PaneObject>(
        _ domain: Domain, _ sort: Query.Sort, _ column: Column<Object>, _ test: RowTest?, rowCount: ((Object) -> Int)?,
        asked: inout Int
    ) -> [SortKey] {
        var keys: [SortKey] = []
        var seen = 0
        let countsRows = query.opensAll || !query.toggled.isEmpty
        Object.forEach(in: domain) { object in
            guard test?.namesEnded == true || view.shows(object) else { return }
            seen += 1
            if let test, !object.passes(test, view) { return }
            var key = SortKey(
                column.order(object, view), descending: sort.descending, slot: object.slot, serial: object.key.serial)
            if countsRows, let rowCount { key.rows = UInt32(clamping: rowCount(object)) }
            keys.append(key)
        }
        asked = seen
        return keys
    }

    /// The slot of the object that a row belongs to.
    private func slot<Object: PaneObject>(of id: RowID, _ kind: Object.Type, _ domain: Domain, isTree: Bool) -> Int? {
        guard case .object(let key) = id else { return nil }
        if key.kind == Object.kind { return Object.find(key, in: domain)?.slot }
        guard isTree else { return nil }
        // A row under a seance: the seance it hangs under now.
        switch key.kind {
        case .call: return domain.call(key)?.owner?.slot
        case .connection: return domain.connection(key)?.owner?.slot
        case .seance: return nil
        }
    }

    /// The columns that a pane shows, known before there is anything in it.
    static func columns(of pane: Pane, _ query: Query) -> [ColumnInfo] {
        let all = ColumnTable.columns(of: pane)
        let asked = (query.columns ?? []).compactMap { id in all.first { $0.id == id } }
        return asked.isEmpty ? ColumnTable.usualColumns(of: pane) : asked
    }
}
