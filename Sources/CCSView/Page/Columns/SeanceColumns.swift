import CCSEvents
import CCSState

/// The columns of seances.
enum SeanceColumns {
    static let usualSort = Query.Sort("wrong", descending: true)

    static let table: [Column<Seance>] = [
        ObjectColumns.wrong(usual: true),
        ObjectColumns.age(),
        ObjectColumns.state(),
        Column("from", "FROM", 8...16, widest: 32, priority: 2, help: "Who called", feed: { $0.from }),
        Column(
            "to", "TO", 5...16, widest: 32, priority: 3, help: "The number that was dialled",
            feed: { $0.dialled.isEmpty ? $0.to : $0.dialled }),
        Column(
            "answered", "ANSWERED", 8...16, widest: 32, priority: 6, help: "Who answered last",
            feed: { $0.answeredBy }),
        Column(
            "wait", "WAIT", .duration, 8...9, priority: 3,
            help: "How long its caller has waited for somebody", right: true, descending: true,
            role: { _, _ in .ringing }, doubt: { $0.waitSince != nil && !$0.isWaitKnown ? .isUnconfirmed : nil }
        ) { seance, view in
            seance.waitSince.map { .elapsed(from: $0, until: seance.timeStops, view) } ?? .none
        },
        Column(
            "waitsfor", "WAITS FOR", 10...16, widest: 32, priority: 9, help: "The number that its caller waits for",
            usual: false, feed: { $0.waitSince == nil ? .none : $0.waitsFor }),
        Column(
            "numbers", "NUMBERS", .text, 8...24, widest: 60, priority: 5,
            help: "Queues and telephones it went through, in order", middle: true,
            numbers: true, order: { seance, _ in .number(seance.numberCount) },
            role: { seance, _ in seance.numberCount > 1 ? .transferred : .plain },
            parts: { seance, isWanted in seance.hasNumber(where: isWanted) }
        ) { seance, view in
            seance.numberCount == 0
                ? .none : .string(seance.numbers.map(\.string).joined(separator: " \(view.glyphs.arrow) "))
        },
        Column(
            "conn", "CONN", .number, 4...5, priority: 4, help: "Number of connections in it", right: true,
            descending: true,
            under: true
        ) { seance, view in
            .number(TreeWalk.connections(of: seance, view).reduce(0) { count, _ in count + 1 })
        },
        Column(
            "calls", "CALLS", .number, 5...6, priority: 4, help: "Number of calls in it", right: true, descending: true,
            under: true
        ) {
            .number(TreeWalk.callCount(of: $0, $1))
        },
        Column(
            "rec", "REC", .text, 3...4, priority: 4,
            help: "Full sign (R): recorded now; hollow (r): recording ready",
            descending: true, under: true, order: { .number(Self.record($0, $1).rank) },
            role: { record($0, $1).role }, draw: { record($0, $1).sign($1) }, alphabet: RecordStatus.signs,
            words: RecordStatus.words
        ) { record($0, $1).value },
        Column(
            "dtmf", "DTMF", .number, 4...5, priority: 6, help: "Telephone keys pressed in its calls (DTMF)",
            right: true,
            descending: true, usual: false, under: true
        ) {
            seance, view in
            var count = 0
            TreeWalk.allCalls(of: seance, view) { count += $0.dtmfCount }
            return .number(count)
        },
        Column(
            "fail", "FAIL", .number, 4...5, priority: 5, help: "Failures of it, its connections and its calls",
            right: true, descending: true, role: { seance, _ in seance.failureCount > 0 ? .failed : .plain }
        ) { seance, _ in .number(seance.failureCount) },
        ObjectColumns.last(),
        ObjectColumns.id(),
        ObjectColumns.since(usual: false),
        ObjectColumns.gone(),
        ObjectColumns.ended(),
        ObjectColumns.phase(),
        ObjectColumns.failed(),
        Column(
            "waiting", "WAITING", .flag, 7...8, priority: 9,
            help: "Whether its caller waits, and nobody talks with them", usual: false
        ) { seance, _ in .flag(seance.waitSince != nil && seance.isWaitKnown) },
        Column(
            "recorded", "RECORDED", .flag, 9...9, priority: 9,
            help: "Whether one of its connections is or was recorded", usual: false, under: true
        ) { seance, view in .flag(record(seance, view) != .none) },
        ObjectColumns.partial(),
        ObjectColumns.unconfirmed(),
    ]

    /// How far the recording of any of its connections is, a running one first.
    private static func record(_ seance: Seance, _ view: Viewpoint) -> RecordStatus {
        var status = RecordStatus.none
        for connection in seance.keptConnections {
            let one = connection.recordStatus
            if one == .recording, connection.isLive { return .recording }
            if one == .ready { status = .ready }
        }
        return status
    }
}

extension RecordStatus {
    /// Its place in an order.
    var rank: Int {
        switch self {
        case .none: 0
        case .ready: 1
        case .recording: 2
        }
    }
}
