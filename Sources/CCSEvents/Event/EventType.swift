/// The 19 events of class `ccsevents`, in the order of the platform's documentation.
///
/// ``EventType/table`` holds all properties of a type. The rest of the program reads the table.
public enum EventType: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    /// A call was created.
    case callCreate
    /// A call was removed.
    case callDelete
    /// Facts of a call changed.
    case callUpdate
    /// A call has a new state.
    case callSetState
    /// A call was attached to a seance.
    case callAttachToSeance
    /// The subscriber sent a DTMF signal in a call.
    case callDTMF
    /// A connection was created.
    case connectionCreate
    /// A connection was removed.
    case connectionDelete
    /// Facts of a connection changed.
    case connectionUpdate
    /// A connection was attached to a seance.
    case connectionAttachToSeance
    /// The recording of a connection began.
    case connectionStartRecord
    /// The recording of a connection is finished and has a key.
    case connectionSetRecordInfo
    /// A call was attached to a connection.
    case connectionLinkCall
    /// An attempt failed before there was a connection.
    case connectionFailure
    /// A seance was created.
    case seanceCreate
    /// A seance was removed.
    case seanceDelete
    /// Facts of a seance changed.
    case seanceUpdate
    /// A seance has a new state.
    case seanceSetState
    /// A number was added to the numbers of a seance.
    case seanceSetNextNumber

    /// The kind of object an event is about.
    public enum Subject: UInt8, CaseIterable, Sendable {
        case call
        case connection
        case seance
    }

    /// The effect of an event on its subject, besides its fields.
    public enum Action: Sendable {
        /// Creates its subject, also again.
        case create
        /// Ends its subject.
        case delete
        /// Updates its subject.
        case update
        /// Attaches its subject to another object.
        case tie
        /// Counts a DTMF signal.
        case dtmf
        /// Begins a recording.
        case startRecord
        /// Finishes a recording.
        case finishRecord
        /// Reports a failure.
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
        /// The kind of object to which it attaches its subject.
        public let other: Subject?
        /// Its effect on the subject.
        public let action: Action

        /// The secret in the event's data. It may be in any member, also under names outside the field map.
        public var secret: Field? {
            switch action {
            case .dtmf: .digit
            case .finishRecord: .key
            default: nil
            }
        }

        /// The ids, and the fields of the subject. Any event about the subject may carry them.
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

    /// Its row in ``table``.
    public var row: Row { Self.table[Int(rawValue)] }
    /// The name on the wire.
    public var name: String { row.name.description }
}
