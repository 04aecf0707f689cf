import CCSEvents

/// What a snapshot has beyond the contract, and what it hides.
public struct SnapshotOptions: Sendable {
    /// Whether each domain says what is wrong, in `anomalies` beside `failures`.
    public var anomalies = false
    /// Whether each domain lists what was and is wrong, from beginning to end, in `episodes`.
    package var episodes = false
    /// Whether telephone numbers are masked (``NumberMask``).
    public var masksNumbers = false

    /// The contract, and nothing else.
    public init() {}
}

extension State {
    /// The snapshot as JSON (docs/feed.md, "The snapshot"): one object, without a line end. Sorted by id, in byte order.
    public func snapshotJSON(counts: FeedCounts, _ options: SnapshotOptions = SnapshotOptions()) -> [UInt8] {
        var json = JSONWriter(masksNumbers: options.masksNumbers)
        json.object { json in
            json.string("schema", "ccs-top/snapshot/1")
            json.object("feed") { json in
                json.integer("lines", counts.lines)
                for (key, verdict) in feedKeys { json.integer(key, counts[verdict]) }
            }
            json.array("domains") { json in
                for domain in domains.filter({ $0.newestAt != nil }).sorted(by: {
                    $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
                }) {
                    domain.write(to: &json, options)
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
    fileprivate func write(to json: inout JSONWriter, _ options: SnapshotOptions) {
        json.object { json in
            json.string("domain", name)
            json.integer("at", newestAt)
            if heldBack > 0 { json.integer("heldBack", heldBack) }
            json.integer("joined", joinedAt)
            json.object("live") { json in
                json.integer("calls", calls.liveCount)
                json.integer("connections", connections.liveCount)
                json.integer("seances", seances.liveCount)
                json.integer("recording", recordingCount)
            }
            write(unconfirmedCounts, "unconfirmed", to: &json)
            write(olderCounts, "older", to: &json)
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
            if options.anomalies {
                json.array("anomalies") { json in for found in activeAnomalies { write(found, to: &json) } }
            }
            if options.episodes {
                json.array("episodes") { json in
                    for episode in episodes(until: newestAt ?? 0) { write(episode, to: &json) }
                }
            }
            var loose: (seances: [Seance], connections: [Connection], calls: [Call]) = ([], [], [])
            forEachSeance { if $0.isLive { loose.seances.append($0) } }
            forEachConnection { if $0.isLive, $0.seance == nil { loose.connections.append($0) } }
            forEachCall { if $0.isLive, $0.connection == nil, $0.seance == nil { loose.calls.append($0) } }
            json.array("seances") { json in for seance in byID(loose.seances) { write(seance, to: &json) } }
            json.array("connections") { json in
                for connection in byID(loose.connections) { write(connection, to: &json) }
            }
            json.array("calls") { json in for call in byID(loose.calls) { write(call, to: &json) } }
        }
    }

    private func write(_ counts: Counts, _ key: StaticString, to json: inout JSONWriter) {
        json.object(key) { json in
            json.integer("calls", counts.calls)
            json.integer("connections", counts.connections)
            json.integer("seances", counts.seances)
        }
    }

    private func write(_ anomaly: Anomaly, to json: inout JSONWriter) {
        json.object { json in
            json.string("detector", anomaly.detector.name)
            json.string("severity", "\(anomaly.detector.row.severity)")
            json.integer("since", anomaly.since)
            json.integer("firedAt", anomaly.firedAt)
            json.integer("count", anomaly.count)
            json.bool("unconfirmed", isUnconfirmed(anomaly))
            if anomaly.isFact { json.bool("fact", true) }
            let episode = episode(of: anomaly)
            writeSubject(episode, to: &json)
            if !episode.caller.isEmpty { json.number("caller", episode.caller) }
            if let share = anomaly.share {
                json.integer("failures", share.failed)
                json.integer("attempts", share.of)
            }
        }
    }

    /// An anomaly from its beginning to its end: `endedAt` is `null` while it lasts.
    private func write(_ episode: Episode, to json: inout JSONWriter) {
        let anomaly = episode.anomaly
        json.object { json in
            json.string("detector", anomaly.detector.name)
            json.string("severity", "\(anomaly.detector.row.severity)")
            json.integer("since", anomaly.since)
            json.integer("firedAt", anomaly.firedAt)
            json.integer("endedAt", episode.endedAt)
            if episode.hasLeft { json.bool("left", true) }
            if anomaly.isFact { json.bool("fact", true) }
            json.integer("count", anomaly.count)
            json.bool("acknowledged", anomaly.isAcknowledged)
            json.bool("unconfirmed", episode.isUnconfirmed)
            writeSubject(episode, to: &json)
            if case .object(let key) = anomaly.subject {
                if key.kind == .call {
                    json.number("number", episode.from)
                    if !episode.caller.isEmpty { json.number("caller", episode.caller) }
                } else {
                    json.number("from", episode.from)
                    json.number("to", episode.to)
                }
            }
            if let peak = anomaly.peak {
                json.object("peak") { json in
                    json.integer("failures", peak.failed)
                    json.integer("attempts", peak.of)
                }
            }
        }
    }

    private func writeSubject(_ episode: Episode, to json: inout JSONWriter) {
        json.object("subject") { json in
            switch episode.anomaly.subject {
            case .object(let key):
                json.string("kind", "\(key.kind)")
                json.text("id", episode.id)
            case .number(let number):
                json.string("kind", "number")
                json.string("id", json.masksNumbers ? NumberMask.masked(number) : number)
            case .domain: json.string("kind", "domain")
            case .feed: json.string("kind", "feed")
            }
        }
    }

    private func byID<Object: FeedObject>(_ objects: some Sequence<Object>) -> [Object] {
        objects.sorted { $0.id.bytes.lexicographicallyPrecedes($1.id.bytes) }
    }

    private func write(_ failure: Failure, to json: inout JSONWriter) {
        json.object { json in
            json.integer("at", failure.at)
            json.number("code", failure.code)
            json.number("reason", failure.reason)
            json.number("number", failure.number)
            json.text("call", failure.call)
            json.text("connection", failure.connection)
            json.text("seance", failure.seance)
        }
    }

    private func writeHeader(_ object: some FeedObject, to json: inout JSONWriter) {
        json.text("id", object.id)
        json.number("state", object.state)
        json.integer("stateSince", object.stateSince)
        json.integer("createdAt", object.createdAt)
        json.bool("partial", object.isPartial)
        json.bool("unconfirmed", object.isUnconfirmed)
    }

    private func write(_ seance: Seance, to json: inout JSONWriter) {
        json.object { json in
            writeHeader(seance, to: &json)
            json.number("from", seance.from)
            json.number("to", seance.to)
            json.array("numbers") { json in for number in seance.numbers { json.number(nil, number) } }
            json.array("connections") { json in
                for connection in byID(seance.connections) { write(connection, to: &json) }
            }
            json.array("calls") { json in for call in byID(seance.calls) { write(call, to: &json) } }
        }
    }

    private func write(_ connection: Connection, to json: inout JSONWriter) {
        json.object { json in
            writeHeader(connection, to: &json)
            json.number("from", connection.from)
            json.number("to", connection.to)
            json.object("record") { json in
                json.string("status", connection.recordStatus.rawValue)
                json.integer("startedAt", connection.recordStartedAt)
                json.bool("hasKey", connection.hasKey)
                if !connection.recordKey.isEmpty { json.number("key", connection.recordKey) }
            }
            json.array("calls") { json in for call in byID(connection.calls) { write(call, to: &json) } }
        }
    }

    private func write(_ call: Call, to json: inout JSONWriter) {
        json.object { json in
            writeHeader(call, to: &json)
            json.number("number", call.number)
            json.number("name", call.name)
            json.number("direction", call.direction)
            json.object("dtmf") { json in
                json.integer("count", call.dtmfCount)
                json.integer("lastAt", call.dtmfLastAt)
                if !call.digits.isEmpty { json.number("digits", call.digits) }
            }
        }
    }
}
