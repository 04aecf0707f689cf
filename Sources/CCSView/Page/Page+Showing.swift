extension Page {
    /// Takes the window of a list that its query asks for, with the selected row and what a search finds.
    mutating func show(_ list: inout some RowList, startsAtEnd: Bool = false) {
        // The row of the anchor first: a list that is worked at looks for it, and has it then.
        var anchor = query.anchor.flatMap { list.index(of: $0) }
        show(&list, anchor: anchor, startsAtEnd: startsAtEnd)
        // What comes into sight is brought up to date, and may find its place elsewhere: then others are in sight, and the anchor
        // stands in another row. Each time there is less that waits, and a list has only so many rounds for that
        // (``RowIndex/window(_:by:)``); in one that is complete nothing waits.
        while progress != nil, let id = query.anchor {
            let now = list.index(of: id)
            if now == anchor, list.count == rowCount { break }
            anchor = now
            show(&list, anchor: anchor, startsAtEnd: startsAtEnd)
        }
    }

    private mutating func show(_ list: inout some RowList, anchor: Int?, startsAtEnd: Bool) {
        rowCount = list.count
        var placement = Placement(query, anchor: anchor, count: rowCount, startsAtEnd: startsAtEnd)
        // While the list is not complete, what is found first may not be the nearest: the step waits.
        if let find = query.find, progress == nil || find.waited >= Query.Find.patience {
            found = false
            if let sought = Sought(find), let selected = placement.selected,
                let row = list.search(sought, from: selected, backwards: find.backwards, mayStay: find.mayStay)
            {
                found = true
                // What is in sight is selected where it stands; what is not comes to the line of the hand.
                let isInSight = placement.window.contains(row)
                placement.move(to: row, line: isInSight ? row - placement.first : query.anchorLine)
            }
        }
        selectedIndex = placement.selected
        firstIndex = placement.first
        rows = list.rows(placement.window)
    }
}
