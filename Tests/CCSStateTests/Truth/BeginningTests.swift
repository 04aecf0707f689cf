import CCSEvents
import Testing

@testable import CCSState

/// What began before ccs-top listened, or in a gap, is not counted as new, and its talk not as one that was heard whole.
@Suite struct BeginningTests {
    private let minute: Int64 = 60_000

    /// A feed whose events arrive as they are sent.
    private func live(_ lines: [(String, Int64)]) throws -> TestFeed {
        let feed = try TestFeed()
        for (line, at) in lines { feed.take(line, arrival: start + at) }
        return feed
    }

    private func counts(_ feed: TestFeed, at: Int64) throws -> [Int] {
        let rates = try feed.domain().rates
        return [Rate.seances, .attempts].map { rates.total($0, last: 900, now: start + at) }
    }

    private func old(_ number: Int, at: Int64) -> [String] {
        [
            event("seance_set_state", "idseance=s\(number) state=talk", at: at),
            event("connection_update", "idconn=n\(number) state=dialog", at: at),
        ]
    }

    @Test func whatIsFirstHeardAfterTheJoinIsNotNew() throws {
        let feed = try TestFeed(
            old(1, at: 0) + old(2, at: 30_000) + [
                event("seance_create", "idseance=s3", at: 40_000), event("connection_create", "idconn=n3", at: 40_000),
            ])
        #expect(try counts(feed, at: minute) == [1, 1])
        #expect(try feed.domain().seancesFromBefore == 2)
        try feed.checkInvariants()
    }

    /// Some domains hear no creates: there a link, an attachment or an update is the beginning.
    @Test(arguments: [
        ("connection_attach_to_seance", "idconn=n idseance=s", [1, 1]), ("connection_update", "idconn=n to=1", [0, 1]),
        ("connection_update", "idconn=n state=dialog", [0, 1]), ("seance_update", "idseance=s to=1", [1, 0]),
        // These tell of something that was there before.
        ("seance_set_state", "idseance=s state=talk", [0, 0]), ("connection_update", "idconn=n state=hold", [0, 0]),
        ("connection_update", "idconn=n state=stopping", [0, 0]), ("connection_start_record", "idconn=n", [0, 0]),
        ("seance_set_next_number", "idseance=s nextnumber=1", [0, 0]),
    ]) func laterAnEventWithoutACreateMayTellOfABeginning(_ type: String, _ data: String, _ counted: [Int]) throws {
        let feed = try TestFeed([event("call_create", "idcall=c"), event(type, data, at: minute)])
        #expect(try counts(feed, at: minute) == counted)
        let older = try feed.domain().liveCounts.seances - counted[0]
        #expect(try feed.domain().seancesFromBefore == older)
        try feed.checkInvariants()
    }

    @Test func whatIsFirstHeardAfterAGapIsNotNew() throws {
        let feed = try live([(event("seance_create", "idseance=s"), 0), (event("connection_create", "idconn=n"), 0)])
        feed.gap(from: start + 5 * minute, to: start + 6 * minute)
        for line in old(1, at: 6 * minute + 1000) { feed.take(line, arrival: start + 6 * minute + 1000) }
        feed.take(event("connection_attach_to_seance", "idconn=m idseance=t", at: 6 * minute + 2000))
        #expect(try counts(feed, at: 7 * minute) == [1, 1])
        feed.take(event("connection_attach_to_seance", "idconn=k idseance=u", at: 7 * minute))
        #expect(try counts(feed, at: 7 * minute) == [2, 2])
        try feed.checkInvariants()
    }

    @Test func aCreateThatComesLateCounts() throws {
        let feed = try TestFeed([
            event("connection_attach_to_seance", "idconn=n idseance=s", at: 20),
            event("connection_create", "idconn=n", at: 10), event("seance_create", "idseance=s", at: 10),
            event("seance_create", "idseance=s x=1", at: 5),
        ])
        #expect(try counts(feed, at: minute) == [1, 1])
        #expect(try feed.domain().seancesFromBefore == 0)
        try feed.checkInvariants()
    }

    /// A detector claims no more than was heard: there each connection counts, or a share would look higher than it may be.
    @Test func failuresAreJudgedAmongAllThatWasHeard() throws {
        let olds = (0..<40).flatMap { old($0, at: Int64($0)) }
        let failures = (0..<10).map { event("connection_failure", "number=\($0) code=486", at: 100 + Int64($0)) }
        let feed = try TestFeed(olds + failures)
        let domain = try feed.domain()
        domain.advance(to: start + 30_000)
        #expect(domain.activeAnomalies.filter { $0.detector == .failing }.isEmpty)
    }

    // MARK: Talk

    private func measures(_ feed: TestFeed, at: Int64 = 60_000) throws -> Measures {
        try feed.domain().measures(last: 900, now: start + at)
    }

    @Test func aTalkWhoseBeginningWasNotHeardIsNoMeasure() throws {
        let feed = try TestFeed([
            event("connection_update", "idconn=old state=dialog"), event("connection_delete", "idconn=old", at: 2000),
            event("connection_create", "idconn=new state=dialog"), event("connection_delete", "idconn=new", at: 9000),
        ])
        let measures = try measures(feed)
        #expect(measures.talks == 1 && measures.averageDuration == 9000)
        #expect(measures.decided == 1 && measures.answered == 1)
    }

    @Test func aCreateThatComesLateTellsThatItIsOne() throws {
        let feed = try TestFeed([
            event("connection_update", "idconn=n state=dialog", at: 1000),
            event("connection_create", "idconn=n", at: 500), event("connection_delete", "idconn=n", at: 9000),
        ])
        #expect(try measures(feed).averageDuration == 8000)
    }

    @Test func aTalkThatBeganInAGapIsNoMeasure() throws {
        let feed = try TestFeed([
            event("connection_create", "idconn=n"), event("connection_link_call", "idconn=n idcall=a"),
            event("connection_link_call", "idconn=n idcall=b"), event("connection_create", "idconn=m state=dialog"),
        ])
        feed.gap(from: start + 1000, to: start + 20_000)
        feed.take(event("connection_update", "idconn=n state=dialog", at: 21_000))
        feed.take(event("connection_update", "idconn=m state=dialog", at: 21_000))
        feed.take(event("connection_delete", "idconn=n", at: 25_000))
        #expect(try measures(feed).talks == 0)
        feed.take(event("connection_delete", "idconn=m", at: 26_000))
        #expect(try measures(feed).averageDuration == 26_000, "it was answered before the gap")
        let found = try #require(try feed.domain().endedConnection(id: FeedText("n")))
        #expect(found.mayHaveTalkedLonger)
    }

    // MARK: Peaks and windows

    @Test func aPeakHasNoUnconfirmedObjects() throws {
        let feed = try TestFeed((0..<5).map { event("call_create", "idcall=a\($0)") })
        feed.gap(from: start + 1000, to: start + 5000)
        for number in 0..<6 { feed.take(event("call_create", "idcall=b\(number)", at: 6000)) }
        #expect(try feed.domain().peaks.calls == 6)
    }

    @Test func numbersCountUnconfirmedCallsApart() throws {
        let feed = try TestFeed([event("call_create", "idcall=a num=7"), event("call_create", "idcall=b num=7")])
        let domain = try feed.domain()
        let live = LiveNumbers(of: domain)
        func count() throws -> [Int] {
            _ = live.bring(to: start + 10_000, { _ in }, counted: { _ in })
            try live.checkInvariants()
            let calls = live.place(of: FeedText("7")).flatMap { live.facts($0, nothing: []) }?.live
            return calls.map { [$0.confirmed, $0.unconfirmed] } ?? []
        }
        #expect(try count() == [2, 0])
        feed.gap(from: start + 1000, to: start + 5000)
        #expect(try count() == [0, 2])
        feed.take(event("call_update", "idcall=b", at: 6000))
        #expect(try count() == [1, 1])
        feed.take(event("call_delete", "idcall=a", at: 7000))
        #expect(try count() == [1, 0])
    }

    @Test func aGapIsNotHeard() throws {
        let feed = try live([(event("call_create", "idcall=c"), 0)])
        let domain = try feed.domain()
        func heard(_ seconds: Int, _ at: Int64) -> Int { domain.heard(last: seconds, now: start + at) }
        feed.gap(from: start + minute, to: start + 2 * minute)
        #expect(heard(900, 3 * minute) == 120)
        #expect(heard(60, 2 * minute + 20_000) == 20)
        #expect(heard(60, 4 * minute) == 60)
        feed.take(event("call_update", "idcall=c", at: 1000), arrival: start + 1000)
        feed.gap(from: start + 110_000, to: start + 150_000)
        #expect(heard(900, 3 * minute) == 90, "two gaps that overlap are not missed twice")
        feed.take(event("call_update", "idcall=c", at: 3 * minute), arrival: start + 3 * minute)
        feed.lose(at: start + 3 * minute + 10_000)
        feed.tick(wall: start + 4 * minute)
        #expect(heard(60, 4 * minute) == 10, "a feed that is lost is not heard")
        #expect(!domain.hasTrend(last: 900, now: start + 20 * minute))
    }

    @Test func aLostFeedOfWhichNothingLivesIsNotHeard() throws {
        let feed = try live([(event("call_create", "idcall=c"), 0), (event("call_delete", "idcall=c", at: 1000), 1000)])
        let domain = try feed.domain()
        feed.lose(at: start + minute)
        feed.tick(wall: start + 2 * minute)
        #expect(domain.heard(last: 900, now: start + 3 * minute) == 60)
    }

    @Test func aShortGapTakesNoTrend() throws {
        let feed = try live([(event("call_create", "idcall=c"), 0)])
        feed.gap(from: start + 10 * minute, to: start + 10 * minute + 15_000)
        let domain = try feed.domain()
        #expect(!domain.hasTrend(last: 900, now: start + 15 * minute - 1))
        #expect(domain.hasTrend(last: 900, now: start + 15 * minute))
        #expect(domain.heard(last: 900, now: start + 20 * minute) == 885)
    }

    @Test func failuresMayHaveBeenMissedInAGap() throws {
        let feed = try live(
            (0..<12).map { (event("connection_failure", "number=7 code=486", at: $0), $0) }
                + [(event("call_create", "idcall=c", at: 2000), 2000)])
        let domain = try feed.domain()
        func unconfirmed() -> [Bool] {
            domain.activeAnomalies.filter { $0.detector == .failing }.map { domain.isUnconfirmed($0) }
        }
        #expect(unconfirmed() == [false, false])
        feed.gap(from: start + 3000, to: start + 9000)
        feed.take(event("call_update", "idcall=c", at: 10_000), arrival: start + 10_000)
        #expect(unconfirmed() == [true, true])
    }

    @Test func aConnectionThatBringsNothingEndsNoGap() throws {
        let feed = try TestFeed([event("call_create", "idcall=c")])
        feed.gap(from: start + 1000, to: start + 5000)
        #expect(feed.gaps.last.map(\.length) == [4000])
        feed.gap(from: start + 6000, to: start + 9000)
        #expect(feed.gaps.count == 1 && feed.gaps.last.map(\.length) == [8000])
        feed.take(event("call_update", "idcall=c", at: 9500), arrival: start + 9500)
        feed.gap(from: start + 10_000, to: start + 11_000)
        #expect(feed.gaps.last.map(\.length) == [8000, 1000])
        try feed.checkInvariants()
    }
}
