/// The 19 events of class `ccsevents`, in the order of the platform's documentation.
///
/// Everything that depends on the type alone stands in ``EventType/table``; the rest of the program asks the table.
public enum EventType: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    /// A leg was created.
    case callCreate
    /// A leg was removed.
    case callDelete
    /// What is known of a leg changed.
    case callUpdate
    /// A leg has a new state.
    case callSetState
    /// A leg was tied to a seance.
    case callAttachToSeance
    /// A DTMF signal from the subscriber was heard in a leg.
    case callDTMF
    /// A dialog was created.
    case connectionCreate
    /// A dialog was removed.
    case connectionDelete
    /// What is known of a dialog changed.
    case connectionUpdate
    /// A dialog was tied to a seance.
    case connectionAttachToSeance
    /// The recording of a dialog began.
    case connectionStartRecord
    /// The recording of a dialog is finished and has a key.
    case connectionSetRecordInfo
    /// A leg was attached to a dialog.
    case connectionLinkCall
    /// A call that never became a dialog.
    case connectionFailure
    /// A seance was created.
    case seanceCreate
    /// A seance was removed.
    case seanceDelete
    /// What is known of a seance changed.
    case seanceUpdate
    /// A seance has a new state.
    case seanceSetState
    /// A number was added to those that serve a seance.
    case seanceSetNextNumber

    /// The kind of object an event is about.
    public enum Subject: UInt8, CaseIterable, Sendable {
        /// A leg.
        case call
        /// A dialog.
        case connection
        /// A session.
        case seance
    }

    /// What an event does, apart from the fields it carries.
    public enum Action: Sendable {
        /// Brings its subject to life, again if need be.
        case create
        /// Ends its subject.
        case delete
        /// Brings news of its subject.
        case update
        /// Ties its subject to another object.
        case tie
        /// Counts a DTMF signal.
        case dtmf
        /// Begins a record.
        case startRecord
        /// Finishes a record.
        case finishRecord
        /// Tells of a failure.
        case fail
        /// Appends a number.
        case appendNumber
    }

    /// A row of ``table``.
    public struct Row: Sendable {
        /// The name on the wire.
        public let name: StaticString
        /// The kind of its subject; nil for a failure, which has none.
        public let subject: Subject?
        /// The kind of object it ties its subject to.
        public let other: Subject?
        /// What it does.
        public let action: Action

        /// The secret that it is about: it may stand anywhere in the event's data, under names that nobody mapped too.
        public var secret: Field? {
            switch action {
            case .dtmf: .digit
            case .finishRecord: .key
            default: nil
            }
        }

        /// The ids, and the fields of its subject, which may come with any event about it.
        public var fields: [Field] {
            let ids = Field.allCases.filter(\.isID)
            return switch subject {
            case .call: ids + [.state, .number, .name, .direction]
            case .connection, .seance: ids + [.state, .from, .to]
            case nil: ids + [.code, .reason, .number]
            }
        }
    }

    /// The types, in the order of their raw values.
    public static let table: [Row] = [
        Row(name: "call_create", subject: .call, other: nil, action: .create),
        Row(name: "call_delete", subject: .call, other: nil, action: .delete),
        Row(name: "call_update", subject: .call, other: nil, action: .update),
        Row(name: "call_set_state", subject: .call, other: nil, action: .update),
        Row(name: "call_attach_to_seance", subject: .call, other: .seance, action: .tie),
        Row(name: "call_dtmf", subject: .call, other: nil, action: .dtmf),
        Row(name: "connection_create", subject: .connection, other: nil, action: .create),
        Row(name: "connection_delete", subject: .connection, other: nil, action: .delete),
        Row(name: "connection_update", subject: .connection, other: nil, action: .update),
        Row(name: "connection_attach_to_seance", subject: .connection, other: .seance, action: .tie),
        Row(name: "connection_start_record", subject: .connection, other: nil, action: .startRecord),
        Row(name: "connection_set_record_info", subject: .connection, other: nil, action: .finishRecord),
        Row(name: "connection_link_call", subject: .connection, other: .call, action: .tie),
        Row(name: "connection_failure", subject: nil, other: nil, action: .fail),
        Row(name: "seance_create", subject: .seance, other: nil, action: .create),
        Row(name: "seance_delete", subject: .seance, other: nil, action: .delete),
        Row(name: "seance_update", subject: .seance, other: nil, action: .update),
        Row(name: "seance_set_state", subject: .seance, other: nil, action: .update),
        Row(name: "seance_set_next_number", subject: .seance, other: nil, action: .appendNumber),
    ]

    /// Its row of the table.
    public var row: Row { Self.table[Int(rawValue)] }
    /// Its name on the wire.
    public var name: String { row.name.description }
}
