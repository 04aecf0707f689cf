import CCSEvents
import CCSState

/// A list of the objects of a kind, or of what is to say of them, that is kept from page to page.
struct KeptList<Object: PaneObject, Item> {
    var table: [Column<Item>]
    var usual: Query.Sort
    var test: RowTest?
    /// What is to say of an object; nil for nothing.
    var item: (Object) -> Item?
    /// Whether a filter wants it.
    var passes: (Item, RowTest) -> Bool
    /// Its row, without cells.
    var row: (Item) -> Row
    /// Whether something is wrong with it.
    var isWrong: (Item) -> Bool
    /// How many rows it takes with what hangs under it; nil where these are never shown.
    var rowCount: ((Object) -> Int)?
    /// The rows under it, of a range from 0.
    var children: ((Item, Range<Int>) -> [Row])?
    /// Where a row is among them.
    var place: ((RowID, Item) -> Int?)?
    /// The slot of the object that a row belongs to.
    var slot: (RowID) -> Int?
    /// Whether what has ended is left out a while later.
    var leavesOutEnded = true
    /// Which of four sorts it is counted as.
    var tally: ((Item) -> Int)?
}

extension ListMaker {
    /// Shows a list, keeping it for the next page. Gives how many there are of each sort.
    @discardableResult
    func kept<Object: PaneObject, Item>(_ page: inout Page, _ domain: Domain, _ list: KeptList<Object, Item>) -> [Int] {
        var columns: [Column<Item>] = list.table.chosen(query.columns)
        var usual = list.usual
        if list.leavesOutEnded, list.test?.namesEnded == true,
            let gone = list.table.first(where: { $0.info.id == "gone" })
        {
            // Whoever asks for what has ended wants to know what ended last.
            usual = Query.Sort("gone")
            if query.columns == nil { columns.insert(gone, at: 0) }
        }
        page.columns = columns.map(\.info)
        guard let (sort, column) = list.table.order(query.sort, usual: usual) else { return [] }
        page.sort = sort
        let records = RecordMaker(query, columns, of: list.table)
        let order = ItemOrder(descending: sort.descending) { slot in
            Object.at(slot, in: domain).flatMap(list.item).map { column.order($0, view) } ?? .none
        }
        let index = index(&page, domain, list, sort, column, order)
        var rows = SortedList<Item, RowIndex>(
            index, order: order,
            source: SortedList<Item, RowIndex>.Source(
                item: { slot in Object.at(slot, in: domain).flatMap(list.item) },
                row: { item in
                    var row = list.row(item)
                    row.fill(columns, item, view, ended: row.hasEnded, records)
                    return row
                },
                children: list.children, place: list.place,
                seeker: { $0.seeker(columns, view) { list.isWrong($0) } }, slot: list.slot))
        page.show(&rows)
        if list.test != nil { page.matched = (index.itemCount, index.totals.asked) }
        return index.tallies
    }

    /// The index of a list, brought to now.
    private func index<Object: PaneObject, Item>(
        _ page: inout Page, _ domain: Domain, _ list: KeptList<Object, Item>, _ sort: Query.Sort,
        _ column: Column<Item>, _ order: ItemOrder
    ) -> RowIndex {
        let identity = RowIndex.Identity(
            pane: query.pane ?? .seances, sort: sort, filter: list.test == nil ? "" : query.filter,
            ascii: view.isASCII, masksNumbers: view.masksNumbers, isTree: list.children != nil,
            opensAll: query.opensAll,
            turns: domain.confirmationTurns)
        let (index, following) = shelf.index(identity, in: domain) { Following(domain) }
        for id in index.toggled.symmetricDifference(query.toggled) { if let slot = list.slot(id) { index.note(slot) } }
        index.toggled = query.toggled
        index.bring(
            to: view.now, looks: shelf.allowance(for: Object.slots(in: domain)),
            source(domain, following, list, sort, column, order))
        page.progress = index.progress
        return index
    }

    private func source<Object: PaneObject, Item>(
        _ domain: Domain, _ following: Following, _ list: KeptList<Object, Item>, _ sort: Query.Sort,
        _ column: Column<Item>, _ order: ItemOrder
    ) -> RowIndex.Source {
        let test = list.test
        let rowCount = query.opensAll || !query.toggled.isEmpty ? list.rowCount : nil
        let looksUnder = test != nil || rowCount != nil || column.looksUnder
        let leavesOut = list.leavesOutEnded && test?.namesEnded != true
        return RowIndex.Source(
            slots: Object.slots(in: domain), changes: { following.changes(of: Object.kind, $0) },
            serial: { Object.standing($0, in: domain)?.serial },
            find: { slot, bounds in
                guard let (serial, ended) = Object.standing(slot, in: domain) else { return nil }
                var finding = Finding(serial: serial)
                if let ended {
                    bounds.note(ended, plus: Viewpoint.endedStay + 1)
                    if leavesOut, !view.shows(endedAt: ended) { return finding }
                }
                let object = Object(domain: domain, slot: slot)
                guard let item = list.item(object) else { return finding }
                finding.isAsked = true
                if let tally = list.tally { finding.tally = tally(item) }
                // What hangs under something that has ended is shown as it was at its end.
                if looksUnder, ended == nil { object.noteEnds(under: bounds) }
                if let test, !test.answers(at: view.now, within: bounds, { list.passes(item, $0) }) {
                    return finding
                }
                finding.order(column.order(item, view), descending: sort.descending, slot: slot)
                if let rowCount { finding.key?.rows = UInt32(clamping: rowCount(object)) }
                return finding
            }, saysBounds: test.map { $0.bounds != nil } ?? true, order: order)
    }
}
