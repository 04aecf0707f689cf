import CCSEvents
import Testing

@testable import CCSState

/// What the reducer cannot know by itself: how the live feed fares.
@Suite struct FeedAnomalyTests {
    private func feed(_ detector: Detector) throws -> WatchedFeed {
        let feed = try WatchedFeed(only: detector)
        feed.take("call_create", "id=c", at: 0)
        return feed
    }

    @Test func aFeedIsStaleAtItsThreshold() throws {
        let feed = try feed(.stale)
        let domain = try feed.domain()
        domain.noteFeed(silence: 9999, lag: 100_000, now: start + 9999)
        #expect(try feed.active().isEmpty)
        domain.noteFeed(silence: 10_000, lag: 100_000, now: start + 10_000)
        domain.noteFeed(silence: 12_000, lag: 100_000, now: start + 12_000)
        let anomaly = try #require(try feed.active().first)
        #expect(anomaly.detector == .stale && anomaly.subject == .feed && anomaly.detector.row.severity == .high)
        #expect(anomaly.since == start && anomaly.firedAt == start + 10_000 && anomaly.count == 1)
        domain.acknowledge(anomaly.serial)
        domain.noteFeed(silence: 0, lag: nil, now: start + 13_000)
        #expect(try feed.active().isEmpty)
        domain.noteFeed(silence: 60_000, lag: nil, now: start + 80_000)
        let again = try #require(try feed.active().first)
        #expect(again.since == start + 20_000 && again.firedAt == start + 30_000 && again.count == 2)
        #expect(!again.isAcknowledged)
    }

    @Test func aFeedIsLateAtItsThreshold() throws {
        let feed = try feed(.lag)
        let domain = try feed.domain()
        domain.noteFeed(silence: 100_000, lag: 4999, now: start)
        #expect(try feed.active().isEmpty)
        domain.noteFeed(silence: 0, lag: 5000, now: start + 1000)
        domain.noteFeed(silence: 0, lag: 9000, now: start + 2000)
        let anomaly = try #require(try feed.active().first)
        #expect(anomaly.detector == .lag && anomaly.subject == .feed && anomaly.detector.row.severity == .medium)
        #expect(anomaly.since == start + 1000 && anomaly.firedAt == start + 1000 && anomaly.count == 1)
        domain.noteFeed(silence: 0, lag: -9000, now: start + 3000)
        #expect(try feed.active().isEmpty)
        domain.noteFeed(silence: 0, lag: 5000, now: start + 4000)
        #expect(try feed.active().map(\.count) == [2])
        domain.noteFeed(silence: 0, lag: nil, now: start + 5000)
        #expect(try feed.active().isEmpty)
    }

    @Test(arguments: [Detector.stale, .lag]) func offTheyFindNothing(_ detector: Detector) throws {
        var settings = DetectorSettings()
        settings[detector] = nil
        let feed = try WatchedFeed(settings)
        feed.take("call_create", "id=c", at: 0)
        try feed.domain().noteFeed(silence: 1_000_000, lag: 1_000_000, now: start)
        #expect(try feed.fired(detector) == 0)
    }

    @Test func oneDomainsSilenceIsNotAnothers() throws {
        let feed = try feed(.stale)
        feed.take("call_create", "id=c", at: 0, in: "support")
        try feed.domain().noteFeed(silence: 20_000, lag: nil, now: start)
        #expect(try feed.active().count == 1)
        #expect(try feed.active("support").isEmpty)
    }

    /// An older event, and one that was there already, show that the feed lives.
    @Test func whateverArrivesBreaksTheSilence() throws {
        let feed = try TestFeed()
        feed.take(event("call_update", "id=c name=x", at: 500), arrival: start + 1000)
        #expect(feed.facts.lastArrival == start + 1000)
        for arrival in [3000, 4000] as [Int64] {
            feed.take(event("call_update", "id=c name=y", at: 400), arrival: start + arrival)
            #expect(feed.facts.lastArrival == start + arrival)
        }
    }
}
