/// One of the 19 events, as the translator hands it over.
package struct PBXEvent: Sendable, Equatable {
    /// The type; its raw value is the name in a feed.
    package enum Kind: String, Sendable, CaseIterable {
        case callCreate = "call_create"
        case callUpdate = "call_update"
        case callSetState = "call_set_state"
        case callDelete = "call_delete"
        case callAttach = "call_attach_to_seance"
        case callDTMF = "call_dtmf"
        case connectionCreate = "connection_create"
        case connectionUpdate = "connection_update"
        case connectionDelete = "connection_delete"
        case connectionAttach = "connection_attach_to_seance"
        case connectionLink = "connection_link_call"
        case connectionStartRecord = "connection_start_record"
        case connectionRecordInfo = "connection_set_record_info"
        case connectionFailure = "connection_failure"
        case seanceCreate = "seance_create"
        case seanceUpdate = "seance_update"
        case seanceSetState = "seance_set_state"
        case seanceDelete = "seance_delete"
        case seanceNextNumber = "seance_set_next_number"
    }

    /// A value of an event; the raw value is the name in a feed.
    package enum Name: String, Sendable, CaseIterable {
        case call = "idcall"
        case connection = "idconn"
        case seance = "idseance"
        case state, number, name, code, reason, digit, key, unheard
        case direction = "dir"
        case from = "fromnumber"
        case to = "tonumber"
    }

    /// A name with its value.
    package struct Value: Sendable, Equatable {
        package var name: Name
        package var text: String

        package init(_ name: Name, _ text: String) { (self.name, self.text) = (name, text) }
    }

    package var kind: Kind
    /// Milliseconds since 1970.
    package var at: Int64
    package var domain: String
    package var values: [Value]

    package init(_ kind: Kind, at: Int64, domain: String, _ values: [Value]) {
        (self.kind, self.at, self.domain, self.values) = (kind, at, domain, values)
    }

    /// The value of a name.
    package subscript(name: Name) -> String? { values.first { $0.name == name }?.text }
}
