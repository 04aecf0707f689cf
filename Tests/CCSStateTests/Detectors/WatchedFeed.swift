import CCSEvents

@testable import CCSState

/// A live feed for tests of detectors: events and time go in, anomalies come out. Times are milliseconds after ``start``.
/// Every event arrives at its own time, unless it comes after a newer one.
final class WatchedFeed {
    struct NoReducer: Error {}

    private var reducer: FeedReducer
    private var clock: Int64 = 0

    init(
        _ settings: DetectorSettings = DetectorSettings(), limits: Limits = Limits(), masksNumbers: Bool = false,
        clock: ClockRule = .file
    ) throws {
        let options = EventDecoder.Options(masksNumbers: masksNumbers)
        guard let reducer = FeedReducer(options, limits: limits, detectors: settings, clock: clock) else {
            throw NoReducer()
        }
        self.reducer = reducer
    }

    /// A feed with only one detector.
    convenience init(
        only detector: Detector, threshold: Int64? = nil, limits: Limits = Limits(), clock: ClockRule = .file
    )
        throws
    {
        try self.init(.only(detector, threshold: threshold), limits: limits, clock: clock)
    }

    func take(_ type: String, _ data: String = "", at: Int64, in domain: String = "sales") {
        take(line: event(type, data, at: at, in: domain), at: at)
    }

    func take(_ events: [TimedEvent], in domain: String = "sales") {
        for event in events { take(event.type, event.data, at: event.at, in: domain) }
    }

    func take(line: String, at: Int64) {
        clock = max(clock, start + at)
        take(line: line, arrival: clock - start)
    }

    /// Takes a line that does not arrive at its own time.
    func take(line: String, arrival: Int64) {
        let bytes = Array(line.utf8) + [0x0A]
        let padded = bytes + [UInt8](repeating: 0x22, count: LineFramer.padding)
        padded.withUnsafeBytes { padded in
            var position = 0
            let piece = UnsafeRawBufferPointer(rebasing: padded[..<bytes.count])
            while reducer.take(piece, from: &position, arrival: start + arrival) {}
        }
    }

    /// The connection to the feed is lost.
    func lose(at: Int64) { reducer.noteLoss(of: 0, at: start + at) }
    /// The connection is open again.
    func comeBack(at: Int64) { reducer.noteReturn(of: 0, at: start + at) }

    /// Lets time pass without an event.
    func tick(_ at: Int64) {
        clock = max(clock, start + at)
        reducer.tick(wall: start + at, silence: 0, isLive: true)
    }

    func domain(_ name: String = "sales") throws -> Domain {
        guard let domain = reducer.state.domain(named: name) else { throw NoReducer() }
        return domain
    }

    func active(_ domain: String = "sales") throws -> [Anomaly] { try self.domain(domain).activeAnomalies }

    func fired(_ detector: Detector, in domain: String = "sales") throws -> Int {
        try self.domain(domain).fired(detector)
    }

    func snapshot(_ options: SnapshotOptions = SnapshotOptions()) throws -> JSON {
        try JSON(parsing: reducer.state.snapshotJSON(counts: reducer.counts, options))
    }

    /// All anomalies in all domains, without an order.
    var found: Set<String> {
        var found: Set<String> = []
        for domain in reducer.state.domains {
            for anomaly in domain.activeAnomalies {
                let share = anomaly.share.map { "\($0.failed)/\($0.of)" } ?? "-"
                found.insert(
                    "\(domain.name) \(anomaly.detector) \(anomaly.subject) \(anomaly.since) \(anomaly.firedAt) "
                        + "\(anomaly.count) \(share)")
            }
            for detector in Detector.allCases { found.insert("\(domain.name) \(detector) \(domain.fired(detector))") }
        }
        return found
    }

    var domains: [Domain] { reducer.state.domains }
}

extension Domain {
    /// How often a detector has fired.
    func fired(_ detector: Detector) -> Int { anomalies.tally(detector).total }
}

/// An event of a scenario.
struct TimedEvent: Sendable {
    var type: String
    var data: String
    var at: Int64

    init(_ type: String, _ data: String, at: Int64) {
        (self.type, self.data, self.at) = (type, data, at)
    }
}

extension DetectorSettings {
    static func only(_ detector: Detector, threshold: Int64? = nil) -> DetectorSettings {
        var settings = DetectorSettings()
        for other in Detector.allCases where other != detector { settings[other] = nil }
        if let threshold { settings[detector] = threshold }
        return settings
    }
}
