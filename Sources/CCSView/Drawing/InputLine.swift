import CCSEvents

/// The line where a search or a filter is typed, and what is said under it.
struct InputLine {
    let typing: Interface.Typing
    let page: Page?
    let glyphs: Glyphs

    private var prompt: DisplayText {
        switch typing.purpose {
        case .search: "search: "
        case .filter: "filter: "
        case .help: "find in help: "
        }
    }

    func draw(on screen: inout Screen, layout: Layout, keys: KeyTable) {
        guard let y = layout.input else { return }
        screen.fill(x: 0, y: y, count: screen.width, style: .plain)
        // The prompt leaves room for at least some text.
        let promptWidth = screen.write(prompt.prefix(columns: screen.width / 2), x: 0, y: y, style: Style(.label))
        let text = DisplayText(sanitizing: typing.editor.text)
        let before = DisplayText(sanitizing: String(typing.editor.head)).width
        let room = max(1, screen.width - promptWidth)
        let scrolled = max(0, before - room + 1)
        screen.fill(x: promptWidth, y: y, count: room, style: Style(.input))
        screen.write(text.dropping(columns: scrolled), x: promptWidth, y: y, limit: room, style: Style(.input))
        if let count, promptWidth + text.width + 1 + count.width <= screen.width {
            screen.write(count, x: screen.width - count.width, y: y, style: Style(.value))
        }
        screen.cursor = Screen.Position(x: min(screen.width - 1, promptWidth + before - scrolled), y: y)
        if let hint = layout.hint {
            screen.fill(x: 0, y: hint, count: screen.width, style: .plain)
            drawHint(on: &screen, y: hint, promptWidth: promptWidth, scrolled: scrolled, keys: keys)
        }
    }

    /// What the filter let through.
    private var count: DisplayText? {
        guard typing.purpose == .filter, let matched = page?.matched else { return nil }
        return "(\(Plain.number(matched.count)) of \(Plain.number(matched.of)))"
    }

    private func drawHint(on screen: inout Screen, y: Int, promptWidth: Int, scrolled: Int, keys: KeyTable) {
        if !typing.hint.isEmpty {
            let hint = DisplayText(sanitizing: typing.hint, limit: 1000)
            screen.write(hint.truncated(to: screen.width, ellipsis: glyphs.ellipsis), x: 0, y: y, style: Style(.value))
        } else if typing.purpose == .filter, let error = page?.filterError, page?.query.filter == typing.editor.text {
            let text = DisplayText(sanitizing: String(typing.editor.text.prefix(max(0, error.at))))
            let message = DisplayText(sanitizing: error.message, limit: 300)
            let place = max(0, min(screen.width - 1, promptWidth + text.width - scrolled))
            // Beside the caret where there is room, else before it.
            let caret = Style(.warning)
            screen.write("^", x: place, y: y, style: caret)
            if place + 2 + message.width <= screen.width || place < screen.width / 2 {
                screen.write(
                    message.truncated(to: screen.width - place - 2, ellipsis: glyphs.ellipsis), x: place + 2, y: y,
                    style: caret)
            } else {
                let fitted = message.truncated(to: max(0, place - 1), ellipsis: glyphs.ellipsis)
                screen.write(fitted, x: place - 1 - fitted.width, y: y, style: caret)
            }
        } else if typing.purpose == .filter, let reading = page?.filterReading, page?.query.filter == typing.editor.text
        {
            let label = screen.write("means: ", x: 0, y: y, limit: screen.width, style: Style(.label))
            let text = DisplayText(sanitizing: reading, limit: 1000)
            screen.write(
                text.truncated(to: max(0, screen.width - label), ellipsis: glyphs.ellipsis), x: label, y: y,
                style: Style(.value))
        } else if typing.purpose == .search, let page, page.found == false, page.query.find?.text == typing.editor.text
        {
            screen.write("not found", x: min(promptWidth, max(0, screen.width - 9)), y: y, style: Style(.warning))
        } else {
            FooterLine(keys, mode: .typing, width: screen.width).draw(on: &screen, y: y)
        }
    }
}
