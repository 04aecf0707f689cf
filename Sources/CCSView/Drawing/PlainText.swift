import CCSEvents

/// A page as text: titles and all rows, an end of line after each, no blanks before it. Nothing that moves, no colours, so
/// that rows that have ended say it.
/// A line takes `width` columns at most. With `ascii` all signs but those of the feed are ASCII.
public func plainText(of page: Page, width: Int, ascii: Bool = false) -> String {
    var text = ""
    let drawing = ListDrawing(
        page: page, list: ListState(), searched: "", glyphs: .set(ascii: ascii), x: 0, width: max(1, width),
        hasGutter: page.rows.contains { $0.severity != nil || $0.isUnconfirmed }, saysEnded: true)
    // A line at a time, for a page may hold any number of rows.
    func line(_ draw: (inout Screen) -> Void) {
        var screen = Screen(width: max(1, width), height: 1)
        draw(&screen)
        text += screen.plainText + "\n"
    }
    if let reading = page.filterReading, let matched = page.matched {
        let filter = DisplayText(sanitizing: "filter: \(reading)", limit: 1000)
        let count = "(\(Plain.number(matched.count)) of \(Plain.number(matched.of)))" as DisplayText
        line { $0.write(filter + " " + count, x: 0, y: 0) }
    }
    if !page.columns.isEmpty { line { drawing.drawTitles(on: &$0, y: 0) } }
    for row in page.rows { line { drawing.draw(row, isSelected: false, on: &$0, y: 0) } }
    if let notice = page.notice {
        for part in HelpText.wrap(notice.string, width: max(8, width)) { line { $0.write(part, x: 0, y: 0) } }
    }
    return text
}
