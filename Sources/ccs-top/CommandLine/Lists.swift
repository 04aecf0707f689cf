import CCSView

/// What `--list-keys` and `--list-columns` print, from the tables that the screen uses.
enum Lists {
    /// Every command with its keys.
    static func keys(_ table: KeyTable) -> String { String(table.listing.dropLast()) }

    /// Every column of every pane.
    static func columns() -> String {
        Pane.allCases.map { pane in
            let columns = ColumnTable.columns(of: pane).map { column in
                "  " + column.id.padded(12) + column.title.padded(12) + column.help
            }
            return ([pane.rawValue] + columns).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }
}

extension String {
    func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
