import CCSEvents
import CCSState

/// The help: first what is on the screen, then the keys, then everything that can be on a screen.
struct HelpText {
    /// A line: a heading, or something with its explanation.
    struct Entry {
        var heading: String?
        var name = ""
        var nameRole = Role.key
        var text = ""
        /// Whether a name that is too long for its column is cut. Other long names get a line of their own.
        var cutsName = false
    }

    let entries: [Entry]
    private let glyphs: Glyphs

    /// Makes the help for the screen that the user sees; `layout` and `width` are those of that screen.
    init(
        _ interface: Interface, columns: [ColumnInfo], glyphs: Glyphs = .unicode, layout: Layout? = nil, width: Int = 80
    ) {
        var sections = ScreenHelp.sections(interface, columns: columns, glyphs: glyphs, layout: layout, width: width)
        for group in KeyTable.Group.allCases {
            let entries = interface.keys.entries.filter { $0.group == group }.map {
                Entry(name: $0.keyNames, text: $0.help)
            }
            sections.append((group.rawValue, entries))
        }
        sections.append(
            (
                "All of the header",
                (HeaderHelp.table(glyphs, interface.keys) + [HeaderHelp.domain]).map {
                    Entry(name: $0.example, nameRole: .value, text: $0.text)
                }
            ))
        sections.append(
            (
                "Measures",
                Measure.table.map { Entry(name: $0.name, nameRole: .value, text: $0.definition) }
            ))
        sections += Self.ofPane(interface, columns: columns)
        sections.append(("Detectors, the letters of the column !, and levels", Self.detectors(interface)))
        sections.append(("Colours", Self.colours))
        sections.append(("Other signs", Self.signs(glyphs)))
        self.glyphs = glyphs
        let search: String
        if case .help(let help) = interface.overlay { search = help.search.lowercased() } else { search = "" }
        entries = sections.flatMap { title, entries -> [Entry] in
            let found = entries.filter { search.isEmpty || "\($0.name) \($0.text)".lowercased().contains(search) }
            return found.isEmpty ? [] : [Entry(heading: title)] + found
        }
    }

    /// The help in lines of a width.
    func lines(width: Int) -> [[StyledText]] {
        let longest = entries.map { DisplayText(sanitizing: $0.name).width }.max() ?? 0
        let nameWidth = min(longest, max(8, min(24, width / 4)))
        var lines: [[StyledText]] = []
        for entry in entries {
            if let heading = entry.heading {
                if !lines.isEmpty { lines.append([]) }
                lines.append([StyledText(DisplayText(sanitizing: heading), .value)])
                continue
            }
            var name = DisplayText(sanitizing: entry.name)
            if entry.cutsName { name = name.truncated(to: nameWidth, ellipsis: glyphs.ellipsis) }
            let texts = Self.wrap(entry.text, width: max(8, width - nameWidth - 4))
            let fits = name.width <= nameWidth || entry.cutsName
            if !fits { lines.append([StyledText("  "), StyledText(name, entry.nameRole)]) }
            for (place, text) in texts.enumerated() {
                let isFirst = place == 0 && fits
                var line = [StyledText("  ")]
                if isFirst { line.append(StyledText(name, entry.nameRole)) }
                line.append(StyledText(.spaces(nameWidth - (isFirst ? name.width : 0) + 2)))
                line.append(StyledText(text))
                lines.append(line)
            }
        }
        return lines
    }
}

extension HelpText {
    /// Draws the help over the whole screen.
    static func draw(_ help: Interface.HelpState, _ interface: Interface, page: Page?, glyphs: Glyphs, layout: Layout)
        -> (inout Screen) -> Void
    {
        return { screen in
            let text = HelpText(
                interface, columns: page?.columns ?? [], glyphs: glyphs, layout: layout, width: screen.width)
            let lines = text.lines(width: screen.width)
            let top = max(0, min(help.top, lines.count - layout.help.count))
            if layout.help.lowerBound > 0 {
                screen.fill(x: 0, y: 0, count: screen.width, style: Style(.columnTitle))
                let end = min(lines.count, top + layout.help.count)
                let place: DisplayText = lines.isEmpty ? "nothing" : "\(top + 1)-\(end) of \(lines.count)"
                let search: DisplayText = help.search.isEmpty ? "" : " with \"\(help.search)\""
                screen.write("Help" + search, x: 0, y: 0, style: Style(.columnTitle))
                if screen.width >= 4 + search.width + 1 + place.width {
                    screen.write(place, x: screen.width - place.width, y: 0, style: Style(.columnTitle))
                }
            }
            for (y, line) in zip(layout.help, lines.dropFirst(top)) { screen.write(line, x: 0, y: y) }
            if lines.isEmpty, let y = layout.help.first {
                screen.write("no help line contains that", x: 0, y: y, style: Style(.notice))
            }
        }
    }
}
