import CCSView

/// The output of `--list-keys` and `--list-columns`, made from the tables of the screen.
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
