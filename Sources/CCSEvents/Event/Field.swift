/// A field of an event's `data` that the program understands.
///
/// The platform does not publish the names in `data`. So each field has several names, which are tried in order. The user's
/// field map adds more (``FieldMap``).
public enum Field: UInt8, CaseIterable, Sendable {
    /// The id of a call.
    case call
    /// The id of a connection.
    case connection
    /// The id of a seance.
    case seance
    /// The subject's id, in events that just say "id".
    case subject
    /// The state of the subject.
    case state
    /// The number of a call, or the number that failed.
    case number
    /// The display name of a call.
    case name
    /// The direction of a call.
    case direction
    /// The caller.
    case from
    /// The called number.
    case to
    /// A DTMF digit: dropped unless revealed.
    case digit
    /// The key that gives access to a recording: dropped unless revealed.
    case key
    /// The code of a failure.
    case code
    /// The reason of a failure.
    case reason
    /// The number to add to the numbers of a seance.
    case nextNumber
    /// What of a created object cannot have been heard: `record` of a connection.
    case unheard

    /// A row of ``table``.
    public struct Row: Sendable {
        /// The name in the user's field map.
        public let name: StaticString
        /// The names in `data`. The first one with a value counts.
        public let names: [StaticString]
        /// Whether its values are secrets.
        public let secret: Bool
        /// Whether the platform documents its name.
        public let documented: Bool

        init(_ name: StaticString, _ names: [StaticString], secret: Bool = false, documented: Bool = false) {
            self.name = name
            self.names = names
            self.secret = secret
            self.documented = documented
        }
    }

    /// The fields, in the order of their raw values.
    public static let table: [Row] = [
        Row("call", ["idcall", "callid", "call_id"]),
        Row("connection", ["idconn", "connectionid", "connection_id"]),
        Row("seance", ["idseance", "seanceid", "seance_id"]),
        Row("id", ["id"]),
        Row("state", ["state"]),
        Row("number", ["number", "num", "username"]),
        Row("name", ["name", "displayname"]),
        Row("direction", ["dir", "direction"]),
        Row("from", ["fromnumber", "from", "callernum"]),
        Row("to", ["tonumber", "to", "callednum"]),
        Row("digit", ["digit", "dtmf", "signal"], secret: true),
        Row("key", ["key"], secret: true, documented: true),
        Row("code", ["code", "sipcode", "sip_code"]),
        Row("reason", ["reason"]),
        Row("next", ["nextnumber", "next_number", "number"]),
        Row("unheard", ["unheard"]),
    ]

    /// Its row of the table.
    public var row: Row { Self.table[Int(rawValue)] }
    /// Whether it holds an id.
    public var isID: Bool { rawValue <= Field.subject.rawValue }
}
