import CCSEvents
import Testing

@testable import CCSState

/// The way in which time passes.
enum Passing: CaseIterable, Sendable {
    /// The clock of a live feed.
    case ticks
    /// Events of another object.
    case events
}

@Suite struct DetectorTests {
    private func advance(_ feed: WatchedFeed, to at: Int64, by passing: Passing) {
        switch passing {
        case .ticks: feed.tick(at)
        case .events: feed.take("seance_update", "id=other", at: at)
        }
    }

    /// The anomalies of the scenario's object.
    private func found(_ feed: WatchedFeed, _ scenario: Scenario) throws -> [Anomaly] {
        let domain = try feed.domain()
        return try feed.active().filter { anomaly in
            guard case .object(let key) = anomaly.subject else { return false }
            let id =
                switch key.kind {
                case .call: domain.call(key)?.id
                case .connection: domain.connection(key)?.id
                case .seance: domain.seance(key)?.id
                }
            return key.kind == scenario.kind && id?.string == scenario.id
        }
    }

    @Test(arguments: Scenario.all, Passing.allCases)
    func firesAtItsThresholdAndOnce(_ scenario: Scenario, _ passing: Passing) throws {
        let feed = try WatchedFeed(only: scenario.detector)
        feed.take("seance_create", "id=first", at: -9999)
        feed.take(scenario.begin.dropLast())
        #expect(try feed.active().isEmpty)
        feed.take([try #require(scenario.begin.last)])
        if scenario.threshold > 0 {
            // Many short steps, one long step, and the last millisecond.
            for at in [1, 2, 999, scenario.threshold / 2, scenario.threshold - 1] {
                advance(feed, to: at, by: passing)
                #expect(try found(feed, scenario).isEmpty)
            }
            advance(feed, to: scenario.threshold, by: passing)
        }
        let anomaly = try #require(try found(feed, scenario).first)
        #expect(anomaly.detector == scenario.detector)
        #expect(anomaly.since == start)
        #expect(anomaly.firedAt == start + scenario.threshold)
        #expect(anomaly.count == 1)
        #expect(!anomaly.isAcknowledged)
        #expect(anomaly.detector.row.severity == Detector.table[Int(scenario.detector.rawValue)].severity)
        for step in 1...20 {
            advance(feed, to: scenario.threshold + Int64(step) * 10_007, by: passing)
            let still = try found(feed, scenario)
            #expect(still.count == 1 && still[0].serial == anomaly.serial && still[0].count == 1)
        }
        guard case .object(let key) = anomaly.subject else { return }
        #expect(try feed.domain().anomalies(of: key).map(\.serial) == [anomaly.serial])
    }

    /// After a jump in time, the anomaly has the time at which it was due.
    @Test(arguments: Scenario.all, Passing.allCases)
    func whenNobodyLookedInTimeItIsFoundAsIfSomebodyHad(_ scenario: Scenario, _ passing: Passing) throws {
        let feed = try WatchedFeed(only: scenario.detector)
        feed.take(scenario.begin)
        advance(feed, to: 23 * 3_600_000, by: passing)
        let anomaly = try #require(try found(feed, scenario).first)
        #expect(anomaly.since == start && anomaly.firedAt == start + scenario.threshold && anomaly.count == 1)
    }

    @Test(arguments: Scenario.all, Passing.allCases)
    func theEndOfTheConditionClearsIt(_ scenario: Scenario, _ passing: Passing) throws {
        for end in scenario.ends {
            // Once after it has fired, and once before.
            for lasted in [scenario.threshold + 5000, scenario.threshold - 1] where lasted >= 0 {
                let feed = try WatchedFeed(only: scenario.detector)
                feed.take(scenario.begin)
                advance(feed, to: lasted, by: passing)
                #expect(try found(feed, scenario).count == (lasted < scenario.threshold ? 0 : 1))
                feed.take(end.later(by: lasted))
                #expect(try found(feed, scenario).isEmpty, "\(end)")
                advance(feed, to: lasted + max(1, scenario.threshold) - 1, by: passing)
                #expect(try found(feed, scenario).isEmpty, "\(end)")
                #expect(try feed.fired(scenario.detector) == (lasted < scenario.threshold ? 0 : 1), "\(end)")
            }
        }
    }

    @Test(arguments: Scenario.all.filter { !$0.again.isEmpty }, Passing.allCases)
    func whenItComesBackItFiresAgain(_ scenario: Scenario, _ passing: Passing) throws {
        let feed = try WatchedFeed(only: scenario.detector)
        feed.take(scenario.begin)
        let lasted = scenario.threshold + 5000
        advance(feed, to: lasted, by: passing)
        let serial = try #require(try found(feed, scenario).first?.serial)
        feed.take(scenario.ends[0].later(by: lasted))
        feed.take(scenario.again.later(by: lasted))
        let since = lasted + (scenario.again.last?.at ?? 0)
        advance(feed, to: since + scenario.threshold - 1, by: passing)
        #expect(try found(feed, scenario).isEmpty)
        advance(feed, to: since + scenario.threshold, by: passing)
        let anomaly = try #require(try found(feed, scenario).first)
        #expect(anomaly.since == start + since && anomaly.firedAt == start + since + scenario.threshold)
        #expect(anomaly.count == 2)
        #expect(anomaly.serial != serial)
    }

    @Test(arguments: Scenario.all)
    func acknowledgedItStaysUntilItClears(_ scenario: Scenario) throws {
        let feed = try WatchedFeed(only: scenario.detector)
        feed.take(scenario.begin)
        let lasted = scenario.threshold + 5000
        feed.tick(lasted)
        let domain = try feed.domain()
        #expect(domain.anomalyCounts == (1, 1))
        let serial = try #require(domain.activeAnomalies.first?.serial)
        domain.acknowledge(serial + 1)
        #expect(domain.anomalyCounts == (1, 1))
        domain.acknowledge(serial)
        #expect(domain.anomalyCounts == (1, 0))
        #expect(domain.gravestUnseen == nil)
        feed.tick(lasted + 1000)
        #expect(domain.activeAnomalies.first?.isAcknowledged == true)
        domain.acknowledge(serial, false)
        #expect(domain.gravestUnseen == scenario.detector.row.severity)
        domain.acknowledge(serial)
        feed.take(scenario.ends[0].later(by: lasted + 1000))
        #expect(domain.anomalyCounts == (0, 0))
        guard !scenario.again.isEmpty else { return }
        feed.take(scenario.again.later(by: lasted + 1000))
        feed.tick(lasted + 1500 + scenario.threshold)
        #expect(try found(feed, scenario).map(\.isAcknowledged) == [false])
    }

    @Test(arguments: Scenario.all)
    func aDetectorThatIsOffFindsNothing(_ scenario: Scenario) throws {
        var settings = DetectorSettings()
        settings[scenario.detector] = nil
        let feed = try WatchedFeed(settings)
        feed.take(scenario.begin)
        feed.tick(100 * 3_600_000)
        #expect(try feed.fired(scenario.detector) == 0)
        #expect(try feed.active().allSatisfy { $0.detector != scenario.detector })
    }

    @Test(arguments: Scenario.all.filter { $0.threshold > 0 })
    func aDomainHasThresholdsOfItsOwn(_ scenario: Scenario) throws {
        var settings = DetectorSettings.only(scenario.detector)
        settings.domains["support"] = .only(scenario.detector, threshold: scenario.threshold * 2)
        settings.domains["billing"] = .only(.stale)
        let feed = try WatchedFeed(settings)
        for domain in ["sales", "support", "billing"] { feed.take(scenario.begin, in: domain) }
        feed.tick(scenario.threshold)
        #expect(try feed.fired(scenario.detector) == 1)
        feed.tick(scenario.threshold * 2 - 1)
        #expect(try feed.fired(scenario.detector, in: "support") == 0)
        feed.tick(scenario.threshold * 2)
        #expect(try feed.fired(scenario.detector, in: "support") == 1)
        #expect(try feed.active("support").map(\.firedAt) == [start + scenario.threshold * 2])
        #expect(try feed.active("billing").isEmpty)
    }

    @Test(arguments: Scenario.all)
    func repetitionsChangeNothing(_ scenario: Scenario) throws {
        let feed = try WatchedFeed(only: scenario.detector)
        for event in scenario.begin { feed.take([event, event]) }
        feed.tick(scenario.threshold)
        let before = feed.found
        for event in scenario.begin { feed.take([event, event]) }
        #expect(feed.found == before)
        #expect(try found(feed, scenario).count == 1)
    }

    @Test(arguments: Scenario.all)
    func aDomainKnowsNothingOfAnother(_ scenario: Scenario) throws {
        let feed = try WatchedFeed(only: scenario.detector)
        feed.take(scenario.begin)
        // The same ids, without a problem.
        feed.take("call_create", "id=c state=dialog", at: 0, in: "support")
        feed.take("seance_create", "id=s", at: 0, in: "support")
        feed.take("connection_link_call", "id=k idcall=c", at: 0, in: "support")
        feed.tick(scenario.threshold)
        #expect(try found(feed, scenario).count == 1)
        if scenario.detector != .silent { #expect(try feed.active("support").isEmpty) }
        for end in scenario.ends { feed.take(end.later(by: scenario.threshold), in: "support") }
        #expect(try found(feed, scenario).count == 1)
    }

    @Test func theTableSaysWhatTheScreenPromises() {
        #expect(Detector.table.count == Detector.allCases.count)
        #expect(Set(Detector.table.map(\.name)).count == Detector.allCases.count)
        for detector in Detector.allCases { #expect(detector.name == "\(detector)") }
        let seconds = Detector.allCases.map { $0.row.threshold / 1000 }
        #expect(seconds == [30, 120, 10, 60, 3600, 10, 10, 60, 0, 60, 10, 5])
    }

    @Test func settingsHoldWhatTheyAreGiven() {
        var settings = DetectorSettings()
        settings[.held] = 7
        #expect(settings[.held] == 7 && settings[.ringing] == 30_000)
        settings[.held] = nil
        #expect(settings[.held] == nil)
        settings.domains["a"] = .only(.lag)
        #expect(settings.of(domain: "a") == .only(.lag))
        #expect(settings.of(domain: "b")[.held] == nil && settings.of(domain: "b").domains.isEmpty)
    }

    @Test func thresholdsAndTimesOfAnyLengthDoNoHarm() throws {
        var settings = DetectorSettings()
        for detector in Detector.allCases { settings[detector] = .max }
        let feed = try WatchedFeed(settings)
        for scenario in Scenario.all where scenario.detector != .loop { feed.take(scenario.begin) }
        feed.tick(253_402_300_799_999 - start)
        feed.take("call_update", "id=c", at: 253_402_300_799_999 - start)
        feed.tick(253_402_300_799_999)
        #expect(try feed.active().isEmpty)
    }

    /// An object with the earliest possible time is still checked in time.
    @Test func anOldObjectIsLookedAtWhenItIsDue() throws {
        let feed = try WatchedFeed(only: .ringing)
        feed.take("call_create", "id=c state=dialog", at: -start)
        let at = 253_402_000_000_000 - start
        feed.take("call_update", "id=c name=x", at: at)
        feed.take("call_set_state", "id=c state=ringing", at: at + 1)
        feed.tick(at + 30_000)
        #expect(try feed.active().isEmpty)
        feed.tick(at + 30_001)
        #expect(try feed.active().count == 1)
    }
}
