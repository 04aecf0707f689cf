/// A stretch of time in which a store was full, so that something had to leave again and again.
package struct LimitStretch: Equatable {
    /// What left.
    package let kind: Evictions.Kind
    /// Its number in the domain, from 1.
    package let number: Int
    /// When it was seen first that something left, in milliseconds of feed time.
    package let since: Int64
    /// When it was seen last.
    package fileprivate(set) var last: Int64
    /// How much left.
    package fileprivate(set) var count: Int

    /// Whether nothing has left for a while.
    package func isOver(at now: Int64) -> Bool { now - last > LimitLog.pause }
}

extension Evictions {
    /// What can leave, as far as somebody who looks at a domain wants to know when. Lines of the log leave all the time.
    package enum Kind: String, CaseIterable, Sendable {
        /// See ``Evictions/liveObjects`` and its neighbours.
        case liveObjects = "live objects"
        case unconfirmed = "unconfirmed objects"
        case endedObjects = "ended objects"
        case failures
        case episodes = "ended anomalies"
        case countedNumbers = "counted numbers"
        case numbers = "numbers of seances"
    }

    /// Whether anything of these left.
    fileprivate var hasAny: Bool {
        liveObjects | unconfirmed | endedObjects | failures | episodes | countedNumbers | numbers != 0
    }

    fileprivate subscript(kind: Kind) -> Int {
        switch kind {
        case .liveObjects: liveObjects
        case .unconfirmed: unconfirmed
        case .endedObjects: endedObjects
        case .failures: failures
        case .episodes: episodes
        case .countedNumbers: countedNumbers
        case .numbers: numbers
        }
    }
}

/// When the stores of a domain were full, the last times. A domain has none before something leaves. It is asked once a second of feed time, so what leaves costs nothing more.
final class LimitLog {
    /// Milliseconds without an eviction after which the next one begins a new stretch.
    static let pause: Int64 = 60_000
    /// Stretches that are kept.
    static let kept = 64

    /// Oldest first, at most ``kept``.
    private(set) var stretches: [LimitStretch] = []
    private var known = Evictions()
    private var number = 0

    /// Notes what has left until now.
    func note(_ evictions: Evictions, at now: Int64) {
        guard evictions != known else { return }
        for kind in Evictions.Kind.allCases {
            let count = evictions[kind] - known[kind]
            if count > 0 { add(kind, count, at: now) }
        }
        known = evictions
    }

    private func add(_ kind: Evictions.Kind, _ count: Int, at now: Int64) {
        if let place = stretches.lastIndex(where: { $0.kind == kind }), !stretches[place].isOver(at: now) {
            stretches[place].last = max(stretches[place].last, now)
            stretches[place].count += count
            return
        }
        number += 1
        if stretches.count == Self.kept { stretches.removeFirst() }
        stretches.append(LimitStretch(kind: kind, number: number, since: now, last: now, count: count))
    }
}

extension LimitLog {
    func checkInvariants() throws {
        try invariant(stretches.count <= Self.kept, "LimitLog: \(stretches.count) stretches, at most \(Self.kept)")
        let isInOrder = stretches.allSatisfy { $0.since <= $0.last && $0.count > 0 }
        try invariant(isInOrder, "LimitLog: a stretch ends before it begins, or nothing left in it")
    }
}

extension Domain {
    /// When stores were full, the last ``LimitLog/kept`` stretches, oldest first.
    package var limitStretches: [LimitStretch] { limitLog?.stretches ?? [] }

    /// Notes which stores were full until now.
    func noteLimits(at now: Int64) {
        let evictions = evictions
        if limitLog == nil {
            guard evictions.hasAny else { return }
            limitLog = LimitLog()
        }
        limitLog?.note(evictions, at: now)
    }
}
