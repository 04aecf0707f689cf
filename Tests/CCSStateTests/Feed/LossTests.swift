import CCSEvents
import Testing

@testable import CCSState

/// While a source is lost, its objects are unconfirmed. Their ages stand still, and no detector fires.
@Suite struct LossTests {
    private let minute: Int64 = 60_000

    /// A call of source 0 and a call of source 1 ring since time 0.
    private func ringing() throws -> TestFeed {
        let feed = try TestFeed([String]())
        feed.take(event("call_create", "idcall=a state=ringing"), source: 0, arrival: start)
        feed.take(event("call_create", "idcall=b state=ringing"), source: 1, arrival: start)
        return feed
    }

    private func alarms(_ feed: TestFeed) throws -> [String] {
        let domain = try feed.domain()
        return domain.activeAnomalies.map {
            domain.episode(of: $0).id.string + (domain.isUnconfirmed($0) ? "?" : "")
        }.sorted()
    }

    private func pass(_ feed: TestFeed, to at: Int64) {
        feed.take(event("seance_update", "idseance=s at=\(at)", at: at), source: 1, arrival: start + at)
        feed.tick(wall: start + at)
    }

    @Test func anEventOfAnotherSourceStopsItsTime() throws {
        let feed = try ringing()
        feed.lose(source: 0, at: start + 10_000)
        #expect(try feed.domain().unconfirmedCount == 0, "nothing has happened since")
        feed.take(event("call_update", "idcall=b name=x", at: 10_500), source: 1, arrival: start + 10_500)
        let domain = try feed.domain()
        let lost = try #require(domain.liveCall(id: FeedText("a")))
        #expect(lost.isUnconfirmed && lost.stoppedAt == start + 10_000)
        #expect(try #require(domain.liveCall(id: FeedText("b"))).isUnconfirmed == false)
        #expect(feed.gaps.count == 0, "it is not over")
        pass(feed, to: 40_000)
        #expect(try alarms(feed) == ["b"], "no detector fires on it")
        try feed.checkInvariants()
    }

    @Test func theClockStopsTheTimeOfTheOnlyOne() throws {
        let feed = try TestFeed([String]())
        feed.take(event("call_create", "idcall=a state=ringing"), arrival: start)
        feed.lose(at: start + 10_000)
        feed.tick(wall: start + 10_000)
        #expect(try feed.domain().unconfirmedCount == 0, "time does not go on")
        feed.tick(wall: start + 40_000)
        #expect(try alarms(feed) == [] && feed.domain().unconfirmedCount == 1)
    }

    @Test func itsOwnLinesDoNot() throws {
        let feed = try ringing()
        feed.lose(source: 0, at: start + 10_000)
        feed.take(event("call_update", "idcall=a name=x", at: 9000), source: 0, arrival: start + 10_000)
        #expect(try feed.domain().unconfirmedCount == 0)
    }

    @Test func anAlarmFromBeforeStaysMarked() throws {
        let feed = try ringing()
        pass(feed, to: 31_000)
        #expect(try alarms(feed) == ["a", "b"])
        feed.lose(source: 0, at: start + 32_000)
        pass(feed, to: 33_000)
        #expect(try alarms(feed) == ["a?", "b"])
        // The other source sends an event of it too.
        feed.take(event("call_set_state", "idcall=a state=ringing x=1", at: 34_000), source: 1, arrival: start + 34_000)
        #expect(try alarms(feed) == ["b"], "it rings since then, as far as is known")
        pass(feed, to: 64_000)
        #expect(try alarms(feed) == ["a", "b"])
    }

    @Test func aLossThatIsFoundToBeEarlierMovesBack() throws {
        let feed = try ringing()
        feed.lose(source: 0, at: start + 10_000)
        pass(feed, to: 11_000)
        feed.lose(source: 0, at: start + 4000)
        pass(feed, to: 12_000)
        #expect(try #require(try feed.domain().liveCall(id: FeedText("a"))).stoppedAt == start + 4000)
    }

    @Test func itsObjectsLeaveSoLongAfterItsReturn() throws {
        let feed = try ringing()
        feed.lose(source: 0, at: start + 10_000)
        pass(feed, to: 20_000)
        pass(feed, to: 60 * minute)
        #expect(try feed.domain().unconfirmedCount == 1, "not before it could speak of them")
        feed.back(source: 0, at: start + 60 * minute)
        #expect(feed.gaps.count == 1 && feed.gaps.last[0].length == 60 * minute - 10_000)
        pass(feed, to: 75 * minute - 1)
        #expect(try feed.domain().unconfirmedCount == 1)
        pass(feed, to: 75 * minute)
        #expect(try feed.domain().unconfirmedCount == 0 && feed.domain().evictions.unconfirmed == 1)
        #expect(feed.lostConnections == 0)
        try feed.checkInvariants()
    }

    /// No object has the number of its connection any more, but another connection must not get it before the reconnect.
    @Test func itsReturnEndsNoOtherLoss() throws {
        let feed = try ringing()
        feed.lose(source: 0, at: start + 10_000)
        feed.take(event("call_update", "idcall=a name=x", at: 11_000), source: 1, arrival: start + 11_000)
        feed.tick(wall: start + 12_000)
        feed.take(event("call_create", "idcall=c", at: 13_000), source: 2, arrival: start + 13_000)
        feed.lose(source: 2, at: start + 14_000)
        pass(feed, to: 15_000)
        feed.back(source: 0, at: start + 16_000)
        pass(feed, to: 20 * minute)
        #expect(try feed.domain().unconfirmedCount == 1, "source 2 is not back")
        try feed.checkInvariants()
    }

    @Test func objectsWithEventsAfterTheReconnectAreConfirmed() throws {
        let feed = try ringing()
        feed.lose(source: 0, at: start + 10_000)
        pass(feed, to: 20_000)
        feed.back(source: 0, at: start + 21_000)
        feed.take(event("call_create", "idcall=c", at: 22_000), source: 0, arrival: start + 22_000)
        #expect(try feed.domain().unconfirmedCounts == (0, 0, 1))
        feed.take(event("call_set_state", "idcall=a state=talk", at: 23_000), source: 0, arrival: start + 23_000)
        #expect(try feed.domain().unconfirmedCount == 0)
        feed.tick(wall: start + 24_000)
        #expect(feed.lostConnections == 0)
    }

    @Test func aReplayDoubtsTheSame() throws {
        var live = try Recorded(EventDecoder.Options())
        live.take(event("call_create", "idcall=a state=ringing"), source: 0, arrival: start)
        live.take(event("call_create", "idcall=b state=ringing"), source: 1, arrival: start)
        live.reducer.noteLoss(of: 0, at: start + 10_000)
        live.take(event("seance_update", "idseance=s", at: 40_000), source: 1, arrival: start + 40_000)
        live.tick(start + 41_000)
        let replay = try Recorded(replaying: live.bytes, EventDecoder.Options())
        #expect(replay.missed == live.missed && replay.missed.contains("sales: 1, left 0"))
        var contents = SnapshotOptions()
        contents.anomalies = true
        #expect(replay.snapshot(contents) == live.snapshot(contents))
    }
}
