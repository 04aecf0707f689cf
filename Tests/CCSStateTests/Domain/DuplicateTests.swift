import CCSEvents
import Testing

@testable import CCSState

@Suite struct DuplicateTests {
    private func line(_ number: Int, in domain: String = "sales") -> String {
        event("call_dtmf", "id=c n=\(number)", in: domain)
    }

    @Test func aRepetitionAmongTheLast1024IsOne() throws {
        for distance in [1, 100, 1023] {
            let feed = try TestFeed()
            for number in 0...distance { feed.take(line(number)) }
            #expect(feed.take(line(0)) == .duplicate, "\(distance)")
            #expect(try feed.part("calls.0.dtmf.count") == .integer(Int64(distance + 1)))
        }
    }

    @Test func theWindowIsADomainsOwn() throws {
        let feed = try TestFeed()
        feed.take(line(0))
        for number in 0..<3000 { feed.take(line(number, in: "support")) }
        #expect(feed.take(line(0)) == .duplicate)
        #expect(feed.take(line(0, in: "other")) == .applied)
    }

    @Test func theWindowHasAnEnd() throws {
        let feed = try TestFeed()
        for number in 0...5000 { feed.take(line(number)) }
        #expect(feed.take(line(0)) == .applied)
    }

    @Test func aRepetitionIsKnownLaterStill() throws {
        let feed = try TestFeed([line(0)])
        for round in 0..<3 {
            for number in 1...1000 { feed.take(line(round * 1000 + number)) }
            #expect(feed.take(line(0)) == .duplicate)
        }
    }

    @Test func linesThatAreNoEventsAreNoDuplicates() throws {
        let feed = try TestFeed(.init(onlyDomain: "sales"))
        let lines: [(String, Verdict)] = [
            ("", .blank), ("x", .malformed), ("[\"a\",{}]", .control), (event("nope"), .unknownType),
            (event("call_create", "id=c", in: "support"), .otherDomain),
            (event("call_create", "id=c", at: -start - 1), .malformed),
        ]
        for (line, verdict) in lines {
            #expect(feed.take(line) == verdict)
            #expect(feed.take(line) == verdict)
        }
    }

    @Test func theFormOfTheWireCounts() throws {
        let feed = try TestFeed([line(0)])
        #expect(feed.take("[\"notify\",\(line(0))]") == .applied)
        #expect(feed.take(line(0) + "\r") == .duplicate)
    }

    @Test func atIsTheNewestOfTheEventsWithTheirIDs() throws {
        let feed = try TestFeed()
        func at() throws -> JSON { try feed.part("at") }
        feed.take(event("call_update", "x=y", at: 500))
        #expect(try feed.snapshot()["domains"] == [])
        feed.take(event("call_delete", "id=c", at: 10))
        #expect(try at() == .integer(start + 10))
        feed.take(event("call_update", "x=z", at: 600))
        #expect(try at() == .integer(start + 10))
        #expect(feed.take(event("call_update", "id=c", at: 20)) == .late)
        #expect(try at() == .integer(start + 20))
        feed.take(event("call_create", "id=d", at: 15))
        #expect(try at() == .integer(start + 20))
    }
}
