import CCSEvents

/// The rows of a view, of which only a window is ever made.
protocol RowList {
    /// Rows there are.
    var count: Int { get }
    /// Where a row is; nil when it is not there.
    mutating func index(of id: RowID) -> Int?
    /// The rows of a range within 0 to ``count``.
    mutating func rows(_ range: Range<Int>) -> [Row]
    /// Whether rows may be marked as wrong; where they never are, none is looked for.
    var hasMarks: Bool { get }
    /// The next row that is what is looked for, from a row on and round to it; nil when there is none.
    mutating func search(_ sought: Sought, from row: Int, backwards: Bool, mayStay: Bool) -> Int?
}

extension RowList {
    var hasMarks: Bool { true }

    mutating func search(_ sought: Sought, from row: Int, backwards: Bool, mayStay: Bool) -> Int? {
        let count = count
        if case .anomaly = sought, !hasMarks { return nil }
        guard count > 0 else { return nil }
        for step in (mayStay ? 0 : 1)...count {
            let at = (backwards ? row - step + count : row + step) % count
            if let found = rows(at..<at + 1).first, found.isFound(by: sought) { return at }
        }
        return nil
    }
}

extension Row {
    /// Whether any of its texts has a needle in it.
    func contains(_ needle: Needle) -> Bool {
        if let line { return needle.isIn(line.map(\.text.string).joined()) }
        return cells.contains { needle.isIn($0.text.string) }
    }
}

/// Rows that are few enough to be made all at once.
struct ShortList: RowList {
    var all: [Row]
    var count: Int { all.count }
    func index(of id: RowID) -> Int? { all.firstIndex { $0.id == id } }
    func rows(_ range: Range<Int>) -> [Row] { Array(all[range]) }
}
