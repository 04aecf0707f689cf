import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// The cost of an event or a tick does not depend on the number of domains, and the results do not change.
@Suite struct ManyDomainsTests {
    private func feed(_ change: (inout Limits) -> Void) throws -> TestFeed {
        var limits = Limits()
        change(&limits)
        return try TestFeed(.init(), limits: limits)
    }

    @Test func theDomainSilentForLongestLeaves() throws {
        let feed = try feed { $0.domains = 16 }
        var random = SeededGenerator(seed: 3)
        var model: [String] = []
        var evicted = 0
        for number in 0..<20_000 {
            let name = "d\(random.once(in: 3) ? random.below(60) : random.below(12))"
            if let known = model.firstIndex(of: name) {
                model.remove(at: known)
            } else if model.count == 16 {
                model.removeFirst()
                evicted += 1
            }
            model.append(name)
            feed.take(event("call_update", "id=c n=\(number)", at: Int64(number), in: name))
            guard number % 50 == 0 else { continue }
            #expect(Set(feed.allDomains.map(\.name)) == Set(model) && feed.evictedDomains == evicted)
        }
    }

    /// A store that most domains never need takes no memory.
    @Test func aDomainOfWhichNothingEndedKeepsNoEpisodes() throws {
        let feed = try feed { $0.liveObjects = 1 }
        feed.take(event("call_create", "id=a state=ringing", at: 0))
        feed.take(event("call_update", "id=a", at: 40_000))
        let domain = try feed.domain()
        #expect(domain.anomalyCounts.active == 1 && domain.episodes == nil && domain.limitLog == nil)
        feed.take(event("call_create", "id=b", at: 50_000))
        feed.take(event("call_update", "id=b", at: 51_000))
        #expect(domain.episodes?.count == 1 && domain.limitLog != nil)
    }

    @Test func eachIsFoundByItsName() throws {
        let feed = try feed { $0.domains = 100 }
        for number in 0..<300 { feed.take(event("call_create", "id=c\(number)", in: "d\(number)")) }
        for number in 200..<300 {
            var ids: [String] = []
            try feed.domain("d\(number)").forEachCall { ids.append($0.id.string) }
            #expect(ids == ["c\(number)"])
        }
        #expect(throws: TestFeed.NoReducer.self) { try feed.domain("d0") }
    }

    /// The memory of an evicted domain is used for another one.
    @Test func oneThatServesAgainHasNothingOfTheOneBefore() throws {
        let feed = try feed { $0.domains = 1 }
        let other = try TestFeed()
        for number in 0..<3 {
            for type in EventType.allCases {
                let data =
                    "idcall=c idconn=k idseance=s state=talk number=1 from=1 to=2 code=1 nextnumber=3 n=\(number)"
                feed.take(event(type.name, data, in: "before"))
            }
            feed.take(event("call_create", "id=\(number)", at: 1, in: "d\(number)"))
            other.take(event("call_create", "id=\(number)", at: 1, in: "d\(number)"))
            let (one, fresh) = (try feed.domain("d\(number)"), try other.domain("d\(number)"))
            #expect(one.liveCounts == fresh.liveCounts && one.failuresKept == 0 && one.failureCount == 0)
            #expect(one.eventCount == 1 && one.logLines == fresh.logLines && one.evictions == fresh.evictions)
            #expect(one.textUse.bytes == fresh.textUse.bytes && one.keptCount == 0 && one.history.count == 0)
            #expect(one.numberStats.entries.isEmpty && one.recordingCount == 0 && one.activeAnomalies.isEmpty)
            #expect(one.measures(last: 900, now: start + 1).decided == 0)
            #expect(one.rates.total(.events, last: 900, now: start + 1) == 1)
            try feed.checkInvariants()
        }
        #expect(feed.evictedDomains == 5)
    }

    /// So many domains that those of the next lines are prefetched, more than the limit, in pieces of many lines.
    @Test func theOnesHeardOfLastStayWhereMoreComeThanThereIsRoomFor() throws {
        let limit = 1100
        let feed = try feed { $0.domains = limit }
        var random = SeededGenerator(seed: 6)
        var lastEvents: [Int: Int] = [:]
        var bytes: [UInt8] = []
        for number in 0..<6000 {
            let domain = random.below(1400)
            lastEvents[domain] = number
            bytes += Array(event("call_update", "id=c\(number) name=\(domain)", in: "d\(domain)").utf8) + [0x0A]
            guard number % 200 == 199 else { continue }
            feed.take(bytes: bytes)
            bytes = []
        }
        let kept = Set(lastEvents.sorted { $0.value > $1.value }.prefix(limit).map { "d\($0.key)" })
        #expect(Set(feed.allDomains.map(\.name)) == kept && feed.evictedDomains > 100)
        for domain in feed.allDomains {
            var names: Set<String> = []
            try feed.domain(domain.name).forEachCall { names.insert("d\($0.name.string)") }
            #expect(names == [domain.name])
        }
        try feed.checkInvariants()
    }

    @Test func theirLogsStayWithinTheLimitOfAll() throws {
        let limit = 300_000
        let feed = try feed {
            $0.domains = 40
            $0.logBytesInAll = limit
        }
        var random = SeededGenerator(seed: 4)
        for number in 0..<5000 {
            let filler = String(repeating: "x", count: random.below(2000))
            feed.take(event("call_update", "id=c x=\(filler)\(number)", in: "d\(random.below(42))"))
            #expect(feed.allDomains.reduce(0) { $0 + $1.log.cost } == feed.logBytes && feed.logBytes <= limit)
        }
        #expect(feed.logBytes > limit / 2)
    }

    /// Calls ring in many domains. Each anomaly is found in time, whichever domains have events meanwhile.
    @Test func dueChecksOfQuietDomainsRun() throws {
        let feed = try WatchedFeed(only: .ringing)
        var random = SeededGenerator(seed: 5)
        let rings = (0..<500).map { _ in Int64(random.below(100_000)) }.sorted()
        var at = 0
        for second in 0...140 {
            let now = Int64(second) * 1000
            while at < rings.count, rings[at] <= now {
                feed.take("call_create", "id=c state=ringing", at: rings[at], in: "d\(at)")
                at += 1
            }
            feed.tick(now)
            let due = rings.count { $0 + 30_000 <= now }
            #expect(feed.domains.count { $0.fired(.ringing) == 1 } == due)
        }
    }

    @Test func aQuietDomainIsNotLookedAt() {
        var schedule = DomainSchedule(staleThresholds: [10])
        for _ in 0..<1000 { schedule.add() }
        schedule.wake(7)
        schedule.wake(7)
        schedule.set(3, due: 500)
        schedule.set(3, due: 400)
        schedule.set(3, due: 600)
        let (first, second) = (schedule.take(until: 399), schedule.take(until: 1000))
        let third = schedule.take(until: 1000)
        #expect(first == [7] && second == [3] && third.isEmpty)
        schedule.set(5, due: 2000)
        let still = schedule.take(until: nil)
        #expect(still.isEmpty, "time stands still")
    }

    @Test func dueTimesThatComeSoonerDoNotPileUp() {
        var schedule = DomainSchedule(staleThresholds: [])
        schedule.add()
        for due in stride(from: Int64(100_000), through: 1, by: -1) { schedule.set(0, due: due) }
        #expect(schedule.entries < 5000)
        let taken = schedule.take(until: 100_000)
        #expect(taken == [0])
    }

    @Test func aSilenceIsHeardOnce() {
        var schedule = DomainSchedule(staleThresholds: [10, 500])
        let heard = [0, 9, 10, 11, 499, 500, 501, 3, 4].map { schedule.hears(silence: $0) }
        #expect(heard == [false, false, true, false, false, true, false, true, false])
    }
}
