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
    private(set) var active: [AnomalyKey: Anomaly] = [:]
    /// How often each subject's detector fired before, as far as it is remembered.
    private var fired: [AnomalyKey: Int] = [:]
    private var nextSerial = 1
    /// Those that last, by detector.
    private(set) var counts = [Int](repeating: 0, count: Detector.allCases.count)
    /// Fired ever, by detector.
    private(set) var totals = [Int](repeating: 0, count: Detector.allCases.count)
    /// Not kept for want of room.
    private(set) var dropped = 0
    /// How often one fired or cleared.
    private(set) var changes = 0

    private static let limit = 20_000

    mutating func fire(_ key: AnomalyKey, since: Int64, at: Int64, share: (failed: Int, of: Int)? = nil) {
        // Taken out and put back: changing it in its place would allocate.
        if var known = active[key] {
            known.share = share
            active[key] = known
            return
        }
        totals[Int(key.detector.rawValue)] += 1
        changes &+= 1
        // Numbers, the domain and the feed are few by themselves.
        if case .object = key.subject, active.count >= Self.limit {
            dropped += 1
            return
        }
        if fired.count >= Self.limit { fired.removeAll(keepingCapacity: true) }
        let count = (fired[key] ?? 0) + 1
        fired[key] = count
        counts[Int(key.detector.rawValue)] += 1
        active[key] = Anomaly(
            serial: nextSerial, detector: key.detector, subject: key.subject, since: since, firedAt: at, count: count,
            share: share)
        nextSerial += 1
    }

    /// Whether it lasted until now.
    @discardableResult
    mutating func clear(_ key: AnomalyKey) -> Bool {
        guard active.removeValue(forKey: key) != nil else { return false }
        counts[Int(key.detector.rawValue)] -= 1
        changes &+= 1
        return true
    }

    mutating func acknowledge(_ serials: Set<Int>, _ isAcknowledged: Bool) {
        for (key, anomaly) in active where serials.contains(anomaly.serial) {
            active[key]?.isAcknowledged = isAcknowledged
        }
    }
}
