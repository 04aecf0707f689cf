import CCSEvents
import Testing

@testable import CCSState

/// Several sources of one feed: each is framed and counted separately.
@Suite struct SourceTests {
    @Test func eachHasItsOwnCountsLagAndArrival() throws {
        let feed = try TestFeed([String]())
        feed.take(event("call_create", "idcall=a", at: 1000), source: 0, arrival: start + 1500)
        feed.take(event("call_create", "idcall=b", at: 2000), source: 2, arrival: start + 2100)
        feed.take("{", source: 2, arrival: start + 2200)
        let (one, two, three) = (feed.facts(of: 0), feed.facts(of: 1), feed.facts(of: 2))
        #expect(one.counts[.applied] == 1 && one.counts.lines == 1)
        #expect(one.lag == 500 && one.lastArrival == start + 1500)
        #expect(two == SourceFacts(), "nothing came from it")
        #expect(three.counts[.applied] == 1 && three.counts[.malformed] == 1)
        #expect(three.lag == 100 && three.lastArrival == start + 2100, "what is no event does not show that it lives")
        #expect(feed.facts(of: 99) == SourceFacts())
    }

    /// One event is not enough, and one batch may contain more than are kept.
    @Test func itsLagIsTheMedianOfItsLastEvents() throws {
        let feed = try TestFeed([String]())
        for (place, late) in [100, 9000, 200].enumerated() as EnumeratedSequence<[Int64]> {
            feed.take(event("call_create", "idcall=a\(place)"), source: 1, arrival: start + late)
            feed.take(event("call_create", "idcall=b\(place)"), source: 0, arrival: start + 50_000)
        }
        #expect(feed.facts(of: 1).lag == 200 && feed.facts(of: 0).lag == 50_000)
        let lines = (0..<40).map { event("call_update", "idcall=a0 name=x\($0)", at: Int64($0) * 100) + "\n" }
        feed.take(bytes: Array(lines.joined().utf8), source: 1, arrival: start + 4000)
        #expect(feed.facts(of: 1).lag == 900, "the last 16 are 0.1 to 1.6 s late")
    }

    @Test func theCountsOfAllAddUpToThoseOfTheFeed() throws {
        let feed = try TestFeed([String]())
        var chaos = ChaoticFeed(seed: 7, domains: ["sales", "support"])
        for place in 0..<3000 { feed.take(chaos.next(), source: place % 3) }
        for verdict in Verdict.allCases {
            #expect((0..<3).reduce(0) { $0 + feed.facts(of: $1).counts[verdict] } == feed.counts[verdict])
        }
    }

    @Test func anEventThatComesFromTwoIsADuplicate() throws {
        let feed = try TestFeed([String]())
        let line = event("call_create", "idcall=a")
        #expect(feed.take(line, source: 0) == .applied)
        #expect(feed.take(line, source: 1) == .duplicate)
        #expect(feed.facts(of: 1).counts[.duplicate] == 1 && feed.facts(of: 0).counts[.duplicate] == 0)
    }

    @Test func linesOfOneAreNotJoinedToThoseOfAnother() throws {
        let feed = try TestFeed([String]())
        let line = Array(event("call_create", "idcall=a").utf8)
        feed.take(bytes: Array(line[..<20]), source: 0)
        #expect(feed.take(event("call_create", "idcall=b"), source: 1) == .applied)
        feed.take(bytes: Array(line[20...]) + [0x0A], source: 0)
        #expect(feed.counts[.applied] == 2 && feed.counts.lines == 2)
    }

    @Test func eachMayHaveADomainOfItsOwn() throws {
        let feed = try TestFeed(.init(feedDomain: "all"))
        feed.setFeedDomain("sales", source: 0)
        feed.setFeedDomain("support", source: 1)
        for source in [0, 1, 0, 2] {
            feed.take(
                event("call_create", "idcall=a\(source)").replacing(#""domain":"sales","#, with: ""), source: source)
        }
        #expect(try feed.domain("sales").liveCounts.calls == 1)
        #expect(try feed.domain("support").liveCounts.calls == 1)
        #expect(try feed.domain("all").liveCounts.calls == 1)
    }

    @Test func aSourceWithAReusedNumberStartsEmpty() throws {
        let feed = try TestFeed([String]())
        feed.take(event("call_create", "idcall=a"), source: 1)
        feed.take(bytes: Array(event("call_create", "idcall=b").utf8), source: 1)
        feed.begin(source: 1)
        #expect(feed.counts[.applied] == 2, "its last line lacked an end")
        #expect(feed.facts(of: 1) == SourceFacts())
    }
}
