import CCSEvents

extension Domain {
    /// What is wrong now, the gravest first, then what has lasted longest. Cost: sorting them.
    public var activeAnomalies: [Anomaly] {
        // Small keys are sorted: an anomaly has much in it, and there may be thousands.
        let severities = Detector.allCases.map { -$0.row.severity.rawValue }
        let all = anomalies.slots.compactMap(\.self)
        let keys = all.indices.map { place in
            let anomaly = all[place]
            return (severities[Int(anomaly.detector.rawValue)], anomaly.since, anomaly.serial, place)
        }
        return keys.sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }.map { all[$0.3] }
    }

    /// How much is open now, and how much of that nobody has seen. Facts are not open.
    public var anomalyCounts: (active: Int, unseen: Int) {
        guard anomalies.count > 0 else { return (0, 0) }
        return (
            anomalies.count - anomalies.factCount,
            Detector.allCases.reduce(0) { $0 + anomalies.tally($1).unseen }
        )
    }

    /// Slots in which there may be an anomaly that lasts: as many as ever lasted at once.
    public var anomalySlots: Int { anomalies.slots.count }

    /// The anomaly in a slot; nil where it is empty.
    public func anomaly(at slot: Int) -> Anomaly? {
        anomalies.slots.indices.contains(slot) ? anomalies.slots[slot] : nil
    }

    /// The slot of an anomaly that lasts. Cost: what is wrong now.
    public func slot(ofAnomaly serial: Int) -> Int? { anomalies.slots.firstIndex { $0?.serial == serial } }

    /// How many of a detector's findings are open.
    public func anomalyCount(of detector: Detector) -> Int { anomalies.tally(detector).open }

    /// How many of them no gap leaves open. Cost: while objects are unconfirmed, what is wrong now.
    package func confirmedAnomalyCount(of detector: Detector) -> Int {
        let open = anomalyCount(of: detector)
        guard open > 0, stints.missedUntil != nil || stints.hasLost else { return open }
        return anomalies.slots.count { slot in
            guard let anomaly = slot, anomaly.detector == detector, !anomaly.isFact else { return false }
            return !isUnconfirmed(anomaly)
        }
    }

    /// How many open ones a gap leaves open. Cost: after a gap, what is wrong now.
    package var unconfirmedAnomalyCount: Int {
        guard anomalies.count > 0, stints.missedUntil != nil || stints.hasLost else { return 0 }
        return anomalies.slots.count { slot in
            guard let anomaly = slot, !anomaly.isFact else { return false }
            return isUnconfirmed(anomaly)
        }
    }

    /// Anomalies for which there was no room.
    public var anomaliesDropped: Int { anomalies.dropped }

    /// What is wrong with an object.
    public func anomalies(of key: ObjectKey) -> [Anomaly] {
        var found: [Anomaly] = []
        forEachAnomaly(of: key, among: .max) { found.append($0) }
        return found
    }

    /// Calls `body` for what is wrong with an object, as far as its bits say so (``ObjectHeader/wrong``).
    func forEachAnomaly(of key: ObjectKey, among wrong: UInt8, _ body: (Anomaly) -> Void) {
        for (place, detector) in Detector.of(key.kind).enumerated() where wrong & 1 << UInt8(place) != 0 {
            if let anomaly = anomalies[AnomalyKey(detector: detector, subject: .object(key))] { body(anomaly) }
        }
    }

    /// Whether a gap leaves open if an anomaly goes on.
    public func isUnconfirmed(_ anomaly: Anomaly) -> Bool {
        guard case .object(let key) = anomaly.subject else {
            return anomaly.detector == .failing && lacksFailures
        }
        return isUnknown(anomaly.detector, key)
    }

    /// Where an anomaly is unconfirmed because its object was not heard of since, the feed time at which the feed was lost.
    package func stoppedAt(_ anomaly: Anomaly) -> Int64? {
        guard stints.hasLost, case .object(let key) = anomaly.subject, isUnconfirmed(anomaly) else { return nil }
        return stints.lossTime(header(key.kind, Int(key.slot)).stint)
    }

    /// Says that somebody has seen an anomaly, or takes it back.
    public func acknowledge(_ serial: Int, _ isAcknowledged: Bool = true) {
        anomalies.acknowledge([serial], isAcknowledged)
    }

    /// Says so of several. Cost: what is wrong now, however many they are.
    public func acknowledge(_ serials: Set<Int>, _ isAcknowledged: Bool = true) {
        anomalies.acknowledge(serials, isAcknowledged)
    }

    /// Says how the live feed fares, which the reducer cannot know by itself: for how many milliseconds nothing came. How late the
    /// events of this domain are is known from their arrival.
    public func noteFeed(silence: Int64, now: Int64) {
        if let threshold = detectors[.stale], silence > 0, silence >= threshold {
            anomalies.fire(
                AnomalyKey(detector: .stale, subject: .feed), since: now - silence, at: now - silence + threshold)
        } else {
            endAnomaly(AnomalyKey(detector: .stale, subject: .feed), at: now)
        }
        let key = AnomalyKey(detector: .lag, subject: .feed)
        let isLate = detectors[.lag].map { lags.areLate(by: $0, before: anomalies[key] != nil) } ?? false
        // How late an event is does not say since when events are late: that is seen when it is noted.
        if isLate { anomalies.fire(key, since: now, at: now) } else { endAnomaly(key, at: now) }
    }

    /// The numbers to which too many attempts fail.
    public var failingNumbers: [String: Anomaly] {
        var found: [String: Anomaly] = [:]
        for slot in anomalies.general {
            if let anomaly = anomalies.slots[slot], case .number(let number) = anomaly.subject {
                found[number] = anomaly
            }
        }
        return found
    }

    /// The highest severity of the open anomalies that nobody has acknowledged; nil without any.
    public var gravestUnseen: Detector.Severity? {
        guard anomalies.haveFired else { return nil }
        return Detector.allCases.lazy.filter { self.anomalies.tally($0).unseen > 0 }.map(\.row.severity).max()
    }

    /// The highest severity of all open anomalies; nil without any.
    public var gravest: Detector.Severity? {
        guard anomalies.haveFired else { return nil }
        return Detector.allCases.lazy.filter { self.anomalies.tally($0).open > 0 }.map(\.row.severity).max()
    }

    /// How much of a severity is open that nobody has acknowledged.
    public func unseenCount(of severity: Detector.Severity) -> Int {
        guard anomalies.haveFired else { return 0 }
        return Detector.allCases.reduce(0) {
            $0 + ($1.row.severity == severity ? anomalies.tally($1).unseen : 0)
        }
    }
}

extension FeedObject {
    /// Calls `body` for what is wrong with it.
    public func forEachAnomaly(_ body: (Anomaly) -> Void) {
        let wrong = header.wrong
        if wrong != 0 { domain.forEachAnomaly(of: key, among: wrong, body) }
    }
}
