import CCSEvents
import CCSState

/// Makes the records of a list's rows: what a program reads in place of cells.
///
/// A record is a JSON object: the pane, the domain, the id that tells the row from others, and what it has in each column.
struct RecordMaker<Item> {
    private let pane: Pane
    private let domain: String?
    private let identity: Column<Item>?
    private let columns: [Column<Item>]

    /// For the columns shown, of a pane's table; nil unless the query asks for records.
    init?(_ query: Query, _ columns: [Column<Item>], of table: [Column<Item>]) {
        guard query.givesRecords, case .pane(let pane) = query.view else { return nil }
        self.pane = pane
        // In the list of domains the id says it.
        domain = pane == .domains ? nil : query.domain
        identity = table.first(where: \.isIdentity)
        self.columns = columns.filter { $0.info.id != Self.idKey }
    }

    private static var idKey: String { "id" }

    /// The record of an item, without an end of line.
    func record(of item: Item, _ view: Viewpoint) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.string("pane", pane.rawValue)
            if let domain { json.string("domain", domain) }
            json.key(Self.idKey)
            json.value(identity?.seen(item, view) ?? .none)
            for column in columns {
                json.key(column.info.id)
                json.value(column.seen(item, view))
            }
        }
        return json.bytes
    }
}

extension JSONWriter {
    /// A value as it is: a number as a number, a time and a length of time in milliseconds, what is not known as null.
    fileprivate mutating func value(_ value: Value) {
        switch value {
        case .none, .unknown: null(nil)
        case .text(let text): self.text(nil, text)
        case .string(let text): string(nil, text)
        case .words(let words): string(nil, words.first ?? "")
        case .number(let number): integer(nil, number)
        case .measure(let number): self.number(nil, number)
        case .duration(let milliseconds), .time(let milliseconds): integer(nil, milliseconds)
        case .elapsed(let start, let now): integer(nil, max(0, now - start))
        case .flag(let flag): bool(nil, flag)
        }
    }
}

extension Row {
    /// Puts in what an item has in the columns: a cell each, or a record where the query asks for that.
    mutating func fill<Item>(
        _ columns: [Column<Item>], _ item: Item, _ view: Viewpoint, ended: Bool, _ records: RecordMaker<Item>?
    ) {
        if let records {
            record = records.record(of: item, view)
        } else {
            cells = columns.map { $0.cell(item, view, ended: ended) }
        }
    }
}
