import CCSView

/// The sections about lists.
extension Section {
    /// The columns of panes.
    static let columns = Section(
        "columns", noun: "pane",
        ["Columns by pane, from left to right. `ccs-top --list-columns` lists and explains them."],
        Pane.allCases.map { pane in
            let usual = ColumnTable.usualColumns(of: pane).map(\.id)
            let ids = ColumnTable.columns(of: pane).map(\.id)
            let example = TOMLText.list(Array(ids.prefix(2)))
            return Setting([.key("columns"), .key(pane.rawValue)], "", example: example) { configuration, _ in
                TOMLText.list(configuration.columns[pane] ?? usual)
            } take: { (draft, value, _) throws(Fault) in
                let columns = try value.list(example)
                guard !columns.isEmpty else { throw Fault("needs at least one column, as in \(example)") }
                for column in columns {
                    if let fault = fault(column, pane, ids) { throw fault }
                }
                draft.configuration.columns[pane] = columns == usual ? nil : columns
            }
        })

    /// The orders of panes. Those without one are in the order of arrival.
    static let sort = Section(
        "sort", noun: "pane that can be sorted",
        ["The column that sorts a pane. With a hyphen before it the largest come first."],
        Pane.allCases.compactMap { pane in
            guard let usual = ColumnTable.usualSort(of: pane) else { return nil }
            let ids = ColumnTable.columns(of: pane).map(\.id)
            let example = TOMLText.text(text(usual))
            return Setting([.key("sort"), .key(pane.rawValue)], "", example: example) { configuration, _ in
                TOMLText.text(text(configuration.sorts[pane] ?? usual))
            } take: { (draft, value, _) throws(Fault) in
                let written = try value.text(example)
                let descending = written.hasPrefix("-")
                let column = String(written.dropFirst(descending ? 1 : 0))
                if let fault = fault(column, pane, ids) { throw fault }
                let sort = Query.Sort(column, descending: descending)
                draft.configuration.sorts[pane] = sort == usual ? nil : sort
            }
        })

    private static func fault(_ column: String, _ pane: Pane, _ ids: [String]) -> Fault? {
        if let now = ColumnTable.renamed(column, in: pane) {
            return Fault("no such column: \(quoted(column)); did you mean '\(now)'?")
        }
        return SettingValue.fault("column", column, of: ids)
    }

    private static func text(_ sort: Query.Sort) -> String { (sort.descending ? "-" : "") + sort.column }
}
