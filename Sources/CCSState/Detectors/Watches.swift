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

    private let all: [Watch]
    /// Where those of calls end, and those of connections. Those of seances come last.
    private let callsEnd: Int
    private let connectionsEnd: Int

    init(_ settings: DetectorSettings) {
        func watches(_ kind: EventType.Subject) -> [Watch] {
            Detector.of(kind).enumerated().compactMap { place, detector in
                settings[detector].map { Watch(detector: detector, threshold: $0, bit: 1 << UInt8(place)) }
            }
        }
        let (calls, connections) = (watches(.call), watches(.connection))
        all = calls + connections + watches(.seance)
        callsEnd = calls.count
        connectionsEnd = calls.count + connections.count
    }

    /// The places of those of a kind of object. Each event asks; to hand out the watches themselves would retain an array.
    func places(of kind: EventType.Subject) -> Range<Int> {
        switch kind {
        case .call: 0..<callsEnd
        case .connection: callsEnd..<connectionsEnd
        case .seance: connectionsEnd..<all.count
        }
    }

    /// The one at a place.
    subscript(place: Int) -> Watch { all[place] }
}
