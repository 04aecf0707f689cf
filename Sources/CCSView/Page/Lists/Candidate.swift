public import CCSState

/// An object that a filter is asked about.
public enum Candidate {
    /// A domain.
    case domain(Domain)
    /// A seance.
    case seance(Seance)
    /// A connection.
    case connection(Connection)
    /// A call.
    case call(Call)
    /// A failure.
    case failure(FailureItem)
    /// An event of the log.
    case event(LogItem)
    /// An anomaly.
    case anomaly(AnomalyItem)
    /// A recording.
    case recording(RecordingItem)
    /// A number.
    case number(NumberItem)
}

/// A name that filters may use in a pane, and what objects have in it.
public struct PaneField: Sendable {
    /// The name: a column's id.
    public let name: String
    /// What kind of values it has.
    public let kind: ValueKind
    /// What it says, for help.
    public let help: String

    private let domain: Column<Domain>?
    private let seance: Column<Seance>?
    private let connection: Column<Connection>?
    private let call: Column<Call>?
    private let failure: Column<FailureItem>?
    private let event: Column<LogItem>?
    private let anomaly: Column<AnomalyItem>?
    private let recording: Column<RecordingItem>?
    private let number: Column<NumberItem>?

    /// What an object has in it; none where objects of its kind lack it.
    public func value(of candidate: Candidate, _ view: Viewpoint) -> Value {
        switch candidate {
        case .domain(let item): domain?.value(item, view) ?? .none
        case .seance(let item): seance?.value(item, view) ?? .none
        case .connection(let item): connection?.value(item, view) ?? .none
        case .call(let item): call?.value(item, view) ?? .none
        case .failure(let item): failure?.value(item, view) ?? .none
        case .event(let item): event?.value(item, view) ?? .none
        case .anomaly(let item): anomaly?.value(item, view) ?? .none
        case .recording(let item): recording?.value(item, view) ?? .none
        case .number(let item): number?.value(item, view) ?? .none
        }
    }

    /// The fields of a pane: its columns, and those of what hangs under its objects.
    static func all(of pane: Pane) -> [PaneField] {
        let kinds: [[ColumnInfo]] =
            switch pane {
            case .domains: [DomainColumns.table.map(\.info)]
            case .seances:
                [SeanceColumns.table.map(\.info), ConnectionColumns.table.map(\.info), CallColumns.table.map(\.info)]
            case .connections: [ConnectionColumns.table.map(\.info), CallColumns.table.map(\.info)]
            case .calls: [CallColumns.table.map(\.info)]
            case .failures: [FailureColumns.ofFailures.map(\.info)]
            case .anomalies: [AnomalyColumns.table.map(\.info)]
            case .recording: [RecordingColumns.table.map(\.info)]
            case .numbers: [NumberColumns.table.map(\.info)]
            case .log: [LogColumns.table.map(\.info)]
            case .feed: []
            }
        var fields: [PaneField] = []
        for info in kinds.joined() where !fields.contains(where: { $0.name == info.id }) {
            fields.append(PaneField(info, pane))
        }
        return fields
    }

    private init(_ info: ColumnInfo, _ pane: Pane) {
        name = info.id
        kind = info.kind
        help = info.help
        let id = info.id
        domain = pane == .domains ? DomainColumns.table.first { $0.info.id == id } : nil
        seance = pane == .seances ? SeanceColumns.table.first { $0.info.id == id } : nil
        connection = [.seances, .connections].contains(pane) ? ConnectionColumns.table.first { $0.info.id == id } : nil
        call = [.seances, .connections, .calls].contains(pane) ? CallColumns.table.first { $0.info.id == id } : nil
        failure = pane == .failures ? FailureColumns.ofFailures.first { $0.info.id == id } : nil
        event = pane == .log ? LogColumns.table.first { $0.info.id == id } : nil
        anomaly = pane == .anomalies ? AnomalyColumns.table.first { $0.info.id == id } : nil
        recording = pane == .recording ? RecordingColumns.table.first { $0.info.id == id } : nil
        number = pane == .numbers ? NumberColumns.table.first { $0.info.id == id } : nil
    }
}

/// A filter made ready for a pane.
public struct RowTest {
    /// Whether an object by itself is wanted.
    public var accepts: (Candidate, Viewpoint) -> Bool
    /// Whether it names the field `ended`: then all that is kept is asked, not just what lives or ended a moment ago.
    public var namesEnded: Bool

    /// A test.
    public init(namesEnded: Bool = false, _ accepts: @escaping (Candidate, Viewpoint) -> Bool) {
        self.accepts = accepts
        self.namesEnded = namesEnded
    }

    /// Whether a seance or anything that hangs under it is wanted.
    func accepts(_ seance: Seance, _ view: Viewpoint) -> Bool {
        if accepts(.seance(seance), view) { return true }
        var found = false
        let end = seance.endedAt
        TreeWalk.connections(of: seance, view) { connection in
            if !found { found = accepts(.connection(connection), view) }
            if !found { TreeWalk.calls(of: connection, under: end, view) { found = found || accepts(.call($0), view) } }
        }
        if !found { TreeWalk.calls(of: seance, view) { found = found || accepts(.call($0), view) } }
        return found
    }

    /// Whether a connection or any of its calls is wanted.
    func accepts(_ connection: Connection, _ view: Viewpoint) -> Bool {
        var found = accepts(.connection(connection), view)
        if !found {
            TreeWalk.calls(of: connection, under: connection.endedAt, view) {
                found = found || accepts(.call($0), view)
            }
        }
        return found
    }
}

/// What became of a filter as it was written.
public enum FilterReading {
    /// It asks nothing.
    case everything
    /// It is understood.
    case test(RowTest)
    /// It is not understood: why, and where, in characters from 0. Then all rows are shown.
    case fault(message: String, at: Int)
}
