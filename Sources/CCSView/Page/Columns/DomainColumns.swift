import CCSState

/// The columns of domains.
enum DomainColumns {
    static let usualSort = Query.Sort("wrong", descending: true)

    static let table: [Column<Domain>] = [
        Column(
            "domain", "DOMAIN", .text, 8...30, widest: 60, priority: 0,
            help: "The domain: one customer of the platform", identity: true
        ) {
            domain, _ in
            .string(domain.name)
        },
        Column(
            "wrong", "WRONG", .number, 6...7, priority: 1,
            help:
                "Anomalies in it; sorts by new ones, the worst first",
            right: true, descending: true, order: { DomainTrouble($0, $1).value },
            role: { domain, _ in domain.gravestUnseen?.role ?? .ended },
            doubt: { $0.unconfirmedAnomalyCount > 0 ? .isUnconfirmed : nil }
        ) { domain, _ in
            let count = domain.anomalyCounts.active
            return count > 0 ? .number(count) : .none
        },
        Column(
            "trouble", "WORST", .text, 6...6, priority: 9,
            help: "The level of its worst new anomaly: high, medium or low",
            descending: true, usual: false,
            order: { domain, _ in domain.gravestUnseen.map { .number($0.rawValue) } ?? .none },
            role: { domain, _ in domain.gravestUnseen?.role ?? .plain }, words: Detector.Severity.allCases.map(\.name)
        ) { domain, _ in domain.gravestUnseen.map { .name($0.name) } ?? .none },
        Column(
            "rate", "EV/S", .number, 5...8, priority: 2, help: "Events a second, over 10 s", right: true,
            descending: true
        ) {
            .measure(Double($0.total(.events, last: 10, now: $0.now(wall: $1.wall))) / 10)
        },
        Column("seances", "SEANCES", .number, 7...9, priority: 1, help: "Live seances", right: true, descending: true) {
            domain, _ in
            .number(domain.confirmedCounts.seances)
        },
        Column(
            "connections", "CONN", .number, 4...9, priority: 4, help: "Live connections", right: true, descending: true
        ) {
            domain, _ in .number(domain.confirmedCounts.connections)
        },
        Column("calls", "CALLS", .number, 5...9, priority: 3, help: "Live calls", right: true, descending: true) {
            domain, _ in
            .number(domain.confirmedCounts.calls)
        },
        Column(
            "failures", "FAIL 1m", .number, 7...11, priority: 2,
            help:
                "Failures of all attempts in the last minute",
            right: true, descending: true, role: { failed($0, $1) > 0 ? .failed : .plain },
            draw: { domain, view in
                let (count, all) = domain.failuresOfMinute(now: domain.now(wall: view.wall))
                return "\(Plain.number(count))/\(Plain.number(all))"
            }
        ) { .number(failed($0, $1)) },
        MeasureColumns.ratio(priority: 7, measures),
        MeasureColumns.delay,
        MeasureColumns.duration(priority: 8, measures),
        Column(
            "new", "NEW/S", .number, 5...8, priority: 8, help: "New seances a second, over 10 s", right: true,
            descending: true, usual: false
        ) {
            .measure(Double($0.total(.seances, last: 10, now: $0.now(wall: $1.wall))) / 10)
        },
        Column(
            "recording", "REC", .number, 4...7, priority: 5, help: "Connections that are being recorded", right: true,
            descending: true, role: { domain, _ in domain.confirmedRecordingCount > 0 ? .recording : .plain }
        ) { domain, _ in .number(domain.confirmedRecordingCount) },
        Column(
            "waiting", "WAIT", .number, 4...6, priority: 4, help: "Callers who wait, and nobody talks with them",
            right: true, descending: true, role: { domain, _ in domain.waits.count > 0 ? .ringing : .plain },
            doubt: { $0.waits.unknown > 0 ? .mayBeMore : nil }
        ) { domain, _ in .number(domain.waits.count) },
        Column(
            "longest", "LONGEST", .duration, 8...9, priority: 6, help: "How long the longest of them has waited",
            right: true, descending: true, doubt: { $0.waits.unknown > 0 ? .mayBeMore : nil }
        ) { domain, view in
            domain.waits.longestSince.map { .duration(max(0, domain.now(wall: view.wall) - $0)) } ?? .none
        },
        Column(
            "unconfirmed", "?", .number, 3...6, priority: 5, help: "Live objects without an event since a gap",
            right: true, descending: true, role: { domain, _ in domain.unconfirmedCount > 0 ? .warning : .plain }
        ) { domain, _ in domain.unconfirmedCount > 0 ? .number(domain.unconfirmedCount) : .none },
        Column(
            "at", "LAST EVENT", .time, 12...12, priority: 6, help: "The time of its newest event, UTC", descending: true
        ) {
            domain, _ in domain.newestAt.map { .time($0) } ?? .none
        },
        Column(
            "ago", "AGO", .duration, 8...9, priority: 7,
            help: "How long ago its newest event was; only for a live feed", right: true, descending: true
        ) { domain, view in
            guard let wall = view.wall, let at = domain.newestAt else { return .none }
            return .duration(wall - at)
        },
    ]

    private static func measures(_ domain: Domain, _ view: Viewpoint) -> Measures {
        domain.measures(last: 900, now: domain.now(wall: view.wall))
    }

    /// Percent of the attempts of the last minute that failed. Where none did, the attempts are not counted.
    static func failureShare(_ domain: Domain, _ view: Viewpoint) -> Int {
        guard failed(domain, view) > 0 else { return 0 }
        let failures = domain.failuresOfMinute(now: domain.now(wall: view.wall))
        return failures.count * 100 / failures.of
    }

    /// Failures of the last minute.
    private static func failed(_ domain: Domain, _ view: Viewpoint) -> Int {
        domain.total(.failures, last: 60, now: domain.now(wall: view.wall))
    }
}

extension Domain {
    /// Failures of the last minute, and attempts.
    func failuresOfMinute(now: Int64) -> (count: Int, of: Int) {
        let attempts = attempts(last: 60, now: now)
        return (attempts.failed, attempts.all)
    }
}
