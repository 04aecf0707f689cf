import CCSEvents
import CCSState
import CCSView

/// The result of `--fail-on` in one domain: the anomalies, and how many objects the detectors could judge.
struct DetectorReport {
    /// The name of the domain, safe to print.
    let domain: DisplayText
    /// One line for each named detector.
    let lines: [Line]

    struct Line {
        let detector: Detector
        /// The number of open, confirmed anomalies.
        let found: Int
        let judged: (count: Int, of: Int)
        /// The threshold in milliseconds; nil if the detector is off.
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

    /// A text such as `sales: rings too long (2)` for each detector with anomalies.
    var found: [String] {
        lines.filter { $0.found > 0 }.map { "\(domain): \($0.detector.row.title) (\($0.found))" }
    }

    /// A text such as `sales: ringing judged 61 of 97, unrecorded judged 40 of 41`.
    var judged: String {
        "\(domain): "
            + lines.map { "\($0.detector.name) judged \($0.judged.count) of \($0.judged.of)" }.joined(separator: ", ")
    }

    /// Whether no detector could judge anything.
    func isBlind(watched: Int64?) -> Bool { blind(watched: watched).count == lines.count }

    /// The detectors that could judge no object, each with the reason: it is off, the watch was shorter than its threshold,
    /// or all objects began unheard.
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
    /// Whether its threshold is a duration, not a share of failures or a lag.
    fileprivate var isOfLength: Bool { self != .failing && self != .lag }
}
