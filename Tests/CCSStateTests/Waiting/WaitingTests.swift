import CCSEvents
import Testing

@testable import CCSState

/// Who counts as waiting, as abandoned, or as an outbound call that rings.
@Suite struct WaitingTests {
    /// A caller dials a number and hears a telephone ring.
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
        // Who phones a colleague waits for nobody of the centre, unless they stand in a queue.
        ("1001", "1002", "early", [0, 0, 0]), ("1001", "", "early", [0, 0, 0]), ("1001", "1002", "parked", [0, 0, 0]),
        ("1001", "745", "queue", [1, 0, 1]),
        ("1001", "+4951234567", "early", [0, 1, 0]), ("1001", "+4951234567", "queue", [0, 1, 0]),
    ]) func whoWaitsAndWhoIsAbandoned(_ from: String, _ to: String, _ state: String, _ expected: [Int]) throws {
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

    @Test func whoIsPutFromAColleagueIntoAQueueWaitsFromThenOn() throws {
        let feed = try feed(from: "1001", to: "1002")
        feed.take("call_set_state", "id=c state=queue", at: 5000)
        #expect(try feed.domain().waits.longestSince == start + 1000)
        feed.take("call_set_state", "id=c state=early", at: 6000)
        #expect(try counts(feed) == [0, 0, 0])
    }

    // MARK: For whom a telephone rings

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

    @Test func whoCameFirstIsNotGuessed() throws {
        #expect(try callers(queue(hasCreate: false)) == ["r  "])
        let feed = try TestFeed([String]())
        feed.take(event("seance_create", "id=s"))
        feed.take(event("call_create", "id=c state=ringing num=+4951234567"))
        feed.take(event("call_attach_to_seance", "id=c idseance=s"))
        feed.take(event("seance_update", "id=s x=1", at: 31_000))
        #expect(try callers(feed) == ["c  "], "the caller hears it ring")
    }
}
