import CCSEvents
import CCSState

extension HelpText {
    /// The columns of the pane, shown or not, and the names and signs that its filters know.
    static func ofPane(_ interface: Interface, columns: [ColumnInfo]) -> [(title: String, entries: [Entry])] {
        guard case .pane(let pane) = interface.view else { return [("Columns of this list", entries(columns))] }
        let all = interface.catalogue[pane] ?? columns
        let shown = Set(columns.map(\.id))
        let hidden = all.filter { !shown.contains($0.id) }
        let fields = ColumnTable.filterFields(of: pane)
        var sections = [
            ("Columns of this list", entries(all.filter { shown.contains($0.id) })),
            ("More columns, \(interface.keys.keyName(.columns)) shows them", entries(hidden)),
        ]
        guard !fields.isEmpty else { return sections }
        sections.append(("Filters, \(interface.keys.keyName(.filter)) begins one", language(of: pane)))
        sections.append(
            (
                "Names for filters of this list",
                fields.map { field in
                    let kind = field.kind.explanation
                    return Entry(
                        name: field.name, nameRole: .input, text: field.help.isEmpty ? kind : "\(field.help) (\(kind))")
                }
            ))
        return sections
    }

    private static func entries(_ columns: [ColumnInfo]) -> [Entry] {
        columns.map { Entry(name: $0.title, nameRole: .sortTitle, text: $0.help) }
    }

    /// The language of filters: what stands before the gap of a line is its name.
    private static func language(of pane: Pane) -> [Entry] {
        FilterHelp.language(of: pane).map { line in
            guard let gap = line.lastRange(ofBlanks: 2) else { return Entry(name: line, nameRole: .input, text: "") }
            return Entry(name: String(line[..<gap.lowerBound]), nameRole: .input, text: String(line[gap.upperBound...]))
        }
    }

    /// What detectors look for, with the thresholds of the domain.
    static func detectors(_ interface: Interface) -> [Entry] {
        let settings = interface.domain.map(interface.detectors.of(domain:)) ?? interface.detectors
        return Detector.allCases.map { detector in
            let row = detector.row
            var limits: [String] = []
            if let threshold = settings[detector] {
                if threshold > 0 { limits.append(DurationText.text(threshold)) }
            } else {
                limits.append("off")
            }
            let role: Role =
                switch row.severity {
                case .high: .warning
                case .medium: .notice
                case .low: .label
                }
            limits.append(row.severity.name)
            if let filter = settings.filters[detector] { limits.append("only of \(filter.text)") }
            return Entry(
                name: row.name, nameRole: role,
                text: "\(row.title) (\(limits.joined(separator: ", "))): \(row.help)")
        }
    }

    static let colours: [Entry] = {
        let roles: [(Role, String)] = [
            (.ringing, "being called"), (.talking, "talking; the feed is live"), (.held, "on hold"),
            (.ending, "coming to its end"), (.failed, "a failure"), (.ended, "no longer live"),
            (.transferred, "a transfer"), (.recording, "being recorded"), (.match, "what the search found"),
            (.missing, "nobody has said it yet"), (.notice, "worth a look"), (.warning, "something is wrong"),
        ]
        return roles.map { Entry(name: $0.rawValue, nameRole: $0, text: $1) }
    }()

    static func signs(_ glyphs: Glyphs) -> [Entry] {
        let signs: [(DisplayText, String)] = [
            (glyphs.expanded + " " + glyphs.collapsed, "what hangs under the row is shown, is hidden"),
            (
                glyphs.ascending + " " + glyphs.descending,
                "the column that orders the rows: smallest first, largest first"
            ),
            (glyphs.arrow, "from one party to another; in the titles: more columns to the right"),
            (glyphs.bullet + " " + glyphs.ring, "a recording runs; a recording is there"),
            (glyphs.ellipsis, "something was cut off"), (glyphs.dash, "nobody has said it, or a ratio over nothing"),
            (glyphs.warn, "something is wrong with the row: white on red, then black on yellow, then plain by weight"),
            (".", "the same, once it was acknowledged"),
            (
                "?",
                "before a row: not heard of since the connection to its feed was lost and came back (unconfirmed); in the "
                    + "header: the picture lacks something: refused lines, evicted objects"
            ),
            (glyphs.mark, "a marked row"), ("^", "the most that lived at once; in a key, the Control key"),
        ]
        return signs.map { Entry(name: $0.0.string, nameRole: .value, text: $0.1) }
    }
}

extension String {
    /// The last place with so many blanks or more in a row between other text.
    fileprivate func lastRange(ofBlanks count: Int) -> Range<Index>? {
        var found: Range<Index>?
        var start: Index?
        for index in indices {
            if self[index] == " " {
                start = start ?? index
            } else if let begin = start {
                if begin > startIndex, distance(from: begin, to: index) >= count { found = begin..<index }
                start = nil
            }
        }
        return found
    }
}
