/// The columns of all panes, for help, lists and filters. They are declared once, in the tables beside this file.
public enum ColumnTable {
    /// The columns of a pane, in their usual order, those included that are shown only when asked for.
    public static func columns(of pane: Pane) -> [ColumnInfo] {
        switch pane {
        case .domains: DomainColumns.table.map(\.info)
        case .seances: SeanceColumns.table.map(\.info)
        case .connections: ConnectionColumns.table.map(\.info)
        case .calls: CallColumns.table.map(\.info)
        case .failures: FailureColumns.table.map(\.info)
        case .recording: RecordingColumns.table.map(\.info)
        case .anomalies: AnomalyColumns.table.map(\.info)
        case .numbers: NumberColumns.table.map(\.info)
        case .log: LogColumns.table.map(\.info)
        case .feed: FactColumns.table.map(\.info)
        case .changes: ChangeColumns.table.map(\.info)
        }
    }

    /// The columns that a pane shows unless others are asked for.
    public static func usualColumns(of pane: Pane) -> [ColumnInfo] {
        switch pane {
        case .domains: DomainColumns.table.chosen(nil).map(\.info)
        case .seances: SeanceColumns.table.chosen(nil).map(\.info)
        case .connections: ConnectionColumns.table.chosen(nil).map(\.info)
        case .calls: CallColumns.table.chosen(nil).map(\.info)
        case .failures: FailureColumns.table.chosen(nil).map(\.info)
        case .recording: RecordingColumns.table.chosen(nil).map(\.info)
        case .anomalies: AnomalyColumns.table.chosen(nil).map(\.info)
        case .numbers: NumberColumns.table.chosen(nil).map(\.info)
        case .log: LogColumns.table.chosen(nil).map(\.info)
        case .feed: FactColumns.table.chosen(nil).map(\.info)
        case .changes: ChangeColumns.table.chosen(nil).map(\.info)
        }
    }

    /// A pane's own order; nil where the order of arrival is the only one.
    public static func usualSort(of pane: Pane) -> Query.Sort? {
        switch pane {
        case .domains: DomainColumns.usualSort
        case .seances: SeanceColumns.usualSort
        case .connections: ConnectionColumns.usualSort
        case .calls: CallColumns.usualSort
        case .failures: FailureColumns.usualSort
        case .recording: RecordingColumns.usualSort
        case .anomalies: AnomalyColumns.usualSort
        case .numbers: NumberColumns.usualSort
        case .changes: ChangeColumns.usualSort
        case .log, .feed: nil
        }
    }

    /// The present name of a column of a pane that had another one before; nil for all others.
    public static func renamed(_ id: String, in pane: Pane) -> String? {
        FilterWords.renamed[id].flatMap { now in columns(of: pane).contains { $0.id == now } ? now : nil }
    }

    /// The names that a filter may use in a pane.
    public static func fields(of pane: Pane) -> [PaneField] { PaneField.all(of: pane) }
}
