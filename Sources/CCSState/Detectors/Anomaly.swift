import CCSEvents

/// Something that is wrong, found by a detector.
public struct Anomaly: Sendable {
    /// What it is about.
    public enum Subject: Hashable, Sendable {
        /// A call, a connection or a seance.
        case object(ObjectKey)
        /// A number that cannot be reached.
        case number(String)
        /// The domain as a whole.
        case domain
        /// The feed.
        case feed
    }

    /// Tells it from others of its domain, and stays the same while it lasts.
    public let serial: Int
    /// Which detector found it.
    public let detector: Detector
    /// What it is about.
    public let subject: Subject
    /// When the condition began, in milliseconds of feed time.
    public internal(set) var since: Int64
    /// When the detector fired: the threshold after ``since``.
    public internal(set) var firedAt: Int64
    /// How often it fired for this subject.
    public internal(set) var count: Int
    /// For failures: how many, and of how many attempts.
    public internal(set) var share: (failed: Int, of: Int)?
    /// Whether somebody has seen it.
    public internal(set) var isAcknowledged = false
}

/// What an anomaly is told by.
struct AnomalyKey: Hashable {
    var detector: Detector
    var subject: Anomaly.Subject
}

/// The anomalies of a domain that last; bounded, the rest is counted.
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
    /// Not kept for want of room.
    private(set) var dropped = 0
    /// How often one fired or cleared.
    private(set) var changes = 0

    private static let limit = 20_000

    /// How often a detector fired.
    struct Tally {
        /// Those that last, and those of them that nobody has seen.
        var lasting = 0
        var unseen = 0
        /// Fired ever.
        var total = 0
    }

    /// How often a detector fired.
    func tally(_ detector: Detector) -> Tally { tallies.isEmpty ? Tally() : tallies[Int(detector.rawValue)] }

    /// How many last.
    var count: Int { places.count }

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
            share: share)
        places[key] = slot
        if case .object = key.subject {} else { general.insert(slot) }
        changed.note(slot)
        nextSerial += 1
    }

    /// Whether it lasted until now.
    @discardableResult
    mutating func clear(_ key: AnomalyKey) -> Bool {
        guard let slot = places.removeValue(forKey: key) else { return false }
        tallies[Int(key.detector.rawValue)].lasting -= 1
        if slots[slot]?.isAcknowledged == false { tallies[Int(key.detector.rawValue)].unseen -= 1 }
        slots[slot] = nil
        free.append(slot)
        general.remove(slot)
        changed.note(slot)
        changes &+= 1
        return true
    }

    mutating func acknowledge(_ serials: Set<Int>, _ isAcknowledged: Bool) {
        for slot in slots.indices {
            guard let anomaly = slots[slot], serials.contains(anomaly.serial), anomaly.isAcknowledged != isAcknowledged
            else { continue }
            tallies[Int(anomaly.detector.rawValue)].unseen += isAcknowledged ? -1 : 1
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
        var new = active
        var others: Set<Int> = []
        for (slot, anomaly) in slots.enumerated() {
            guard let anomaly else { continue }
            let (detector, key) = (
                Int(anomaly.detector.rawValue), AnomalyKey(detector: anomaly.detector, subject: anomaly.subject)
            )
            try invariant(places[key] == slot, "Anomalies: the one in slot \(slot) is not found")
            active[detector] += 1
            if !anomaly.isAcknowledged { new[detector] += 1 }
            if case .object = anomaly.subject {} else { others.insert(slot) }
        }
        for detector in tallies.indices {
            let tally = tallies[detector]
            try invariant(
                tally.lasting == active[detector] && tally.unseen == new[detector],
                "Anomalies: \(active[detector]) last and \(new[detector]) are unseen, counted are \(tally)")
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
