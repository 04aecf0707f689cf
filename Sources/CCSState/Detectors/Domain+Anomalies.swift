public import CCSEvents

extension Domain {
    /// What is wrong now, the gravest first, then what has lasted longest. Cost: sorting them.
    public var activeAnomalies: [Anomaly] {
        anomalies.active.values.sorted {
            let (left, right) = ($0.detector.row.severity, $1.detector.row.severity)
            if left != right { return left > right }
            return $0.since != $1.since ? $0.since < $1.since : $0.serial < $1.serial
        }
    }

    /// How much is wrong now, and how much of it nobody has seen.
    public var anomalyCounts: (active: Int, unseen: Int) {
        (anomalies.active.count, anomalies.active.values.reduce(0) { $0 + ($1.isAcknowledged ? 0 : 1) })
    }

    /// How often a detector fired, ever.
    public func fired(_ detector: Detector) -> Int { anomalies.totals[Int(detector.rawValue)] }

    /// Anomalies for which there was no room.
    public var anomaliesDropped: Int { anomalies.dropped }

    /// What is wrong with an object.
    public func anomalies(of key: ObjectKey) -> [Anomaly] {
        Detector.of(key.kind).compactMap { anomalies.active[AnomalyKey(detector: $0, subject: .object(key))] }
    }

    /// Says that somebody has seen an anomaly, or takes it back.
    public func acknowledge(_ serial: Int, _ isAcknowledged: Bool = true) {
        anomalies.acknowledge(serial, isAcknowledged)
    }

    /// Milliseconds since the domain's newest event arrived, by the clock that arrivals are told by.
    public func silence(wall: Int64) -> Int64 { max(0, wall - newestArrival) }

    /// Says how the live feed fares, which the reducer cannot know by itself: for how long nothing came of the domain, and how late
    /// the last event was, both in milliseconds.
    public func noteFeed(silence: Int64, lag: Int64?, now: Int64) {
        note(.stale, lasted: silence, isSo: silence > 0, now: now)
        note(.lag, lasted: lag ?? 0, isSo: lag != nil, now: now)
    }

    private func note(_ detector: Detector, lasted: Int64, isSo: Bool, now: Int64) {
        let key = AnomalyKey(detector: detector, subject: .feed)
        if let threshold = detectors[detector], isSo, lasted >= threshold {
            anomalies.fire(key, since: now - lasted, at: now - lasted + threshold)
        } else {
            anomalies.clear(key)
        }
    }

    /// The numbers that were tried or talked with, with what happened in the last `seconds` and ever.
    public func forEachNumber(last seconds: [Int], now: Int64, _ body: (NumberFacts) -> Void) {
        for entry in numberStats.entries {
            body(
                NumberFacts(
                    number: texts.text(entry.number),
                    windows: seconds.map { numberStats.counts(of: entry, last: $0, now: now) },
                    totals: (entry.totals.failures, entry.totals.attempts), talked: entry.talked))
        }
    }
}

/// What is known of a number: how often it was tried, how often that failed, how long was talked with it.
public struct NumberFacts {
    /// The number.
    public let number: FeedText
    /// Failures and attempts in each window that was asked for.
    public let windows: [(failed: Int, attempts: Int)]
    /// Failures and attempts ever.
    public let totals: (failed: Int, attempts: Int)
    /// Milliseconds talked, ever.
    public let talked: Int64
}
