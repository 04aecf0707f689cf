import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// Every store has a limit, and evictions are counted.
@Suite struct LimitTests {
    private func feed(_ change: (inout Limits) -> Void) throws -> TestFeed {
        var limits = Limits()
        change(&limits)
        return try TestFeed(.init(), limits: limits)
    }

    @Test(arguments: ["call", "connection", "seance"]) func silentLiveObjectsLeave(_ kind: String) throws {
        let feed = try feed { $0.liveObjects = 10 }
        for number in 0..<100 { feed.take(event("\(kind)_create", "id=i\(number)", at: Int64(number))) }
        let live = try feed.part("\(kind)s").items.compactMap { $0["id"].string }
        #expect(Set(live) == Set((90..<100).map { "i\($0)" }))
        #expect(try feed.domain().evictions.liveObjects == 90)
        #expect(try feed.part("created.\(kind)s") == 100)
        // It has not ended: a later event brings it back.
        #expect(feed.take(event("\(kind)_update", "id=i0", at: 200)) == .applied)
        #expect(try feed.domain().textUse.texts == 10)
    }

    @Test func objectsOfFullStoresLeaveTheirTies() throws {
        let feed = try feed { $0.liveObjects = 4 }
        var random = SeededGenerator(seed: 1)
        for number in 0..<3000 {
            let (c, k, s) = (random.below(12), random.below(12), random.below(12))
            let type = random.one(of: [
                "connection_link_call", "call_attach_to_seance", "connection_attach_to_seance",
                "connection_start_record",
                "call_delete", "seance_create", "connection_create", "call_create", "connection_delete",
                "seance_delete",
                "call_update",
            ])
            feed.take(event(type, "idcall=c\(c) idconn=k\(k) idseance=s\(s) state=s\(number % 7)", at: Int64(number)))
            let counts = try feed.domain().liveCounts
            #expect(counts.calls <= 4 && counts.connections <= 4 && counts.seances <= 4)
            let phases = try feed.domain().callsByPhase
            #expect(
                phases.indices.reduce(0) { $0 + Int(phases[$1]) } == counts.calls
                    && phases.indices.allSatisfy { phases[$0] >= 0 })
        }
        let snapshot = try feed.part("live")
        var seen = (calls: 0, connections: 0, seances: 0, recording: 0)
        func walk(_ object: JSON) {
            for seance in object["seances"].items { (seen.seances, _) = (seen.seances + 1, walk(seance)) }
            for connection in object["connections"].items {
                seen.connections += 1
                if connection.at("record.status") == "recording" { seen.recording += 1 }
                walk(connection)
            }
            seen.calls += object["calls"].items.count
        }
        walk(try feed.snapshot().at("domains.0"))
        #expect(snapshot["calls"] == .integer(Int64(seen.calls)))
        #expect(snapshot["connections"] == .integer(Int64(seen.connections)))
        #expect(snapshot["seances"] == .integer(Int64(seen.seances)))
        #expect(snapshot["recording"] == .integer(Int64(seen.recording)))
    }

    @Test func theHistoryIsBounded() throws {
        for limit in [0, 1, 7, 50] {
            let feed = try feed {
                $0.endedObjects = limit
                $0.membersOfSeance = 3
            }
            var random = SeededGenerator(seed: UInt64(limit))
            for number in 0..<2000 {
                let ids = "idcall=c\(number / 5) idconn=k\(number / 9) idseance=s\(number / 40)"
                let type = random.one(of: [
                    "connection_link_call", "call_attach_to_seance", "connection_attach_to_seance", "call_delete",
                    "connection_delete", "seance_delete", "connection_failure", "call_delete",
                ])
                feed.take(event(type, "\(ids) n=\(number)", at: Int64(number)))
                #expect(try feed.domain().keptCount <= limit)
            }
            #expect(try feed.domain().evictions.endedObjects > 0)
            #expect(try feed.domain().evictions.liveObjects == 0)
        }
    }

    @Test func evictedObjectsFreeTheirTexts() throws {
        let feed = try feed {
            $0.endedObjects = 0
            $0.failures = 1
        }
        for number in 0..<300 {
            let ids = "idcall=c\(number) idconn=k\(number) idseance=s\(number)"
            feed.take(event("call_create", "\(ids) number=1 name=a\(number) dir=in state=s\(number)"))
            feed.take(event("connection_link_call", "\(ids) from=f\(number) to=2 state=x\(number)"))
            feed.take(event("connection_attach_to_seance", ids))
            feed.take(event("call_attach_to_seance", ids))
            feed.take(event("seance_set_next_number", "\(ids) number=m\(number) from=g\(number) state=y\(number)"))
            for kind in ["call", "connection", "seance"] { feed.take(event("\(kind)_delete", ids)) }
        }
        // Two numbers have statistics.
        #expect(try feed.domain().textUse.texts <= 2)
        #expect(try feed.domain().keptCount == 0)
    }

    @Test func endedIDsAreKnownForAtLeastAsLongAsPromised() throws {
        let feed = try feed { $0.endedIDs = 500 }
        for kind in ["call", "connection", "seance"] {
            for number in 0..<2000 { feed.take(event("\(kind)_delete", "id=i\(number)")) }
            for number in 1500..<2000 { #expect(feed.take(event("\(kind)_update", "id=i\(number)")) == .late) }
            #expect(feed.take(event("\(kind)_update", "id=i0")) == .applied)
        }
        #expect(Limits().endedIDs >= 100_000 && Limits().recentLines >= 1024)
    }

    @Test func aSeancesNumbersAreBounded() throws {
        let feed = try feed { $0.numbersOfSeance = 5 }
        for number in 0..<20 { feed.take(event("seance_set_next_number", "id=s number=\(number)")) }
        #expect(try feed.part("seances.0.numbers") == ["15", "16", "17", "18", "19"])
        #expect(try feed.domain().evictions.numbers == 15)
        #expect(try feed.domain().textUse.texts == 6)
    }

    @Test func failuresAreBounded() throws {
        let feed = try feed { $0.failures = 7 }
        for number in 0..<30 { feed.take(event("connection_failure", "code=\(number) reason=r\(number)")) }
        #expect(try feed.domain().failuresKept == 7)
        #expect(try feed.domain().failureCount == 30)
        #expect(try feed.part("failures.last").items.compactMap { $0["code"].string } == (23..<30).map(String.init))
        #expect(try feed.domain().textUse.texts == 14)
    }

    @Test func theDomainThatWasSilentLongestLeaves() throws {
        let feed = try feed { $0.domains = 3 }
        for (place, name) in ["a", "b", "c", "a", "d"].enumerated() {
            feed.take(event("call_create", "id=i\(place)", at: Int64(place), in: name))
        }
        #expect(try feed.snapshot()["domains"].items.compactMap { $0["domain"].string } == ["a", "c", "d"])
        #expect(feed.evictedDomains == 1)
        // An event without its ids does not evict a domain.
        #expect(feed.take(event("call_create", "x=y", at: 9, in: "e")) == .malformed)
        #expect(try feed.snapshot()["domains"].items.compactMap { $0["domain"].string } == ["a", "c", "d"])
        #expect(feed.take(event("call_create", "id=i", at: 9, in: "b")) == .applied)
        #expect(try feed.snapshot()["domains"].items.compactMap { $0["domain"].string } == ["a", "b", "d"])
    }

    @Test func aDomainWhoseClockIsAheadLeavesLikeAnyOther() throws {
        let feed = try feed { $0.domains = 2 }
        feed.take(event("call_create", "id=i", at: 86_400_000, in: "ahead"))
        for (at, name) in ["a", "b", "a", "b"].enumerated() {
            feed.take(event("call_update", "id=i name=n\(at)", at: Int64(at), in: name))
        }
        #expect(feed.evictedDomains == 1)
        #expect(try feed.snapshot()["domains"].items.compactMap { $0["domain"].string } == ["a", "b"])
    }

    /// With more than a few dozen objects, the evicted one need not be the most silent of all, but it has been silent for
    /// long.
    @Test(arguments: ["call", "connection", "seance"]) func ofManyTheOnesSilentForLongLeave(_ kind: String) throws {
        let feed = try feed { $0.liveObjects = 1000 }
        var at: Int64 = 0
        var heard: [String: Int64] = [:]
        var random = SeededGenerator(seed: 1)
        for number in 0..<5000 {
            at += 1
            heard["i\(number)"] = at
            feed.take(event("\(kind)_create", "id=i\(number)", at: at))
            // Some objects get events all the time, so they stay.
            at += 1
            let again = "i\(random.below(20))"
            heard[again] = at
            feed.take(event("\(kind)_update", "id=\(again) n=\(number)", at: at))
        }
        let live = Set(try feed.part("\(kind)s").items.compactMap { $0["id"].string })
        #expect(live.count == 1000 && (0..<20).allSatisfy { live.contains("i\($0)") })
        // No object with an event in the newer half was evicted.
        #expect(heard.allSatisfy { $0.value < at - 1000 || live.contains($0.key) })
        #expect(try feed.domain().evictions.liveObjects == 4000)
        #expect(try feed.domain().keptCount == 0)
    }

    /// An object with a recent event stays while others are silent, whatever its slot.
    @Test(arguments: ["call", "connection", "seance"]) func anObjectWithARecentEventStays(_ kind: String) throws {
        let feed = try feed { $0.liveObjects = 64 }
        for number in 0..<64 { feed.take(event("\(kind)_create", "id=i\(number)", at: Int64(number))) }
        for number in 16..<64 { feed.take(event("\(kind)_update", "id=i\(number) n=1", at: Int64(1000 + number))) }
        for number in 64..<80 { feed.take(event("\(kind)_create", "id=i\(number)", at: Int64(2000 + number))) }
        let live = try feed.part("\(kind)s").items.compactMap { $0["id"].string }
        #expect(Set(live) == Set((16..<80).map { "i\($0)" }))
    }

    @Test func callsEvictedWithTheirSeanceAreCounted() throws {
        let feed = try feed { $0.endedObjects = 12 }
        for number in 0..<20 {
            feed.take(event("seance_create", "id=s\(number)"))
            feed.take(event("call_create", "id=c\(number)"))
            feed.take(event("call_attach_to_seance", "id=c\(number) idseance=s\(number)"))
            feed.take(event("call_delete", "id=c\(number)"))
            feed.take(event("seance_delete", "id=s\(number)"))
        }
        #expect(try feed.domain().keptCount == 12)
        #expect(try feed.domain().evictions.endedObjects == 28)
    }

    @Test func textsAreBoundedInBytes() throws {
        let feed = try feed {
            $0.textBytes = 40_000
            $0.failures = 100
        }
        let long = String(repeating: "x", count: 400)
        for number in 0..<2000 {
            feed.take(event("call_create", "id=c\(number)\(long) name=n\(number)\(long)", at: Int64(number)))
            if number % 3 == 0 { feed.take(event("call_delete", "id=c\(number)\(long)", at: Int64(number))) }
            feed.take(event("seance_create", "id=s\(number)\(long)", at: Int64(number)))
            #expect(try feed.domain().textUse.bytes < 42_000)
        }
        let evictions = try feed.domain().evictions
        #expect(evictions.endedObjects == 667 && evictions.liveObjects > 3000)
        // Ended objects are evicted first. While there is one, no live object is.
        #expect(try feed.domain().keptCount == 0)
    }

    /// Freed space is used again only for texts of the same size. Even so, a feed with names of changing sizes stays within
    /// its limit, and all texts can be read.
    @Test func freshTextsOfChangingSizesAreBoundedInBytes() throws {
        let limit = 60_000
        let feed = try feed {
            $0.textBytes = limit
            $0.failures = 50
        }
        var random = SeededGenerator(seed: 4)
        for number in 0..<6000 {
            // Phases of short names, of long names, and of all sizes.
            let size = [random.below(8), 100 + random.below(100), 380 + random.below(100), random.below(480)][
                number / 250 % 4]
            let fresh = "\(number)" + String(repeating: "x", count: size)
            let at = Int64(number)
            feed.take(event("call_create", "id=c\(fresh) name=n\(fresh) state=s\(number % 700)", at: at))
            feed.take(event("seance_create", "id=s\(fresh) number=m\(fresh)", at: at))
            if number % 3 == 0 { feed.take(event("call_delete", "id=c\(fresh)", at: at)) }
            // An event has a few texts of at most 512 bytes each.
            #expect(try feed.domain().textUse.bytes <= limit + 2048)
            guard number % 50 == 0 else { continue }
            #expect(try feed.part("seances").items.contains { $0["id"].string == "s\(fresh)" })
        }
        #expect(try feed.domain().textUse.bytes > limit / 2)
        #expect(try feed.domain().evictions.liveObjects > 3000)
    }

    /// A record that does not fit into its packed form behaves like others: it is counted, evicted, and completely removed.
    @Test(arguments: ["call", "connection", "seance"]) func recordsKeptWholeAreBounded(_ kind: String) throws {
        let feed = try feed {
            $0.liveObjects = 50
            $0.endedObjects = 20
        }
        var most = 0
        for number in 0..<2000 {
            // Begun in 1970, with an event now.
            feed.take(event("\(kind)_create", "id=i\(number)", at: -start))
            feed.take(event("\(kind)_update", "id=i\(number) state=talk", at: Int64(number)))
            if number % 3 == 0 { feed.take(event("\(kind)_delete", "id=i\(number)", at: Int64(number))) }
            let domain = try feed.domain()
            let whole = domain.calls.wholeCount + domain.connections.wholeCount + domain.seances.wholeCount
            most = max(most, whole)
            #expect(whole <= 50 + 20 + 1 && domain.keptCount <= 20)
        }
        // A live connection rarely has an extreme time. The end of an ended one is such a time.
        #expect(most >= 20)
        #expect(try feed.part("\(kind)s").items.count == 50)
    }

    @Test func allLogsTogetherAreBounded() throws {
        let feed = try feed {
            $0.logBytes = 1_000_000
            $0.logBytesInAll = 2_000_000
        }
        var most = 0
        for number in 0..<40_000 {
            feed.take(event("call_update", "id=i\(number % 7) n=\(number)", at: Int64(number), in: "d\(number % 5)"))
            guard number % 500 == 0 else { continue }
            let held = feed.allDomains.reduce(0) { $0 + $1.log.bytesHeld }
            most = max(most, held)
        }
        #expect(most > 1_000_000 && most < 2_000_000)
        #expect(feed.allDomains.allSatisfy { $0.log.count > 100 })
        #expect(feed.allDomains.reduce(0) { $0 + $1.evictions.logLines + $1.log.count } == 40_000)
    }
}
