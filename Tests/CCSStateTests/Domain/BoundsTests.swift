import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// No order of events lets a store exceed its limit or breaks its invariants.
@Suite struct BoundsTests {
    private static func tinyLimits(_ random: inout SeededGenerator) -> Limits {
        var limits = Limits()
        limits.liveObjects = 1 + random.below(5)
        limits.endedObjects = random.below(6)
        limits.membersOfSeance = random.below(4)
        limits.endedIDs = 1 + random.below(40)
        limits.recentLines = 16
        limits.failures = 1 + random.below(150)
        limits.episodes = random.below(6)
        limits.numbers = 1 + random.below(5)
        limits.numbersOfSeance = 1 + random.below(5)
        limits.textBytes = random.one(of: [1 << 12, 1 << 14, 1 << 17])
        limits.logBytes = random.one(of: [0, 1, 3000, 20_000])
        limits.logBytesInAll = random.one(of: [1, 4000, 40_000])
        limits.domains = 1 + random.below(3)
        limits.unconfirmed = random.one(of: [nil, 0, 60_000])
        return limits
    }

    @Test(arguments: seeds(12)) func noOrderOfEventsBreaksABound(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let limits = Self.tinyLimits(&random)
        let options = EventDecoder.Options(revealDTMF: random.once(in: 2), revealKeys: random.once(in: 2))
        let feed = try TestFeed(options, limits: limits)
        var hostile = HostileFeed(seed: seed)
        for step in 1...20_000 {
            feed.take(hostile.next(), wall: hostile.wall)
            guard step % 200 == 0 else { continue }
            do { try feed.checkInvariants() } catch {
                Issue.record("seed \(seed), step \(step): \(error)")
                return
            }
            Self.checkBounds(feed.allDomains, limits, "seed \(seed), step \(step)")
        }
        #expect(feed.counts[.applied] > 5000)
    }

    /// The size of the longest text with its header, and the maximum number of texts in an event.
    private static let longestText = Event.maximumID + 8
    private static let textsOfEvent = 8
    private static let longestLine = 8 << 10

    private static func checkBounds(_ domains: [Domain], _ limits: Limits, _ at: String) {
        for row in Limits.table {
            guard let use = row.use?(domains) else { continue }
            let most =
                switch row.name {
                // The texts of the last event may exceed the limit. Some failures and the counted numbers always stay.
                case "texts":
                    limits.textBytes + (textsOfEvent + 6 * min(100, limits.failures) + limits.numbers) * longestText
                // The newest line always stays, however long it is.
                case "log", "log-all": max(limits[keyPath: row.path], domains.count * longestLine)
                default: limits[keyPath: row.path]
                }
            #expect(use <= most, "\(at): \(row.name)")
        }
    }

    /// The counts of live calls by number are right in any order of events.
    @Test(arguments: 0..<4) func countsOfNumbersKeepUp(_ seed: UInt64) throws {
        var limits = Limits()
        limits.liveObjects = 50
        limits.endedObjects = 20
        limits.numbers = 10
        let feed = try TestFeed(.init(onlyDomain: "d0"), limits: limits)
        var hostile = HostileFeed(seed: seed)
        var numbers: LiveNumbers?
        for step in 1...5000 {
            feed.take(hostile.next(), wall: hostile.wall)
            guard let domain = feed.allDomains.first, step % 37 == 0 else { continue }
            let live = numbers ?? LiveNumbers(of: domain)
            numbers = live
            _ = live.bring(to: domain.now(wall: nil), { _ in }, counted: { _ in })
            try live.checkInvariants()
            try domain.checkInvariants()
        }
        #expect(numbers != nil)
    }

    /// A call that was kept separately is evicted with its connection. Its entry in the history must go too.
    @Test(arguments: [1, 10]) func entriesOfObjectsThatLeftDoNotPileUp(_ live: Int) throws {
        var limits = Limits()
        limits.liveObjects = live
        limits.endedObjects = 20
        limits.logBytes = 0
        let feed = try TestFeed(.init(), limits: limits)
        var most = 0
        for number in 0..<10_000 {
            feed.take(event("connection_link_call", "idconn=k\(number) idcall=c\(number)"))
            feed.take(event("call_delete", "idcall=c\(number)"))
            most = max(most, try feed.domain().history.count)
        }
        #expect(most > 1000 && most <= History.mostEntries(kept: 20))
        try feed.checkInvariants()
    }

    /// Only kept objects count as members. A member that leaves makes room for another one.
    @Test func membersThatLeftMakeRoom() throws {
        var limits = Limits()
        limits.membersOfSeance = 2
        limits.liveObjects = 1
        let feed = try TestFeed(.init(), limits: limits)
        for number in 0..<5 {
            feed.take(event("connection_attach_to_seance", "idconn=k\(number) idseance=s"))
            for call in 0..<3 {
                feed.take(event("connection_link_call", "idconn=k\(number) idcall=c\(number)-\(call)"))
                feed.take(event("call_delete", "idcall=c\(number)-\(call)"))
            }
            // The previous connection was evicted with its two calls.
            #expect(try feed.domain().keptCount == 2)
            try feed.checkInvariants()
        }
    }

    /// If no other object can be evicted, the newest one is, and it no longer counts as a member.
    @Test func theNewestMemberThatLeavesAtOnceIsNotCounted() throws {
        var limits = Limits()
        limits.membersOfSeance = 5
        limits.endedObjects = 2
        let feed = try TestFeed(.init(), limits: limits)
        for number in 0..<10 {
            feed.take(event("call_attach_to_seance", "idcall=c\(number) idseance=s"))
            feed.take(event("call_delete", "idcall=c\(number)"))
        }
        let domain = try feed.domain()
        #expect(domain.seances[0].endedMembers == 2 && domain.keptCount == 2)
    }

    /// When a connection moves to another seance, its ended calls move too.
    @Test func membersMoveWithTheirConnection() throws {
        let feed = try TestFeed([String]())
        for seance in ["s", "t", "s", "t"] {
            feed.take(event("connection_attach_to_seance", "idconn=k idseance=\(seance)"))
            feed.take(event("connection_link_call", "idconn=k idcall=c\(seance)"))
            feed.take(event("call_delete", "idcall=c\(seance)"))
            try feed.checkInvariants()
        }
        let domain = try feed.domain()
        #expect(domain.seances[0].endedMembers == 0 && domain.seances[1].endedMembers == 2)
        feed.take(event("connection_delete", "idconn=k"))
        #expect(domain.seances[1].endedMembers == 3)
    }

    /// Old failures are dropped before live objects are evicted.
    @Test func failuresMakeRoomForTexts() throws {
        var limits = Limits()
        limits.textBytes = 200_000
        let feed = try TestFeed(.init(), limits: limits)
        for number in 0..<50 { feed.take(event("call_create", "id=c\(number)")) }
        let long = String(repeating: "x", count: 400)
        for number in 0..<1000 { feed.take(event("connection_failure", "reason=\(number)\(long) code=\(number)")) }
        let domain = try feed.domain()
        #expect(domain.liveCounts.calls == 50 && domain.textUse.bytes <= 200_000)
        #expect(domain.failuresKept > 300 && domain.evictions.failures == 1000 - domain.failuresKept)
        #expect(try feed.part("failures.last").items.last?["code"] == "999")
        try feed.checkInvariants()
    }
}
