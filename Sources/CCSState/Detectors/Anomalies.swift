import CCSEvents

/// Identifies an anomaly that lasts.
struct AnomalyKey: Hashable {
    var detector: Detector
    var subject: Anomaly.Subject
}

/// The anomalies of a domain that last; bounded, the rest is counted.
///
/// An open one may become a fact, which still lasts. Both leave when they are cleared.
struct Anomalies {
    /// By slot; nil where it is free.
    private(set) var slots: [Anomaly?] = []
    private var places: [AnomalyKey: Int] = [:]
    private var free: [Int] = []
    /// The slots of those that are about no object: few by themselves.
    private(set) var general: Set<Int> = []
    /// Slots in which there is something else than when they were taken last.
    var changed = ChangedSlots()
    /// How often each subject's detector fired before, as far as it is remembered.
    private var fired: [AnomalyKey: Int] = [:]
    private var nextSerial = 1
    /// By detector; empty until one fires.
    private var tallies: [Tally] = []
    /// Anomalies for which there was no room.
    private(set) var dropped = 0
    /// How often one fired or cleared.
    private(set) var changes = 0
    /// Nothing becomes a fact before; `Int64.max` while nothing can.
    private(set) var nextFactAt = Int64.max

    private static let limit = 20_000

    /// How often a detector fired.
    struct Tally {
        /// Those that last, and those of them that are facts.
        var lasting = 0
        var facts = 0
        /// Open ones that nobody has seen.
        var unseen = 0
        /// Fired ever.
        var total = 0

        /// Those that last and are no facts.
        var open: Int { lasting - facts }
    }

    /// How often a detector fired.
    func tally(_ detector: Detector) -> Tally { tallies.isEmpty ? Tally() : tallies[Int(detector.rawValue)] }

    /// Whether any detector fired ever: in most domains of a large platform none did.
    var haveFired: Bool { !tallies.isEmpty }

    /// How many last.
    var count: Int { places.count }

    /// How many of them are facts.
    var factCount: Int { tallies.reduce(0) { $0 + $1.facts } }

    /// The slot of one that lasts.
    func slot(of key: AnomalyKey) -> Int? { places[key] }

    /// One that lasts.
    subscript(key: AnomalyKey) -> Anomaly? { places[key].flatMap { slots[$0] } }

    mutating func fire(_ key: AnomalyKey, since: Int64, at: Int64, share: (failed: Int, of: Int)? = nil) {
        if let slot = places[key] {
            // Most that is judged every second is as it was.
            let known = slots[slot]?.share
            guard known?.failed != share?.failed || known?.of != share?.of else { return }
            slots[slot]?.share = share
            if let share, Self.isWorse(share, than: slots[slot]?.peak) { slots[slot]?.peak = share }
            changed.note(slot)
            return
        }
        if tallies.isEmpty { tallies = Array(repeating: Tally(), count: Detector.allCases.count) }
        let detector = Int(key.detector.rawValue)
        tallies[detector].total += 1
        changes &+= 1
        // Numbers, the domain and the feed are few by themselves.
        if case .object = key.subject, places.count >= Self.limit {
            dropped += 1
            return
        }
        if fired.count >= Self.limit { fired.removeAll(keepingCapacity: true) }
        let count = (fired[key] ?? 0) + 1
        fired[key] = count
        tallies[detector].lasting += 1
        tallies[detector].unseen += 1
        let slot = free.popLast() ?? slots.count
        if slot == slots.count { slots.append(nil) }
        slots[slot] = Anomaly(
            serial: nextSerial, detector: key.detector, subject: key.subject, since: since, firedAt: at, count: count,
            share: share, peak: share)
        if let after = key.detector.row.factAfter { nextFactAt = min(nextFactAt, Self.nextMinute(at + after)) }
        places[key] = slot
        if case .object = key.subject {} else { general.insert(slot) }
        changed.note(slot)
        nextSerial += 1
    }

    /// Whether a share of failures is worse than another one.
    private static func isWorse(_ share: (failed: Int, of: Int), than other: (failed: Int, of: Int)?) -> Bool {
        guard let other else { return true }
        let (own, known) = (share.failed * other.of, other.failed * share.of)
        return own == known ? share.failed > other.failed : own > known
    }

    /// Takes out one that lasted until now; nil where none did.
    mutating func clear(_ key: AnomalyKey) -> Anomaly? {
        guard let slot = places.removeValue(forKey: key), let anomaly = slots[slot] else { return nil }
        let detector = Int(key.detector.rawValue)
        tallies[detector].lasting -= 1
        if anomaly.isFact {
            tallies[detector].facts -= 1
        } else if !anomaly.isAcknowledged {
            tallies[detector].unseen -= 1
        }
        slots[slot] = nil
        free.append(slot)
        general.remove(slot)
        changed.note(slot)
        changes &+= 1
        return anomaly
    }

    /// Forgets those about objects, as if they had never been.
    mutating func forgetObjects() {
        for key in Array(places.keys) {
            if case .object = key.subject { withdraw(key) }
        }
    }

    /// Forgets one, as if it had never been.
    mutating func withdraw(_ key: AnomalyKey) {
        guard let anomaly = clear(key) else { return }
        tallies[Int(anomaly.detector.rawValue)].total -= 1
        fired[key] = anomaly.count > 1 ? anomaly.count - 1 : nil
    }

    /// Makes facts of those that have lasted for long enough. They become facts at full minutes of feed time, so that all that last
    /// are looked at once a minute at most.
    mutating func settleFacts(until now: Int64) {
        guard nextFactAt <= now else { return }
        nextFactAt = .max
        for slot in slots.indices {
            guard let anomaly = slots[slot], !anomaly.isFact, let after = anomaly.detector.row.factAfter else {
                continue
            }
            let at = Self.nextMinute(anomaly.firedAt + after)
            guard at <= now else {
                nextFactAt = min(nextFactAt, at)
                continue
            }
            slots[slot]?.isFact = true
            tallies[Int(anomaly.detector.rawValue)].facts += 1
            if !anomaly.isAcknowledged { tallies[Int(anomaly.detector.rawValue)].unseen -= 1 }
            changed.note(slot)
        }
    }

    /// The first full minute at or after a moment.
    private static func nextMinute(_ at: Int64) -> Int64 { (at + 59_999) / 60_000 * 60_000 }

    /// Sets later times to `limit`.
    mutating func clampTimes(to limit: Int64) {
        for slot in slots.indices {
            guard let anomaly = slots[slot], max(anomaly.since, anomaly.firedAt) > limit else { continue }
            slots[slot]?.since = min(anomaly.since, limit)
            slots[slot]?.firedAt = min(anomaly.firedAt, limit)
            changed.note(slot)
        }
        nextFactAt = min(nextFactAt, limit)
    }

    mutating func acknowledge(_ serials: Set<Int>, _ isAcknowledged: Bool) {
        for slot in slots.indices {
            guard let anomaly = slots[slot], serials.contains(anomaly.serial), anomaly.isAcknowledged != isAcknowledged
            else { continue }
            if !anomaly.isFact { tallies[Int(anomaly.detector.rawValue)].unseen += isAcknowledged ? -1 : 1 }
            slots[slot]?.isAcknowledged = isAcknowledged
            changed.note(slot)
        }
    }
}

// MARK: - Invariants

extension Anomalies {
    func checkInvariants() throws {
        try changed.checkInvariants()
        var active = [Int](repeating: 0, count: tallies.count)
        var (new, facts) = (active, active)
        var others: Set<Int> = []
        for (slot, anomaly) in slots.enumerated() {
            guard let anomaly else { continue }
            let (detector, key) = (
                Int(anomaly.detector.rawValue), AnomalyKey(detector: anomaly.detector, subject: anomaly.subject)
            )
            try invariant(places[key] == slot, "Anomalies: the one in slot \(slot) is not found")
            active[detector] += 1
            if anomaly.isFact { facts[detector] += 1 } else if !anomaly.isAcknowledged { new[detector] += 1 }
            if case .object = anomaly.subject {} else { others.insert(slot) }
        }
        for detector in tallies.indices {
            let tally = tallies[detector]
            try invariant(
                tally.lasting == active[detector] && tally.unseen == new[detector] && tally.facts == facts[detector],
                "Anomalies: \(active[detector]) last, \(facts[detector]) are facts, \(new[detector]) are unseen; counted are \(tally)"
            )
        }
        try invariant(others == general, "Anomalies: \(others.count) about no object, \(general.count) noted")
        try invariant(active.reduce(0, +) == places.count, "Anomalies: \(places.count) keys")
        try invariant(
            places.count - general.count <= Self.limit && fired.count <= Self.limit,
            "Anomalies: more than \(Self.limit) are kept")
        let isFree = free.allSatisfy { slots.indices.contains($0) && slots[$0] == nil }
        try invariant(isFree && Set(free).count == free.count, "Anomalies: a slot is free twice, or not free")
        try invariant(free.count + places.count == slots.count, "Anomalies: \(free.count) of \(slots.count) are free")
    }

    /// Calls `body` with the object of each anomaly that is about one.
    func forEachObject(_ body: (Detector, ObjectKey) throws -> Void) rethrows {
        for case let anomaly? in slots {
            if case .object(let key) = anomaly.subject { try body(anomaly.detector, key) }
        }
    }
}
