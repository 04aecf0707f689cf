import CCSEvents
import Testing

@testable import CCSState

/// The events that begin a condition, end it, and begin it again.
struct Scenario: Sendable, CustomTestStringConvertible {
    var name: String
    var detector: Detector
    var kind: EventType.Subject
    var id: String
    /// The last event begins the condition, at time 0.
    var begin: [TimedEvent]
    /// Each element ends the condition by itself. Its times count from that moment.
    var ends: [[TimedEvent]]
    /// The last event begins the condition again. Its time counts from the end by the first element of ``ends``.
    var again: [TimedEvent] = []

    var testDescription: String { name }
    var threshold: Int64 { detector.row.threshold }

    static let all: [Scenario] = [
        Scenario(
            name: "a call rings", detector: .ringing, kind: .call, id: "c",
            begin: [.init("call_create", "id=c state=ringing", at: 0)],
            ends: [
                [.init("call_set_state", "id=c state=dialog", at: 0)], [.init("call_update", "id=c state=zzz", at: 0)],
                [.init("call_delete", "id=c", at: 0)],
            ],
            again: [.init("call_set_state", "id=c state=Early", at: 500)]),
        Scenario(
            name: "a call is held", detector: .held, kind: .call, id: "c",
            begin: [
                .init("call_create", "id=c state=dialog", at: -9000), .init("call_set_state", "id=c state=hold", at: 0),
            ],
            ends: [[.init("call_set_state", "id=c state=dialog", at: 0)], [.init("call_delete", "id=c", at: 0)]],
            again: [.init("call_set_state", "id=c state=held", at: 500)]),
        Scenario(
            name: "a connection says that it talks", detector: .unrecorded, kind: .connection, id: "k",
            begin: [.init("connection_create", "id=k state=talk", at: 0)],
            ends: [
                [.init("connection_update", "id=k state=bye", at: 0)],
                [.init("connection_start_record", "id=k", at: 0)],
                [.init("connection_set_record_info", "id=k", at: 0)], [.init("connection_delete", "id=k", at: 0)],
            ],
            again: [.init("connection_update", "id=k state=up", at: 500)]),
        Scenario(
            name: "the second call of a connection talks", detector: .unrecorded, kind: .connection, id: "k",
            begin: [
                .init("connection_create", "id=k", at: -6000),
                .init("connection_link_call", "id=k idcall=a", at: -5000),
                .init("connection_link_call", "id=k idcall=b", at: -4000),
                .init("call_set_state", "id=a state=dialog", at: -3000),
                .init("call_set_state", "id=b state=dialog", at: 0),
            ],
            ends: [
                [.init("call_set_state", "id=b state=hold", at: 0)], [.init("call_delete", "id=b", at: 0)],
                [.init("connection_link_call", "id=other idcall=b", at: 0)],
                [.init("connection_start_record", "id=k", at: 0)], [.init("connection_delete", "id=k", at: 0)],
            ],
            again: [.init("call_set_state", "id=b state=dialog", at: 500)]),
        Scenario(
            name: "a record is not finished", detector: .unfinished, kind: .connection, id: "k",
            begin: [
                .init("connection_start_record", "id=k", at: -9000), .init("connection_delete", "id=k", at: 0),
            ],
            ends: [[.init("connection_set_record_info", "id=k", at: 0)]]),
        Scenario(
            name: "nothing is heard of a call", detector: .silent, kind: .call, id: "c",
            begin: [.init("call_create", "id=c", at: -9000), .init("call_update", "id=c name=x", at: 0)],
            ends: [[.init("call_update", "id=c name=y", at: 0)], [.init("call_delete", "id=c", at: 0)]],
            again: [.init("call_dtmf", "id=c", at: 500)]),
        Scenario(
            name: "nothing is heard of a connection", detector: .silent, kind: .connection, id: "k",
            begin: [.init("connection_create", "id=k", at: 0)],
            ends: [
                [.init("connection_update", "id=k to=1", at: 0)],
                [.init("connection_link_call", "id=k idcall=c", at: 0)],
                [.init("connection_delete", "id=k", at: 0)],
            ],
            again: [.init("connection_update", "id=k to=2", at: 500)]),
        Scenario(
            name: "nothing is heard of a seance", detector: .silent, kind: .seance, id: "s",
            begin: [.init("seance_create", "id=s", at: 0)],
            ends: [
                [.init("seance_update", "id=s", at: 0)],
                [.init("call_attach_to_seance", "id=c idseance=s", at: 0)], [.init("seance_delete", "id=s", at: 0)],
            ],
            again: [.init("seance_update", "id=s to=2", at: 500)]),
        Scenario(
            name: "a call outlives its seance", detector: .outlived, kind: .call, id: "c",
            begin: [
                .init("call_attach_to_seance", "id=c idseance=s", at: -9000), .init("seance_delete", "id=s", at: 0),
            ],
            ends: [
                [.init("call_attach_to_seance", "id=c idseance=t", at: 0)], [.init("call_delete", "id=c", at: 0)],
            ],
            again: [.init("seance_delete", "id=t", at: 500)]),
        Scenario(
            name: "a connection outlives its seance", detector: .outlived, kind: .connection, id: "k",
            begin: [
                .init("connection_attach_to_seance", "id=k idseance=s", at: -9000),
                .init("seance_delete", "id=s", at: 0),
            ],
            ends: [
                [.init("connection_attach_to_seance", "id=k idseance=t", at: 0)],
                [.init("connection_delete", "id=k", at: 0)],
            ],
            again: [.init("seance_delete", "id=t", at: 500)]),
        Scenario(
            name: "a connection never has a call", detector: .empty, kind: .connection, id: "k",
            begin: [.init("connection_create", "id=k", at: 0)],
            ends: [
                [.init("connection_link_call", "id=k idcall=c", at: 0)], [.init("connection_delete", "id=k", at: 0)],
            ],
            again: [.init("call_delete", "id=c", at: 500)]),
        Scenario(
            name: "a connection loses its calls", detector: .empty, kind: .connection, id: "k",
            begin: [
                .init("connection_create", "id=k", at: -9500),
                .init("connection_link_call", "id=k idcall=a", at: -9000),
                .init("connection_link_call", "id=k idcall=b", at: -8000), .init("call_delete", "id=a", at: -7000),
                .init("connection_link_call", "id=other idcall=b", at: 0),
            ],
            ends: [
                [.init("connection_link_call", "id=k idcall=b", at: 0)], [.init("connection_delete", "id=k", at: 0)],
            ],
            again: [.init("call_delete", "id=b", at: 500)]),
        Scenario(
            name: "a caller waits in a queue", detector: .waiting, kind: .seance, id: "s",
            begin: [
                .init("seance_create", "id=s", at: -9000),
                .init("call_create", "id=c state=ivr", at: -8500),
                .init("call_attach_to_seance", "id=c idseance=s", at: -8000),
                .init("call_set_state", "id=c state=queue", at: 0),
            ],
            ends: [
                [.init("call_set_state", "id=c state=dialog", at: 0)],
                [.init("call_set_state", "id=c state=bye", at: 0)],
                [.init("call_delete", "id=c", at: 0)], [.init("seance_delete", "id=s", at: 0)],
            ],
            again: [.init("call_set_state", "id=c state=parked", at: 500)]),
        Scenario(
            name: "a seance comes back to a number", detector: .loop, kind: .seance, id: "s",
            begin: [
                .init("seance_set_next_number", "id=s nextnumber=1", at: -9000),
                .init("seance_set_next_number", "id=s nextnumber=2", at: -8000),
                .init("seance_set_next_number", "id=s nextnumber=1", at: 0),
            ],
            ends: [[.init("seance_delete", "id=s", at: 0)]]),
    ]
}

extension [TimedEvent] {
    func later(by milliseconds: Int64) -> [TimedEvent] {
        map { TimedEvent($0.type, $0.data, at: $0.at + milliseconds) }
    }
}
