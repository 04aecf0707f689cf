import CCSEvents

/// Where the columns of a list stand.
///
/// Each has its minimum; what is left goes to those whose content needs it, up to their maximum, the most important
/// first. What is left then goes to those that are still cut, up to their widest. Where not even the minima fit, or
/// where a far more important one would be cut, the columns of the highest priority number leave. Scrolled sideways, all
/// are there and as wide as they like, and the screen is a window on them.
struct ColumnLayout: Equatable {
    /// A column that is shown, by its place in the page's columns.
    struct Place: Equatable {
        var index: Int
        /// From the left edge of the list; less than 0 where it is scrolled out in part.
        var x: Int
        var width: Int
    }

    /// The columns from left to right.
    private(set) var places: [Place] = []
    /// Columns of the screen before a row, for its mark or for what is wrong with it.
    let gutter: Int
    /// Columns of the screen before the first column, for branches.
    let indent: Int
    /// Columns of the screen that are scrolled out.
    private(set) var offset = 0
    /// The most that can be scrolled out.
    private(set) var farthest = 0
    /// Whether columns had to leave.
    private(set) var hides = false

    /// Below this width there is no gutter.
    private static let gutterWidth = 12

    /// The columns of a page in so much width. The gutter is there whether or not a row has a sign now, so that nothing
    /// jumps when one comes.
    init(page: Page, list: ListState, width: Int, hasGutter: Bool = true) {
        gutter = hasGutter && width >= Self.gutterWidth ? 1 : 0
        indent = page.rows.filter { $0.line == nil }.map(\.branch.width).max() ?? 0
        let room = max(1, width - gutter - indent)
        let wishes = Self.wishes(page, list)
        let needs = zip(wishes, page.columns).map { max($1.width.lowerBound, min($1.width.upperBound, $0)) }
        let most = zip(wishes, page.columns).map { max($1.width.lowerBound, min($1.widest, $0)) }
        let widest = Self.widest(page, most)
        let full = widest.reduce(0, +) + max(0, widest.count - 1)
        let longestLine = page.rows.map { $0.lineWidth }.max() ?? 0
        let shown = Self.stayers(page, needs, room: room)
        hides = shown.count < page.columns.count
        farthest = max(full - room, longestLine - (width - gutter), 0)
        offset = min(list.sideways, farthest)
        if offset > 0, full > room {
            hides = false
            place(Array(page.columns.indices), widths: widest)
        } else {
            place(shown, widths: Self.share(shown, page.columns, needs, most, room: room))
        }
    }

    private mutating func place(_ shown: [Int], widths: [Int]) {
        var x = gutter + indent - offset
        for (index, width) in zip(shown, widths) {
            places.append(Place(index: index, x: x, width: width))
            x += width + 1
        }
    }

    /// How much more important a column must be for another to leave for its sake.
    private static let distance = 3

    /// The columns that stay, by their places: while the minima do not fit, or one that is far more important would be
    /// cut, the least important leaves. The one that orders the rows stays as long as there is room for its minimum.
    private static func stayers(_ page: Page, _ needs: [Int], room: Int) -> [Int] {
        let columns = page.columns
        var shown = Array(columns.indices)
        while shown.count > 1 {
            let minima = shown.reduce(shown.count - 1) { $0 + columns[$1].width.lowerBound }
            let leavers = shown.filter { minima > room || columns[$0].id != page.sort?.column }
            // Of equals the last one leaves.
            guard let leaver = leavers.max(by: { columns[$0].priority <= columns[$1].priority }) else { break }
            let wanted = shown.reduce(shown.count - 1) { sum, place in
                let matters = columns[place].priority <= columns[leaver].priority - distance
                return sum + (matters ? needs[place] : columns[place].width.lowerBound)
            }
            guard minima > room || wanted > room else { break }
            shown.removeAll { $0 == leaver }
        }
        return shown
    }

    /// What each column's title and content ask for.
    private static func wishes(_ page: Page, _ list: ListState) -> [Int] {
        page.columns.enumerated().map { place, column in
            var widest = max(DisplayText(sanitizing: column.title).width + 1, list.widths[column.id] ?? 0)
            for row in page.rows where place < row.cells.count { widest = max(widest, row.cells[place].text.width) }
            return widest
        }
    }

    /// The same, but the last one, which has the rest of the line, is as wide as its content.
    private static func widest(_ page: Page, _ needs: [Int]) -> [Int] {
        guard let last = needs.indices.last else { return [] }
        var widths = needs
        widths[last] = max(
            needs[last], page.rows.map { last < $0.cells.count ? $0.cells[last].text.width : 0 }.max() ?? 0)
        return widths
    }

    /// Shares the room: the most important get what they need first; columns of one priority, a bit each in turn. What
    /// is cut in the middle comes last, for a cut id still tells its row from others. When all have what they need, what is left
    /// goes the same way to those that would take more.
    private static func share(
        _ shown: [Int], _ columns: [ColumnInfo], _ needs: [Int], _ most: [Int], room: Int
    ) -> [Int] {
        var widths = shown.map { columns[$0].width.lowerBound }
        var rest = room - widths.reduce(0, +) - max(0, shown.count - 1)
        if rest < 0 { return [room] }
        let ranks = shown.map { columns[$0].priority + (columns[$0].cutsMiddle ? 1000 : 0) }
        for (limits, rank) in [needs, most].flatMap({ limits in Set(ranks).sorted().map { (limits, $0) } }) {
            let places = shown.indices.filter { ranks[$0] == rank }
            var grew = true
            while rest > 0, grew {
                grew = false
                for place in places where rest > 0 && widths[place] < limits[shown[place]] {
                    widths[place] += 1
                    rest -= 1
                    grew = true
                }
            }
        }
        return widths
    }
}

extension Row {
    /// Columns that its line takes with its branch; 0 where it has cells.
    fileprivate var lineWidth: Int {
        line.map { $0.reduce(branch.width) { $0 + $1.text.width } } ?? 0
    }
}
