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

    /// How much of the names of panes that are not shown is said.
    private enum Length: CaseIterable {
        case whole, short, three, number
    }

    init(_ interface: Interface, page: Page?, width: Int, glyphs: Glyphs = .unicode) {
        let names: [(whole: String, short: String)]
        let active: Int
        if let face = interface.seance?.face {
            names = Face.allCases.map { ($0.title, $0.title) }
            active = Face.allCases.firstIndex(of: face) ?? 0
        } else if interface.domain == nil {
            let pane = interface.showsFeedAlone ? Pane.feed : .domains
            (names, active) = ([(pane.title, pane.title)], 0)
        } else {
            names = Pane.ofDomain.map { ($0.title, $0.shortTitle) }
            active = Pane.ofDomain.firstIndex(of: interface.pane) ?? 0
        }
        let isNumbered = interface.domain != nil
        let full = Self.status(interface, page: page, width: width, glyphs: glyphs)
        let brief = Self.status(interface, page: page, width: width, glyphs: glyphs, isBrief: true)
        let labelled = Self.status(
            interface, page: page, width: width, glyphs: glyphs, isBrief: true, isLabelled: true)
        // The right end says all it has to say, unless there is no way.
        let said = full.isComplete || !brief.isComplete ? [full.spans] : []
        let statuses = said + [brief.spans]
        var right = statuses[0]
        var room = 0
        // Whole names while they fit, then their beginnings, then numbers; the one that is shown stays whole. Before
        // names get shorter the right end does, but they rather do than that a filter is not called one.
        let tries =
            [Length.whole, .short, .three].flatMap { length in (said + [labelled.spans]).map { (length, $0) } }
            + Length.allCases.flatMap { length in statuses.map { (length, $0) } }
        for (length, status) in tries {
            tabs = Self.tabs(names, active: active, isNumbered: isNumbered, length: length)
            right = status
            room = max(0, width - right.width - (right.isEmpty ? 0 : 1))
            if tabs.last.map({ $0.x + $0.text.width }) ?? 0 <= room { break }
        }
        if let last = tabs.last, last.x + last.text.width > room {
            tabs = tabs.filter(\.isActive)
            for index in tabs.indices { tabs[index].x = 0 }
            if let tab = tabs.first {
                right = statuses.first { tab.text.width + 1 + $0.width <= width } ?? full.spans
            }
            room = max(0, width - right.width - (right.isEmpty ? 0 : 1))
        }
        self.right = right
        rightX = max(0, width - right.width)
        let end = tabs.last.map { $0.x + $0.text.width + 2 } ?? 0
        titleX = end
        let title = interface.seance == nil ? nil : page?.title
        self.title = title.flatMap { room - end >= 4 ? $0.truncated(to: room - end, ellipsis: glyphs.ellipsis) : nil }
    }

    private static func tabs(
        _ names: [(whole: String, short: String)], active: Int, isNumbered: Bool, length: Length
    ) -> [Tab] {
        var tabs: [Tab] = []
        var x = 0
        for (place, name) in names.enumerated() {
            let isActive = place == active
            let shown =
                switch length {
                case _ where isActive: name.whole
                case .whole: name.whole
                case .short: name.short
                case .three: String(name.short.prefix(3))
                case .number: ""
                }
            let number = isNumbered ? Pane.digit(place) : ""
            let words = number + (number.isEmpty || shown.isEmpty ? "" : " ") + shown
            // Brackets, so that it is seen without colour; with whole names blanks in their place, so that nothing
            // moves when another pane is shown.
            let text = DisplayText(sanitizing: isActive ? "[\(words)]" : length == .whole ? " \(words) " : words)
            tabs.append(Tab(place: place, text: text, x: x, isActive: isActive))
            x += text.width + (length == .whole ? 0 : 1)
        }
        return tabs
    }

    /// The filter with what it let through, and the selected row's place; and whether nothing of that is left out.
    private static func status(
        _ interface: Interface, page: Page?, width: Int, glyphs: Glyphs, isBrief: Bool = false, isLabelled: Bool = false
    ) -> (spans: [StyledText], isComplete: Bool) {
        var pieces: [HeaderPiece] = []
        // What is being typed is seen where it is typed.
        let filter = interface.typing?.purpose == .filter ? "" : interface.list.filter
        if !filter.isEmpty {
            let role: Role = page?.filterError == nil ? .input : .warning
            let reading = page?.query.filter == filter ? page?.filterReading : nil
            let text = DisplayText(sanitizing: reading ?? filter, limit: 200)
            let short = text.truncated(to: max(8, width / 5), ellipsis: glyphs.ellipsis)
            let long = text.truncated(to: max(8, width / 2), ellipsis: glyphs.ellipsis)
            let label = StyledText("filter: ", .label)
            let least = (isLabelled ? [label] : []) + [StyledText(short, role)]
            pieces.append(
                HeaderPiece((1, least), (3, [label, StyledText(short, role)]), (5, [label, StyledText(long, role)])))
        }
        if let progress = page?.progress {
            // What is seen is not all, or not in order yet.
            let share = "\(glyphs.ellipsis.string) \(progress) %"
            let verb = filter.isEmpty ? "ordering" : "matching"
            pieces.append(
                HeaderPiece(
                    (1, [StyledText(DisplayText(sanitizing: share), .notice)]),
                    (4, [StyledText(DisplayText(sanitizing: verb + share), .notice)])))
        }
        if let matched = page?.matched, interface.typing?.purpose != .filter {
            let few = "\(Plain.number(matched.count))" as DisplayText
            pieces.append(
                HeaderPiece((2, [StyledText("(\(few) of \(Plain.number(matched.of)))", .value)])))
        }
        if interface.view == .pane(.log), interface.list.anchor == nil, interface.frozen == nil {
            pieces.append(HeaderPiece((4, [StyledText("following", .notice)])))
        } else if let page, let index = page.selectedIndex, page.matched == nil {
            pieces.append(
                HeaderPiece((0, [StyledText("\(Plain.number(index + 1))/\(Plain.number(page.rowCount))", .label)])))
        }
        // Brief, each piece is as short as it can be, and has more room.
        if isBrief { pieces = pieces.compactMap { $0.forms.first.map { HeaderPiece($0) } } }
        let room = max(0, isBrief ? width * 3 / 4 : width * 45 / 100)
        let spans = HeaderPiece.fit(pieces, width: room, separator: StyledText(" "))
        let least = pieces.reduce(max(0, pieces.count - 1)) { $0 + ($1.forms.first?.spans.width ?? 0) }
        return (spans, least <= room)
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

extension Pane {
    /// Its name where there is no room for the whole of it.
    fileprivate var shortTitle: String {
        switch self {
        case .recording: "Rec"
        case .numbers: "Num"
        default: String(title.prefix(4))
        }
    }
}
