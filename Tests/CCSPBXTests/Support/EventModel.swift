import CCSPBX

/// What a reader of the events knows: live objects, and who is joined with whom. It notes events that contradict each other.
struct EventModel {
    private(set) var calls: [String: String?] = [:]
    private(set) var connections: [String: String] = [:]
    private(set) var seances: Set<String> = []
    private(set) var faults: [String] = []
    private var connectionOf: [String: String] = [:]
    private var ended: Set<String> = []
    private var created: Set<String> = []
    private var newest: [String: Int64] = [:]

    mutating func take(_ events: [PBXEvent]) { for event in events { take(event) } }

    private mutating func take(_ event: PBXEvent) {
        let id = event[event.kind.subject] ?? ""
        let key = "\(event.domain) \(event.kind.subject) \(id)"
        if event.kind == .connectionFailure { return }
        if ended.contains(key), event.kind != .connectionRecordInfo { note("after the end", event) }
        if event.at < newest[key] ?? 0 { note("goes back in time", event) }
        newest[key] = max(newest[key] ?? 0, event.at)
        for name in [PBXEvent.Name.call, .connection, .seance] where name != event.kind.subject {
            if let other = event[name], ended.contains("\(event.domain) \(name) \(other)") {
                note("names what has ended", event)
            }
        }
        switch event.kind {
        case .callCreate, .seanceCreate:
            if !created.insert(key).inserted { note("a second time", event) }
            if event.kind == .callCreate { calls[id] = event[.state] } else { seances.insert(id) }
        case .connectionCreate:
            if !created.insert(key).inserted { note("a second time", event) }
            connections[id] = event[.state]
        case .callSetState: calls[id] = event[.state]
        case .connectionUpdate: if let state = event[.state] { connections[id] = state }
        case .connectionLink: if let call = event[.call] { connectionOf[call] = id }
        case .callDelete, .connectionDelete, .seanceDelete:
            if !ended.insert(key).inserted || !created.contains(key) { note("deleted without life", event) }
            switch event.kind {
            case .callDelete: (calls[id], connectionOf[id]) = (nil, nil)
            case .seanceDelete: seances.remove(id)
            default:
                connections[id] = nil
                connectionOf = connectionOf.filter { $0.value != id }
            }
        default: break
        }
    }

    private mutating func note(_ what: String, _ event: PBXEvent) { faults.append("\(what): \(event.short)") }

    /// Nothing lives.
    var isEmpty: Bool { calls.isEmpty && connections.isEmpty && seances.isEmpty }

    /// Calls that hear each other.
    var joined: Set<Set<String>> {
        var groups: [String: Set<String>] = [:]
        for (call, connection) in connectionOf {
            guard ["dialog", "hold"].contains(connections[connection]), ["talk", "hold"].contains(calls[call] ?? nil)
            else { continue }
            groups[connection, default: []].insert(call)
        }
        return Set(groups.values.filter { $0.count > 1 })
    }
}

extension PBXEvent.Kind {
    /// What an event is about.
    var subject: PBXEvent.Name {
        if rawValue.hasPrefix("call_") { return .call }
        return rawValue.hasPrefix("seance_") ? .seance : .connection
    }
}

extension PBXEvent {
    /// The event as the scenarios write it.
    var short: String {
        let values = values.map { value in
            let name =
                switch value.name {
                case .call: "a"
                case .connection: "k"
                case .seance: "s"
                default: "\(value.name)"
                }
            return "\(name)=\(value.text)"
        }
        return ([kind.rawValue] + values).joined(separator: " ")
    }
}
