import CCSEvents

/// A page that is kept while data flows on, with more rows than fit: one can move about in it.
struct FrozenPage: Sendable {
    /// The rows as they were.
    private(set) var page: Page
    /// The line of the list where the selected one stands.
    private(set) var line: Int
    /// Whether a row had been chosen, or has been since.
    private(set) var anchored: Bool

    init(_ page: Page, line: Int, anchored: Bool) {
        self.page = page
        self.line = line
        self.anchored = anchored
    }

    /// The part that fits.
    func shown(lines: Int) -> Page {
        page.windowed(lines: lines, line: min(line, max(0, lines - 1)))
    }

    /// Moves the selection; false where the rows that were kept end before the list does.
    mutating func move(_ rows: Int, lines: Int) -> Bool {
        guard let selected = page.selectedIndex, !page.rows.isEmpty else { return true }
        let last = page.firstIndex + page.rows.count - 1
        let wanted = max(0, min(page.rowCount - 1, selected + rows))
        let reached = max(page.firstIndex, min(last, wanted))
        select(reached, line: max(0, min(lines - 1, line + reached - selected)))
        return reached == wanted
    }

    /// Selects a row by its place in the whole list.
    mutating func select(_ index: Int, line: Int) {
        page.selectedIndex = index
        self.line = line
        anchored = true
    }

    /// Takes note that what is wrong with the selected row was seen, or not.
    mutating func acknowledge(_ isSeen: Bool) {
        guard let selected = page.selectedIndex, page.rows.indices.contains(selected - page.firstIndex) else { return }
        page.rows[selected - page.firstIndex].isAcknowledged = isSeen
    }

    /// Looks for a row as a query does; false where there is none.
    mutating func find(_ find: Query.Find, lines: Int) -> Bool {
        guard let selected = page.selectedIndex, !page.rows.isEmpty, let sought = Sought(find) else { return false }
        let here = selected - page.firstIndex
        let count = page.rows.count
        let step = find.backwards ? -1 : 1
        for distance in (find.mayStay ? 0 : 1)...max(1, count) {
            let place = ((here + step * distance) % count + count) % count
            guard page.rows[place].isFound(by: sought) else { continue }
            return move(place - here, lines: lines)
        }
        return false
    }
}
