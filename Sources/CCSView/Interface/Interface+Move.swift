import CCSEvents

extension Interface {
    /// Moves by rows: in the list, or in what lies over it.
    mutating func move(_ rows: Int, _ scene: Scene) {
        switch overlay {
        case .help(var help):
            let layout = Layout(width: scene.width, height: scene.height, isTyping: typing != nil)
            let text = HelpText(self, columns: scene.page?.columns ?? [], layout: layout, width: scene.width)
            let count = text.lines(width: scene.width).count
            help.top = max(0, min(count - layout.help.count, help.top + rows))
            overlay = .help(help)
        case .sort(var menu):
            menu.index = max(0, min(menu.columns.count - 1, menu.index + rows))
            overlay = .sort(menu)
        case .columns(var menu):
            menu.index = max(0, min(menu.columns.count - 1, menu.index + rows))
            overlay = .columns(menu)
        case nil where frozen != nil:
            if frozen?.move(rows, lines: scene.lines) == false {
                say("paused: only nearby rows are available; \(keys.keyName(.pause)) continues")
            }
        case nil:
            list.add(rows)
        }
    }

    /// To the first row, whichever comes to stand there; to the row itself where the selection is pinned.
    mutating func top(_ scene: Scene) {
        guard overlay == nil, frozen == nil, !list.isPinned, view != .pane(.log) else {
            return move(-ListState.farthest, scene)
        }
        list.position = ListState.Position(anchor: nil, line: 0, index: 0)
    }

    /// To the last row; in the log, to the newest and on with it.
    mutating func bottom(_ scene: Scene) {
        guard overlay == nil, frozen == nil, view == .pane(.log) else { return move(ListState.farthest, scene) }
        list.position = ListState.Position(anchor: nil, line: max(0, scene.lines - 1), index: list.anchorIndex)
    }

    /// Selects a row that is shown.
    mutating func select(_ place: Int, _ page: Page) {
        let index = page.firstIndex + place
        guard let row = page.row(at: index) else { return }
        if frozen != nil {
            frozen?.select(index, line: place)
        } else {
            list.position = ListState.Position(anchor: row.id, line: place, index: index)
        }
    }

    /// In the log: stay with the newest event, or with this one. Elsewhere: with this row wherever it goes, or not.
    mutating func follow(_ scene: Scene) {
        guard let page = scene.page, let row = page.selectedRow, let index = page.selectedIndex else {
            return say("nothing to follow here")
        }
        let here = ListState.Position(anchor: row.id, line: index - page.firstIndex, index: index)
        if view == .pane(.log) {
            if list.anchor == nil {
                list.position = here
                say("not following; \(keys.keyName(.follow)) follows again")
            } else {
                bottom(scene)
                say("following new events")
            }
        } else {
            list.isPinned.toggle()
            list.position = here
            say(list.isPinned ? "following this row" : "no longer following this row")
        }
    }

    // MARK: Sideways and the tree

    /// Columns of the screen a step sideways takes.
    static let sidewaysStep = 8

    mutating func right(_ scene: Scene) {
        if frozen == nil, let row = scene.page?.selectedRow, row.isOpen == false {
            list.toggled.formSymmetricDifference([row.id])
        } else if let page = scene.page {
            let farthest = ColumnLayout(page: page, list: list, width: scene.width).farthest
            if list.sideways < farthest {
                list.sideways = min(farthest, list.sideways + Self.sidewaysStep)
            } else {
                say("nothing more to the right")
            }
        } else {
            say("the list is empty")
        }
    }

    mutating func left(_ scene: Scene) {
        if list.sideways > 0 {
            list.sideways = max(0, list.sideways - Self.sidewaysStep)
        } else if let page = scene.page, let row = page.selectedRow, let index = page.selectedIndex {
            if frozen == nil, row.isOpen == true {
                list.toggled.formSymmetricDifference([row.id])
            } else if let parent = page.parent(of: index) {
                select(parent - page.firstIndex, page)
            } else {
                say("nothing more to the left")
            }
        } else {
            say("nothing more to the left")
        }
    }

    mutating func setOpen(_ open: Bool, _ scene: Scene) {
        guard let row = scene.page?.selectedRow else { return say("no row is selected") }
        switch row.isOpen {
        case nil: say("this row has nothing to expand")
        case open: say(open ? "already expanded" : "already collapsed")
        default: list.toggled.formSymmetricDifference([row.id])
        }
    }

    mutating func toggleAll() {
        guard seance != nil || view == .pane(.failures) || view == .pane(.seances) && list.isTree else {
            return say("the rows of this list have nothing to expand")
        }
        list.opensAll.toggle()
        list.toggled = []
        say(list.opensAll ? "all expanded" : "all collapsed")
    }

    mutating func toggleTree() {
        guard view == .pane(.seances) else { return say("only the list of seances has a tree") }
        list.isTree.toggle()
        say(list.isTree ? "seances with their connections and calls" : "seances alone")
    }
}

extension Page {
    /// The place of the row that a row hangs under, where it is shown.
    fileprivate func parent(of index: Int) -> Int? {
        guard let row = row(at: index) else { return nil }
        for above in stride(from: index - 1, through: firstIndex, by: -1) {
            guard let other = self.row(at: above) else { return nil }
            if other.branch.width < row.branch.width, other.isOpen == true { return above }
        }
        return nil
    }
}
