import CCSEvents

extension State {
    /// The snapshot as JSON (docs/feed.md, "The snapshot"): one object, without a line end. Sorted by id, in byte order.
    public func snapshotJSON(counts: FeedCounts) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.string("schema", "ccs-top/snapshot/1")
            json.object("feed") { json in
                json.integer("lines", counts.lines)
                for (key, verdict) in feedKeys { json.integer(key, counts[verdict]) }
            }
            json.array("domains") { json in
                for domain in domains.filter({ $0.newestAt != nil }).sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
                    domain.write(to: &json)
                }
            }
        }
        return json.bytes
    }
}

/// The buckets in the order of the contract.
private let feedKeys: [(StaticString, Verdict)] = [
    ("applied", .applied), ("duplicate", .duplicate), ("late", .late), ("orphan", .orphan),
    ("otherDomain", .otherDomain), ("noDomain", .noDomain), ("otherClass", .otherClass),
    ("unknownType", .unknownType), ("malformed", .malformed), ("oversized", .oversized), ("control", .control),
    ("blank", .blank),
]

extension Domain {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.string("domain", name)
            json.integer("at", newestAt)
            json.object("live") { json in
                json.integer("calls", calls.liveCount)
                json.integer("connections", connections.liveCount)
                json.integer("seances", seances.liveCount)
                json.integer("recording", recordingCount)
            }
            json.object("created") { json in
                json.integer("calls", calls.created)
                json.integer("connections", connections.created)
                json.integer("seances", seances.created)
            }
            json.object("failures") { json in
                json.integer("total", failureCount)
                json.array("last") { json in
                    for place in max(0, failuresKept - 100)..<failuresKept { write(failure(place), to: &json) }
                }
            }
            var loose: (seances: [Seance], connections: [Connection], calls: [Call]) = ([], [], [])
            forEachSeance { if $0.isLive { loose.seances.append($0) } }
            forEachConnection { if $0.isLive, $0.seance == nil { loose.connections.append($0) } }
            forEachCall { if $0.isLive, $0.connection == nil, $0.seance == nil { loose.calls.append($0) } }
            json.array("seances") { json in for seance in byID(loose.seances) { write(seance, to: &json) } }
            json.array("connections") { json in for connection in byID(loose.connections) { write(connection, to: &json) } }
            json.array("calls") { json in for call in byID(loose.calls) { write(call, to: &json) } }
        }
    }

    private func byID<Object: FeedObject>(_ objects: some Sequence<Object>) -> [Object] {
        objects.sorted { $0.id.bytes.lexicographicallyPrecedes($1.id.bytes) }
    }

    private func write(_ failure: Failure, to json: inout JSONWriter) {
        json.object { json in
            json.integer("at", failure.at)
            json.text("code", failure.code)
            json.text("reason", failure.reason)
            json.text("number", failure.number)
            json.text("call", failure.call)
            json.text("connection", failure.connection)
            json.text("seance", failure.seance)
        }
    }

    private func writeHeader(_ object: some FeedObject, to json: inout JSONWriter) {
        json.text("id", object.id)
        json.text("state", object.state)
        json.integer("stateSince", object.stateSince)
        json.integer("createdAt", object.createdAt)
        json.bool("partial", object.isPartial)
    }

    private func write(_ seance: Seance, to json: inout JSONWriter) {
        json.object { json in
            writeHeader(seance, to: &json)
            json.text("from", seance.from)
            json.text("to", seance.to)
            json.array("numbers") { json in for number in seance.numbers { json.text(nil, number) } }
            json.array("connections") { json in
                for connection in byID(seance.connections) { write(connection, to: &json) }
            }
            json.array("calls") { json in for call in byID(seance.calls) { write(call, to: &json) } }
        }
    }

    private func write(_ connection: Connection, to json: inout JSONWriter) {
        json.object { json in
            writeHeader(connection, to: &json)
            json.text("from", connection.from)
            json.text("to", connection.to)
            json.object("record") { json in
                json.string("status", connection.recordStatus.rawValue)
                json.integer("startedAt", connection.recordStartedAt)
                json.bool("hasKey", connection.hasKey)
                if !connection.recordKey.isEmpty { json.text("key", connection.recordKey) }
            }
            json.array("calls") { json in for call in byID(connection.calls) { write(call, to: &json) } }
        }
    }

    private func write(_ call: Call, to json: inout JSONWriter) {
        json.object { json in
            writeHeader(call, to: &json)
            json.text("number", call.number)
            json.text("name", call.name)
            json.text("direction", call.direction)
            json.object("dtmf") { json in
                json.integer("count", call.dtmfCount)
                json.integer("lastAt", call.dtmfLastAt)
                if !call.digits.isEmpty { json.text("digits", call.digits) }
            }
        }
    }
}
