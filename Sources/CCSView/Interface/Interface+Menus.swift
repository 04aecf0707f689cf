import CCSEvents

extension Interface {
    /// The column that orders the page, its place among those shown.
    private func sortPlace(_ page: Page) -> Int? {
        guard let sort = page.sort else { return nil }
        return page.columns.firstIndex { $0.id == sort.column }
    }

    mutating func openSortMenu(_ scene: Scene) {
        guard let page = scene.page, page.sort != nil, !page.columns.isEmpty else { return sayUnsorted() }
        overlay = .sort(MenuState(columns: page.columns, index: sortPlace(page) ?? 0, sort: page.sort))
    }

    mutating func openColumnMenu(_ scene: Scene) {
        guard case .pane(let pane) = view, let page = scene.page else { return say("no columns to choose here") }
        let all = catalogue[pane] ?? page.columns
        guard !all.isEmpty else { return say("no columns to choose here") }
        // From what is shown: the pane's own choice, until another is made.
        if list.columns == nil { list.columns = page.columns.map(\.id) }
        overlay = .columns(MenuState(columns: all, index: 0))
    }

    mutating func sortBeside(_ step: Int, _ scene: Scene) {
        guard let page = scene.page, page.sort != nil, !page.columns.isEmpty else { return sayUnsorted() }
        let place = sortPlace(page).map { $0 + step } ?? 0
        guard page.columns.indices.contains(place) else {
            return say(step < 0 ? "this is the first column" : "this is the last column")
        }
        sort(by: page.columns[place])
    }

    mutating func invert(_ scene: Scene) {
        guard let sort = scene.page?.sort else { return sayUnsorted() }
        list.sort = Query.Sort(sort.column, descending: !sort.descending)
    }

    private mutating func sayUnsorted() {
        say("this list cannot be sorted")
    }

    /// Orders by a column, largest first where that is its way.
    mutating func sort(by column: ColumnInfo) {
        list.sort = Query.Sort(column.id, descending: column.sortsDescending)
    }

    /// The chosen line of a menu.
    mutating func choose() {
        switch overlay {
        case .sort(let menu):
            overlay = nil
            guard menu.columns.indices.contains(menu.index) else { return }
            let column = menu.columns[menu.index]
            if let sort = menu.sort, sort.column == column.id {
                list.sort = Query.Sort(column.id, descending: !sort.descending)
            } else {
                sort(by: column)
            }
        case .columns(let menu):
            guard menu.columns.indices.contains(menu.index) else { return }
            let id = menu.columns[menu.index].id
            var shown = Set(list.columns ?? menu.columns.map(\.id))
            if shown.remove(id) == nil {
                shown.insert(id)
            } else if shown.isEmpty {
                return say("at least one column must stay")
            }
            list.columns = menu.columns.map(\.id).filter(shown.contains)
        case .help, nil: break
        }
    }

    /// Opens or closes the help. It explains the header that was on the screen, and stays as it is while that changes.
    mutating func toggleHelp(_ scene: Scene) {
        if case .help = overlay {
            overlay = nil
        } else {
            explainedHeader = frozen?.page.header ?? scene.page?.header ?? newest
            overlay = .help(HelpState())
        }
    }

    /// Closes what lies over the list; a help that is narrowed is whole again first.
    mutating func close() {
        if case .help(let help) = overlay, !help.search.isEmpty {
            overlay = .help(HelpState())
        } else {
            overlay = nil
        }
    }
}
