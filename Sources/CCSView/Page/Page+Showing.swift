extension Page {
    /// Takes the window of a list that its query asks for, with the selected row and what a search finds.
    mutating func show(_ list: inout some RowList, startsAtEnd: Bool = false) {
        // The row of the anchor first: a list that is worked at looks for it, and has it then.
        var row = query.anchor.flatMap { list.index(of: $0) }
        rowCount = list.count
        var placement = Placement(query, anchor: row, count: rowCount, startsAtEnd: startsAtEnd)
        let sought = search(&list, from: placement)
        // What was found stays on this line; nil where nothing was.
        var line: Int?
        if let sought {
            // What is in sight is selected where it stands; what is not comes to the line of the hand.
            line = placement.window.contains(sought.row) ? sought.row - placement.first : query.anchorLine
            row = sought.row
        }
        while true {
            if let line, let row { placement.move(to: row, line: line) }
            selectedIndex = placement.selected
            firstIndex = placement.first
            rows = list.rows(placement.window)
            // What comes into sight is brought up to date, and may find its place elsewhere: then others are in sight, and the
            // row that is to be selected is another one. Each time there is less that waits, and a list has only so many rounds for
            // that (``RowIndex/window(_:by:)``); in one that is complete nothing waits.
            guard progress != nil else { return }
            let now = (sought?.id ?? query.anchor).flatMap { list.index(of: $0) }
            if now == row, list.count == rowCount { return }
            (row, rowCount) = (now, list.count)
            placement = Placement(query, anchor: row, count: rowCount, startsAtEnd: startsAtEnd)
        }
    }

    /// What a search finds, and where; nil where none is asked for, where it waits and where there is nothing. While the list is not
    /// complete, what is found first may not be the nearest: so it waits for a while.
    private mutating func search(_ list: inout some RowList, from placement: Placement) -> (row: Int, id: RowID?)? {
        guard let find = query.find, progress == nil || find.waited >= Query.Find.patience else { return nil }
        found = false
        guard let sought = Sought(find), let selected = placement.selected,
            let row = list.search(sought, from: selected, backwards: find.backwards, mayStay: find.mayStay)
        else { return nil }
        found = true
        // In a list that is complete it stays where it is.
        return (row, progress == nil ? nil : list.rows(row..<row + 1).first?.id)
    }
}
