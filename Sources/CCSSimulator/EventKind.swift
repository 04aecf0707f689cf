/// The 19 types of event, in the order of the table in docs/feed.md.
enum EventKind: UInt8, CaseIterable, Sendable {
    case callCreate, callUpdate, callSetState, callDelete, callAttach, callDTMF
    case connectionCreate, connectionUpdate, connectionDelete, connectionAttach, connectionLink
    case connectionStartRecord, connectionSetRecordInfo, connectionFailure
    case seanceCreate, seanceUpdate, seanceSetState, seanceDelete, seanceSetNextNumber

    /// The value of `type` on the wire.
    var wireName: StaticString {
        switch self {
        case .callCreate: "call_create"
        case .callUpdate: "call_update"
        case .callSetState: "call_set_state"
        case .callDelete: "call_delete"
        case .callAttach: "call_attach_to_seance"
        case .callDTMF: "call_dtmf"
        case .connectionCreate: "connection_create"
        case .connectionUpdate: "connection_update"
        case .connectionDelete: "connection_delete"
        case .connectionAttach: "connection_attach_to_seance"
        case .connectionLink: "connection_link_call"
        case .connectionStartRecord: "connection_start_record"
        case .connectionSetRecordInfo: "connection_set_record_info"
        case .connectionFailure: "connection_failure"
        case .seanceCreate: "seance_create"
        case .seanceUpdate: "seance_update"
        case .seanceSetState: "seance_set_state"
        case .seanceDelete: "seance_delete"
        case .seanceSetNextNumber: "seance_set_next_number"
        }
    }

    var isCreate: Bool { self == .callCreate || self == .connectionCreate || self == .seanceCreate }

    /// Whether its subject is a connection.
    var isOfConnection: Bool {
        rawValue >= Self.connectionCreate.rawValue && rawValue <= Self.connectionSetRecordInfo.rawValue
    }
}

/// The states of the simulated platform. `unset` is the platform's own word for "no value".
enum State: UInt8, CaseIterable, Sendable {
    case absent, unset, incoming, early, ringing, forking, ivr, queue
    case answered, talk, dialog, hold, stopping, cancelled, final, bye, parked, voicemail

    /// The JSON member as it is written after the members of the subject.
    var member: StaticString {
        switch self {
        case .absent: ""
        case .unset: #","state":"__empty""#
        case .incoming: #","state":"incoming""#
        case .early: #","state":"early""#
        case .ringing: #","state":"ringing""#
        case .forking: #","state":"Forking""#
        case .ivr: #","state":"ivr""#
        case .queue: #","state":"queue""#
        case .answered: #","state":"answered""#
        case .talk: #","state":"talk""#
        case .dialog: #","state":"dialog""#
        case .hold: #","state":"hold""#
        case .stopping: #","state":"stopping""#
        case .cancelled: #","state":"cancelled""#
        case .final: #","state":"final""#
        case .bye: #","state":"bye""#
        case .parked: #","state":"parked""#
        case .voicemail: #","state":"voicemail""#
        }
    }
}
