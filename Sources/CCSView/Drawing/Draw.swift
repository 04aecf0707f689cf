import CCSEvents

/// Draws everything: the newest page (nil before the first one), and what the user has made of it. A pure function.
///
/// Columns and lines below 1 count as 1; with `ascii` nothing but ASCII is drawn; with `saysEnded` rows that have ended say it
/// in a word, for a terminal that cannot dim them.
public func draw(
    _ page: Page?, _ interface: Interface, width: Int, height: Int, ascii: Bool, saysEnded: Bool = false
) -> Screen {
    var screen = Screen(width: width, height: height)
    let layout = Layout(width: screen.width, height: screen.height, isTyping: interface.typing != nil)
    let picture = Picture(
        page: page, interface: interface, layout: layout, glyphs: .set(ascii: ascii), saysEnded: saysEnded)
    picture.draw(on: &screen)
    return ascii ? screen.asciiOnly() : screen
}

/// What is drawn, and where.
private struct Picture {
    /// The rows that fit, where there are any of what is looked at.
    let page: Page?
    let header: HeaderLines?
    let interface: Interface
    let layout: Layout
    let glyphs: Glyphs
    let saysEnded: Bool

    init(page: Page?, interface: Interface, layout: Layout, glyphs: Glyphs, saysEnded: Bool) {
        self.saysEnded = saysEnded
        self.page = interface.shown(page, lines: layout.rows.count)
        self.interface = interface
        self.layout = layout
        self.glyphs = glyphs
        let header = interface.frozen?.page.header ?? page?.header ?? interface.newest
        self.header = header.map {
            HeaderLines(
                $0, newest: interface.isPaused ? interface.newest : nil, isPaused: interface.isPaused, glyphs: glyphs)
        }
    }

    func draw(on screen: inout Screen) {
        if case .help(let help) = interface.overlay {
            HelpText.draw(help, interface, page: page, glyphs: glyphs, layout: layout)(&screen)
        } else {
            drawHeader(on: &screen)
            drawList(on: &screen)
            drawMenu(on: &screen)
            if let why = interface.why, let page, let box = WhyBox(page, layout: layout, width: screen.width) {
                box.draw(top: why.top, close: interface.keys.keyName(.back), glyphs: glyphs, on: &screen)
            }
        }
        drawBottom(on: &screen)
    }

    private func drawHeader(on screen: inout Screen) {
        guard let header else {
            if !layout.header.isEmpty { screen.write("ccs-top", x: 0, y: 0, style: Style(.label)) }
            return
        }
        for y in layout.header {
            let line = header.line(y, of: layout.header.count, width: screen.width)
            screen.write(line, x: 0, y: y)
        }
    }

    // MARK: The list

    private func drawList(on screen: inout Screen) {
        if let y = layout.tabs {
            TabLine(interface, page: page, width: screen.width, glyphs: glyphs).draw(on: &screen, y: y)
        }
        guard let page else {
            if let y = layout.titles { screen.fill(x: 0, y: y, count: screen.width, style: Style(.columnTitle)) }
            return drawEmpty(on: &screen)
        }
        let left = menu.map { MenuDrawing.width($0, screen: screen.width) } ?? 0
        guard left < screen.width else { return }
        let drawing = ListDrawing(
            page: page, list: interface.list, searched: interface.searched, glyphs: glyphs, x: left,
            width: screen.width - left, saysEnded: saysEnded)
        if let y = layout.titles { drawing.drawTitles(on: &screen, y: y) }
        for (place, y) in zip(page.rows.indices, layout.rows) {
            drawing.draw(
                page.rows[place], isSelected: page.firstIndex + place == page.selectedIndex, on: &screen, y: y)
        }
        if page.rows.isEmpty { drawEmpty(on: &screen, x: left) }
    }

    /// What stands in place of rows.
    private func drawEmpty(on screen: inout Screen, x: Int = 0) {
        guard var y = layout.rows.first else { return }
        var texts: [StyledText] = []
        // Where the header has no room the state of the feed is what there is to say.
        if let header, header.isLost {
            texts.append(StyledText(header.state.text + header.reason.text, .warning))
            if let advice = header.newest.advice { texts.append(StyledText(advice, .plain)) }
        } else if layout.header.isEmpty, let header {
            texts.append(header.state)
        }
        if let notice = page?.notice { texts.append(StyledText(notice, .notice)) }
        if let page, page.filterError == nil, (page.matched?.of ?? 0) > 0 {
            texts.append(StyledText("no row matches the filter" + filterAdvice, .missing))
        } else if let page, page.filterError == nil, page.notice == nil {
            texts.append(StyledText(emptyText, .missing))
        } else if page == nil {
            texts.append(StyledText("waiting for data", .missing))
        }
        // Nothing is known of what was asked for: what is known of the feed says why.
        if let page, page.header.now == nil, interface.seance == nil, interface.view != .pane(.feed),
            let key = interface.feedKey
        {
            texts.append(StyledText(DisplayText(sanitizing: "\(key) shows the feed"), .missing))
        }
        for text in texts {
            for line in HelpText.wrap(text.text.string, width: max(8, screen.width - x))
            where y < layout.rows.upperBound {
                screen.write(line, x: x, y: y, style: Style(text.role))
                y += 1
            }
        }
    }

    /// How a filter is taken away, unless it is being typed.
    private var filterAdvice: DisplayText {
        guard interface.typing == nil else { return "" }
        let keys = [Command.filter, .eraseLine, .accept].map { interface.keys.keyName($0) }
        return DisplayText(sanitizing: "; \(keys[0]) \(keys[1]) \(keys[2]) clears it")
    }

    private var emptyText: DisplayText {
        switch interface.view {
        case .pane where page?.progress != nil: "putting the rows in order"
        case .pane(.domains): "no events yet"
        case .pane(let pane): "no \(pane.title.lowercased()) to show"
        case .seance: "ccs-top knows nothing about this seance"
        }
    }

    // MARK: Over the list

    private var menu: Interface.MenuState? {
        switch interface.overlay {
        case .sort(let menu), .columns(let menu): menu
        case .help, nil: nil
        }
    }

    private func drawMenu(on screen: inout Screen) {
        switch interface.overlay {
        case .sort(let menu):
            MenuDrawing.draw(menu, title: "Sort by", shown: nil, glyphs: glyphs, layout: layout, on: &screen)
        case .columns(let menu):
            let shown = Set(interface.list.columns ?? menu.columns.map(\.id))
            MenuDrawing.draw(menu, title: "Columns", shown: shown, glyphs: glyphs, layout: layout, on: &screen)
        case .help, nil: break
        }
    }

    /// What is typed, or said, or what the keys do.
    private func drawBottom(on screen: inout Screen) {
        if let typing = interface.typing {
            InputLine(typing: typing, page: page, glyphs: glyphs)
                .draw(on: &screen, layout: layout, keys: interface.keys)
        } else if let message = interface.message ?? standing {
            screen.fill(x: 0, y: layout.message, count: screen.width, style: .plain)
            screen.write(
                message.text.truncated(to: screen.width, ellipsis: glyphs.ellipsis), x: 0, y: layout.message,
                style: Style(message.role))
        } else if let y = layout.footer {
            FooterLine(interface.keys, mode: interface.mode, without: useless(width: screen.width), width: screen.width)
                .draw(
                    on: &screen, y: y)
        }
    }

    /// Commands that would only say why they cannot act, and those that matter less here.
    private func useless(width: Int) -> Set<Command> {
        var useless: Set<Command> = interface.view == .pane(.seances) ? [] : [.tree]
        if let page, page.sort == nil { useless.formUnion([.sort, .invert]) }
        if let page, !page.rows.contains(where: { $0.isOpen != nil }) { useless.insert(.expandAll) }
        if interface.onlyDomain {
            useless.insert(.domains)
            if interface.seance == nil, interface.origins.isEmpty { useless.insert(.back) }
        }
        // Where there is little room it is for keys that matter more in lists other than the log.
        if interface.view != .pane(.log), width < 100 { useless.insert(.follow) }
        let row = page?.selectedRow
        if row?.anomalies.isEmpty != false { useless.insert(.acknowledge) }
        if row?.number == nil { useless.insert(.followNumber) }
        if page?.rows.contains(where: { $0.severity != nil }) != true, (page?.header.anomalies.active ?? 0) == 0 {
            useless.insert(.nextAnomaly)
        }
        return useless
    }

    /// What stays to be said while it is so.
    private var standing: (text: DisplayText, role: Role)? {
        guard interface.overlay == nil, layout.footer != nil, let page else { return nil }
        if let error = page.filterError {
            return (
                DisplayText("filter: \(error.message), at character \(min(max(0, error.at), 1_000_000) + 1)"), .warning
            )
        }
        if let notice = page.notice, !page.rows.isEmpty { return (notice, .notice) }
        return nil
    }
}
