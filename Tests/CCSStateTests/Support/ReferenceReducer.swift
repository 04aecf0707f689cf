import Foundation

/// The rules of docs/feed.md, implemented a second time as simply as possible. It shares no code with the real reducer.
///
/// It handles only feeds without repeated names in an object, and counts every repeated line as a duplicate.
struct ReferenceReducer {
    struct Tie {
        var parent: String
        var at: Int64
    }

    struct Object {
        var newest: Int64
        var fields: [String: String] = [:]
        var stateSince: Int64?
        var createdAt: Int64?
        var numbers: [String] = []
        var record = (status: "none", startedAt: Int64?.none, newest: Int64(-1), hasKey: false)
        var dtmf = (count: 0, lastAt: Int64?.none)
        /// The links to a connection and to a seance.
        var ties: [String: Tie] = [:]
    }

    struct Kind {
        var live: [String: Object] = [:]
        var ended: [String: Int64] = [:]
        var created = 0
    }

    struct Tenant {
        var kinds = ["call": Kind(), "connection": Kind(), "seance": Kind()]
        var failures: [JSON] = []
        var clock = ReferenceClock()
        var seen: Set<[UInt8]> = []
        var joinedAt: Int64?
    }

    var only: String?
    var feedDomain: String?
    var counts: [String: Int] = [:]
    var tenants: [String: Tenant] = [:]

    static let names: [String: [String]] = [
        "call": ["idcall", "callid", "call_id"], "connection": ["idconn", "connectionid", "connection_id"],
        "seance": ["idseance", "seanceid", "seance_id"], "id": ["id"], "state": ["state"],
        "number": ["number", "num", "username"], "name": ["name", "displayname"], "direction": ["dir", "direction"],
        "from": ["fromnumber", "from", "callernum"], "to": ["tonumber", "to", "callednum"], "key": ["key"],
        "code": ["code", "sipcode", "sip_code"], "reason": ["reason"], "next": ["nextnumber", "next_number", "number"],
    ]
    static let own = [
        "call": ["number", "name", "direction"], "connection": ["from", "to"], "seance": ["from", "to"],
    ]
    static let actions = [
        "call": ["create", "update", "set_state", "delete", "attach_to_seance", "dtmf"],
        "connection": [
            "create", "update", "delete", "attach_to_seance", "link_call", "start_record", "set_record_info", "failure",
        ],
        "seance": ["create", "update", "set_state", "delete", "set_next_number"],
    ]

    mutating func take(_ line: [UInt8]) { counts[bucket(line), default: 0] += 1 }

    private mutating func bucket(_ line: [UInt8]) -> String {
        if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { return "blank" }
        if line.count > 1 << 20 { return "oversized" }
        guard var envelope = try? JSON(parsing: line) else { return "malformed" }
        if case .array(let items) = envelope {
            guard items.count == 2, let method = items[0].string, case .object = items[1] else { return "malformed" }
            if method != "notify" { return "control" }
            envelope = items[1]
        }
        guard let eventClass = envelope["class"].string, let type = envelope["type"].string else { return "malformed" }
        if eventClass != "ccsevents" { return "otherClass" }
        let parts = type.split(separator: "_", maxSplits: 1).map(String.init)
        guard parts.count == 2, Self.actions[parts[0]]?.contains(parts[1]) == true else { return "unknownType" }
        guard let domain = text(envelope["domain"]) ?? feedDomain else { return "noDomain" }
        if let only, only != domain { return "otherDomain" }
        guard let at = time(envelope["eventts"]), case .object(let data) = envelope["data"] else { return "malformed" }
        var fields: [String: String] = [:]
        for (field, names) in Self.names {
            for name in names where fields[field] == nil { fields[field] = text(data[name] ?? .missing) }
        }
        return tenants[domain, default: Tenant()].take(line, parts[0], parts[1], at, fields)
    }

    private func text(_ value: JSON) -> String? {
        switch value {
        case .text(let text): ["", "empty", "__empty", "undefined", "null"].contains(text) ? nil : text
        case .integer(let value): String(value)
        default: nil
        }
    }

    private func time(_ value: JSON) -> Int64? {
        guard case .integer(let time) = value, (0...253_402_300_799_999).contains(time) else { return nil }
        return time < 100_000_000_000 ? time * 1000 : time
    }
}

extension ReferenceReducer.Tenant {
    typealias Object = ReferenceReducer.Object

    mutating func take(
        _ line: [UInt8], _ kind: String, _ action: String, _ at: Int64, _ fields: [String: String]
    ) -> String {
        guard seen.insert(line).inserted else { return "duplicate" }
        let needed: [String] =
            switch action {
            case "failure": []
            case "attach_to_seance": [kind, "seance"]
            case "link_call": [kind, "call"]
            default: [kind]
            }
        var ids = fields.filter { ["call", "connection", "seance"].contains($0.key) }
        if action != "failure", ids[kind] == nil { ids[kind] = fields["id"] }
        for name in needed + (action == "failure" ? ["call", "connection", "seance"] : []) {
            if ids[name] == nil && needed.contains(name) { return "malformed" }
            if let id = ids[name], id.utf8.count > 512 { return "malformed" }
        }
        var at = at
        switch clock.take(at) {
        case .taken: break
        case .settled:
            clampTimes(to: clock.clock?.at ?? 0)
            joinedAt = joinedAt.map { min($0, clock.clock?.at ?? 0) }
        case .heldBack(let expected): at = expected
        }
        joinedAt = joinedAt ?? at
        guard action != "failure" else {
            failures.append([
                "at": .integer(at), "code": json(fields["code"]), "reason": json(fields["reason"]),
                "number": json(fields["number"]), "call": json(ids["call"]), "connection": json(ids["connection"]),
                "seance": json(ids["seance"]),
            ])
            return "applied"
        }
        let id = ids[kind] ?? ""
        if action == "delete" { return delete(kind, id, at) }
        if let end = kinds[kind]?.ended[id] {
            if action == "set_record_info" { return "applied" }
            guard action == "create", at > end else { return "late" }
            kinds[kind]?.ended[id] = nil
        }
        let isLive = kinds[kind]?.live[id] != nil
        if action == "set_record_info", !isLive { return "orphan" }
        let other = needed.count == 2 ? needed[1] : nil
        if let other, let otherID = ids[other], kinds[other]?.ended[otherID] != nil { return "late" }
        change(kind, id, at) { object, isNew in
            for name in ["state"] + (ReferenceReducer.own[kind] ?? []) {
                guard let value = fields[name], isNew || object.fields[name] == nil else { continue }
                if name == "state", object.fields[name] != value { object.stateSince = at }
                object.fields[name] = value
            }
            switch action {
            case "create": object.createdAt = min(object.createdAt ?? at, at)
            case "dtmf":
                object.dtmf.count += 1
                object.dtmf.lastAt = max(object.dtmf.lastAt ?? 0, at)
            case "set_next_number":
                if let next = fields["next"], object.numbers.last != next { object.numbers.append(next) }
            case "start_record":
                if at >= object.record.newest {
                    object.record = ("recording", at, at, false)
                } else if object.record.startedAt == nil {
                    object.record.startedAt = at
                }
            case "set_record_info":
                guard at >= object.record.newest else { break }
                object.record.status = "ready"
                object.record.newest = at
                if fields["key"] != nil { object.record.hasKey = true }
            default: break
            }
        }
        guard let other, let otherID = ids[other] else { return "applied" }
        change(other, otherID, at) { _, _ in }
        let (child, childID, parent, parentID) =
            action == "link_call" ? ("call", otherID, "connection", id) : (kind, id, "seance", otherID)
        if let held = kinds[child]?.live[childID]?.ties[parent], at < held.at { return "applied" }
        kinds[child]?.live[childID]?.ties[parent] = ReferenceReducer.Tie(parent: parentID, at: at)
        return "applied"
    }

    /// The clock is confirmed, so no earlier time may be ahead of it.
    private mutating func clampTimes(to now: Int64) {
        func clamp(_ time: inout Int64) { time = min(time, now) }
        func clamp(_ time: inout Int64?) { time = time.map { min($0, now) } }
        kinds = kinds.mapValues { kind in
            var kind = kind
            kind.ended = kind.ended.mapValues { min($0, now) }
            kind.live = kind.live.mapValues { object in
                var object = object
                clamp(&object.newest)
                clamp(&object.stateSince)
                clamp(&object.createdAt)
                clamp(&object.record.startedAt)
                clamp(&object.record.newest)
                clamp(&object.dtmf.lastAt)
                object.ties = object.ties.mapValues { ReferenceReducer.Tie(parent: $0.parent, at: min($0.at, now)) }
                return object
            }
            return kind
        }
        failures = failures.map { failure in
            var members = failure.members
            if case .integer(let at) = failure["at"] { members["at"] = .integer(min(at, now)) }
            return .object(members)
        }
    }

    private mutating func change(_ kind: String, _ id: String, _ at: Int64, _ body: (inout Object, Bool) -> Void) {
        if kinds[kind]?.live[id] == nil { kinds[kind]?.created += 1 }
        var object = kinds[kind]?.live[id] ?? Object(newest: -1)
        let isNew = at >= min(object.newest, clock.clock?.at ?? 0)
        body(&object, isNew)
        if isNew { object.newest = at }
        kinds[kind]?.live[id] = object
    }

    private mutating func delete(_ kind: String, _ id: String, _ at: Int64) -> String {
        if kinds[kind]?.ended[id] != nil { return "late" }
        kinds[kind]?.ended[id] = at
        guard kinds[kind]?.live.removeValue(forKey: id) != nil else { return "orphan" }
        for child in ["call", "connection"] {
            for (childID, object) in kinds[child]?.live ?? [:] where object.ties[kind]?.parent == id {
                kinds[child]?.live[childID]?.ties[kind] = nil
            }
        }
        return "applied"
    }

    private func json(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }
}
