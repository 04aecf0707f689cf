import CCSEvents
import CCSState

/// What is known of the feed itself, as lines.
enum FeedFactsList {
    static func facts(_ reducer: borrowing FeedReducer, _ domain: Domain?, _ surroundings: Surroundings) -> [Fact] {
        let domains = domain.map { [$0] } ?? reducer.state.domains
        return file(surroundings) + replay(surroundings) + sources(reducer, surroundings)
            + connections(surroundings.sources)
            + buckets(reducer.counts) + gaps(reducer, domains, surroundings)
            + time(reducer.facts, domain, domains, surroundings)
            + heard(domains, surroundings) + MeasureFacts.facts(domains, surroundings)
            + memory(domains, evictedDomains: reducer.state.evictedDomains) + samples(reducer.facts) + types(domains)
    }

    private static func heading(_ text: String) -> Fact { Fact(id: "# " + text, what: text, isHeading: true) }

    private static func file(_ surroundings: Surroundings) -> [Fact] {
        guard let file = surroundings.recording else { return [] }
        return [
            heading("Recording to a file"),
            Fact(
                id: "file", what: "recorded", amount: .string(Plain.bytes(file.bytes)), note: file.trouble ?? "",
                role: file.trouble == nil ? .plain : .warning),
            Fact(
                id: "file lost", what: "lines not recorded", amount: .number(file.lost),
                role: file.lost > 0 ? .warning : .plain),
        ]
    }

    /// Lines that a replayed recording lacks.
    private static func replay(_ surroundings: Surroundings) -> [Fact] {
        guard case .replay(let replay)? = surroundings.sources.first?.feed, replay.lost > 0 else { return [] }
        return [
            heading("Replay of a recording"),
            Fact(
                id: "replay lost", what: "lines lost", amount: .number(replay.lost),
                note: "missing in the recording: not recorded, or cut off", role: .warning),
        ]
    }

    /// A line for each of several sources.
    private static func sources(_ reducer: borrowing FeedReducer, _ surroundings: Surroundings) -> [Fact] {
        guard surroundings.sources.count > 1 || surroundings.sources.contains(where: { $0.peers != nil }) else {
            return []
        }
        let lines = reducer.counts.lines
        return [heading("Feeds: lines and state of each")]
            + surroundings.sources.map { source in
                let facts = reducer.facts(ofSource: source.number)
                let count = facts.counts.lines
                return Fact(
                    id: "source \(source.number)", what: (source.isPeer ? "  " : "") + source.name.string,
                    amount: .number(count),
                    share: Plain.share(count, of: lines), note: note(source, facts),
                    role: source.feed.gravity > FeedState.connecting.gravity || source.peers?.refused ?? 0 > 0
                        ? .warning : .plain)
            }
    }

    /// What is known of connections.
    private static func connections(_ sources: [SourceLine]) -> [Fact] {
        let known = sources.filter { !$0.remarks.isEmpty }
        guard !known.isEmpty else { return [] }
        let lines = known.flatMap { source in
            (sources.count > 1 ? [Fact(id: "connection \(source.number)", what: source.name.string)] : [])
                + source.remarks.map { remark in
                    Fact(
                        id: "connection \(source.number) \(remark.what)", what: remark.what, note: remark.note,
                        role: remark.isWarning ? .warning : .plain)
                }
        }
        return [heading("Network")] + lines
    }

    /// How a source is, and what of its lines was not as it should be.
    private static func note(_ source: SourceLine, _ facts: SourceFacts) -> String {
        var parts = [source.feed.words.text.string + (source.feed.why.map { ": \($0)" } ?? "")]
        if let peers = source.peers {
            parts.append("peers \(Plain.number(peers.connected)), accepted \(Plain.number(peers.accepted))")
            if peers.refused > 0 { parts.append("refused because of --peers \(Plain.number(peers.refused))") }
        }
        if source.isLive, let lag = facts.lag { parts.append("lag \(Plain.lag(lag))") }
        for verdict in Verdict.allCases where verdict != .blank && facts.counts[verdict] > 0 {
            parts.append("\(verdict.name) \(Plain.number(facts.counts[verdict]))")
        }
        return parts.joined(separator: ", ")
    }

    private static func buckets(_ counts: FeedCounts) -> [Fact] {
        let lines = counts.lines
        var facts = [
            heading("Lines by verdict"), Fact(id: "lines", what: "lines", amount: .number(lines)),
        ]
        for verdict in Verdict.allCases {
            let count = counts[verdict]
            let isBad = [.malformed, .oversized, .unknownType, .noDomain].contains(verdict) && count > 0
            facts.append(
                Fact(
                    id: verdict.name, what: verdict.name, amount: .number(count), share: Plain.share(count, of: lines),
                    note: meaning(verdict), role: isBad ? .warning : .plain))
        }
        return facts
    }

    /// When sources were not connected, and what nobody has confirmed since.
    private static func gaps(
        _ reducer: borrowing FeedReducer, _ domains: [Domain], _ surroundings: Surroundings
    ) -> [Fact] {
        let gaps = reducer.gaps
        guard gaps.count > 0 else { return [] }
        let unconfirmed = domains.reduce(0) { $0 + $1.unconfirmedCount }
        let left = domains.reduce(0) { $0 + $1.evictions.unconfirmed }
        let heads = [
            heading("Gaps: events sent while a feed was not connected are missing"),
            Fact(id: "gaps", what: "gaps", amount: .number(gaps.count)),
            Fact(
                id: "unconfirmed", what: "unconfirmed", amount: .number(unconfirmed),
                note: "live objects without an event since the gap", role: unconfirmed > 0 ? .warning : .plain),
            Fact(
                id: "left unconfirmed", what: "left unconfirmed", amount: .number(left),
                note: "unconfirmed objects dropped for lack of events; a new event brings one back"),
        ]
        return heads
            + gaps.last.reversed().enumerated().map { place, gap in
                let name = surroundings.sources.first { $0.number == gap.source }?.name.string ?? ""
                return Fact(
                    id: "gap \(gaps.count - place)", what: "since " + Plain.time(gap.since),
                    amount: .string(gap.length > 0 ? Plain.age(gap.length) : "peer gone"), note: name,
                    role: place == 0 ? .notice : .plain)
            }
    }

    /// Since when the domains are heard, what is older, who waits, and which states are in no phase.
    private static func heard(_ domains: [Domain], _ surroundings: Surroundings) -> [Fact] {
        let joined = domains.compactMap(\.joinedAt).min()
        func sum(_ read: (Domain) -> Int) -> Int { domains.reduce(0) { $0 + read($1) } }
        func older(_ what: String, _ count: Int) -> Fact {
            Fact(
                id: "older " + what, what: what + " from before", amount: .number(count),
                note: "live ones whose beginning was not heard")
        }
        var facts = [
            heading("What was heard"),
            Fact(
                id: "joined", what: "joined", amount: joined.map { .time($0) } ?? .none,
                note: "feed time of the first event"),
            older("seances", sum(\.seancesFromBefore)), older("connections", sum(\.olderCounts.connections)),
            older("calls", sum(\.olderCounts.calls)),
            Fact(
                id: "waits", what: "callers who wait", amount: .number(sum(\.waits.count)),
                note: "inbound: in a queue, parked, or while it rings"),
            Fact(
                id: "outbound", what: "outbound calls that ring", amount: .number(sum(\.outboundRingingCount)),
                note: "seances; their callers do not count as waiting"),
        ]
        guard domains.count == 1, let domain = domains.first else { return facts }
        for (place, (state, count)) in domain.statesInNoPhase(most: 20).enumerated() {
            facts.append(
                Fact(
                    id: "state \(place + 1)",
                    what: "state " + (surroundings.masksNumbers ? NumberMask.masked(state.string) : state.string),
                    amount: .number(count),
                    note: "calls in a state of no phase; [phases] in the settings gives it one", role: .notice))
        }
        return facts
    }

    private static func meaning(_ verdict: Verdict) -> String {
        switch verdict {
        case .applied: "took effect"
        case .duplicate: "the same line came a moment ago"
        case .late: "is about an object that has ended"
        case .orphan: "ends an object that ccs-top never heard of"
        case .otherDomain: "belongs to another domain than the chosen one"
        case .noDomain: "names no domain, and --feed-domain is not given"
        case .otherClass: "has another class than ccsevents"
        case .unknownType: "has an unknown event type"
        case .malformed: "is not JSON, or lacks a required field"
        case .oversized: "is longer than 1 MiB"
        case .control: "an answer of the server, for example to a subscription"
        case .blank: "is empty"
        }
    }

    private static func samples(_ facts: FeedFacts) -> [Fact] {
        var lines: [Fact] = []
        for verdict in Verdict.allCases {
            // The last ones, the latest first.
            for sample in facts.samples(verdict).reversed() {
                let why = sample.reason.isEmpty ? "" : sample.reason + ": "
                lines.append(
                    Fact(
                        id: "sample \(verdict.name) \(sample.number)", what: verdict.name,
                        amount: .number(sample.number),
                        note: why + sample.text))
            }
        }
        return lines.isEmpty ? [] : [heading("Refused lines: number, reason and beginning, masked")] + lines
    }

    private static func time(
        _ facts: FeedFacts, _ domain: Domain?, _ domains: [Domain], _ surroundings: Surroundings
    ) -> [Fact] {
        var lines = [heading("Time")]
        // As in the header: one event alone says little.
        let lag = surroundings.wall == nil ? nil : (domain?.lags ?? facts.lags).median
        lines.append(
            Fact(
                id: "lag", what: "lag", amount: lag.map { .duration($0) } ?? .none,
                amountText: lag.map { Plain.lag($0) },
                note: lag == nil
                    ? "only for a live feed" : "how late events arrive: the median of the last 16 events"))
        if surroundings.wall != nil {
            for percent in [50, 95, 99] {
                let late = facts.lagMeter.percentile(Double(percent))
                lines.append(
                    Fact(
                        id: "late p\(percent)", what: "\(percent) % arrived within",
                        amount: late.map { .duration($0) } ?? .none,
                        amountText: late.map { $0 < LagMeter.longest ? Plain.lag($0) : "a day or more" },
                        note: "of the events of the last 1 to 2 minutes"))
            }
        }
        if let wall = surroundings.wall {
            lines.append(
                Fact(
                    id: "silence", what: "silence", amount: facts.lastArrival.map { .duration(wall - $0) } ?? .none,
                    note: "time since the last event arrived"))
        }
        let heldBack = domains.reduce(0) { $0 + $1.heldBack }
        lines.append(
            Fact(
                id: "held back", what: "times held back", amount: .number(heldBack),
                note: "events with a time too far ahead: feed time ignores it (--clock-skew)",
                role: heldBack > 0 ? .warning : .plain))
        return lines
    }

    private static func memory(_ domains: [Domain], evictedDomains: Int) -> [Fact] {
        var evictions = Evictions()
        var (bytes, texts, logBytes, logEvents, kept) = (0, 0, 0, 0, 0)
        for domain in domains {
            let evicted = domain.evictions
            evictions.liveObjects += evicted.liveObjects
            evictions.endedObjects += evicted.endedObjects
            evictions.numbers += evicted.numbers
            evictions.logLines += evicted.logLines
            evictions.failures += evicted.failures
            evictions.countedNumbers += evicted.countedNumbers
            evictions.episodes += evicted.episodes
            bytes += domain.textUse.bytes
            texts += domain.textUse.texts
            logBytes += domain.log.bytesHeld
            logEvents += domain.log.count
            kept += domain.keptCount
        }
        let lost = evictions.liveObjects + evictedDomains > 0
        return [
            heading("Memory"),
            Fact(id: "texts", what: "texts", amount: .number(texts), note: Plain.bytes(bytes)),
            Fact(id: "log", what: "events in the log", amount: .number(logEvents), note: Plain.bytes(logBytes)),
            Fact(id: "kept", what: "ended objects kept", amount: .number(kept)),
        ] + limits(domains) + [
            heading("Evicted: dropped because a limit was reached"),
            Fact(
                id: "evicted live", what: "live objects", amount: .number(evictions.liveObjects),
                note: lost ? "the lists and counts lack them" : "", role: evictions.liveObjects > 0 ? .warning : .plain),
            Fact(
                id: "evicted domains", what: "domains", amount: .number(evictedDomains),
                role: evictedDomains > 0 ? .warning : .plain),
            Fact(id: "evicted ended", what: "ended objects", amount: .number(evictions.endedObjects)),
            Fact(id: "evicted numbers", what: "numbers of seances", amount: .number(evictions.numbers)),
            Fact(id: "evicted log", what: "events of the log", amount: .number(evictions.logLines)),
            Fact(id: "evicted failures", what: "failures", amount: .number(evictions.failures)),
            Fact(id: "evicted episodes", what: "ended anomalies", amount: .number(evictions.episodes)),
            Fact(id: "evicted counted", what: "counted numbers", amount: .number(evictions.countedNumbers)),
        ]
    }

    /// The limits, and how far they are used: of one for a domain, by the domain that uses most.
    private static func limits(_ domains: [Domain]) -> [Fact] {
        guard let limits = domains.first?.limits else { return [] }
        return [heading("Limits (--limit) and their highest use")]
            + Limits.table.map { row in
                let limit = limits[keyPath: row.path]
                let use = row.use?(domains)
                let most = row.isBytes ? Plain.bytes(limit) : Plain.number(limit)
                return Fact(
                    id: "limit \(row.name)", what: row.name,
                    amount: use.map { row.isBytes ? .string(Plain.bytes($0)) : .number($0) } ?? .none,
                    share: use.flatMap { Plain.share($0, of: limit) }, note: "of \(most): \(row.help)")
            }
    }

    private static func types(_ domains: [Domain]) -> [Fact] {
        let counts = EventType.allCases.map { type in
            (type, domains.reduce(0) { $0 + $1.eventsByType[Int(type.rawValue)] })
        }
        let all = counts.reduce(0) { $0 + $1.1 }
        return [heading("Events by type")]
            + counts.map { type, count in
                Fact(id: type.name, what: type.name, amount: .number(count), share: Plain.share(count, of: all))
            }
    }
}
