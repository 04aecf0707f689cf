import CCSEvents

/// The first page of the help: what is on the screen, piece by piece, in the order of the screen.
enum ScreenHelp {
    typealias Section = (title: String, entries: [HelpText.Entry])

    static func sections(
        _ interface: Interface, columns: [ColumnInfo], glyphs: Glyphs, layout: Layout?, width: Int
    ) -> [Section] {
        let pieces = layout.map { header(interface, glyphs, lines: $0.header.count, width: width) } ?? []
        return [
            ("On this screen", pieces + tabs(interface)),
            ("Columns of this list", HelpText.entries(columns)),
            ("Signs before a row", rowSigns(glyphs)),
        ]
    }

    /// The pieces of the header as it was when the help was opened.
    private static func header(_ interface: Interface, _ glyphs: Glyphs, lines: Int, width: Int) -> [HelpText.Entry] {
        guard let header = interface.explainedHeader else { return [] }
        let drawing = HeaderLines(header, newest: nil, isPaused: interface.isPaused, glyphs: glyphs)
        let table = HeaderHelp.table(glyphs, interface.keys)
        return (0..<lines).flatMap { drawing.pieces(of: $0, of: lines, width: width) }.map { piece in
            HelpText.Entry(
                name: piece, nameRole: .value, text: HeaderHelp.entry(of: piece, in: table).text, cutsName: true)
        }
    }

    /// The line of tabs, from the left to the right.
    private static func tabs(_ interface: Interface) -> [HelpText.Entry] {
        func entry(_ name: String, _ text: String) -> HelpText.Entry {
            HelpText.Entry(name: name, nameRole: .value, text: text)
        }
        var entries: [HelpText.Entry] = []
        if let face = interface.seance?.face {
            let (active, others) = split(Face.allCases.map(\.title), at: Face.allCases.firstIndex(of: face))
            entries.append(entry("[\(active)]", "the view of the seance; also \(others)"))
        } else if interface.domain == nil {
            entries.append(
                entry("[\(Pane.domains.title)]", "the list of domains; \(interface.keys.keyName(.open)) opens one"))
        } else {
            let (active, others) = split(
                Pane.ofDomain.map(\.title), at: Pane.ofDomain.firstIndex(of: interface.pane))
            entries.append(entry("[\(active)]", "the pane you see; also \(others)"))
        }
        if !interface.list.filter.isEmpty {
            entries.append(entry("filter: (17 of 212)", "rows that match the filter, of all rows"))
        }
        entries.append(entry("1/212", "the selected row, and the number of rows"))
        return entries
    }

    /// The numbered title at a place, and the others in one text.
    private static func split(_ titles: [String], at place: Int?) -> (active: String, others: String) {
        let numbered = titles.enumerated().map { "\(Pane.digit($0)) \($1)" }
        let others = numbered.indices.filter { $0 != place }.map { numbered[$0] }.joined(separator: ", ")
        return (place.map { numbered[$0] } ?? "", others)
    }

    private static func rowSigns(_ glyphs: Glyphs) -> [HelpText.Entry] {
        let signs: [(DisplayText, String)] = [
            (glyphs.warn, "it has an anomaly: white on red is high, black on yellow medium, bold low"),
            (".", "its anomalies are acknowledged, or facts: they have lasted for long without change"),
            ("?", "it is unconfirmed: the feed was interrupted and no event about it came since"),
            (glyphs.mark, "you marked it"),
            (glyphs.expanded + " " + glyphs.collapsed, "it is expanded; it can be expanded"),
        ]
        return signs.map { HelpText.Entry(name: $0.0.string, nameRole: .value, text: $0.1) }
    }
}

extension HeaderLines {
    /// The texts of a line, without the separators.
    func pieces(of place: Int, of count: Int, width: Int) -> [String] {
        line(place, of: count, width: width)
            .split { $0.role == .frame }
            .map { $0.map(\.text).joined().string }
    }
}
