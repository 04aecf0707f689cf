import CCSEvents

/// The line of tabs, with the filter and where one is in the list at its right end.
struct TabLine {
    /// A tab: its text and where it begins.
    private struct Tab {
        var place: Int
        var text: DisplayText
        var x: Int
        var isActive: Bool
    }

    private var tabs: [Tab] = []
    private let right: [StyledText]
    private let rightX: Int
    private let title: DisplayText?
    private let titleX: Int

    init(_ interface: Interface, page: Page?, width: Int, glyphs: Glyphs = .unicode) {
        let right = Self.status(interface, page: page, width: width, glyphs: glyphs)
        self.right = right
        rightX = max(0, width - right.width)
        let room = max(0, rightX - (right.isEmpty ? 0 : 1))
        let (names, active): ([String], Int)
        if let face = interface.seance?.face {
            (names, active) = (Face.allCases.map(\.title), Face.allCases.firstIndex(of: face) ?? 0)
        } else if interface.domain == nil {
            (names, active) = ([Pane.domains.title], 0)
        } else {
            (names, active) = (Pane.ofDomain.map(\.title), Pane.ofDomain.firstIndex(of: interface.pane) ?? 0)
        }
        let isNumbered = interface.domain != nil
        // Whole names while they fit, then their beginnings, then numbers; the one that is shown stays whole.
        for length in [Int.max, 4, 0] {
            tabs = Self.tabs(names, active: active, isNumbered: isNumbered, length: length)
            if let last = tabs.last, last.x + last.text.width <= room { break }
        }
        if let last = tabs.last, last.x + last.text.width > room {
            tabs = tabs.filter(\.isActive)
            for index in tabs.indices { tabs[index].x = 0 }
        }
        let end = tabs.last.map { $0.x + $0.text.width + 2 } ?? 0
        titleX = end
        let title = interface.seance == nil ? nil : page?.title
        self.title = title.flatMap { room - end >= 4 ? $0.truncated(to: room - end, ellipsis: glyphs.ellipsis) : nil }
    }

    private static func tabs(_ names: [String], active: Int, isNumbered: Bool, length: Int) -> [Tab] {
        var tabs: [Tab] = []
        var x = 0
        for (place, name) in names.enumerated() {
            let isActive = place == active
            let shown = isActive ? name : String(name.prefix(length))
            let number = isNumbered ? "\(place + 1)" : ""
            let words = number + (number.isEmpty || shown.isEmpty ? "" : " ") + shown
            // Brackets, so that it is seen without colour; blanks in their place, so that nothing moves.
            let text = DisplayText(sanitizing: isActive ? "[\(words)]" : length == 0 ? words : " \(words) ")
            tabs.append(Tab(place: place, text: text, x: x, isActive: isActive))
            x += text.width + (length == 0 ? 1 : 0)
        }
        return tabs
    }

    /// The filter with what it let through, and the selected row's place.
    private static func status(_ interface: Interface, page: Page?, width: Int, glyphs: Glyphs) -> [StyledText] {
        var pieces: [HeaderPiece] = []
        // What is being typed is seen where it is typed.
        let filter = interface.typing?.purpose == .filter ? "" : interface.list.filter
        if !filter.isEmpty {
            let role: Role = page?.filterError == nil ? .input : .warning
            let text = DisplayText(sanitizing: filter, limit: 200)
            let short = text.truncated(to: max(8, width / 5), ellipsis: glyphs.ellipsis)
            let long = text.truncated(to: max(8, width / 2), ellipsis: glyphs.ellipsis)
            pieces.append(
                HeaderPiece(
                    (1, [StyledText(short, role)]), (3, [StyledText("filter: ", .label), StyledText(short, role)]),
                    (5, [StyledText("filter: ", .label), StyledText(long, role)])))
        }
        if let matched = page?.matched, interface.typing?.purpose != .filter {
            let few = "\(Amounts.count(matched.count))" as DisplayText
            pieces.append(
                HeaderPiece((2, [StyledText("(\(few) of \(Amounts.count(matched.of)))", .value)])))
        }
        if interface.view == .pane(.log), interface.list.anchor == nil, interface.frozen == nil {
            pieces.append(HeaderPiece((4, [StyledText("following", .notice)])))
        } else if let page, let index = page.selectedIndex, page.matched == nil {
            pieces.append(
                HeaderPiece((0, [StyledText("\(Amounts.count(index + 1))/\(Amounts.count(page.rowCount))", .label)])))
        }
        return HeaderPiece.fit(pieces, width: max(0, width * 45 / 100), separator: StyledText(" "))
    }

    /// The place of the tab at a column of the screen.
    func place(at x: Int) -> Int? {
        tabs.first { ($0.x..<($0.x + $0.text.width)).contains(x) }?.place
    }

    func draw(on screen: inout Screen, y: Int) {
        for tab in tabs { screen.write(tab.text, x: tab.x, y: y, style: Style(tab.isActive ? .activeTab : .tab)) }
        if let title { screen.write(title, x: titleX, y: y, style: Style(.value)) }
        screen.write(right, x: rightX, y: y)
    }
}
