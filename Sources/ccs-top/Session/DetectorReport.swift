import CCSEvents
import CCSState
import CCSView

/// What the detectors of `--fail-on` found in one domain, and how much they could judge.
struct DetectorReport {
    /// The domain's name, as it may be printed.
    let domain: DisplayText
    /// What each named detector found and judged.
    let lines: [Line]

    struct Line {
        let detector: Detector
        /// Confirmed anomalies that last.
        let found: Int
        let judged: (count: Int, of: Int)
        /// Milliseconds that a condition has to last; nil where the detector is switched off.
        let threshold: Int64?
    }

    init(_ domain: Domain, detectors: Set<Detector>, thresholds: DetectorSettings, isLive: Bool) {
        self.domain = DisplayText(sanitizing: domain.name)
        let anomalies = domain.activeAnomalies.filter { !domain.isUnconfirmed($0) }
        lines = detectors.sorted { $0.rawValue < $1.rawValue }.map { detector in
            let (judged, all) = domain.judged(by: detector, isLive: isLive)
            let threshold = thresholds[detector]
            return Line(
                detector: detector, found: anomalies.count { $0.detector == detector },
                judged: (threshold == nil ? 0 : judged, all), threshold: threshold)
        }
    }

    /// `sales: rings too long (2)`, a text for each detector that found something.
    var found: [String] {
        lines.filter { $0.found > 0 }.map { "\(domain): \($0.detector.row.title) (\($0.found))" }
    }

    /// `sales: ringing judged 61 of 97, unrecorded judged 40 of 41`
    var judged: String {
        "\(domain): "
            + lines.map { "\($0.detector.name) judged \($0.judged.count) of \($0.judged.of)" }.joined(separator: ", ")
    }

    /// Whether no detector could judge anything.
    func isBlind(watched: Int64?) -> Bool { blind(watched: watched).count == lines.count }

    /// The detectors that could judge nothing: they are switched off, nobody watched for long enough, or all there was began
    /// unheard.
    func blind(watched: Int64?) -> [String] {
        lines.compactMap { line in
            let name = line.detector.name
            guard let threshold = line.threshold else { return "\(domain): \(name) is switched off" }
            if let watched, threshold > watched, line.detector.isOfLength {
                return "\(domain): \(name) needs at least --for \(DurationText.text(threshold))"
            }
            return line.judged.of > 0 && line.judged.count == 0 ? "\(domain): \(name) could judge nothing" : nil
        }
    }
}

extension Detector {
    /// Whether its threshold is how long a condition has to last: not a share of failures, and not a lag.
    fileprivate var isOfLength: Bool { self != .failing && self != .lag }
}
