import CCSEvents
import CCSState

/// The events of a seance and of all that belongs to it, in the order of arrival, each with its line under it where that is asked.
struct SeanceEvents: RowList {
    private let domain: Domain
    private let reader: KeptLineReader
    private let columns: [Column<LogItem>]
    private let query: Query
    private let view: Viewpoint
    private let sequences: [Int]
    /// Places in `sequences`, each once for its event and, where its line is shown, once more.
    private var lines: [(place: Int, isRaw: Bool)] = []

    init(
        _ sequences: [Int], in domain: Domain, _ reader: KeptLineReader, _ columns: [Column<LogItem>], _ query: Query,
        _ view: Viewpoint
    ) {
        self.sequences = sequences
        self.domain = domain
        self.reader = reader
        self.columns = columns
        self.query = query
        self.view = view
        for (place, sequence) in sequences.enumerated() {
            lines.append((place, false))
            if isOpen(sequence) { lines.append((place, true)) }
        }
    }

    var hasMarks: Bool { false }
    var count: Int { lines.count }

    func index(of id: RowID) -> Int? {
        if case .sequence(let sequence) = id {
            guard let place = sequences.place(of: sequence) else { return nil }
            return lines.firstIndex { $0.place == place }
        }
        if let raw = lines.firstIndex(where: { $0.isRaw && Self.rawID(sequences[$0.place]) == id }) { return raw }
        // A line that is no longer shown: its event in its place.
        guard let place = sequences.firstIndex(where: { Self.rawID($0) == id }) else { return nil }
        return lines.firstIndex { $0.place == place }
    }

    func rows(_ range: Range<Int>) -> [Row] {
        lines[range].compactMap { line in
            let sequence = sequences[line.place]
            if line.isRaw {
                var row = Row(id: Self.rawID(sequence))
                row.branch = "  " + view.glyphs.lastBranch + " "
                let raw = reader.raw(sequence, in: domain.log)
                row.line = [StyledText(DisplayText(sanitizing: raw, limit: 4096))]
                row.copyText = raw
                return row
            }
            let previous = line.place > 0 ? domain.log.entry(sequences[line.place - 1])?.at : nil
            guard let item = reader.item(sequence, in: domain, after: previous, view) else { return nil }
            var row = Row(item, columns, view)
            row.isOpen = isOpen(sequence)
            row.branch = (row.isOpen == true ? view.glyphs.expanded : view.glyphs.collapsed) + " "
            return row
        }
    }

    private func isOpen(_ sequence: Int) -> Bool { query.opensAll != query.toggled.contains(.sequence(sequence)) }

    private static func rawID(_ sequence: Int) -> RowID { .fact("\(linePrefix)\(sequence)") }
    private static let linePrefix = "line "

    /// The event that a row of this list is about.
    static func sequence(of id: RowID) -> Int? {
        switch id {
        case .sequence(let sequence): return sequence
        case .fact(let name) where name.hasPrefix(linePrefix): return Int(name.dropFirst(linePrefix.count))
        default: return nil
        }
    }
}
