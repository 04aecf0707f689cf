import CCSEvents
import CCSState

/// The help: every command of the key table, the header, the columns and filters of the list, the detectors, what colours
/// and glyphs mean.
struct HelpText {
    /// A line: a heading, or something with its explanation.
    struct Entry {
        var heading: String?
        var name = ""
        var nameRole = Role.key
        var text = ""
    }

    let entries: [Entry]

    init(_ interface: Interface, columns: [ColumnInfo], glyphs: Glyphs = .unicode) {
        var sections: [(title: String, entries: [Entry])] = []
        for group in KeyTable.Group.allCases {
            let entries = interface.keys.entries.filter { $0.group == group }.map {
                Entry(name: $0.keyNames, text: $0.help)
            }
            sections.append((group.rawValue, entries))
        }
        sections.append(
            ("The header", HeaderHelp.lines(glyphs).map { Entry(name: $0.name, nameRole: .value, text: $0.text) }))
        sections.append(
            (
                "What is measured",
                Measure.table.map { Entry(name: $0.name, nameRole: .value, text: $0.definition) }
            ))
        sections += Self.ofPane(interface, columns: columns)
        sections.append(("What can be wrong", Self.detectors(interface)))
        sections.append(("Colours", Self.colours))
        sections.append(("Signs", Self.signs(glyphs)))
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
            let name = DisplayText(sanitizing: entry.name)
            let texts = Self.wrap(entry.text, width: max(8, width - nameWidth - 4))
            let fits = name.width <= nameWidth
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
        let text = HelpText(interface, columns: page?.columns ?? [], glyphs: glyphs)
        return { screen in
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
                screen.write("nothing in the help says that", x: 0, y: y, style: Style(.notice))
            }
        }
    }
}
