import Testing

@testable import CCSState

@Suite struct LimitLogTests {
    @Test func oneStretchLastsUntilNothingLeavesForAMinute() throws {
        let log = LimitLog()
        var evictions = Evictions()
        log.note(evictions, at: 1000)
        #expect(log.stretches.isEmpty)
        evictions.failures = 3
        log.note(evictions, at: 2000)
        evictions.failures = 5
        evictions.liveObjects = 1
        log.note(evictions, at: 62_000)
        log.note(evictions, at: 122_001)
        #expect(log.stretches.map(\.kind) == [.failures, .liveObjects])
        #expect(log.stretches.map(\.since) == [2000, 62_000] && log.stretches.map(\.last) == [62_000, 62_000])
        #expect(log.stretches.map(\.count) == [5, 1])
        #expect(!log.stretches[0].isOver(at: 122_000) && log.stretches[0].isOver(at: 122_001))
        evictions.failures = 6
        log.note(evictions, at: 122_001)
        #expect(log.stretches.map(\.number) == [1, 2, 3] && log.stretches.map(\.count) == [5, 1, 1])
        try log.checkInvariants()
    }

    @Test func theLastStretchesAreKept() throws {
        let log = LimitLog()
        var evictions = Evictions()
        for number in 1...100 {
            evictions.numbers = number
            log.note(evictions, at: Int64(number) * 100_000)
            try log.checkInvariants()
        }
        #expect(log.stretches.map(\.number) == Array(37...100))
    }

    @Test func aDomainNotesItByTheSecond() throws {
        var limits = Limits()
        limits.liveObjects = 1
        let feed = try WatchedFeed(.only(.ringing), limits: limits)
        feed.take("call_create", "id=a", at: 0)
        feed.take("call_create", "id=b", at: 100)
        feed.take("call_create", "id=c", at: 200)
        #expect(try feed.domain().limitStretches.isEmpty)
        feed.take("call_update", "id=c", at: 1500)
        let stretch = try #require(try feed.domain().limitStretches.first)
        #expect(stretch.kind == .liveObjects && stretch.count == 2 && stretch.since == start + 1500)
    }
}
