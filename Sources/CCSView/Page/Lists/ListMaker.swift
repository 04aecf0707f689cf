import CCSEvents
import CCSState

/// Makes the lists of the panes that are ordered by a column.
struct ListMaker {
    let query: Query
    let view: Viewpoint
    let shelf: IndexShelf

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
            rowCount: { branches.rowCount($0) }, rows: { branches.rows($0, $1) },
            place: { branches.index(of: $0, under: $1) },
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
        var rows: (Object, Range<Int>) -> [Row]
        var place: (RowID, Object) -> Int?
        var decorate: (inout Row, Object) -> Void
    }

    private func objects<Object: PaneObject>(
        _ page: inout Page, _ domain: Domain, _ table: [Column<Object>], _ usual: Query.Sort, _ test: RowTest?,
        branches: Branches<Object>?
    ) {
        let list = KeptList<Object, Object>(
            table: table, usual: usual, test: test, item: { $0 }, passes: { $0.passes($1, view) },
            row: { object in
                var row = Row(object, view)
                branches?.decorate(&row, object)
                return row
            },
            isWrong: { $0.marks.isUnseen }, rowCount: branches?.rowCount, children: branches?.rows,
            place: branches?.place,
            slot: { id in slot(of: id, Object.self, domain, isTree: branches != nil) })
        kept(&page, domain, list)
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
