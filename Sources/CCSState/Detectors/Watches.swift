import CCSEvents

/// The settings of a domain's detectors, and what is made of them. Domains without settings of their own share one.
struct DetectorPlan {
    let settings: DetectorSettings
    let watches: Watches

    init(_ settings: DetectorSettings) {
        self.settings = settings
        watches = Watches(settings)
    }
}

/// The detectors of objects that are on, by kind, with what a check-up asks of their settings: looked up once for a domain.
struct Watches {
    struct Watch {
        var detector: Detector
        /// Milliseconds the condition has to last.
        var threshold: Int64
        /// Its bit in ``ObjectHeader/wrong``.
        var bit: UInt8
    }

    private let calls: [Watch]
    private let connections: [Watch]
    private let seances: [Watch]

    init(_ settings: DetectorSettings) {
        func watches(_ kind: EventType.Subject) -> [Watch] {
            Detector.of(kind).enumerated().compactMap { place, detector in
                settings[detector].map { Watch(detector: detector, threshold: $0, bit: 1 << UInt8(place)) }
            }
        }
        calls = watches(.call)
        connections = watches(.connection)
        seances = watches(.seance)
    }

    /// Those of a kind of object.
    subscript(kind: EventType.Subject) -> [Watch] {
        switch kind {
        case .call: calls
        case .connection: connections
        case .seance: seances
        }
    }
}
