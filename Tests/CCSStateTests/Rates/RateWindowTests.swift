import CCSTestSupport
import Testing

@testable import CCSState

@Suite struct RateWindowTests {
    @Test func eventsCountInTheirSecond() {
        var rates = RateWindow()
        for at: Int64 in [5000, 5999, 6000, 7000, 7001] { rates.count(.events, at: at) }
        rates.count(.attempts, at: 7000)
        #expect(rates.total(.events, last: 1, now: 7000) == 2)
        #expect(rates.total(.events, last: 2, now: 7999) == 3)
        #expect(rates.total(.events, last: 900, now: 7000) == 5)
        #expect(rates.total(.attempts, last: 900, now: 7000) == 1)
        #expect(rates.total(.failures, last: 900, now: 7000) == 0)
        // Time passes without events.
        #expect(rates.total(.events, last: 2, now: 8000) == 2)
        #expect(rates.total(.events, last: 60, now: 67_999) == 0)
        #expect(rates.series(.events, buckets: 4, of: 1, now: 7500) == [0, 2, 1, 2])
        #expect(rates.series(.events, buckets: 2, of: 2, now: 7500) == [2, 3])
        #expect(rates.peak(.events) == 2)
    }

    @Test(arguments: [0, 1, 5000, 1_732_320_000_000, 253_402_300_799_999] as [Int64])
    func anyTimeOfAFeedWillDo(_ at: Int64) {
        var rates = RateWindow()
        #expect(rates.total(.events, last: 900, now: at) == 0)
        #expect(rates.series(.events, buckets: 60, of: 15, now: at).allSatisfy { $0 == 0 })
        rates.count(.events, at: at)
        #expect(rates.total(.events, last: 900, now: at) == 1)
        #expect(rates.series(.events, buckets: 60, of: 15, now: at) == [Int](repeating: 0, count: 59) + [1])
        #expect(rates.peak(.events, last: 900, now: at) == 1)
        #expect(rates.total(.events, last: 5, now: -5000) == 0)
    }

    @Test func oldEventsCountNowhere() {
        var rates = RateWindow()
        rates.count(.events, at: 2_000_000)
        rates.count(.events, at: 2_000_000 - 899_000)
        rates.count(.events, at: 2_000_000 - 900_000)
        rates.count(.events, at: 0)
        #expect(rates.total(.events, last: 900, now: 2_000_000) == 2)
        #expect(rates.peak(.events) == 1)
    }

    @Test func jumpsClearWhatTheyPass() {
        for jump: Int64 in [1, 450, 899, 900, 901, 5000, 100_000_000] {
            var rates = RateWindow()
            for second in 0..<900 { rates.count(.events, at: Int64(second) * 1000) }
            let now = (899 + jump) * 1000
            rates.count(.events, at: now)
            #expect(rates.total(.events, last: 900, now: now) == max(0, 900 - Int(jump)) + 1, "\(jump)")
        }
    }

    @Test func peaksStay() {
        var rates = RateWindow()
        for _ in 0..<5 { rates.count(.attempts, at: 1000) }
        for _ in 0..<3 { rates.count(.attempts, at: 2_000_000) }
        #expect(rates.peak(.attempts) == 5)
        #expect(rates.peak(.attempts, last: 60, now: 2_000_000) == 3)
        #expect(rates.peak(.attempts, last: 60, now: 2_100_000) == 0)
    }

    @Test(arguments: 0..<20) func theyAreThoseOfAPlainList(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var rates = RateWindow()
        var lists: [Rate: [Int64]] = [.events: [], .failures: []]
        var newest: Int64 = -1
        var now: Int64 = Int64(random.below(3)) * 1_000_000
        for _ in 0..<600 {
            now += Int64(random.once(in: 30) ? random.below(1_500_000) : random.below(3000))
            let at = random.once(in: 4) ? max(0, now - Int64(random.below(1_200_000))) : now
            // The second rate is rare, so its newest second is usually old.
            let rate = random.once(in: 12) ? Rate.failures : .events
            // An event older than the window does not count.
            if newest < 0 || at / 1000 > newest / 1000 - 900 { lists[rate]?.append(at) }
            newest = max(newest, at)
            rates.count(rate, at: at)
            let seconds = 1 + random.below(900)
            let from = newest / 1000 - Int64(seconds) + 1
            for (rate, list) in lists {
                let expected = list.count { $0 / 1000 >= from }
                #expect(rates.total(rate, last: seconds, now: newest) == expected)
                #expect(rates.series(rate, buckets: seconds, of: 1, now: newest).reduce(0, +) == expected)
            }
        }
    }

    @Test func aDomainCountsWhatItTakes() throws {
        let feed = try TestFeed([
            event("call_create", "id=c"), event("call_create", "id=c"), event("connection_failure", "", at: 1),
            event("connection_link_call", "idconn=k idcall=c", at: 2), event("seance_create", "id=s", at: 3),
            event("call_delete", "id=x", at: 4), event("call_update", "x=y", at: 5),
        ])
        let rates = try feed.domain().rates
        let now = start + 4
        #expect(Rate.allCases.map { rates.total($0, last: 60, now: now) } == [5, 1, 1, 0, 1])
    }
}
