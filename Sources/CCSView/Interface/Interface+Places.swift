import CCSEvents

extension Interface {
    /// Goes into what the row stands for.
    mutating func open(_ scene: Scene) {
        guard let row = scene.page?.selectedRow else { return say("no row is selected") }
        if view == .pane(.domains) {
            guard let name = row.domain else { return say("this row has no domain to open") }
            // Coming back, the hand is where it was, also when other domains came before it.
            if let page = scene.page, let index = page.selectedIndex { select(index - page.firstIndex, page) }
            enter(name)
        } else if seance != nil {
            if row.isOpen == nil { say("this row has nothing to expand") } else { setOpen(row.isOpen == false, scene) }
        } else if let target = row.target {
            go(to: target.pane, filter: target.filter, scene)
        } else {
            guard let key = row.seance else {
                let isSought = scene.page?.isSearching == true
                return say(isSought ? "still looking for its seance: try again" : "this row belongs to no seance")
            }
            keepPlace(scene)
            seance = OpenSeance(key: key, face: .tree)
        }
    }

    /// Goes into the domain that is chosen, to the pane of that place.
    mutating func enter(_ scene: Scene, pane place: Int) {
        let isFeed = Pane.ofDomain.indices.contains(place) && Pane.ofDomain[place] == .feed
        if isFeed, scene.page == nil || scene.page?.selectedRow == nil {
            // What is known of the feed needs no domain, and says why there is none.
            showsFeedAlone = true
            return
        }
        open(scene)
        if domain != nil, Pane.ofDomain.indices.contains(place) { pane = Pane.ofDomain[place] }
    }

    /// The key of the pane of the feed; nil where it has none.
    var feedKey: String? {
        guard let keys = keys.entry(of: .pane)?.keys, let place = Pane.ofDomain.firstIndex(of: .feed),
            keys.indices.contains(place)
        else { return nil }
        return keys[place].name
    }

    private mutating func enter(_ name: String) {
        domain = name
        if let lastDomain, lastDomain != name {
            for view in lists.keys where view != .pane(.domains) { lists[view]?.forgetRows() }
        }
        lastDomain = name
    }

    /// Back to where one came from.
    mutating func back() {
        if seance != nil {
            closeSeance()
        } else if domain != nil, returnToOrigin() {
            return
        } else if domain != nil, !onlyDomain {
            domain = nil
        } else if showsFeedAlone {
            showsFeedAlone = false
        } else if !searched.isEmpty {
            searched = ""
        } else if domain != nil {
            say("this is the first screen: ccs-top watches one domain; \(keys.keyName(.quit)) quits")
        } else {
            say("this is the first screen; \(keys.keyName(.quit)) quits")
        }
    }

    private mutating func closeSeance() {
        guard let key = seance?.key else { return }
        for face in Face.allCases { lists[.seance(key, face)] = nil }
        seance = nil
    }

    mutating func goToDomains() {
        guard !onlyDomain else { return say("ccs-top watches one domain (--domain)") }
        repeat { closeSeance() } while returnToOrigin()
        domain = nil
        showsFeedAlone = false
    }

    /// To the next pane or face, or the one before.
    mutating func turn(_ step: Int) {
        if let face = seance?.face {
            let place = (Face.allCases.firstIndex(of: face) ?? 0) + step
            turn(to: (place + Face.allCases.count) % Face.allCases.count)
        } else if domain == nil {
            sayNoDomain()
        } else {
            let place = (Pane.ofDomain.firstIndex(of: pane) ?? 0) + step
            turn(to: (place + Pane.ofDomain.count) % Pane.ofDomain.count)
        }
    }

    /// To a pane or face by its place.
    mutating func turn(to place: Int) {
        if seance != nil {
            guard Face.allCases.indices.contains(place) else { return }
            let face = Face.allCases[place]
            guard seance?.face != face else { return say("already in \(DisplayText(sanitizing: face.title))") }
            seance?.face = face
        } else if domain == nil {
            guard Pane.ofDomain.indices.contains(place), Pane.ofDomain[place] == .feed else { return sayNoDomain() }
            say("already in \(DisplayText(sanitizing: Pane.feed.title))")
        } else if Pane.ofDomain.indices.contains(place) {
            guard pane != Pane.ofDomain[place] else {
                return say("already in \(DisplayText(sanitizing: pane.title))")
            }
            pane = Pane.ofDomain[place]
        }
    }

    private mutating func sayNoDomain() {
        say("choose a domain first; \(keys.keyName(.back)) lists them")
    }

    // MARK: Marks

    mutating func mark(_ scene: Scene) {
        guard let page = scene.page, let row = page.selectedRow, let index = page.selectedIndex else {
            return say("no row is selected")
        }
        if let place = list.marks.firstIndex(where: { $0.id == row.id }) {
            list.marks.remove(at: place)
        } else {
            list.marks.append(ListState.Mark(id: row.id, index: index))
        }
        move(1, scene)
    }

    mutating func goToMark(_ step: Int) {
        let marks = list.marks.sorted { $0.index < $1.index }
        let here = list.anchorIndex
        let next =
            step > 0
            ? marks.first { $0.index > here } ?? marks.first
            : marks.last { $0.index < here } ?? marks.last
        guard let next else { return say("no marked rows; \(keys.keyName(.mark)) marks one") }
        list.position = ListState.Position(anchor: next.id, line: list.anchorLine, index: next.index)
        jump = next.id
    }

    // MARK: Pause

    mutating func togglePause() {
        if isPausing {
            pagesToPause = nil
        } else if let frozen {
            self.frozen = nil
            if frozen.anchored, let index = frozen.page.selectedIndex, let row = frozen.page.row(at: index) {
                list.position = ListState.Position(anchor: row.id, line: frozen.line, index: index)
            }
        } else {
            pagesToPause = Self.pagesToPause
        }
    }

    // MARK: Copying

    mutating func copyID(_ scene: Scene) -> [Effect] {
        guard let text = scene.page?.selectedRow?.copyText, !text.isEmpty else {
            say("nothing to copy here")
            return []
        }
        say("sent to the terminal's clipboard: \(DisplayText(sanitizing: text, limit: 60))")
        return [.copy(text)]
    }

    mutating func copySummary(_ scene: Scene) -> [Effect] {
        guard let page = scene.page, let row = page.selectedRow else {
            say("nothing to copy here")
            return []
        }
        var parts: [String] = []
        if let line = row.line {
            parts = [line.map(\.text).joined().string]
        } else {
            for (column, cell) in zip(page.columns, row.cells) where !cell.text.isEmpty {
                parts.append("\(column.title) \(cell.text)")
            }
        }
        if !row.copyText.isEmpty, !parts.contains(where: { $0.contains(row.copyText) }) { parts.append(row.copyText) }
        guard !parts.isEmpty else {
            say("nothing to copy here")
            return []
        }
        say("sent the row to the terminal's clipboard")
        return [.copy(parts.joined(separator: ", "))]
    }
}
