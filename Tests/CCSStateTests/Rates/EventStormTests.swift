import Testing

@testable import CCSState

@Suite struct EventStormTests {
    private let calm = [Int](repeating: 400, count: 30)

    @Test func aStormIsManyTimesAsFastAsUsual() throws {
        #expect(EventStorm(totals: calm + [400]) == nil)
        #expect(EventStorm(totals: calm + [1999]) == nil)
        let storm = try #require(EventStorm(totals: calm + [4800]))
        #expect(storm.rate == 480)
        #expect(storm.usual == 40)
        #expect(storm.times == 12)
    }

    @Test func fewEventsAreNone() {
        let quiet = [Int](repeating: 1, count: 30)
        #expect(EventStorm(totals: quiet + [1999]) == nil)
        #expect(EventStorm(totals: quiet + [2000]) != nil)
    }

    @Test func afterSilenceThereIsNothingToCompareWith() throws {
        let storm = try #require(EventStorm(totals: [Int](repeating: 0, count: 30) + [5000]))
        #expect(storm.times == nil)
    }

    @Test func aFeedThatHasJustBegunHasNone() {
        #expect(EventStorm(totals: [Int]()) == nil)
        #expect(EventStorm(totals: [50_000]) == nil)
        #expect(EventStorm(totals: [Int](repeating: 10, count: 5) + [50_000]) == nil)
        #expect(EventStorm(totals: [Int](repeating: 10, count: 6) + [50_000]) != nil)
    }

    @Test func aStormIsStillOneAfterTwoMinutes() {
        let storm = [Int](repeating: 5000, count: 12)
        #expect(EventStorm(totals: calm + storm + [5000]) != nil)
    }

    @Test func theKnownWindowGrowsWithFeedTime() {
        var rates = RateWindow()
        #expect(rates.known(now: 5_000_000) == 0)
        rates.count(.events, at: 1_000_000)
        #expect(rates.known(now: 1_000_999) == 0)
        rates.count(.events, at: 1_065_000)
        #expect(rates.known(now: 1_065_000) == 65)
        // A late old event does not change the rate of its time.
        rates.count(.events, at: 900_000)
        #expect(rates.known(now: 1_065_000) == 65)
        #expect(rates.known(now: 0) == 0)
    }
}
