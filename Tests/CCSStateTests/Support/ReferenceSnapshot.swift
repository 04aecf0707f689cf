extension ReferenceReducer {
    /// The snapshot that docs/feed.md requires.
    var snapshot: JSON {
        var feed: [String: JSON] = ["lines": integer(counts.values.reduce(0, +))]
        for name in [
            "applied", "duplicate", "late", "orphan", "otherDomain", "noDomain", "otherClass", "unknownType",
            "malformed",
            "oversized", "control", "blank",
        ] {
            feed[name] = integer(counts[name] ?? 0)
        }
        let domains = tenants.filter { $0.value.clock.clock != nil }.sorted { precedes($0.key, $1.key) }
            .map { $0.value.snapshot(named: $0.key) }
        return ["schema": "ccs-top/snapshot/1", "feed": .object(feed), "domains": .array(domains)]
    }
}

private func integer(_ value: Int) -> JSON { .integer(Int64(value)) }
private func precedes(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }

extension ReferenceReducer.Tenant {
    func snapshot(named name: String) -> JSON {
        func each(_ kind: String, _ body: (ReferenceReducer.Kind) -> Int) -> JSON {
            integer(kinds[kind].map(body) ?? 0)
        }
        func older(_ kind: String) -> JSON { each(kind) { $0.live.values.count { $0.createdAt == nil } } }
        let recording = (kinds["connection"]?.live.values.filter { $0.record.status == "recording" }.count) ?? 0
        var snapshot: [String: JSON] = [
            "domain": .text(name), "at": clock.clock.map { .integer($0.at) } ?? .null,
            "joined": joinedAt.map { .integer($0) } ?? .null,
            "unconfirmed": ["calls": 0, "connections": 0, "seances": 0],
            "older": [
                "calls": older("call"), "connections": older("connection"), "seances": older("seance"),
            ],
            "live": [
                "calls": each("call") { $0.live.count }, "connections": each("connection") { $0.live.count },
                "seances": each("seance") { $0.live.count }, "recording": integer(recording),
            ],
            "created": [
                "calls": each("call", \.created), "connections": each("connection", \.created),
                "seances": each("seance", \.created),
            ],
            "failures": ["total": integer(failures.count), "last": .array(failures.suffix(100))],
            "seances": list("seance") { _, _ in true },
            "connections": list("connection") { _, object in object.ties["seance"] == nil },
            "calls": list("call") { _, object in object.ties.isEmpty },
        ]
        if clock.heldBack > 0 { snapshot["heldBack"] = integer(clock.heldBack) }
        return .object(snapshot)
    }

    private func list(_ kind: String, where isWanted: (String, Object) -> Bool) -> JSON {
        .array(
            (kinds[kind]?.live ?? [:]).filter { isWanted($0.key, $0.value) }.sorted { precedes($0.key, $1.key) }
                .map { snapshot(kind, $0.key, $0.value) })
    }

    private func snapshot(_ kind: String, _ id: String, _ object: Object) -> JSON {
        func text(_ name: String) -> JSON { object.fields[name].map { .text($0) } ?? .null }
        func time(_ at: Int64?) -> JSON { at.map { .integer($0) } ?? .null }
        var json: [String: JSON] = [
            "id": .text(id), "state": text("state"), "stateSince": time(object.stateSince),
            "createdAt": time(object.createdAt), "partial": .bool(object.createdAt == nil),
            "unconfirmed": .bool(false),
        ]
        for name in ReferenceReducer.own[kind] ?? [] { json[name] = text(name) }
        switch kind {
        case "call":
            json["dtmf"] = ["count": integer(object.dtmf.count), "lastAt": time(object.dtmf.lastAt)]
        case "connection":
            json["record"] = [
                "status": .text(object.record.status), "startedAt": time(object.record.startedAt),
                "hasKey": .bool(object.record.hasKey),
            ]
            json["calls"] = list("call") { _, call in call.ties["connection"]?.parent == id }
        default:
            json["numbers"] = .array(object.numbers.map { .text($0) })
            json["connections"] = list("connection") { _, connection in connection.ties["seance"]?.parent == id }
            json["calls"] = list("call") { _, call in
                call.ties["connection"] == nil && call.ties["seance"]?.parent == id
            }
        }
        return .object(json)
    }
}
