import CCSTestSupport
import Testing

@testable import CCSFeed

@Suite("When to connect again")
struct BackoffTests {
    @Test("the longest wait doubles from a tenth of a second to half a minute, and stays there")
    func ceilings() {
        let ceilings = (1...11).map { Backoff.ceiling(attempt: $0) }
        #expect(ceilings == [100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000])
        #expect(Backoff.ceiling(attempt: .max) == 30000)
        #expect(Backoff.ceiling(attempt: 0) == 100)
    }

    @Test("the wait is anything from nothing to the longest one")
    func jitterBounds() {
        var random = SeededGenerator(seed: 1)
        for attempt in 1...11 {
            let waits = (0..<2000).map { _ -> Int64 in
                var backoff = Backoff()
                for _ in 1..<attempt { _ = backoff.failed(at: 0, using: &random) }
                return backoff.failed(at: 1_000_000, using: &random).at - 1_000_000
            }
            let ceiling = Backoff.ceiling(attempt: attempt)
            #expect(waits.allSatisfy { 0...ceiling ~= $0 })
            // Full jitter uses both ends of the range.
            #expect(waits.contains { $0 < ceiling / 20 })
            #expect(waits.contains { $0 > ceiling - ceiling / 20 })
        }
    }

    @Test("retries are numbered from 1, anew after a connection that brought events and lasted a second")
    func numbers() {
        var random = FixedRandom(value: .max)
        var backoff = Backoff()
        #expect(backoff.failed(at: 10, using: &random) == Backoff.Retry(attempt: 1, at: 110))
        #expect(backoff.failed(at: 600, using: &random) == Backoff.Retry(attempt: 2, at: 800))
        backoff.lost(after: 999, broughtEvents: true)
        #expect(backoff.failed(at: 2000, using: &random) == Backoff.Retry(attempt: 3, at: 2400))
        backoff.lost(after: 3_600_000, broughtEvents: false)
        #expect(backoff.failed(at: 5000, using: &random) == Backoff.Retry(attempt: 4, at: 5800))
        backoff.lost(after: 1000, broughtEvents: true)
        #expect(backoff.failed(at: 9000, using: &random) == Backoff.Retry(attempt: 1, at: 9100))
    }
}
