import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

@Suite struct NumberStatsTests {
    /// An attempt in a plain list.
    private struct Attempt {
        var number: TextID
        var failed: Bool
        var stretch: Int64
    }

    private func number(_ raw: Int) -> TextID { TextID(raw: UInt32(raw + 1)) }

    @Test func talkBeyondAllBoundsStopsAtTheMostThereIs() {
        var stats = NumberStats()
        // Times from 1970 to the year 9999, repeatedly, as a hostile feed may send.
        for _ in 0..<40_000 { _ = stats.countTalk(number(0), 253_402_300_799_999) }
        #expect(stats.entries.first?.talked == .max)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func windowsAreThoseOfAPlainList(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var stats = NumberStats()
        var attempts: [Attempt] = []
        var now: Int64 = 1_000_000
        var newest: [TextID: Int64] = [:]
        for _ in 0..<1500 {
            now += Int64(random.below(random.once(in: 50) ? 400_000 : 6000))
            let number = number(random.below(8))
            let at = random.once(in: 4) ? now - Int64(random.below(1_200_000)) : now
            let failed = random.once(in: 3)
            #expect(stats.count(number, failed: failed, at: max(0, at)).isFailing == false)
            let stretch = max(0, at) / 10_000
            // Older than all stored times of the number: it counts only in the totals.
            if stretch > (newest[number] ?? -1000) - 90 {
                attempts.append(Attempt(number: number, failed: failed, stretch: stretch))
                newest[number] = max(newest[number] ?? 0, stretch)
            }
            guard random.once(in: 10) else { continue }
            try stats.checkInvariants()
            for entry in stats.entries {
                for seconds in [1, 10, 15, 60, 300, 900] {
                    let first = now / 10_000 - Int64((seconds + 9) / 10) + 1
                    let inWindow = attempts.filter {
                        $0.number == entry.number && $0.stretch >= first && $0.stretch <= now / 10_000
                            && $0.stretch > (newest[entry.number] ?? 0) - 90
                    }
                    let counts = stats.counts(of: entry, last: seconds, now: now)
                    #expect(counts.attempts == inWindow.count)
                    #expect(counts.failed == inWindow.filter(\.failed).count)
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func theNumbersThatFailedLatelyAreAllFound(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var stats = NumberStats(limit: 20)
        var now: Int64 = 0
        for step in 0..<4000 {
            if step % 50 == 0 { try stats.checkInvariants() }
            now += Int64(random.below(random.once(in: 30) ? 90_000 : 2000))
            let late = random.once(in: 5) ? Int64(random.below(100_000)) : 0
            _ = stats.count(number(random.below(30)), failed: random.once(in: 6), at: max(0, now - late))
            let listed = stats.failedLately(last: 60, now: now)
            let expected = stats.entries.indices.filter {
                stats.counts(of: stats.entries[$0], last: 60, now: now).failed > 0 || stats.entries[$0].isFailing
            }
            #expect(listed.sorted() == expected)
            if let place = listed.first { stats.setFailing(place, random.once(in: 2)) }
        }
    }

    @Test func theOneUnusedForLongestLeaves() throws {
        var random = SeededGenerator(seed: 9)
        var stats = NumberStats(limit: 7)
        var order: [TextID] = []
        for step in 0..<3000 {
            let number = number(random.below(12))
            let isKnown = order.contains(number)
            let spare =
                random.once(in: 3)
                ? stats.countTalk(number, 5) : stats.count(number, failed: false, at: Int64(step) * 100)
            // The result: its own previous use if it was known, otherwise the use of the evicted number.
            if isKnown {
                #expect(spare.number == number)
            } else {
                #expect(spare.number == (order.count == 7 ? order[0] : .none))
                if order.count == 7 { order.removeFirst() }
            }
            order.removeAll { $0 == number }
            order.append(number)
            if step % 50 == 0 { try stats.checkInvariants() }
            #expect(Set(stats.entries.map(\.number)) == Set(order))
        }
    }

    @Test func anEvictedNumberReportsWhetherItWasFailing() {
        var stats = NumberStats(limit: 1)
        _ = stats.count(number(1), failed: true, at: 0)
        stats.setFailing(0, true)
        let spare = stats.count(number(2), failed: false, at: 0)
        #expect(spare.number == number(1) && spare.isFailing)
        #expect(stats.failedLately(last: 60, now: 0).isEmpty)
        #expect(stats.evicted == 1)
        #expect(!stats.count(number(3), failed: false, at: 0).isFailing)
        #expect(stats.evicted == 2)
    }

    @Test func textsAreGivenBack() {
        var texts = TextPool()
        var stats = NumberStats(limit: 10)
        for number in 0..<1000 {
            var text = "number \(number % 37)"
            let id = text.withUTF8 { texts.intern(FeedText(UnsafeRawBufferPointer($0))) }
            texts.retain(id)
            texts.release(stats.count(id, failed: number % 3 == 0, at: Int64(number) * 1000).number)
            texts.retain(id)
            texts.release(stats.countTalk(id, 1).number)
            texts.release(id)
            #expect(texts.count == stats.entries.count && texts.count <= 10)
        }
        for entry in stats.entries { texts.release(entry.number) }
        #expect(texts.count == 0 && texts.bytesInUse == 0)
    }

    // MARK: Through the feed

    private func facts(_ lines: [String]) throws -> [String: (talked: Int64, failed: Int, attempts: Int, live: Int)] {
        let domain = try TestFeed(lines).domain()
        var facts: [String: (talked: Int64, failed: Int, attempts: Int, live: Int)] = [:]
        for number in domain.numbersShown(last: [60], now: domain.now(wall: nil)) {
            #expect(facts[number.number.string] == nil, "each is shown once")
            facts[number.number.string] = (
                number.talked, number.totals.failed, number.totals.attempts, number.live.confirmed
            )
            #expect(number.windows.count == 1)
        }
        return facts
    }

    @Test func aConnectionIsAnAttemptOnceItsNumberIsKnown() throws {
        let facts = try facts([
            event("connection_create", "id=k"), event("connection_update", "id=k to=100", at: 1),
            event("connection_update", "id=k to=200", at: 2), event("connection_update", "id=k to=100", at: 3),
            event("connection_failure", "number=100 code=486", at: 4), event("connection_failure", "code=486", at: 5),
            event("call_create", "id=c number=300", at: 6),
        ])
        #expect(facts["100"]?.failed == 1 && facts["100"]?.attempts == 2)
        #expect(facts["200"] == nil)
        #expect(facts["300"]?.attempts == 0 && facts["300"]?.live == 1)
    }

    /// From the first to the last moment in the talking phase, with any names of states.
    @Test func talkIsCountedWhenItEnds() throws {
        let facts = try facts([
            event("call_create", "id=a number=100 state=talk", at: 1000),
            event("call_set_state", "id=a state=up", at: 3000), event("call_set_state", "id=a state=hold", at: 5000),
            event("call_set_state", "id=a state=dialog", at: 6000), event("call_delete", "id=a", at: 6500),
            event("call_create", "id=b number=200 state=talk", at: 7000),
            event("call_create", "id=d number=300 state=talk", at: 7000), event("call_delete", "id=d", at: 6000),
            event("call_create", "id=e state=talk", at: 7000), event("call_delete", "id=e", at: 8000),
        ])
        #expect(facts["100"]?.talked == 4500)
        #expect(facts["200"]?.talked == 0 && facts["200"]?.live == 1)
        #expect(facts["300"]?.talked == 0)
    }
}
