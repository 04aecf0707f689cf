import CCSEvents
import Testing

@testable import CCSState

/// Difficulties of real feeds: events late and out of order, several names for a state, clocks that are set, full stores.
@Suite struct DetectorEdgeTests {
    // MARK: Order

    @Test func aRecordInfoBeforeTheEndFinishesTheRecord() throws {
        let feed = try WatchedFeed(only: .unfinished)
        feed.take("connection_start_record", "id=k", at: 0)
        feed.take("connection_set_record_info", "id=k", at: 5000)
        feed.take("connection_delete", "id=k", at: 4000)
        feed.tick(1_000_000)
        #expect(try feed.fired(.unfinished) == 0)
    }

    @Test func aSeanceThatEndsAMomentBeforeItsCallsIsNothing() throws {
        let feed = try WatchedFeed(only: .outlived)
        feed.take("call_attach_to_seance", "id=c idseance=s", at: 0)
        feed.take("connection_attach_to_seance", "id=k idseance=s", at: 0)
        feed.take("seance_delete", "id=s", at: 5000)
        feed.take("call_delete", "id=c", at: 5001)
        feed.take("connection_delete", "id=k", at: 5050)
        feed.tick(1_000_000)
        #expect(try feed.fired(.outlived) == 0)
    }

    @Test func anOlderStateEndsNothingAndBeginsNothing() throws {
        let feed = try WatchedFeed(only: .ringing)
        feed.take("call_create", "id=c state=ringing", at: 10_000)
        feed.take("call_create", "id=d state=dialog", at: 10_000)
        feed.tick(40_000)
        feed.take("call_set_state", "id=c state=dialog", at: 9000)
        feed.take("call_set_state", "id=d state=ringing", at: 9000)
        feed.tick(100_000)
        #expect(try feed.active().map(\.since) == [start + 10_000])
        #expect(try feed.fired(.ringing) == 1)
    }

    @Test func anOlderEventDoesNotBreakASilence() throws {
        let feed = try WatchedFeed(only: .silent)
        feed.take("call_create", "id=c", at: 10_000)
        feed.tick(3_610_000)
        feed.take("call_update", "id=c name=x", at: 9000)
        #expect(try feed.active().count == 1)
        #expect(try feed.fired(.silent) == 1)
    }

    /// A late link brings the connection and its call at once, so the connection never was empty.
    @Test func aLateLinkMakesNoEmptyConnection() throws {
        let feed = try WatchedFeed(only: .empty)
        feed.take("seance_update", "id=s", at: 60_000)
        feed.take("connection_link_call", "id=k idcall=c", at: 1000)
        #expect(try feed.fired(.empty) == 0)
    }

    /// A late record info that also reports the talk: the connection was recorded from the start.
    @Test func aLateRecordInfoMakesNothingUnrecorded() throws {
        let feed = try WatchedFeed(only: .unrecorded)
        feed.take("connection_create", "id=k", at: 0)
        feed.take("seance_update", "id=s", at: 60_000)
        feed.take("connection_set_record_info", "id=k state=talk", at: 1000)
        #expect(try feed.fired(.unrecorded) == 0)
    }

    @Test func callsThatLeaveOutOfOrderEmptyTheConnectionWithTheLast() throws {
        let feed = try WatchedFeed(only: .empty)
        feed.take("connection_create", "id=k", at: 0)
        feed.take("connection_link_call", "id=k idcall=a", at: 0)
        feed.take("connection_link_call", "id=k idcall=b", at: 2000)
        feed.take("call_delete", "id=b", at: 20_000)
        feed.take("call_delete", "id=a", at: 15_000)
        feed.tick(29_999)
        #expect(try feed.active().isEmpty)
        feed.tick(30_000)
        #expect(try feed.active().map(\.since) == [start + 20_000])
    }

    // MARK: Phases

    @Test func aPhaseLastsThroughAllItsStates() throws {
        let feed = try WatchedFeed(.ringingAndUnrecorded)
        feed.take("call_create", "id=c state=calling", at: 0)
        feed.take("connection_create", "id=k state=talk", at: 0)
        feed.take("call_set_state", "id=c state=early", at: 9000)
        feed.take("connection_update", "id=k state=up", at: 9000)
        feed.tick(10_000)
        #expect(try feed.active().map(\.detector) == [.unrecorded])
        feed.take("connection_update", "id=k state=dialog", at: 20_000)
        feed.take("call_set_state", "id=c state=ringing", at: 29_000)
        feed.tick(30_000)
        #expect(try feed.active().map(\.since) == [start, start])
        #expect(try feed.fired(.unrecorded) == 1 && feed.fired(.ringing) == 1)
    }

    /// The first call of a connection is the caller's. If only the caller talks (to a queue or a menu), it is no
    /// conversation.
    @Test func aCallerAloneDoesNotTalk() throws {
        let feed = try WatchedFeed(only: .unrecorded)
        feed.take("connection_create", "id=k", at: 0)
        feed.take("connection_link_call", "id=k idcall=a", at: 0)
        feed.take("connection_link_call", "id=k idcall=b", at: 0)
        feed.take("call_set_state", "id=a state=dialog", at: 0)
        feed.tick(60_000)
        #expect(try feed.active().isEmpty)
    }

    /// Of three calls, the talking one leaves. At once nobody talks, although the connection is not empty.
    @Test(arguments: ["call_delete", "connection_link_call"])
    func theTalkingCallLeaves(_ type: String) throws {
        let feed = try WatchedFeed(only: .unrecorded)
        feed.take("connection_create", "id=k", at: 0)
        for call in ["a", "b", "c"] { feed.take("connection_link_call", "id=k idcall=\(call)", at: 0) }
        feed.take("call_set_state", "id=b state=dialog", at: 0)
        feed.tick(10_000)
        #expect(try feed.active().count == 1)
        feed.take(type, type == "call_delete" ? "id=b" : "id=other idcall=b", at: 11_000)
        #expect(try feed.active().isEmpty)
    }

    @Test func aSecondLoopIsOneMore() throws {
        let feed = try WatchedFeed(only: .loop)
        for (place, number) in ["1", "2", "1", "3", "2", "4"].enumerated() {
            feed.take("seance_set_next_number", "id=s nextnumber=\(number)", at: Int64(place) * 1000)
        }
        #expect(try feed.active().map(\.since) == [start + 4000])
        #expect(try feed.active().map(\.count) == [2])
        #expect(try feed.fired(.loop) == 2)
    }

    // MARK: Clocks

    /// Between events, the time of a live feed runs on. The next event may set it back.
    @Test func anAnomalyDoesNotEndWhenTheClockIsSetBack() throws {
        let feed = try WatchedFeed(only: .ringing)
        feed.take("call_create", "id=c state=ringing", at: 0)
        feed.tick(40_000)
        let serial = try feed.active().first?.serial
        feed.take("call_update", "id=c name=x", at: 20_000)
        feed.take("call_update", "id=c name=y", at: 25_000)
        feed.tick(60_000)
        #expect(try feed.active().map(\.serial) == [try #require(serial)])
        #expect(try feed.fired(.ringing) == 1)
    }

    // MARK: Leaving and coming back

    @Test(arguments: Scenario.all.filter { $0.detector != .unfinished })
    func aSubjectThatHasToLeaveTakesItsAnomaliesAlong(_ scenario: Scenario) throws {
        var limits = Limits()
        limits.liveObjects = 8
        let feed = try WatchedFeed(only: scenario.detector, limits: limits)
        feed.take(scenario.begin)
        feed.tick(scenario.threshold)
        #expect(try feed.active().contains { $0.since == start })
        for number in 0..<40 {
            let at = scenario.threshold + Int64(number)
            feed.take("connection_link_call", "id=x\(number) idcall=x\(number)", at: at)
            feed.take("call_attach_to_seance", "id=x\(number) idseance=x\(number)", at: at)
        }
        #expect(try feed.domain().evictions.liveObjects > 0)
        let domain = try feed.domain()
        #expect(try feed.active().allSatisfy { $0.since != start })
        #expect(try feed.active().allSatisfy { domain.holds($0) })
    }

    @Test func aRecordThatCanNoLongerBeLookedAtIsNoLongerUnfinished() throws {
        var limits = Limits()
        limits.endedObjects = 2
        let feed = try WatchedFeed(only: .unfinished, limits: limits)
        feed.take("connection_start_record", "id=k", at: 0)
        feed.take("connection_delete", "id=k", at: 0)
        feed.tick(60_000)
        #expect(try feed.active().count == 1)
        for number in 0..<3 {
            feed.take("call_create", "id=\(number)", at: 60_000)
            feed.take("call_delete", "id=\(number)", at: 60_001)
        }
        #expect(try feed.active().isEmpty)
    }

    @Test func aSeanceThatCanNoLongerBeLookedAtIsOutlivedByNobody() throws {
        var limits = Limits()
        limits.endedObjects = 2
        let feed = try WatchedFeed(only: .outlived, limits: limits)
        feed.take("call_attach_to_seance", "id=c idseance=s", at: 0)
        feed.take("connection_attach_to_seance", "id=k idseance=s", at: 0)
        feed.take("seance_delete", "id=s", at: 0)
        feed.tick(10_000)
        #expect(try feed.active().count == 2)
        for number in 0..<3 {
            feed.take("seance_create", "id=\(number)", at: 10_000)
            feed.take("seance_delete", "id=\(number)", at: 10_001)
        }
        #expect(try feed.active().isEmpty)
    }

    @Test func anIDThatLivesAgainIsAnotherSubject() throws {
        let feed = try WatchedFeed(only: .ringing)
        feed.take("call_create", "id=c state=ringing", at: 0)
        feed.tick(30_000)
        let first = try #require(try feed.active().first)
        feed.take("call_delete", "id=c", at: 31_000)
        feed.take("call_create", "id=c state=ringing", at: 32_000)
        feed.tick(61_999)
        #expect(try feed.active().isEmpty)
        feed.tick(62_000)
        let second = try #require(try feed.active().first)
        #expect(second.subject != first.subject && second.count == 1)
    }

    /// The check of an evicted object finds another object in its slot, and ignores it.
    @Test func aSlotThatServesAgainIsNotTakenForTheOldObject() throws {
        var limits = Limits()
        limits.endedObjects = 0
        let feed = try WatchedFeed(only: .ringing, limits: limits)
        feed.take("call_create", "id=c state=ringing", at: 0)
        feed.take("call_delete", "id=c", at: 1000)
        feed.take("call_create", "id=d state=ringing", at: 20_000)
        feed.tick(49_999)
        #expect(try feed.fired(.ringing) == 0)
        feed.tick(50_000)
        #expect(try feed.fired(.ringing) == 1)
    }

    @Test func aDomainThatLeavesTakesItsAnomaliesAlong() throws {
        var limits = Limits()
        limits.domains = 1
        let feed = try WatchedFeed(.only(.ringing), limits: limits)
        feed.take("call_create", "id=c state=ringing", at: 0)
        feed.tick(30_000)
        feed.take("call_create", "id=c state=dialog", at: 31_000, in: "support")
        feed.take("call_create", "id=c state=dialog", at: 32_000)
        feed.tick(100_000)
        #expect(feed.domains.count == 1)
        #expect(try feed.active().isEmpty && feed.fired(.ringing) == 0)
    }

    @Test func thereIsRoomForSoMany() throws {
        let feed = try WatchedFeed(only: .ringing)
        for number in 0..<20_010 { feed.take("call_create", "id=\(number) state=ringing", at: 0) }
        feed.tick(30_000)
        // An anomaly without room is counted once, however often it is checked.
        for hour in 1...20 { feed.tick(Int64(hour) * 3_600_000) }
        let domain = try feed.domain()
        #expect(domain.anomalyCounts.active == 20_000)
        #expect(domain.anomaliesDropped == 10)
        #expect(domain.fired(.ringing) == 20_010)
        for number in 0..<20_010 { feed.take("call_delete", "id=\(number)", at: 100 * 3_600_000) }
        #expect(domain.anomalyCounts == (0, 0))
        // The counts for each object are dropped before there are too many.
        feed.take("call_create", "id=c state=ringing", at: 101 * 3_600_000)
        feed.tick(102 * 3_600_000)
        #expect(domain.anomalyCounts.active == 1)
        try domain.anomalies.checkInvariants()
    }

    @Test func theGravestComeFirstThenTheOldest() throws {
        let feed = try WatchedFeed()
        feed.take("connection_create", "id=k state=talk", at: 0)
        feed.take("connection_create", "id=l state=talk", at: 1000)
        feed.take("call_create", "id=c state=ringing", at: 2000)
        feed.tick(50_000)
        let names = try feed.active().map { "\($0.detector) \($0.since - start)" }
        #expect(names == ["unrecorded 0", "unrecorded 1000", "ringing 2000", "empty 0", "empty 1000"])
        let domain = try feed.domain()
        #expect(domain.gravestUnseen == .high && domain.gravest == .high)
        // Acknowledged or not, the severity is that of the worst anomaly. Without anomalies there is none.
        for anomaly in domain.activeAnomalies { domain.acknowledge(anomaly.serial) }
        #expect(domain.gravestUnseen == nil && domain.gravest == .high)
        for event in ["connection_delete id=k", "connection_delete id=l", "call_delete id=c"] {
            let parts = event.split(separator: " ").map(String.init)
            #expect(domain.gravest == domain.activeAnomalies.first?.detector.row.severity)
            feed.take(parts[0], parts[1], at: 50_000)
        }
        #expect(domain.gravest == nil && domain.activeAnomalies.isEmpty)
    }
}

extension Domain {
    fileprivate func holds(_ anomaly: Anomaly) -> Bool {
        guard case .object(let key) = anomaly.subject else { return true }
        return call(key) != nil || connection(key) != nil || seance(key) != nil
    }
}

extension DetectorSettings {
    fileprivate static var ringingAndUnrecorded: DetectorSettings {
        var settings = DetectorSettings.only(.ringing)
        settings[.unrecorded] = 10_000
        return settings
    }
}
