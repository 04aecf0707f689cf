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
    /// Something that began or ended.
    case change(ChangeItem)
}

/// A name that filters may use in a pane, and what objects have in it.
public struct PaneField: Sendable {
    /// The name: a column's id.
    public let name: String
    /// What kind of values it has.
    public let kind: ValueKind
    /// What it says, for help.
    public let help: String
    /// All words that its values are made of, where the program has a list of them.
    let words: [String]

    /// How it is read.
    let reader: FieldReader

    /// What an object has in it; none where objects of its kind lack it.
    public func value(of candidate: Candidate, _ view: Viewpoint) -> Value { reader.value(of: candidate, view) }

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
            case .changes: [ChangeColumns.table.map(\.info)]
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
        words = info.words
        reader = FieldReader(info.id, pane)
    }
}

/// What objects of each kind have in a field. A class, since filters ask it of every object and a struct of so many closures would
/// be copied each time.
final class FieldReader: Sendable {
    private let domain: Column<Domain>.Reading?
    private let seance: Column<Seance>.Reading?
    private let connection: Column<Connection>.Reading?
    private let call: Column<Call>.Reading?
    private let failure: Column<FailureItem>.Reading?
    private let event: Column<LogItem>.Reading?
    private let anomaly: Column<AnomalyItem>.Reading?
    private let recording: Column<RecordingItem>.Reading?
    private let number: Column<NumberItem>.Reading?
    private let change: Column<ChangeItem>.Reading?
    private let domainDoubt: (@Sendable (Domain) -> Doubt?)?
    private let numberDoubt: (@Sendable (NumberItem) -> Doubt?)?
    private let seanceDoubt: (@Sendable (Seance) -> Doubt?)?
    private let connectionDoubt: (@Sendable (Connection) -> Doubt?)?
    private let callDoubt: (@Sendable (Call) -> Doubt?)?

    init(_ id: String, _ pane: Pane) {
        let ofDomains = pane == .domains ? DomainColumns.table.first { $0.info.id == id } : nil
        (domain, domainDoubt) = (ofDomains?.seen, ofDomains?.doubt)
        let ofSeances = pane == .seances ? SeanceColumns.table.first { $0.info.id == id } : nil
        (seance, seanceDoubt) = (ofSeances?.seen, ofSeances?.doubt)
        let ofConnections =
            [.seances, .connections].contains(pane) ? ConnectionColumns.table.first { $0.info.id == id } : nil
        (connection, connectionDoubt) = (ofConnections?.seen, ofConnections?.doubt)
        let ofCalls =
            [.seances, .connections, .calls].contains(pane) ? CallColumns.table.first { $0.info.id == id } : nil
        (call, callDoubt) = (ofCalls?.seen, ofCalls?.doubt)
        failure = pane == .failures ? FailureColumns.ofFailures.first { $0.info.id == id }?.seen : nil
        event = pane == .log ? LogColumns.table.first { $0.info.id == id }?.seen : nil
        anomaly = pane == .anomalies ? AnomalyColumns.table.first { $0.info.id == id }?.seen : nil
        recording = pane == .recording ? RecordingColumns.table.first { $0.info.id == id }?.seen : nil
        let ofNumbers = pane == .numbers ? NumberColumns.table.first { $0.info.id == id } : nil
        (number, numberDoubt) = (ofNumbers?.seen, ofNumbers?.doubt)
        change = pane == .changes ? ChangeColumns.table.first { $0.info.id == id }?.seen : nil
    }

    /// Whether a length of time or a number that an object has in the field is only a lower bound.
    func mayBeMore(_ candidate: Candidate) -> Bool {
        switch candidate {
        case .domain(let item): domainDoubt?(item) == .mayBeMore
        case .number(let item): numberDoubt?(item) == .mayBeMore
        case .seance(let item): seanceDoubt?(item) == .mayBeMore
        case .connection(let item): connectionDoubt?(item) == .mayBeMore
        case .call(let item): callDoubt?(item) == .mayBeMore
        default: false
        }
    }

    /// What an object has in the field; unknown where objects of its kind lack it, or `not waiting` would find the connections of a
    /// seance that waits.
    func value(of candidate: Candidate, _ view: Viewpoint) -> Value {
        switch candidate {
        case .domain(let item): domain?(item, view) ?? .unknown
        case .seance(let item): seance?(item, view) ?? .unknown
        case .connection(let item): connection?(item, view) ?? .unknown
        case .call(let item): call?(item, view) ?? .unknown
        case .failure(let item): failure?(item, view) ?? .unknown
        case .event(let item): event?(item, view) ?? .unknown
        case .anomaly(let item): anomaly?(item, view) ?? .unknown
        case .recording(let item): recording?(item, view) ?? .unknown
        case .number(let item): number?(item, view) ?? .unknown
        case .change(let item): change?(item, view) ?? .unknown
        }
    }
}

/// A filter made ready for a pane.
public struct RowTest {
    /// Whether an object by itself is wanted.
    public var accepts: (Candidate, Viewpoint) -> Bool
    /// Whether it names the field `ended`: then all that is kept is asked, not just what lives or ended a moment ago.
    public var namesEnded: Bool
    /// Where it notes until when its answers hold; nil where it does not, so that it has to be asked for each page.
    let bounds: TimeBounds?
    /// Whether it asks of an event what only its line says.
    var readsLines = true
    /// How the filter was read, in words (``Filter/description``).
    var reading = ""

    /// A test.
    public init(namesEnded: Bool = false, _ accepts: @escaping (Candidate, Viewpoint) -> Bool) {
        self.init(namesEnded: namesEnded, bounds: nil, accepts)
    }

    init(namesEnded: Bool, bounds: TimeBounds?, _ accepts: @escaping (Candidate, Viewpoint) -> Bool) {
        self.accepts = accepts
        self.namesEnded = namesEnded
        self.bounds = bounds
    }

    /// What a filter says of something at a moment; `bounds` learns for how long that holds.
    func answers(at now: Int64, within bounds: TimeBounds, _ isWanted: (RowTest) -> Bool) -> Bool {
        self.bounds?.begin(at: now)
        defer { if let own = self.bounds { bounds.meet(own) } }
        return isWanted(self)
    }

    /// Whether a seance or anything that hangs under it is wanted.
    func accepts(_ seance: Seance, _ view: Viewpoint) -> Bool {
        if accepts(.seance(seance), view) { return true }
        let end = seance.endedAt
        for connection in TreeWalk.connections(of: seance, view) {
            if accepts(.connection(connection), view) { return true }
            for call in TreeWalk.calls(of: connection, under: end, view) where accepts(.call(call), view) {
                return true
            }
        }
        return TreeWalk.calls(of: seance, view).contains { accepts(.call($0), view) }
    }

    /// Whether a connection or any of its calls is wanted.
    func accepts(_ connection: Connection, _ view: Viewpoint) -> Bool {
        accepts(.connection(connection), view)
            || TreeWalk.calls(of: connection, under: connection.endedAt, view).contains { accepts(.call($0), view) }
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
