import CCSEvents

/// The box over a part of the list that says which event set what the selected row shows. It leaves that row in sight.
struct WhyBox {
    /// What is said, broken into lines that fit.
    private let text: [StyledText]
    /// The lines of the screen it takes.
    let lines: Range<Int>
    /// Whether there is room for a frame.
    private let isFramed: Bool

    /// A box for what a page explains; nil where it explains nothing, or where the list has but one line.
    init?(_ page: Page, layout: Layout, width: Int) {
        guard page.query.explains, let explanation = page.explanation, !explanation.isEmpty, layout.rows.count > 1
        else { return nil }
        let rows = layout.rows
        let selected = page.selectedIndex.map { $0 - page.firstIndex + rows.lowerBound } ?? rows.lowerBound
        let above = max(0, min(selected, rows.upperBound) - rows.lowerBound)
        let below = max(0, rows.upperBound - 1 - selected)
        isFramed = max(above, below) >= 4 && width >= 20
        let room = max(1, isFramed ? width - 4 : width)
        text = explanation.flatMap { line in
            line.text.width <= room
                ? [line] : HelpText.wrap(line.text.string, width: room).map { StyledText($0, line.role) }
        }
        let wanted = text.count + (isFramed ? 2 : 0)
        let isBelow = below >= min(wanted, above)
        let height = max(1, min(wanted, isBelow ? below : above))
        lines =
            isBelow ? (rows.upperBound - height)..<rows.upperBound : rows.lowerBound..<(rows.lowerBound + height)
    }

    /// Lines of what is said that are in sight.
    var visible: Int { max(1, lines.count - (isFramed ? 2 : 0)) }

    /// The most lines that can be scrolled out above.
    var farthest: Int { max(0, text.count - visible) }

    /// Draws it over the list.
    func draw(top: Int, close: String, glyphs: Glyphs, on screen: inout Screen) {
        let top = max(0, min(farthest, top))
        let shown = text.dropFirst(top).prefix(visible)
        for y in lines { screen.fill(x: 0, y: y, count: screen.width, style: .plain) }
        for (place, line) in shown.enumerated() {
            let y = lines.lowerBound + place + (isFramed ? 1 : 0)
            screen.write(
                line.text, x: isFramed ? 2 : 0, y: y, limit: isFramed ? screen.width - 4 : .max, style: Style(line.role)
            )
        }
        guard isFramed else { return }
        let frame = Style(.frame)
        let last = screen.width - 1
        for y in lines {
            screen.write(glyphs.vertical, x: 0, y: y, style: frame)
            screen.write(glyphs.vertical, x: last, y: y, style: frame)
        }
        for y in [lines.lowerBound, lines.upperBound - 1] {
            for x in 1..<last { screen.write(glyphs.horizontal, x: x, y: y, style: frame) }
        }
        screen.write(glyphs.topLeft, x: 0, y: lines.lowerBound, style: frame)
        screen.write(glyphs.topRight, x: last, y: lines.lowerBound, style: frame)
        screen.write(glyphs.bottomLeft, x: 0, y: lines.upperBound - 1, style: frame)
        screen.write(glyphs.bottomRight, x: last, y: lines.upperBound - 1, style: frame)
        screen.write(" Why ", x: 2, y: lines.lowerBound, style: Style(.value))
        let place = farthest > 0 ? "\(top + 1)-\(top + shown.count) of \(text.count), PgDn scrolls, " : ""
        let hint = DisplayText(sanitizing: " \(place)\(close) closes ")
        if hint.width + 10 <= screen.width {
            screen.write(hint, x: last - 1 - hint.width, y: lines.lowerBound, style: Style(.keyHelp))
        }
    }
}
