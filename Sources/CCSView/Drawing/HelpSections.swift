import CCSEvents
import CCSState

extension HelpText {
    /// The columns of the pane that are not shown, and the language of its filters.
    static func ofPane(_ interface: Interface, columns: [ColumnInfo]) -> [(title: String, entries: [Entry])] {
        guard case .pane(let pane) = interface.view else { return [] }
        let all = interface.catalogue[pane] ?? columns
        let shown = Set(columns.map(\.id))
        let hidden = all.filter { !shown.contains($0.id) }
        let fields = ColumnTable.filterFields(of: pane)
        var sections = [("More columns; \(interface.keys.keyName(.columns)) shows them", entries(hidden))]
        guard !fields.isEmpty else { return sections }
        sections.append(("Filters; \(interface.keys.keyName(.filter)) starts one", language(of: pane)))
        sections.append(
            (
                "Fields for filters of this list",
                fields.map { field in
                    let kind = field.kind.explanation
                    return Entry(
                        name: field.name, nameRole: .input, text: field.help.isEmpty ? kind : "\(field.help) (\(kind))")
                }
            ))
        return sections
    }

    static func entries(_ columns: [ColumnInfo]) -> [Entry] {
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
            (.ringing, "ringing"), (.talking, "talking; a live feed"), (.held, "on hold"),
            (.ending, "about to end"), (.failed, "a failure"), (.ended, "ended, or acknowledged"),
            (.transferred, "several numbers: a transfer"), (.recording, "recorded now"),
            (.match, "found by the search"),
            (.missing, "no value"), (.notice, "worth a look"), (.warning, "an anomaly, or trouble with the feed"),
        ]
        return roles.map { Entry(name: $0.rawValue, nameRole: $0, text: $1) }
    }()

    /// Signs inside rows and titles; ``ScreenHelp`` has those before a row.
    static func signs(_ glyphs: Glyphs) -> [Entry] {
        let signs: [(DisplayText, String)] = [
            (
                glyphs.ascending + " " + glyphs.descending,
                "the list is sorted by this column: smallest first, largest first"
            ),
            (glyphs.arrow, "from one number to another; at the end of the titles: more columns to the right"),
            (glyphs.bullet + " " + glyphs.ring, "recorded now; a recording is ready"),
            (glyphs.ellipsis, "text was cut"), (glyphs.dash, "no value, or a ratio over nothing"),
            ("^", "in the name of a key: the Control key"),
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
