import CCSEvents
import Testing

@testable import CCSState

/// After a gap, older objects are unconfirmed until an event about them comes. Without one they are evicted after a while.
@Suite struct GapTests {
    private let minute: Int64 = 60_000

    private func unconfirmed(_ feed: TestFeed, _ domain: String = "sales") throws -> [String] {
        var ids: [String] = []
        let domain = try feed.domain(domain)
        domain.forEachCall { if $0.isUnconfirmed { ids.append($0.id.string) } }
        domain.forEachConnection { if $0.isUnconfirmed { ids.append($0.id.string) } }
        domain.forEachSeance { if $0.isUnconfirmed { ids.append($0.id.string) } }
        #expect(ids.count == domain.unconfirmedCount, "they are counted without a walk")
        return ids.sorted()
    }

    private func sample() throws -> TestFeed {
        try TestFeed([
            event("call_create", "idcall=c1"), event("call_create", "idcall=c2"),
            event("connection_create", "idconn=n1"), event("seance_create", "idseance=s1"),
            event("call_create", "idcall=gone"), event("call_delete", "idcall=gone", at: 1),
        ])
    }

    @Test func objectsFromBeforeTheGapAreUnconfirmed() throws {
        let feed = try sample()
        #expect(try unconfirmed(feed) == [])
        feed.gap(from: start + 1000, to: start + 13_000)
        #expect(try unconfirmed(feed) == ["c1", "c2", "n1", "s1"], "but not what has ended")
        #expect(feed.gaps.count == 1 && feed.gaps.last[0].length == 12_000)
    }

    /// The reconnect has its own time. The loss has the time at which it was noticed, which is later on a busy machine.
    @Test(arguments: [0, 12_000] as [Int64]) func aGapThatIsOverHasALength(late: Int64) throws {
        let feed = try sample()
        feed.gap(from: start + 1000 + late, to: start + 1000)
        #expect(try unconfirmed(feed) == ["c1", "c2", "n1", "s1"])
        #expect(feed.gaps.count == 1 && feed.gaps.last[0].length == 1 && feed.gaps.last[0].until == start + 1000)
    }

    @Test func notBeforeItIsConnectedAgain() throws {
        let feed = try sample()
        feed.lose(at: start + 1000)
        #expect(try unconfirmed(feed) == [])
        #expect(feed.gaps.count == 0)
    }

    @Test(arguments: [
        (event("call_update", "idcall=c1", at: 20_000), ["c1"]),
        // A late event also confirms, and a link confirms both ends.
        (event("call_update", "idcall=c1", at: -5), ["c1"]),
        (event("call_attach_to_seance", "idcall=c2 idseance=s1", at: 20_000), ["c2", "s1"]),
        (event("connection_link_call", "idconn=n1 idcall=c1", at: 20_000), ["c1", "n1"]),
        // Recordings are finished after the end of the connection, which may no longer exist.
        (event("connection_set_record_info", "idconn=n1 key=k", at: 20_000), []),
        (event("call_delete", "idcall=c2", at: 20_000), ["c2"]),
        (event("connection_failure", "idconn=n1 code=486", at: 20_000), []),
        (event("call_create", "idcall=new", at: 20_000), []),
    ]) func anEventConfirmsItsObjects(_ line: String, _ confirmed: [String]) throws {
        let feed = try sample()
        feed.gap(from: start + 1000, to: start + 13_000)
        feed.take(line, arrival: start + 20_000)
        #expect(try unconfirmed(feed) == ["c1", "c2", "n1", "s1"].filter { !confirmed.contains($0) })
    }

    @Test func aGapOfOneSourceSaysNothingOfWhatAnotherSpeaksOf() throws {
        let feed = try TestFeed([String]())
        feed.take(event("call_create", "idcall=a"), source: 0)
        feed.take(event("call_create", "idcall=b"), source: 1)
        feed.gap(source: 1, from: start, to: start + 1000)
        #expect(try unconfirmed(feed) == ["b"])
        feed.take(event("call_update", "idcall=b", at: 2000), source: 0)
        #expect(try unconfirmed(feed) == [], "another may speak of it too")
        feed.gap(source: 0, from: start + 3000, to: start + 4000)
        #expect(try unconfirmed(feed) == ["a", "b"])
    }

    /// "From before" are objects whose beginning was not heard. A create event tells the beginning, however late it comes.
    @Test func createdObjectsAreNotFromBefore() throws {
        let feed = try TestFeed([
            event("connection_link_call", "idconn=n idcall=c"), event("seance_update", "idseance=s"),
        ])
        #expect(try feed.domain().olderCounts == (1, 1, 1))
        feed.take(event("call_create", "idcall=c", at: -1))
        feed.take(event("connection_create", "idconn=n", at: 5))
        #expect(try feed.domain().olderCounts == (1, 0, 0))
        feed.gap(from: start + 10, to: start + 20)
        #expect(try feed.domain().olderCounts == (0, 0, 0), "unconfirmed ones are counted apart")
        try feed.checkInvariants()
    }

    /// The recording may have been finished during the gap, so its alarm does not end.
    @Test func evictedUnconfirmedObjectsLeaveWithoutAnEnd() throws {
        let feed = try TestFeed([
            event("call_create", "idcall=c state=ringing"), event("connection_start_record", "idconn=n"),
            event("connection_delete", "idconn=n"), event("seance_update", "idseance=s x=1", at: 61_000),
        ])
        feed.gap(from: start + 62_000, to: start + 63_000)
        feed.take(event("call_create", "idcall=new", at: 64_000), arrival: start + 64_000)
        let domain = try feed.domain()
        func episodes() -> [String] {
            domain.episodes(until: start + 3_600_000).map {
                "\($0.id.string) \($0.endedAt == nil ? "lasts" : $0.hasLeft ? "left" : "ended") \($0.isUnconfirmed)"
            }.sorted()
        }
        #expect(episodes() == ["c lasts true", "n lasts true"])
        feed.tick(wall: start + 63_000 + 15 * minute)
        #expect(episodes() == ["c left true", "n left true"])
        try feed.checkInvariants()
    }

    @Test func domainsAreTheirOwn() throws {
        let feed = try TestFeed([event("call_create", "idcall=a"), event("call_create", "idcall=a", in: "support")])
        feed.gap(from: start, to: start + 1000)
        feed.take(event("call_update", "idcall=a", at: 2000))
        #expect(try unconfirmed(feed) == [])
        #expect(try unconfirmed(feed, "support") == ["a"])
    }

    @Test func silentUnconfirmedObjectsLeaveWithoutAnEnd() throws {
        let feed = try sample()
        feed.gap(from: start, to: start + 1000)
        feed.take(event("call_update", "idcall=c1", at: 2000))
        feed.tick(wall: start + 1000 + 15 * minute - 1)
        #expect(try unconfirmed(feed) == ["c2", "n1", "s1"])
        feed.tick(wall: start + 1000 + 15 * minute)
        let domain = try feed.domain()
        #expect(try unconfirmed(feed) == [])
        #expect(domain.liveCounts == (0, 0, 1))
        #expect(domain.evictions.unconfirmed == 3 && domain.evictions.liveObjects == 0)
        #expect(feed.lostConnections == 0, "nothing waits for that connection any more")
        #expect(feed.take(event("call_update", "idcall=c2", at: minute)) == .applied, "it has not ended")
        #expect(try #require(domain.liveCall(id: FeedText("c2"))).isPartial)
        #expect(feed.take(event("call_delete", "idcall=never", at: minute)) == .orphan)
        let phases = domain.callsByPhase
        #expect(phases.indices.reduce(0) { $0 + Int(phases[$1]) } == 1, "the state of c1 is not confirmed")
    }

    @Test func aPatienceWithoutEndKeepsAll() throws {
        var limits = Limits()
        limits.unconfirmed = nil
        let feed = try TestFeed(.init(), limits: limits)
        feed.take(event("call_create", "idcall=a"))
        feed.gap(from: start, to: start + 1000)
        feed.tick(wall: start + 1_000_000_000)
        #expect(try unconfirmed(feed) == ["a"])
    }

    @Test func manyGapsLeaveNothingBehind() throws {
        let feed = try TestFeed([event("call_create", "idcall=old")])
        for turn in 1...2000 {
            feed.gap(from: start + Int64(turn), to: start + Int64(turn))
            feed.take(event("call_update", "idcall=a n=\(turn)", at: Int64(turn)))
            if turn % 64 == 0 { feed.tick(wall: start + Int64(turn)) }
        }
        #expect(feed.gaps.count == 2000 && feed.gaps.last.count == 16)
        #expect(feed.lostConnections <= 65)
        #expect(try unconfirmed(feed) == ["old"])
    }

    @Test func moreLossesThanThereAreNumbersForgetTheOldest() {
        let stints = Stints(capacity: 20)
        for number in 0..<20 { stints.lose(stints.open(), since: 0, until: number == 7 ? -1 : Int64(number)) }
        #expect(stints.open() == 7)
        #expect(!stints.isLost(7) && stints.isLost(8))
        let patient = Stints(mostLost: 3)
        for number in 0..<5 { patient.lose(patient.open(), since: 0, until: Int64(number)) }
        #expect(patient.lost.map(\.until) == [2, 3, 4], "so many losses may wait, however many numbers there are")
    }

    @Test func aNumberThatNothingCarriesServesAgain() {
        let stints = Stints()
        let numbers = (0..<3).map { _ in stints.open() }
        stints.lose(numbers[1], since: 0, until: 5)
        #expect(stints.hasLost)
        stints.close(numbers[1])
        #expect(!stints.hasLost && stints.open() == numbers[1] && !stints.isLost(numbers[1]))
    }

    @Test func aGapThatNothingWasHeardBeforeIsAGapAllTheSame() throws {
        let feed = try TestFeed([String]())
        feed.gap(from: start, to: start + 5)
        #expect(feed.gaps.count == 1 && feed.lostConnections == 0)
    }

    @Test func objectsOfAPeerThatLeftAreUnconfirmed() throws {
        let feed = try TestFeed([String]())
        feed.take(event("call_create", "idcall=a"), source: 1)
        feed.take(event("call_create", "idcall=b"), source: 2)
        feed.take(event("call_create", "idcall=c"), source: 1)
        feed.take(event("call_delete", "idcall=c", at: 1), source: 1)
        feed.leave(source: 1, at: start + 5)
        #expect(try unconfirmed(feed) == ["a"])
        #expect(feed.gaps.count == 1 && feed.gaps.last[0].length == 0 && feed.gaps.last[0].until == start + 5)
        // Another source has its number now, and sends events of the same call.
        feed.begin(source: 1)
        #expect(try unconfirmed(feed) == ["a"])
        feed.take(event("call_update", "idcall=a", at: 9), source: 1)
        #expect(try unconfirmed(feed) == [])
        feed.take(event("call_delete", "idcall=b", at: 9), source: 2)
        feed.leave(source: 2, at: start + 10)
        #expect(feed.gaps.count == 1, "nothing of it lives")
    }

    @Test func theTimeIsThatOfTheFeed() throws {
        let feed = try TestFeed([String]())
        // The clock of this machine is an hour ahead.
        feed.take(event("call_create", "idcall=a", at: 0), arrival: start + 60 * minute)
        feed.gap(from: start + 61 * minute, to: start + 62 * minute)
        #expect(feed.gaps.last.first?.since == start + minute && feed.gaps.last.first?.length == minute)
    }
}

@Suite struct FailingGapTests {
    @Test("Too many failures go on through a gap until a full window was heard again")
    func failing() throws {
        let feed = try WatchedFeed(only: .failing)
        for call in 0..<20 {
            feed.take("connection_failure", "code=486 num=1300 idcall=\(call)", at: Int64(call) * 100)
        }
        feed.tick(10_000)
        #expect(try feed.active().count == 2, "the number and the domain")
        feed.lose(at: 20_000)
        feed.comeBack(at: 90_000)
        feed.take("call_create", "id=a", at: 90_000)
        feed.tick(120_000)
        #expect(try feed.active().count == 2, "nobody knows")
        feed.tick(152_000)
        #expect(try feed.active().isEmpty)
    }
}
