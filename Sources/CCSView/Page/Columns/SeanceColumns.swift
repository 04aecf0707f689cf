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
            "to", "TO", 5...16, widest: 32, priority: 3, help: "The number dialled; ? if its beginning was not heard",
            doubt: { $0.isPartial ? .isUnconfirmed : nil },
            feed: { $0.dialled.isEmpty ? $0.to : $0.dialled }),
        Column(
            "answered", "ANSWERED", 8...16, widest: 32, priority: 6, help: "Who answered last",
            doubt: { $0.isAnswerUnconfirmed ? .isUnconfirmed : nil }, feed: { $0.answeredBy }),
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
            descending: true, under: true, order: { seance, _ in .number(record(seance).rank) },
            role: { seance, _ in record(seance).role },
            draw: { seance, view in
                let status = record(seance)
                return status == .none && !isRecordKnown(seance) ? "?" : status.sign(view)
            }, doubt: { isRecordingUnconfirmed($0) ? .isUnconfirmed : nil }, alphabet: RecordStatus.signs,
            words: RecordStatus.words
        ) { seance, _ in
            let status = record(seance)
            return status == .none && !isRecordKnown(seance) ? .unknown : status.value
        },
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
        ) { seance, _ in
            guard seance.waitSince == nil else { return seance.isWaitKnown ? .flag(true) : .unknown }
            return seance.mayWaitUnheard ? .unknown : .flag(false)
        },
        Column(
            "recorded", "RECORDED", .flag, 9...9, priority: 9,
            help: "Whether one of its connections is or was recorded", usual: false, under: true
        ) { seance, _ in
            if record(seance) != .none { return .flag(true) }
            return isRecordKnown(seance) ? .flag(false) : .unknown
        },
        ObjectColumns.partial(),
        ObjectColumns.unconfirmed(),
    ]

    /// How far the recording of any of its connections is, a running one first.
    private static func record(_ seance: Seance) -> RecordStatus {
        var status = RecordStatus.none
        for connection in seance.keptConnections {
            let one = connection.recordStatus
            if one == .recording, connection.isLive { return .recording }
            if one == .ready { status = .ready }
        }
        return status
    }

    /// Whether a gap may have ended the recordings that run.
    private static func isRecordingUnconfirmed(_ seance: Seance) -> Bool {
        let running = seance.keptConnections.filter { $0.isLive && $0.recordStatus == .recording }
        return !running.isEmpty && running.allSatisfy(\.isRecordingUnconfirmed)
    }

    /// Whether it is certain if it is recorded: nothing was before ccs-top joined, and no gap may have changed it.
    private static func isRecordKnown(_ seance: Seance) -> Bool {
        !seance.isPartial && !seance.isUnconfirmed && seance.keptConnections.allSatisfy { $0.isRecordKnown }
    }
}

extension Connection {
    /// Whether it is certain if it is recorded, or was: nothing was before ccs-top joined, and no gap may have changed it.
    var isRecordKnown: Bool { !isRecordingUnconfirmed && (recordStatus != .none || !isPartial) }

    /// Whether it is or was recorded.
    var wasRecorded: Value {
        if recordStatus != .none { return .flag(true) }
        return isRecordKnown ? .flag(false) : .unknown
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

extension Seance {
    /// Whether its caller may wait although nothing was heard of that.
    fileprivate var mayWaitUnheard: Bool { isLive && (isUnconfirmed || isPartial && phase != .talking) }
}
