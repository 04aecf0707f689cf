import CCSEvents
import Testing

@testable import CCSState

/// The counts of waiting callers, abandoned callers and ringing outbound calls.
@Suite struct WaitingTests {
    /// A caller dials a number and hears it ring.
    private func feed(from: String, to: String, callerState: String = "early", direction: String = "in") throws
        -> WatchedFeed
    {
        let feed = try WatchedFeed(only: .waiting)
        feed.take("seance_create", "id=s from=\(from) to=\(to)", at: 0)
        feed.take("call_create", "id=c state=\(callerState) num=\(from) dir=\(direction)", at: 0)
        feed.take("connection_create", "id=k from=\(from) to=\(to)", at: 0)
        feed.take("connection_attach_to_seance", "id=k idseance=s", at: 0)
        feed.take("connection_link_call", "id=k idcall=c", at: 0)
        feed.take("call_create", "id=r state=ringing num=\(to) dir=out", at: 1000)
        feed.take("connection_link_call", "id=k idcall=r", at: 1000)
        return feed
    }

    private func counts(_ feed: WatchedFeed) throws -> [Int] {
        let domain = try feed.domain()
        return [
            domain.waits.count, domain.outboundRingingCount,
            Int(domain.measuring.ring.total(last: 900, now: start + 70_000).abandoned),
        ]
    }

    @Test(arguments: [
        ("+4951234567", "745", "early", [1, 0, 1]), ("", "745", "early", [1, 0, 1]),
        // A caller who phones a colleague does not count as waiting, except in a queue.
        ("1001", "1002", "early", [0, 0, 0]), ("1001", "", "early", [0, 0, 0]), ("1001", "1002", "parked", [0, 0, 0]),
        ("1001", "745", "queue", [1, 0, 1]),
        ("1001", "+4951234567", "early", [0, 1, 0]), ("1001", "+4951234567", "queue", [0, 1, 0]),
    ]) func waitingAndAbandonedCallersAreCounted(_ from: String, _ to: String, _ state: String, _ expected: [Int])
        throws
    {
        let feed = try feed(from: from, to: to, callerState: state)
        feed.tick(65_000)
        #expect(try counts(feed).prefix(2) == expected.prefix(2))
        #expect(try feed.active().count == expected[0])
        feed.take("call_delete", "id=c", at: 66_000)
        #expect(try counts(feed) == [0, 0, expected[2]])
        try feed.domain().checkInvariants()
    }

    @Test func anOutboundCallRingsUntilSomebodyAnswers() throws {
        let feed = try feed(from: "+4951234567", to: "745", direction: "out")
        #expect(try counts(feed) == [0, 1, 0], "the platform calls the first party")
        feed.take("call_set_state", "id=r state=talk", at: 2000)
        #expect(try counts(feed) == [0, 0, 0])
        feed.take("call_set_state", "id=r state=ringing", at: 3000)
        #expect(try counts(feed) == [0, 1, 0])
        feed.take("seance_delete", "id=s", at: 4000)
        #expect(try counts(feed) == [0, 0, 0])
        try feed.domain().checkInvariants()
    }

    @Test func aCallerMovedFromAColleagueToAQueueStartsToWait() throws {
        let feed = try feed(from: "1001", to: "1002")
        feed.take("call_set_state", "id=c state=queue", at: 5000)
        #expect(try feed.domain().waits.longestSince == start + 5000)
        feed.take("call_set_state", "id=c state=early", at: 6000)
        #expect(try counts(feed) == [0, 0, 0])
    }

    // MARK: The caller for whom a telephone rings

    private func callers(_ feed: TestFeed) throws -> [String] {
        let domain = try feed.domain()
        return domain.episodes(until: domain.newestAt ?? 0).filter { $0.anomaly.detector == .ringing }.map {
            "\($0.id.string) \($0.caller.string) \($0.name.string)"
        }
    }

    /// A caller waits in a queue, and a telephone rings for longer than 30 s.
    private func queue(hasCreate: Bool = true) throws -> TestFeed {
        let feed = try TestFeed([String]())
        if hasCreate { feed.take(event("seance_create", "id=s")) }
        feed.take(event("call_create", "id=c state=queue num=+4951234567"))
        feed.take(event("call_attach_to_seance", "id=c idseance=s"))
        feed.take(event("connection_create", "id=k"))
        feed.take(event("connection_attach_to_seance", "id=k idseance=s"))
        feed.take(event("call_create", "id=r state=ringing num=1027 name=Anna"))
        feed.take(event("connection_link_call", "id=k idcall=r"))
        feed.take(event("seance_update", "id=s x=1", at: 31_000))
        return feed
    }

    @Test func aTelephoneRingsForTheFirstCallerOfItsSeance() throws {
        let feed = try queue()
        #expect(try callers(feed) == ["r +4951234567 Anna"])
        feed.take(event("call_delete", "id=c", at: 32_000))
        feed.take(event("call_delete", "id=r", at: 33_000))
        #expect(try callers(feed) == ["r +4951234567 Anna"], "it is said of one that is over, too")
        try feed.checkInvariants()
    }

    @Test func anUnknownFirstCallerIsNotGuessed() throws {
        #expect(try callers(queue(hasCreate: false)) == ["r  "])
        let feed = try TestFeed([String]())
        feed.take(event("seance_create", "id=s"))
        feed.take(event("call_create", "id=c state=ringing num=+4951234567"))
        feed.take(event("call_attach_to_seance", "id=c idseance=s"))
        feed.take(event("seance_update", "id=s x=1", at: 31_000))
        #expect(try callers(feed) == ["c  "], "the caller hears it ring")
    }
}

/// When a wait begins and ends, and how certain that is.
@Suite struct WaitCourseTests {
    /// A caller in a queue, in the connection `k` of the seance `s`.
    private func queue(hasCreate: Bool = true, limits: Limits = Limits()) throws -> WatchedFeed {
        let feed = try WatchedFeed(only: .waiting, limits: limits)
        if hasCreate { feed.take("seance_create", "id=s to=745", at: 0) }
        feed.take("connection_create", "id=k", at: 0)
        feed.take("connection_attach_to_seance", "id=k idseance=s", at: 0)
        feed.take("call_create", "id=c state=queue num=+4951234567 dir=in", at: 0)
        feed.take("connection_link_call", "id=k idcall=c", at: 0)
        return feed
    }

    private func agent(_ feed: WatchedFeed, _ id: String, _ state: String, at: Int64) {
        feed.take("call_create", "id=\(id) state=\(state) num=1027 dir=out", at: at)
        feed.take("connection_link_call", "id=k idcall=\(id)", at: at)
    }

    @Test func itBeginsAnewWhenSomebodyTalkedInBetween() throws {
        let feed = try queue()
        agent(feed, "a", "talk", at: 10_000)
        #expect(try feed.domain().waits == Waits())
        feed.take("call_delete", "id=a", at: 300_000)
        #expect(try feed.domain().waits.longestSince == start + 300_000)
        feed.tick(301_000)
        #expect(try feed.active().isEmpty)
        feed.take("call_delete", "id=c", at: 310_000)
        let counts = try feed.domain().measures(last: 900, now: start + 310_000)
        #expect(counts.abandoned == 1 && counts.waited == 10_000)
        try feed.domain().checkInvariants()
    }

    @Test func itBeginsWhenTheMachineHasDone() throws {
        let feed = try queue()
        agent(feed, "a", "ringing", at: 1000)
        feed.take("call_set_state", "id=c state=ivr", at: 2000)
        #expect(try feed.domain().waits.count == 0)
        feed.take("call_set_state", "id=c state=hold", at: 50_000)
        #expect(try feed.domain().waits.longestSince == start + 50_000)
    }

    @Test func aLateCreateMakesItKnownAndDoesNotEndIt() throws {
        let feed = try queue(hasCreate: false)
        #expect(try feed.domain().waits.count == 0)
        #expect(try feed.domain().waits.unknown == 1)
        feed.take("seance_create", "id=s to=745", at: 2000)
        #expect(try feed.domain().waits.longestSince == start + 2000)
        feed.tick(63_000)
        #expect(try feed.active().count == 1)
        feed.take("call_set_state", "id=c state=early", at: 70_000)
        #expect(try feed.active().count == 1)
    }

    @Test(arguments: [("seance_update", "id=s to=+4951234567"), ("call_update", "id=c dir=out")])
    func aLateEventMayShowThatTheCallIsOutbound(_ type: String, _ data: String) throws {
        let feed = try WatchedFeed(only: .waiting)
        feed.take("seance_create", "id=s", at: 0)
        feed.take("call_create", "id=c state=queue num=101", at: 0)
        feed.take("call_attach_to_seance", "id=c idseance=s", at: 0)
        #expect(try feed.domain().waits.count == 1)
        feed.take(type, data, at: 1000)
        #expect(try feed.domain().waits.count == 0)
        feed.tick(70_000)
        #expect(try feed.active().isEmpty)
    }

    @Test(arguments: [("101", "support-line"), ("anna", "745")])
    func aNameIsNoNumberFromOutside(_ from: String, _ to: String) throws {
        let feed = try WatchedFeed(only: .waiting)
        feed.take("seance_create", "id=s to=\(to)", at: 0)
        feed.take("call_create", "id=c state=queue num=\(from)", at: 0)
        feed.take("call_attach_to_seance", "id=c idseance=s", at: 0)
        #expect(try feed.domain().waits.count == 1)
        feed.take("call_set_state", "id=c state=ringing", at: 1000)
        #expect(try feed.domain().waits.count == 0)
    }

    @Test(arguments: [(70, 0), (1, 70)]) func manyCallsHideNobodyWhoTalks(_ ended: Int, _ ringing: Int) throws {
        let feed = try queue()
        for call in 0..<ended {
            agent(feed, "e\(call)", "ringing", at: 1000)
            feed.take("call_delete", "id=e\(call)", at: 2000)
        }
        for call in 0..<ringing { agent(feed, "r\(call)", "ringing", at: 3000) }
        agent(feed, "last", "talk", at: 4000)
        feed.tick(70_000)
        #expect(try feed.active().isEmpty)
        #expect(try feed.domain().waits.count == 0)
    }

    @Test func aWaitEndsWithTheConnectionThatLeaves() throws {
        var limits = Limits()
        limits.liveObjects = 1
        let feed = try queue(limits: limits)
        #expect(try feed.domain().waits.count == 1)
        feed.take("connection_create", "id=other", at: 1000)
        #expect(try feed.domain().waits == Waits())
        feed.tick(70_000)
        #expect(try feed.active().isEmpty)
        try feed.domain().checkInvariants()
    }

    @Test func aLinkThatComesTooLateNamesNoCaller() throws {
        let feed = try WatchedFeed(only: .waiting)
        feed.take("seance_create", "id=s to=745", at: 0)
        for connection in ["k", "other"] { feed.take("connection_create", "id=\(connection)", at: 0) }
        feed.take("connection_attach_to_seance", "id=k idseance=s", at: 0)
        feed.take("call_create", "id=x num=1", at: 1000)
        feed.take("connection_link_call", "id=other idcall=x", at: 10_000)
        feed.take("connection_link_call", "id=k idcall=x", at: 5000)
        feed.take("call_create", "id=c state=queue num=+4951234567", at: 11_000)
        feed.take("connection_link_call", "id=k idcall=c", at: 11_000)
        #expect(try feed.domain().waits.longestSince == start + 11_000)
    }

    @Test func afterAGapNobodyKnowsWhoGaveUp() throws {
        let feed = try queue()
        feed.lose(at: 20_000)
        feed.comeBack(at: 30_000)
        #expect(try feed.domain().waits == Waits(count: 0, unknown: 1))
        feed.take("call_delete", "id=c", at: 100_000)
        #expect(try feed.domain().measures(last: 900, now: start + 100_000).abandoned == 0)
        try feed.domain().checkInvariants()
    }

    @Test func aClockThatIsSetBackTakesTheWaitAlong() throws {
        let year: Int64 = 31_536_000_000
        let feed = try WatchedFeed(only: .waiting, clock: .file)
        feed.take("seance_create", "id=s", at: year)
        feed.take("call_create", "id=c state=queue num=+4951234567", at: year)
        feed.take("call_attach_to_seance", "id=c idseance=s", at: year)
        for second in 0..<40 { feed.take("call_create", "id=n\(second) state=ringing", at: Int64(second) * 1000) }
        try feed.domain().checkInvariants()
        #expect(try feed.domain().waits.longestSince ?? 0 <= start + 40_000)
    }
}
