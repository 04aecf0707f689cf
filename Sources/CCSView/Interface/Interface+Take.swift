import CCSEvents

extension Interface {
    /// Takes the answer: the selection, its line and its index move to what the page says. Input that waited for it is
    /// handled now; what comes of it is returned.
    ///
    /// A page that answers another query than the one that stands, because more was typed meanwhile, changes nothing:
    /// the next one will answer both.
    @discardableResult
    public mutating func take(_ page: Page) -> [Effect] {
        newest = page.header
        guard frozen == nil, isAnswer(page.query) else { return [] }
        let lineBefore = list.anchorLine
        adopt(page)
        if let left = pagesToPause, page.query.lines >= Self.pausedLines {
            // What is kept while data flows on is kept whole, where that can be had: in a fast feed a list may never be complete.
            if list.find == nil, page.progress == nil || left <= 1 {
                pagesToPause = nil
                frozen = FrozenPage(page, line: lineBefore, anchored: list.anchor != nil)
                list.anchorLine = lineBefore
            } else {
                // What is searched for is found or not before that: it waits for so long and no longer.
                pagesToPause = list.find == nil ? left - 1 : left
            }
        }
        settled = page.isAnswered ? query(lines: page.query.lines) : nil
        var effects: [Effect] = []
        while isSettled || frozen != nil, !deferred.isEmpty {
            let next = deferred.removeFirst()
            effects += handleNow(next.input, page: page, width: next.width, height: next.height)
        }
        return effects
    }

    /// Whether the newest page has answered all that was asked.
    var isSettled: Bool {
        guard let settled, !isPausing else { return false }
        return query(lines: settled.lines) == settled
    }

    /// Whether a page with this query answers the one that stands, up to moves that came later.
    private func isAnswer(_ query: Query) -> Bool {
        var mine = self.query(lines: query.lines)
        mine.move = query.move
        mine.anchorLine = query.anchorLine
        mine.anchorIndex = query.anchorIndex
        return mine == query
    }

    private mutating func adopt(_ page: Page) {
        var list = list
        list.move -= page.query.move
        // A step of a search waits until the list is complete.
        if page.isAnswered { list.find = nil } else { list.find?.waited += 1 }
        if let find = page.query.find, page.isAnswered, page.found != true, typing == nil {
            if find.anomaly {
                sayNoAnomaly(page.header)
            } else {
                let known = page.progress.map { " in the first \($0) % of the list" } ?? ""
                say(DisplayText("\"\(find.text)\" not found\(known)"), .warning)
            }
        }
        if why != nil, page.query.explains, page.explanation?.isEmpty != false {
            why = nil
            say("no event explains this row")
        }
        for (place, column) in page.columns.enumerated() {
            let widest = page.rows.map { place < $0.cells.count ? $0.cells[place].text.width : 0 }.max() ?? 0
            list.widths[column.id] = max(list.widths[column.id] ?? 0, min(widest, column.widest))
        }
        for row in page.rows.enumerated() {
            guard let mark = list.marks.firstIndex(where: { $0.id == row.element.id }) else { continue }
            list.marks[mark].index = page.firstIndex + row.offset
        }
        if let index = page.selectedIndex, let row = page.row(at: index) {
            let moved = page.query.move != 0 || (page.query.find != nil && page.found == true)
            if page.query.anchor != nil || moved { list.anchor = row.id }
            // Whoever goes down to the newest event stays with the newest.
            if page.query.view == .pane(.log), page.query.move > 0, index == page.rowCount - 1 { list.anchor = nil }
            list.anchorLine = index - page.firstIndex
            list.anchorIndex = index
            if let jump, row.id != jump {
                list.marks.removeAll { $0.id == jump }
                say("the marked row is gone")
            }
        }
        jump = nil
        self.list = list
    }
}

extension Page {
    /// The row at a place of the whole list, nil where the page does not hold it.
    func row(at index: Int) -> Row? {
        let place = index - firstIndex
        return rows.indices.contains(place) ? rows[place] : nil
    }

    /// Whether it is all that was asked for: not while a search waits for the list to be complete.
    fileprivate var isAnswered: Bool { query.find == nil || found != nil || progress == nil }

    /// The selected row.
    var selectedRow: Row? { selectedIndex.flatMap(row(at:)) }

    /// The page with no more than `lines` rows, the selected one among them.
    func windowed(lines: Int, line: Int? = nil) -> Page {
        guard rows.count > lines, lines > 0 else { return self }
        let selected = max(0, min(rows.count - 1, (selectedIndex ?? firstIndex) - firstIndex))
        let top = max(0, min(rows.count - lines, selected - max(0, min(lines - 1, line ?? selected))))
        var page = self
        page.rows = Array(rows[top..<(top + lines)])
        page.firstIndex = firstIndex + top
        return page
    }
}
