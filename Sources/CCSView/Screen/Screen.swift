public import CCSEvents

/// A grid of character cells: what a frame looks like, before any terminal sees it.
///
/// Drawing is a pure function that ends in one of these; ncurses is one way to show it, plain text another.
/// A wide character fills its cell and one of width 0 after it, so that `cells.count == width * height` always holds
/// and nothing can stand outside.
public struct Screen: Equatable, Sendable {
    /// Columns, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// Row by row, `width` cells each.
    public private(set) var cells: [Cell]
    /// Where the terminal's cursor stands while text is typed, else nil: hidden.
    public var cursor: Position?

    /// A place on the grid, zero-based from the upper left corner.
    public struct Position: Equatable, Sendable {
        /// Column.
        public var x: Int
        /// Row.
        public var y: Int

        /// Column `x`, row `y`.
        public init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }
    }

    /// A blank screen; sizes below 1 count as 1.
    public init(width: Int, height: Int) {
        self.width = max(1, width)
        self.height = max(1, height)
        cells = Array(repeating: .blank, count: self.width * self.height)
    }

    /// The cell at a place; a blank one outside the grid.
    public subscript(x: Int, y: Int) -> Cell {
        guard x >= 0, x < width, y >= 0, y < height else { return .blank }
        return cells[y * width + x]
    }

    /// One row, `width` cells; none outside the grid.
    public func row(_ y: Int) -> ArraySlice<Cell> {
        guard y >= 0, y < height else { return [] }
        return cells[(y * width)..<((y + 1) * width)]
    }

    /// Writes `text` from (`x`, `y`) rightwards, cut at `limit` columns and at the edge; returns the columns used.
    ///
    /// Anything outside the grid is left out. A wide character that would be cut in half becomes blanks; one that is
    /// half overwritten is blanked whole, each half in its own style.
    @discardableResult
    public mutating func write(
        _ text: DisplayText, x: Int, y: Int, limit: Int = .max, style: Style = .plain
    ) -> Int {
        guard y >= 0, y < height, x < width, limit > 0 else { return 0 }
        let end = end(x, limit)
        var column = x
        for glyph in text.glyphs {
            guard column < end else { break }
            let next = column + glyph.width
            if column >= 0, next <= end {
                put(Cell(glyph: glyph.character, width: UInt8(glyph.width), style: style), x: column, y: y)
            } else {
                fill(x: column, y: y, count: min(next, end) - column, style: style)
            }
            column = min(next, end)
        }
        return max(0, column - x)
    }

    /// Fills `count` cells with blanks of a style.
    public mutating func fill(x: Int, y: Int, count: Int, style: Style) {
        guard y >= 0, y < height else { return }
        for column in columns(x, count) {
            put(Cell(glyph: " ", width: 1, style: style), x: column, y: y)
        }
    }

    /// Lays a style over `count` cells, their characters as they are.
    public mutating func restyle(x: Int, y: Int, count: Int, _ change: (inout Style) -> Void) {
        guard y >= 0, y < height else { return }
        for column in columns(x, count) {
            change(&cells[y * width + column].style)
        }
    }

    /// The same screen with nothing but ASCII on it: each other character is a `?` for every column of it.
    public func asciiOnly() -> Screen {
        var screen = self
        for index in cells.indices where !cells[index].glyph.isASCII || cells[index].width != 1 {
            screen.cells[index].glyph = "?"
            screen.cells[index].width = 1
        }
        return screen
    }

    /// The columns of the grid among `count` from `x`.
    private func columns(_ x: Int, _ count: Int) -> Range<Int> {
        guard count > 0, x < width else { return 0..<0 }
        let first = max(0, x)
        return first..<max(first, end(x, count))
    }

    /// Where `count` columns from `x` end, at the edge of the grid at the latest.
    private func end(_ x: Int, _ count: Int) -> Int {
        let (sum, overflow) = x.addingReportingOverflow(count)
        return overflow ? width : min(width, sum)
    }

    /// Sets a cell inside the grid, with its second half, and blanks what it leaves of wide characters.
    private mutating func put(_ cell: Cell, x: Int, y: Int) {
        let index = y * width + x
        if cells[index].width == 0 { blank(index - 1) }
        let next = index + Int(cell.width)
        if x + Int(cell.width) < width, cells[next].width == 0 { blank(next) }
        cells[index] = cell
        if cell.width == 2 { cells[index + 1] = Cell(glyph: " ", width: 0, style: cell.style) }
    }

    /// Makes half of a wide character a blank.
    private mutating func blank(_ index: Int) {
        cells[index].glyph = " "
        cells[index].width = 1
    }
}

/// One character cell.
public struct Cell: Equatable, Sendable {
    /// What stands there: one grapheme, already sanitised.
    public var glyph: Character
    /// Columns it takes: 1 or 2; 0 is the second half of the wide character before it.
    public var width: UInt8
    /// How it looks.
    public var style: Style

    /// An empty cell in the terminal's own colours.
    public static let blank = Cell(glyph: " ", width: 1, style: .plain)

    /// A cell.
    public init(glyph: Character, width: UInt8, style: Style) {
        self.glyph = glyph
        self.width = width
        self.style = style
    }
}
