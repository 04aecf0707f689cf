import CCSSimulator
import Foundation

/// An event, parsed by a JSON reader that is independent of the writer.
struct ReadEvent: Sendable {
    let time: Int64
    let type: String
    let domain: String
    /// The members of `data` that are texts or numbers.
    let data: [String: String]

    init?(line: [UInt8]) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any],
            object["class"] as? String == "ccsevents",
            let type = object["type"] as? String,
            let time = object["eventts"] as? NSNumber,
            let data = object["data"] as? [String: Any]
        else { return nil }
        self.type = type
        self.time = time.int64Value
        self.domain = object["domain"] as? String ?? ""
        self.data = data.compactMapValues { ($0 as? String) ?? ($0 as? NSNumber)?.stringValue }
    }

    func text(_ name: String) -> String? { data[name] }
    var call: String? { text("idcall") }
    var connection: String? { text("idconn") }
    var seance: String? { text("idseance") }
    var state: String? { text("state") }
}

let allTypes: Set<String> = [
    "call_create", "call_update", "call_set_state", "call_delete", "call_attach_to_seance", "call_dtmf",
    "connection_create", "connection_update", "connection_delete", "connection_attach_to_seance",
    "connection_link_call", "connection_start_record", "connection_set_record_info", "connection_failure",
    "seance_create", "seance_update", "seance_set_state", "seance_delete", "seance_set_next_number",
]

/// At most `most` lines of the feed, without their newlines.
func lines(_ options: SimulatorOptions, most: Int = .max) -> [[UInt8]] {
    bytes(options, most: most).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast().map(
        Array.init)
}

/// At most `most` lines of the feed as bytes.
func bytes(_ options: SimulatorOptions, most: Int = .max) -> [UInt8] {
    var simulator = Simulator(options)
    var buffer: [UInt8] = []
    var count = 0
    while count < most, simulator.next(into: &buffer) != nil { count += 1 }
    return buffer
}

func events(_ options: SimulatorOptions) -> [ReadEvent] {
    lines(options).compactMap(ReadEvent.init)
}
