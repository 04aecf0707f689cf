import CCSEvents
import Testing

@testable import CCSState

@Suite struct FailingTests {
    /// Adds attempts: connections to a number, or without one.
    private func connect(_ feed: WatchedFeed, _ count: Int, to number: String = "", at: Int64, tag: String = "") {
        for place in 0..<count {
            feed.take("connection_create", "id=k\(tag)\(at)-\(place)" + (number.isEmpty ? "" : " to=\(number)"), at: at)
        }
    }

    private func fail(_ feed: WatchedFeed, _ count: Int, _ number: String = "", at: Int64) {
        for place in 0..<count {
            feed.take("connection_failure", "code=486 x=\(place)" + (number.isEmpty ? "" : " number=\(number)"), at: at)
        }
    }

    @Test func itSpeaksOverAShareAtTheEndOfASecond() throws {
        let feed = try WatchedFeed(only: .failing)
        connect(feed, 8, at: 100)
        fail(feed, 2, at: 200)
        feed.tick(1000)
        // The share is exactly a fifth, which does not exceed a fifth.
        #expect(try feed.active().isEmpty)
        fail(feed, 1, "", at: 1500)
        feed.tick(1999)
        #expect(try feed.active().isEmpty)
        feed.tick(2000)
        let anomaly = try #require(try feed.active().first)
        #expect(anomaly.subject == .domain && anomaly.detector.row.severity == .high)
        #expect(anomaly.since == start + 2000 && anomaly.firedAt == start + 2000 && anomaly.count == 1)
        #expect(anomaly.share?.failed == 3 && anomaly.share?.of == 11)
        connect(feed, 1, at: 2500)
        feed.tick(3000)
        #expect(try feed.active().first?.share?.of == 12)
        connect(feed, 3, at: 3500)
        feed.tick(4000)
        // Three of fifteen.
        #expect(try feed.active().isEmpty)
        fail(feed, 2, at: 4500)
        feed.tick(5000)
        #expect(try feed.active().map(\.count) == [2])
        #expect(try feed.fired(.failing) == 2)
    }

    @Test func fewAttemptsSayNothing() throws {
        let feed = try WatchedFeed(only: .failing)
        fail(feed, 9, "100", at: 100)
        feed.tick(2000)
        #expect(try feed.active().isEmpty)
        fail(feed, 1, "100", at: 2100)
        feed.tick(3000)
        #expect(Set(try feed.active().map(\.subject)) == [.domain, .number("100")])
    }

    @Test func aNumberFailsByItselfAndTheDomainInAll() throws {
        let feed = try WatchedFeed(only: .failing)
        connect(feed, 90, to: "200", at: 100)
        connect(feed, 7, to: "100", at: 100, tag: "b")
        fail(feed, 3, "100", at: 200)
        fail(feed, 1, "200", at: 200)
        feed.tick(1000)
        let anomaly = try #require(try feed.active().first)
        #expect(try feed.active().count == 1 && anomaly.subject == .number("100"))
        #expect(anomaly.share?.failed == 3 && anomaly.share?.of == 10)
        #expect(try feed.domain().failingNumbers.keys.sorted() == ["100"])
        // An acknowledged anomaly stays until it clears.
        try feed.domain().acknowledge(anomaly.serial)
        feed.tick(30_000)
        #expect(try feed.active().map(\.isAcknowledged) == [true])
        feed.tick(70_000)
        #expect(try feed.active().isEmpty)
        fail(feed, 10, "100", at: 80_000)
        feed.tick(81_000)
        #expect(try feed.active().filter { $0.subject == .number("100") }.map(\.count) == [2])
        #expect(try feed.active().allSatisfy { !$0.isAcknowledged })
    }

    @Test func theWindowIsAMinuteOfFeedTime() throws {
        let feed = try WatchedFeed(only: .failing)
        fail(feed, 10, at: 500)
        feed.tick(1000)
        #expect(try feed.active().count == 1)
        feed.tick(60_000)
        #expect(try feed.active().count == 1)
        feed.tick(61_000)
        #expect(try feed.active().isEmpty)
    }

    @Test func theWindowIsAsLongAsItIsSet() throws {
        let feed = try WatchedFeed(only: .failing, threshold: 300_000)
        for step in 0..<10 { fail(feed, 1, "100", at: Int64(step) * 29_000) }
        feed.tick(9 * 29_000 + 1000)
        #expect(try feed.active().count == 2)
        feed.tick(400_000)
        #expect(try feed.active().isEmpty)
    }

    /// Successful attempts leave the window while failed ones stay. So it fires without an event, whether or not a page is
    /// made.
    @Test(arguments: [true, false]) func itFiresInASilenceToo(watched: Bool) throws {
        let feed = try WatchedFeed(only: .failing)
        connect(feed, 100, at: 500)
        fail(feed, 10, at: 30_500)
        if watched { for second in 31..<200 { feed.tick(Int64(second) * 1000) } }
        feed.take("seance_update", "id=s", at: 200_000)
        #expect(try feed.fired(.failing) == 1)
        #expect(try feed.active().isEmpty)
    }

    @Test func anEventThatComesLateCountsInItsOwnTime() throws {
        let feed = try WatchedFeed(only: .failing)
        feed.take("seance_update", "id=s", at: 120_000)
        fail(feed, 20, "100", at: 10_000)
        feed.tick(122_000)
        #expect(try feed.fired(.failing) == 0)
        fail(feed, 20, "100", at: 100_000)
        feed.tick(123_000)
        #expect(try feed.fired(.failing) == 2)
    }

    @Test func theShareAndTheLeastAttemptsAreSettings() throws {
        var settings = DetectorSettings.only(.failing)
        settings.failureShare = 0.5
        settings.failureAttempts = 2
        settings.domains["support"] = .only(.failing)
        let feed = try WatchedFeed(settings)
        for domain in ["sales", "support"] {
            feed.take("connection_create", "id=k", at: 0, in: domain)
            feed.take("connection_failure", "code=1", at: 0, in: domain)
            feed.take("connection_failure", "code=2", at: 0, in: domain)
        }
        feed.tick(1000)
        #expect(try feed.active().count == 1)
        #expect(try feed.active("support").isEmpty)
    }

    @Test func aNumberThatLeavesTheStatisticsFailsNoLonger() throws {
        let feed = try WatchedFeed(only: .failing)
        fail(feed, 10, "100", at: 0)
        feed.tick(1000)
        #expect(try feed.active().contains { $0.subject == .number("100") })
        for number in 0..<10_000 { feed.take("connection_failure", "number=x\(number)", at: 1500) }
        #expect(try feed.active().allSatisfy { $0.subject == .domain })
        // Its texts are freed. The 10,000 numbers, which include those of 5,000 failures, and one text of the episode
        // remain.
        #expect(try feed.domain().textUse.texts == 10_001)
        fail(feed, 10, "100", at: 1600)
        feed.tick(2000)
        #expect(try feed.active().filter { $0.subject == .number("100") }.map(\.count) == [2])
    }
}
