import CCSEvents

/// The help: every command of the key table, the columns of the list, what colours and glyphs mean.
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
        let columns = columns.map { Entry(name: $0.title, nameRole: .sortTitle, text: $0.help) }
        sections.append(("Columns of this list", columns))
        sections.append(("Colours", Self.colours))
        sections.append(("Signs", Self.signs(glyphs)))
        let search: String
        if case .help(let help) = interface.overlay { search = help.search.lowercased() } else { search = "" }
        entries = sections.flatMap { title, entries -> [Entry] in
            let found = entries.filter { search.isEmpty || "\($0.name) \($0.text)".lowercased().contains(search) }
            return found.isEmpty ? [] : [Entry(heading: title)] + found
        }
    }

    private static let colours: [Entry] = {
        let roles: [(Role, String)] = [
            (.ringing, "being called"), (.talking, "talking; the feed is live"), (.held, "on hold"),
            (.ending, "coming to its end"), (.failed, "a failure"), (.ended, "no longer live"),
            (.transferred, "a transfer"), (.recording, "being recorded"), (.match, "what the search found"),
            (.missing, "nobody has said it yet"), (.notice, "worth a look"), (.warning, "something is wrong"),
        ]
        return roles.map { Entry(name: $0.rawValue, nameRole: $0, text: $1) }
    }()

    private static func signs(_ glyphs: Glyphs) -> [Entry] {
        let signs: [(DisplayText, String)] = [
            (glyphs.expanded + " " + glyphs.collapsed, "what hangs under the row is shown, is hidden"),
            (
                glyphs.ascending + " " + glyphs.descending,
                "the column that orders the rows: smallest first, largest first"
            ),
            (glyphs.arrow, "from one party to another; in the titles: more columns to the right"),
            (glyphs.bullet + " " + glyphs.ring, "a recording runs; a recording is there"),
            (glyphs.ellipsis, "something was cut off"), (glyphs.dash, "nobody has said it, or a ratio over nothing"),
            (glyphs.warn, "lines that were refused, and objects that had to leave: the picture lacks them"),
            (glyphs.mark, "a marked row"), ("^", "the most that lived at once; in a key, the Control key"),
        ]
        return signs.map { Entry(name: $0.0.string, nameRole: .value, text: $0.1) }
    }

    /// The help in lines of a width.
    func lines(width: Int) -> [[StyledText]] {
        let longest = entries.map { DisplayText(sanitizing: $0.name).width }.max() ?? 0
        let nameWidth = min(longest, max(8, width / 3))
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

    /// Breaks a text between words.
    static func wrap(_ text: String, width: Int) -> [DisplayText] {
        var lines: [DisplayText] = []
        var line = DisplayText.empty
        for word in text.split(separator: " ") {
            let word = DisplayText(sanitizing: String(word))
            if line.isEmpty {
                line = word
            } else if line.width + 1 + word.width <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = word
            }
        }
        return lines + [line]
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
