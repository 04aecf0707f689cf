import CCSEvents

/// The sort menu and the column chooser: a list at the left of the rows.
enum MenuDrawing {
    /// Columns of the screen a menu takes.
    static func width(_ menu: Interface.MenuState, screen: Int) -> Int {
        let widest = menu.columns.map { DisplayText(sanitizing: $0.title).width }.max() ?? 0
        // Where the rows would be left with next to nothing it has the line to itself.
        let width = max(14, widest + 6)
        return screen - width < 20 ? screen : width
    }

    /// The lines the entries have, and the first one shown.
    private static func window(_ menu: Interface.MenuState, _ layout: Layout) -> (lines: Range<Int>, top: Int) {
        let first = layout.titles ?? layout.rows.lowerBound
        let lines = (layout.titles == nil ? first : first + 1)..<layout.rows.upperBound
        return (lines, max(0, min(menu.columns.count - lines.count, menu.index - lines.count / 2)))
    }

    /// The entry at a place of the screen.
    static func place(y: Int, x: Int, _ menu: Interface.MenuState, _ layout: Layout) -> Int? {
        let (lines, top) = window(menu, layout)
        guard lines.contains(y), menu.columns.indices.contains(y - lines.lowerBound + top) else { return nil }
        return y - lines.lowerBound + top
    }

    /// Draws a menu; in the column chooser `shown` are the ids of the columns that are shown.
    static func draw(
        _ menu: Interface.MenuState, title: DisplayText, shown: Set<String>?, glyphs: Glyphs, layout: Layout,
        on screen: inout Screen
    ) {
        let width = width(menu, screen: screen.width)
        let (lines, top) = window(menu, layout)
        if let y = layout.titles {
            screen.fill(x: 0, y: y, count: width, style: Style(.sortTitle))
            screen.write(title, x: 0, y: y, limit: width, style: Style(.sortTitle))
        }
        for (y, place) in zip(lines, top...) {
            screen.fill(x: 0, y: y, count: width, style: .plain)
            if width < screen.width { screen.write(glyphs.vertical, x: width - 1, y: y, style: Style(.frame)) }
            guard menu.columns.indices.contains(place) else { continue }
            let column = menu.columns[place]
            let sign: DisplayText
            if let shown {
                sign = shown.contains(column.id) ? "[x] " : "[ ] "
            } else if let sort = menu.sort, sort.column == column.id {
                sign = sort.descending ? glyphs.descending + " " : glyphs.ascending + " "
            } else {
                sign = "  "
            }
            let style = Style(.plain, selected: place == menu.index)
            let room = width < screen.width ? width - 1 : width
            screen.fill(x: 0, y: y, count: room, style: style)
            let used = screen.write(sign + DisplayText(sanitizing: column.title), x: 0, y: y, limit: room, style: style)
            if width == screen.width, room > used + 4 {
                screen.write(
                    DisplayText(sanitizing: column.help).truncated(to: room - used - 2, ellipsis: glyphs.ellipsis),
                    x: used + 2, y: y, style: style)
            }
        }
    }
}
