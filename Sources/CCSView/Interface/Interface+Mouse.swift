import CCSEvents

extension Interface {
    /// Rows a turn of the wheel moves.
    static let wheelRows = 3

    mutating func mouse(_ action: MouseAction, x: Int, y: Int, _ scene: Scene) -> [Effect] {
        guard typing == nil else { return [] }
        switch action {
        case .wheelUp: move(-Self.wheelRows, scene)
        case .wheelDown: move(Self.wheelRows, scene)
        case .click, .doubleClick: click(x: x, y: y, isDouble: action == .doubleClick, scene)
        }
        return []
    }

    private mutating func click(x: Int, y: Int, isDouble: Bool, _ scene: Scene) {
        let layout = Layout(width: scene.width, height: scene.height, isTyping: false)
        switch overlay {
        case .help: return
        case .sort(var menu):
            guard let place = MenuDrawing.place(y: y, x: x, menu, layout) else { return close() }
            menu.index = place
            overlay = .sort(menu)
            return choose()
        case .columns(var menu):
            guard let place = MenuDrawing.place(y: y, x: x, menu, layout) else { return close() }
            menu.index = place
            overlay = .columns(menu)
            return choose()
        case nil: break
        }
        if layout.rows.contains(y) {
            guard let page = scene.page, page.rows.indices.contains(y - layout.rows.lowerBound) else { return }
            select(y - layout.rows.lowerBound, page)
            guard isDouble else { return }
            guard frozen == nil else { return say("paused: \(keys.keyName(.pause)) continues") }
            var clicked = page
            clicked.selectedIndex = page.firstIndex + y - layout.rows.lowerBound
            open(Scene(page: clicked, width: scene.width, height: scene.height, lines: scene.lines))
        } else if y == layout.tabs {
            let tabs = TabLine(self, page: scene.page, width: scene.width)
            guard let place = tabs.place(at: x), domain != nil else { return }
            guard frozen == nil else { return say("paused: \(keys.keyName(.pause)) continues") }
            turn(to: place)
        } else if y == layout.titles, let page = scene.page {
            let columns = ColumnLayout(page: page, list: list, width: scene.width)
            guard let place = columns.places.first(where: { ($0.x..<($0.x + $0.width)).contains(x) }) else { return }
            guard let sort = page.sort else { return say("this list cannot be sorted") }
            guard frozen == nil else { return say("paused: \(keys.keyName(.pause)) continues") }
            let column = page.columns[place.index]
            if sort.column == column.id { invert(scene) } else { self.sort(by: column) }
        }
    }
}
