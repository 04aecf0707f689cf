import CCSEvents
import CCSSimulator
import CCSTestSupport
import Testing

@testable import CCSState

/// The same feed gives the same anomalies at any speed and with any pages. A feed without faults gives none.
@Suite struct DetectorSpeedTests {
    /// The lines of a simulated call centre, with their times after ``start``.
    private func lines(_ options: SimulatorOptions) -> [(line: String, at: Int64)] {
        var simulator = Simulator(options)
        var lines: [(String, Int64)] = []
        var bytes: [UInt8] = []
        while let time = simulator.next(into: &bytes) {
            lines.append((String(decoding: bytes.dropLast(), as: UTF8.self), time - start))
            bytes.removeAll(keepingCapacity: true)
        }
        return lines
    }

    @Test(arguments: [1, 2] as [UInt64]) func theSameAtAnySpeed(seed: UInt64) throws {
        let lines = lines(SimulatorOptions(seed: seed, seances: 250, startAt: start, seancesPerSecond: 1))
        let fast = try WatchedFeed()
        for (line, at) in lines { fast.take(line: line, at: at) }
        let watched = try WatchedFeed()
        let stared = try WatchedFeed()
        var random = SeededGenerator(seed: seed)
        var now = lines[0].at
        for (line, at) in lines {
            if at > now, random.once(in: 2) { watched.tick(Int64.random(in: now...at, using: &random)) }
            for step in stride(from: now, through: at, by: 217) { stared.tick(step) }
            watched.take(line: line, at: at)
            stared.take(line: line, at: at)
            if random.once(in: 5) { watched.tick(at) }
            now = max(now, at)
        }
        // An event advances the time only in its own domain.
        for feed in [fast, watched, stared] { feed.tick(now) }
        #expect(watched.found == fast.found)
        #expect(stared.found == fast.found)
        #expect(fast.domains.contains { $0.fired(.failing) > 0 })
    }

    /// The same for a feed in which everything collides, as long as the clock does not run ahead of the events.
    @Test(arguments: 1...5 as ClosedRange<UInt64>) func theSameInChaos(seed: UInt64) throws {
        var chaos = ChaoticFeed(seed: seed)
        var settings = DetectorSettings()
        for detector in Detector.allCases where detector.row.threshold > 0 {
            settings[detector] = min(detector.row.threshold, detector == .failing ? 10_000 : 300)
        }
        // Lag is checked only at ticks.
        settings[.lag] = nil
        let (fast, watched) = (try WatchedFeed(settings), try WatchedFeed(settings))
        for _ in 0..<4000 {
            let line = chaos.next()
            fast.take(line: line, at: 0)
            watched.take(line: line, at: 0)
            watched.tick(-start)
        }
        #expect(watched.found == fast.found)
        for domain in fast.domains {
            // The anomaly and the object agree.
            for anomaly in domain.activeAnomalies {
                guard case .object(let key) = anomaly.subject else { continue }
                let isSaid =
                    switch key.kind {
                    case .call: domain.call(key)?.hasAnomaly
                    case .connection: domain.connection(key)?.hasAnomaly
                    case .seance: domain.seance(key)?.hasAnomaly
                    }
                #expect(isSaid == true)
            }
            domain.forEachCall { if $0.hasAnomaly { #expect(!domain.anomalies(of: $0.key).isEmpty) } }
            domain.forEachConnection { if $0.hasAnomaly { #expect(!domain.anomalies(of: $0.key).isEmpty) } }
            domain.forEachSeance { if $0.hasAnomaly { #expect(!domain.anomalies(of: $0.key).isEmpty) } }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func aFeedWithoutFaultsIsQuiet(seed: UInt64) throws {
        let feed = try WatchedFeed()
        for (line, at) in lines(SimulatorOptions(seed: seed, seances: 1000, startAt: start, faults: false)) {
            feed.take(line: line, at: at)
        }
        #expect(feed.domains.count == 3)
        for domain in feed.domains {
            for detector in Detector.allCases { #expect(domain.fired(detector) == 0, "\(domain.name) \(detector)") }
        }
    }

    @Test func aFeedWithFaultsIsNot() throws {
        let feed = try WatchedFeed()
        for (line, at) in lines(SimulatorOptions(seed: 3, seances: 1000, startAt: start)) {
            feed.take(line: line, at: at)
        }
        for detector in Detector.allCases where ![.silent, .stale, .lag].contains(detector) {
            #expect(feed.domains.contains { $0.fired(detector) > 0 }, "\(detector)")
        }
        #expect(feed.domains.allSatisfy { $0.fired(.stale) == 0 && $0.fired(.lag) == 0 })
    }
}
