/// Which row is selected and which rows are seen: the semantics of ``Query/anchor`` and its like, apart from what the rows are.
struct Placement: Equatable {
    /// The selected row; nil when there is none.
    var selected: Int?
    /// The first row seen.
    var first: Int

    /// Lines of the list, at least one.
    private let lines: Int
    private let count: Int

    /// Places the window.
    ///
    /// - Parameters:
    ///   - query: the lines, the line and index of the anchor, and the move.
    ///   - anchor: where the row of the anchor is now; nil when it is gone or was never chosen.
    ///   - count: rows there are.
    ///   - startsAtEnd: whether the last row is selected while nobody has chosen one.
    init(_ query: Query, anchor: Int?, count: Int, startsAtEnd: Bool) {
        self.count = count
        lines = max(1, query.lines)
        first = 0
        guard count > 0 else { return }
        if query.anchor == nil {
            let start = startsAtEnd ? count - 1 : 0
            // From the top of the screen down, or in the log from its bottom up.
            move(to: Self.sum(start, query.move), line: Self.sum(startsAtEnd ? lines - 1 : 0, query.move))
        } else {
            move(to: Self.sum(anchor ?? query.anchorIndex, query.move), line: query.anchorLine)
        }
    }

    /// Selects a row, on a line of the list if that can be.
    mutating func move(to row: Int, line: Int) {
        guard count > 0 else { return }
        let row = min(max(row, 0), count - 1)
        selected = row
        let line = min(max(line, 0), lines - 1)
        first = min(max(row - line, 0), max(0, count - lines))
    }

    /// Rows that are seen.
    var window: Range<Int> { first..<min(count, first + lines) }

    private static func sum(_ row: Int, _ move: Int) -> Int {
        let (sum, isOver) = row.addingReportingOverflow(move)
        return isOver ? (move < 0 ? 0 : .max) : sum
    }
}
