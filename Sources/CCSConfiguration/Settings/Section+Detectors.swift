import CCSState
import CCSView

extension Section {
    /// Thresholds for all domains.
    static let detectors = Section(
        "detectors", noun: "detector",
        [
            "How long a condition must last before it is an anomaly; false switches a detector off. A detector of calls,",
            "connections or seances can also have a filter, in a table of after and filter. There is an example below.",
        ],
        detectorSettings(below: [.key("detectors")]) { draft, _, change in
            change(&draft.configuration.detectors)
        } settings: { configuration, _ in
            configuration.detectors
        })

    /// Thresholds for single domains.
    static let domains = Section(
        "domains", noun: "setting",
        [
            "The same thresholds and filters for one domain. They replace those above; false removes a filter."
        ],
        detectorSettings(below: [.key("domains"), .name, .key("detectors")]) { draft, domain, change in
            var all = draft.configuration.detectors
            all.domains = [:]
            change(&draft.configuration.detectors.domains[domain, default: all])
        } settings: { configuration, domain in
            configuration.detectors.of(domain: domain)
        },
        example: [
            "[domains.sales.detectors]", "ringing = \"45s\"", "held = { after = \"5m\", filter = \"dir=in\" }",
            "loop = false",
        ]
    ) { $0.detectors.domains.keys.sorted() }

    private typealias Changing = @Sendable (inout Draft, String, (inout DetectorSettings) -> Void) -> Void
    private typealias Reading = @Sendable (Configuration, String) -> DetectorSettings

    private static func detectorSettings(
        below path: [Setting.Step], change: @escaping Changing, settings: @escaping Reading
    ) -> [Setting] {
        let thresholds = Detector.allCases.map { detector in
            let range = range(of: detector)
            let example = "\"\(DurationText.text(max(detector.row.threshold, range.lowerBound)))\""
            return Setting(path + [.key(detector.name)], help(of: detector), example: example) {
                configuration, domain in
                DetectorValue.text(of: detector, settings(configuration, domain), above: configuration.detectors)
            } take: { (draft, value, domain) throws(Fault) in
                let value = try DetectorValue(value, detector, range, example)
                change(&draft, domain) { value.apply(to: &$0, detector) }
            }
        }
        let share = Setting(
            path + [.key("failure-share")], "failing: the share of failed attempts that is too high, 0 to 1.",
            example: "0.2"
        ) { configuration, domain in
            TOMLText.number(settings(configuration, domain).failureShare)
        } take: { (draft, value, domain) throws(Fault) in
            let share = try value.number(0...1, "0.2")
            change(&draft, domain) { $0.failureShare = share }
        }
        let attempts = Setting(
            path + [.key("failure-attempts")], "failing: the lowest number of attempts that counts.", example: "10"
        ) { configuration, domain in
            String(settings(configuration, domain).failureAttempts)
        } take: { (draft, value, domain) throws(Fault) in
            let attempts = try value.whole(1...1_000_000, "10")
            change(&draft, domain) { $0.failureAttempts = attempts }
        }
        return thresholds + [share, attempts]
    }

    /// The longest threshold: 30 days in milliseconds.
    private static let longest: Int64 = 30 * 86_400_000

    /// The detector of failures is limited by the window in which failures are counted. The others have no minimum.
    private static func range(of detector: Detector) -> ClosedRange<Int64> {
        detector == .failing ? 10_000...Int64(RateWindow.seconds) * 1000 : 0...longest
    }

    private static func help(of detector: Detector) -> String {
        "\(detector.row.title): \(detector.row.help)."
    }
}
