import CCSEvents
import CCSState

/// Draws a list into a part of a screen's width.
struct ListDrawing {
    let page: Page
    let list: ListState
    /// What was searched for, in lower case; empty for nothing.
    let searched: String
    let glyphs: Glyphs
    let columns: ColumnLayout
    /// The first column of the screen, and how many there are.
    let x: Int
    let width: Int
    /// Where the word stands that tells a row that has ended where dimming cannot; nil where nothing has to.
    private let endedX: Int?

    /// With `saysEnded`, rows that have ended say so in a word, for whoever cannot see that they are dim.
    init(
        page: Page, list: ListState, searched: String, glyphs: Glyphs, x: Int, width: Int, hasGutter: Bool = true,
        saysEnded: Bool = false
    ) {
        self.page = page
        self.list = list
        self.searched = searched.lowercased()
        self.glyphs = glyphs
        self.x = x
        self.width = width
        let whole = ColumnLayout(page: page, list: list, width: width, hasGutter: hasGutter)
        guard saysEnded, width >= Self.widthForEnded, page.rows.contains(where: { $0.hasEnded && $0.line == nil })
        else {
            (columns, endedX) = (whole, nil)
            return
        }
        // Columns make room for the word where they do not leave it anyway.
        let most = width - Self.ended.width
        func end(_ columns: ColumnLayout) -> Int { columns.places.last.map { $0.x + $0.width + 1 } ?? 0 }
        columns =
            end(whole) <= most
            ? whole : ColumnLayout(page: page, list: list, width: most - 1, hasGutter: hasGutter)
        endedX = min(most, end(columns))
    }

    /// The word, and the least width in which there is room for it.
    private static let ended: DisplayText = "ended"
    private static let widthForEnded = 20

    // MARK: Titles

    func drawTitles(on screen: inout Screen, y: Int) {
        screen.fill(x: x, y: y, count: width, style: Style(.columnTitle))
        for place in columns.places {
            let column = page.columns[place.index]
            let isSorted = page.sort?.column == column.id
            var title = DisplayText(sanitizing: column.title)
            if isSorted {
                let arrow = page.sort?.descending == true ? glyphs.descending : glyphs.ascending
                title = title.truncated(to: max(0, place.width - 1), ellipsis: .empty) + arrow
            }
            let text = title.fitted(
                to: place.width, alignment: column.alignsRight ? .right : .left, ellipsis: glyphs.ellipsis)
            put(text, at: place.x, width: place.width, on: &screen, y: y, Style(isSorted ? .sortTitle : .columnTitle))
        }
        if columns.hides, let last = columns.places.last, last.x + last.width + 1 < width {
            screen.write(glyphs.arrow, x: x + width - 1, y: y, style: Style(.columnTitle))
        }
    }

    // MARK: Rows

    /// Draws a row, with `isSelected` as the one under the hand.
    func draw(_ row: Row, isSelected: Bool, on screen: inout Screen, y: Int) {
        var style = Style.plain
        style.selected = isSelected
        style.marked = list.marks.contains { $0.id == row.id }
        // Where the feed has ended its time stands still, and what came last would glow for ever.
        style.fresh =
            page.header.feed != .ended
            && ((row.bornAgo.map { $0 < 2000 } ?? false) || (row.changedAgo.map { $0 < 1000 } ?? false))
        screen.fill(x: x, y: y, count: width, style: style)
        let start = columns.gutter - columns.offset
        var branchStyle = style
        branchStyle.role = .frame
        put(row.branch, at: start, width: row.branch.width, on: &screen, y: y, branchStyle)
        if let line = row.line {
            var at = start + row.branch.width
            for span in line {
                put(span, row, at: at, width: span.text.width, on: &screen, y: y, style)
                at += span.text.width
            }
        } else {
            for place in columns.places where place.index < row.cells.count {
                let column = page.columns[place.index]
                let cell = row.cells[place.index]
                var text = cell.text
                if column.cutsMiddle { text = text.truncatedInMiddle(to: place.width, ellipsis: glyphs.ellipsis) }
                let fitted = text.fitted(
                    to: place.width, alignment: column.alignsRight ? .right : .left, ellipsis: glyphs.ellipsis)
                put(StyledText(fitted, cell.role), row, at: place.x, width: place.width, on: &screen, y: y, style)
            }
        }
        // Rows that are a line of text have the word in it.
        if let endedX, row.hasEnded, row.line == nil {
            screen.write(Self.ended, x: x + endedX, y: y, style: branchStyle)
        }
        if columns.gutter > 0 { drawSign(of: row, style, on: &screen, y: y) }
    }

    /// The mark of a row, or how bad what is wrong with it is.
    private func drawSign(of row: Row, _ style: Style, on screen: inout Screen, y: Int) {
        var style = style
        var sign: DisplayText = " "
        if style.marked {
            sign = glyphs.mark
        } else if let severity = row.severity {
            // The gravest stands out most in every theme: white on red, then black on yellow, then plain.
            let role: Role = severity == .high ? .warning : severity == .medium ? .notice : .label
            style.role = row.isQuiet ? .ended : role
            sign = row.isQuiet ? "." : glyphs.warn
        } else if row.isUnconfirmed {
            style.role = .ended
            sign = "?"
        }
        screen.write(sign, x: x, y: y, limit: 1, style: style)
    }

    private func put(
        _ span: StyledText, _ row: Row, at place: Int, width: Int, on screen: inout Screen, y: Int, _ style: Style
    ) {
        var style = style
        style.role = row.hasEnded ? .ended : span.role
        put(span.text, at: place, width: width, on: &screen, y: y, style)
        guard !searched.isEmpty else { return }
        for match in span.text.matches(of: searched) {
            let first = max(place + match.lowerBound, 0)
            let last = min(place + match.upperBound, self.width)
            screen.restyle(x: x + first, y: y, count: last - first) { $0.role = .match }
        }
    }

    /// Writes what of a text lies inside the list.
    private func put(_ text: DisplayText, at place: Int, width: Int, on screen: inout Screen, y: Int, _ style: Style) {
        guard place < self.width, place + width > 0 else { return }
        let cut = max(0, -place)
        screen.write(
            text.dropping(columns: cut), x: x + place + cut, y: y, limit: min(width - cut, self.width - place - cut),
            style: style)
    }
}

extension DisplayText {
    /// The columns where a text in lower case stands, whatever case it is in here.
    func matches(of searched: String) -> [Range<Int>] {
        guard !searched.isEmpty, string.utf8.count < 65_536, string.lowercased().contains(searched) else { return [] }
        let glyphs = Array(self.glyphs)
        let lowered = glyphs.map { Array($0.character.lowercased().unicodeScalars) }
        let wanted = Array(searched.unicodeScalars)
        var ranges: [Range<Int>] = []
        var start = 0
        var column = 0
        while start < glyphs.count {
            var matched = 0
            var end = start
            while end < glyphs.count, matched < wanted.count,
                wanted[matched...].starts(with: lowered[end].prefix(wanted.count - matched))
            {
                matched += lowered[end].count
                end += 1
            }
            if matched >= wanted.count {
                let width = glyphs[start..<end].reduce(0) { $0 + $1.width }
                ranges.append(column..<(column + width))
                column += width
                start = end
            } else {
                column += glyphs[start].width
                start += 1
            }
        }
        return ranges
    }
}
