import CCSEvents
import Testing

@testable import CCSState

/// The state of a live feed, which the reducer cannot know by itself.
@Suite struct FeedAnomalyTests {
    private func feed(_ detector: Detector) throws -> WatchedFeed {
        let feed = try WatchedFeed(only: detector)
        feed.take("call_create", "id=c", at: 0)
        return feed
    }

    @Test func aFeedIsStaleAtItsThreshold() throws {
        let feed = try feed(.stale)
        let domain = try feed.domain()
        domain.noteFeed(silence: 9999, now: start + 9999)
        #expect(try feed.active().isEmpty)
        domain.noteFeed(silence: 10_000, now: start + 10_000)
        domain.noteFeed(silence: 12_000, now: start + 12_000)
        let anomaly = try #require(try feed.active().first)
        #expect(anomaly.detector == .stale && anomaly.subject == .feed && anomaly.detector.row.severity == .high)
        #expect(anomaly.since == start && anomaly.firedAt == start + 10_000 && anomaly.count == 1)
        domain.acknowledge(anomaly.serial)
        domain.noteFeed(silence: 0, now: start + 13_000)
        #expect(try feed.active().isEmpty)
        domain.noteFeed(silence: 60_000, now: start + 80_000)
        let again = try #require(try feed.active().first)
        #expect(again.since == start + 20_000 && again.firedAt == start + 30_000 && again.count == 2)
        #expect(!again.isAcknowledged)
    }

    /// Takes one event for each lag.
    private func take(_ lags: [Int64], _ feed: WatchedFeed, in domain: String = "sales") {
        for (place, lag) in lags.enumerated() {
            feed.take(
                line: event("call_update", "id=c name=\(lag)-\(place)", at: 100_000, in: domain), arrival: 100_000 + lag
            )
        }
    }

    private func isLate(_ feed: WatchedFeed, _ domain: String = "sales", at: Int64) throws -> Bool {
        try feed.domain(domain).noteFeed(silence: 0, now: start + at)
        return try !feed.active(domain).isEmpty
    }

    @Test func aFeedIsLateAtItsThreshold() throws {
        let feed = try feed(.lag)
        take([Int64](repeating: 4999, count: 16), feed)
        #expect(try !isLate(feed, at: 0))
        take([Int64](repeating: 5000, count: 7), feed)
        #expect(try !isLate(feed, at: 1000), "most are in time yet")
        take([5000], feed)
        #expect(try isLate(feed, at: 2000))
        #expect(try isLate(feed, at: 3000))
        let anomaly = try #require(try feed.active().first)
        #expect(anomaly.detector == .lag && anomaly.subject == .feed && anomaly.detector.row.severity == .medium)
        #expect(anomaly.since == start + 2000 && anomaly.firedAt == start + 2000 && anomaly.count == 1)
    }

    @Test func oneThatIsInTimeAmongLateOnesEndsNothing() throws {
        let feed = try feed(.lag)
        take([Int64](repeating: 9000, count: 16), feed)
        #expect(try isLate(feed, at: 0))
        take([Int64](repeating: -9000, count: 14), feed)
        #expect(try isLate(feed, at: 1000), "two of sixteen are late yet")
        take([0], feed)
        #expect(try !isLate(feed, at: 2000))
        take([Int64](repeating: 9000, count: 8), feed)
        #expect(try isLate(feed, at: 3000))
        #expect(try feed.active().map(\.count) == [2])
    }

    @Test func oneDomainIsNotLateBecauseAnotherIs() throws {
        let feed = try feed(.lag)
        feed.take("call_create", "id=c", at: 0, in: "support")
        take([Int64](repeating: 60_000, count: 16), feed, in: "support")
        take([Int64](repeating: 0, count: 16), feed)
        take([Int64](repeating: 60_000, count: 16), feed, in: "support")
        #expect(try !isLate(feed, at: 0))
        #expect(try isLate(feed, "support", at: 0))
        #expect(try feed.domain().lags.median == 0)
        #expect(try feed.domain("support").lags.median == 60_000)
    }

    @Test(arguments: [Detector.stale, .lag]) func offTheyFindNothing(_ detector: Detector) throws {
        var settings = DetectorSettings()
        settings[detector] = nil
        let feed = try WatchedFeed(settings)
        feed.take("call_create", "id=c", at: 0)
        try feed.domain().noteFeed(silence: 1_000_000, now: start)
        #expect(try feed.fired(detector) == 0)
    }

    @Test func oneDomainsSilenceIsNotAnothers() throws {
        let feed = try feed(.stale)
        feed.take("call_create", "id=c", at: 0, in: "support")
        try feed.domain().noteFeed(silence: 20_000, now: start)
        #expect(try feed.active().count == 1)
        #expect(try feed.active("support").isEmpty)
    }

    /// Older events and duplicates also show that the feed lives.
    @Test func anyEventBreaksTheSilence() throws {
        let feed = try TestFeed()
        feed.take(event("call_update", "id=c name=x", at: 500), arrival: start + 1000)
        #expect(feed.facts.lastArrival == start + 1000)
        for arrival in [3000, 4000] as [Int64] {
            feed.take(event("call_update", "id=c name=y", at: 400), arrival: start + arrival)
            #expect(feed.facts.lastArrival == start + arrival)
        }
    }
}
