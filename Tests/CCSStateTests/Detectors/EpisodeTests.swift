import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// Anomalies that are over.
@Suite struct EpisodeTests {
    private let day: Int64 = 24 * 3_600_000

    private func ended(_ feed: WatchedFeed) throws -> [Episode] {
        let domain = try feed.domain()
        return domain.episodes(until: domain.newestAt ?? 0).filter { $0.endedAt != nil }
    }

    @Test(arguments: Scenario.all)
    func itBeginsAndEnds(_ scenario: Scenario) throws {
        let feed = try WatchedFeed(only: scenario.detector)
        feed.take(scenario.begin)
        let lasted = scenario.threshold + 5000
        feed.tick(lasted)
        #expect(try ended(feed).isEmpty)
        let open = try #require(try feed.domain().episodes(until: start + lasted).first)
        #expect(open.endedAt == nil && open.id.string == scenario.id)
        try feed.domain().acknowledge(open.anomaly.serial)
        feed.take(scenario.ends[0].later(by: lasted))
        let episode = try #require(try ended(feed).first)
        #expect(try ended(feed).count == 1)
        #expect(episode.anomaly.serial == open.anomaly.serial && episode.anomaly.detector == scenario.detector)
        #expect(episode.anomaly.since == start && episode.anomaly.firedAt == start + scenario.threshold)
        #expect(episode.endedAt == start + lasted && !episode.hasLeft)
        #expect(episode.anomaly.isAcknowledged && episode.anomaly.count == 1)
        #expect(episode.id.string == scenario.id)
        guard !scenario.again.isEmpty else { return }
        feed.take(scenario.again.later(by: lasted))
        let later = lasted + 500 + scenario.threshold
        feed.tick(later)
        // The object itself ends.
        feed.take(try #require(scenario.ends.last).later(by: later))
        #expect(try ended(feed).map(\.anomaly.count) == [1, 2])
        #expect(try ended(feed).map(\.anomaly.isAcknowledged) == [true, false])
    }

    @Test func itKeepsTheWorstShare() throws {
        let feed = try WatchedFeed(only: .failing)
        func fail(_ count: Int, at: Int64) {
            for place in 0..<count { feed.take("connection_failure", "number=100 x=\(place)", at: at) }
        }
        func connect(_ count: Int, at: Int64) {
            for place in 0..<count { feed.take("connection_create", "id=k\(at)-\(place) to=100", at: at) }
        }
        fail(5, at: 0)
        connect(10, at: 0)
        feed.tick(1000)
        fail(15, at: 1500)
        feed.tick(2000)
        connect(30, at: 2500)
        feed.tick(3000)
        let open = try #require(try feed.active().first { $0.subject == .number("100") })
        #expect(open.share?.failed == 20 && open.share?.of == 60)
        #expect(open.peak?.failed == 20 && open.peak?.of == 30)
        feed.tick(120_000)
        let episode = try #require(try ended(feed).first { $0.anomaly.subject == .number("100") })
        #expect(episode.anomaly.peak?.failed == 20 && episode.anomaly.peak?.of == 30)
        #expect(episode.endedAt == start + 61_000 && episode.id.string == "100")
    }

    /// The episode of a call that rang too long ends with the call. It names the call for a day, long after its eviction.
    @Test func itOutlivesItsObject() throws {
        var limits = Limits()
        limits.endedObjects = 0
        let feed = try WatchedFeed(.only(.ringing), limits: limits)
        feed.take("seance_create", "id=s", at: 0)
        feed.take("call_create", "id=c state=ringing number=4951234567", at: 0)
        feed.take("call_attach_to_seance", "id=c idseance=s", at: 0)
        feed.tick(40_000)
        feed.take("call_delete", "id=c", at: 41_000)
        let episode = try #require(try ended(feed).first)
        #expect(episode.id.string == "c" && episode.from.string == "4951234567")
        guard case .object(let key) = episode.anomaly.subject else {
            Issue.record("it is about no object")
            return
        }
        #expect(try feed.domain().call(key) == nil)
        #expect(try feed.domain().seance(#require(episode.seance))?.id.string == "s")
        feed.take("seance_update", "id=s", at: 41_000 + day)
        #expect(try ended(feed).count == 1)
        feed.take("seance_update", "id=s", at: 41_001 + day)
        #expect(try ended(feed).isEmpty)
        // The next episode takes its place.
        feed.take("call_create", "id=d state=ringing", at: 50_000 + day)
        feed.take("call_delete", "id=d", at: 90_000 + day)
        #expect(try ended(feed).map(\.id.string) == ["d"])
        #expect(try feed.domain().episodesKept == 1 && feed.domain().evictions.episodes == 0)
        try feed.domain().checkInvariants()
    }

    @Test func anEvictedObjectsEpisodeHasLeftAndIsNotOver() throws {
        var limits = Limits()
        limits.liveObjects = 1
        let feed = try WatchedFeed(.only(.ringing), limits: limits)
        feed.take("call_create", "id=a state=ringing", at: 0)
        feed.tick(40_000)
        feed.take("call_create", "id=b", at: 41_000)
        let episode = try #require(try ended(feed).first)
        #expect(episode.hasLeft && episode.id.string == "a" && episode.endedAt == start + 41_000)
    }

    @Test func soManyAreKept() throws {
        var limits = Limits()
        limits.episodes = 3
        let feed = try WatchedFeed(.only(.ringing), limits: limits)
        for number in 0..<5 {
            let at = Int64(number) * 100_000
            feed.take("call_create", "id=c\(number) state=ringing", at: at)
            feed.take("call_delete", "id=c\(number)", at: at + 50_000)
        }
        #expect(try ended(feed).map(\.id.string) == ["c2", "c3", "c4"])
        #expect(try feed.domain().evictions.episodes == 2)
        try feed.domain().checkInvariants()
        limits.episodes = 0
        let none = try WatchedFeed(.only(.ringing), limits: limits)
        none.take("call_create", "id=c state=ringing", at: 0)
        none.take("call_delete", "id=c", at: 50_000)
        #expect(try ended(none).isEmpty && none.domain().evictions.episodes == 1)
        try none.domain().checkInvariants()
    }

    @Test func longTextsLeaveRoomForFewer() throws {
        var limits = Limits()
        limits.episodes = 10
        let feed = try WatchedFeed(.only(.ringing), limits: limits)
        let long = String(repeating: "n", count: 500)
        for number in 0..<10 {
            let at = Int64(number) * 100_000
            feed.take("call_create", "id=\(number)\(long) state=ringing number=\(number)\(long)", at: at)
            feed.take("call_delete", "id=\(number)\(long)", at: at + 50_000)
        }
        // Each takes a thousand bytes.
        #expect(try ended(feed).count == 10 * EpisodeStore.bytesEach / 1002)
        try feed.domain().checkInvariants()
    }

    @Test func aWrongTimeMakesNoEpisode() throws {
        let feed = try WatchedFeed(.only(.ringing), clock: .network)
        feed.take("call_create", "id=c state=ringing", at: 0)
        feed.take("call_create", "id=d state=ringing", at: 100)
        // The first time was wrong, and its anomaly did not last that long.
        let wrong = try WatchedFeed(.only(.ringing), clock: .network)
        wrong.take(line: event("call_create", "id=c state=ringing", at: day), arrival: 0)
        wrong.take(line: event("call_update", "id=c", at: day + 40_000), arrival: 40_000)
        #expect(try wrong.active().count == 1)
        for number in 0..<4 {
            let at = 41_000 + Int64(number)
            wrong.take(line: event("call_update", "id=c name=\(number)", at: at), arrival: at)
        }
        #expect(try wrong.domain().newestAt == start + 41_003)
        let domain = try wrong.domain()
        #expect(domain.episodes(until: start + 2 * day).allSatisfy { $0.endedAt == nil })
        try domain.checkInvariants()
    }

    /// Every anomaly that fired is open, or is stored with the same words, in any feed.
    @Test(arguments: 0..<8) func noneIsLost(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var limits = Limits()
        limits.endedObjects = random.one(of: [0, 3, 1000])
        limits.liveObjects = random.one(of: [4, 1000])
        let feed = try WatchedFeed(DetectorSettings(), limits: limits)
        var known: [Int: Anomaly] = [:]
        var at: Int64 = 0
        for step in 0..<600 {
            at += Int64(random.below(4000))
            let (call, connection, seance) =
                ("c\(random.below(6))", "k\(random.below(5))", "s\(random.below(4))")
            let state = random.one(of: ["ringing", "talk", "hold"])
            switch random.below(12) {
            case 0: feed.take("call_create", "id=\(call) state=\(state) number=\(call)", at: at)
            case 1: feed.take("call_set_state", "id=\(call) state=\(state)", at: at)
            case 2: feed.take("call_delete", "id=\(call)", at: at)
            case 3: feed.take("connection_create", "id=\(connection) state=\(state) from=1 to=2", at: at)
            case 4: feed.take("connection_link_call", "id=\(connection) idcall=\(call)", at: at)
            case 5: feed.take("connection_start_record", "id=\(connection)", at: at)
            case 6: feed.take("connection_delete", "id=\(connection)", at: at)
            case 7: feed.take("seance_set_next_number", "id=\(seance) nextnumber=\(random.below(2))", at: at)
            case 8: feed.take("connection_attach_to_seance", "id=\(connection) idseance=\(seance)", at: at)
            case 9: feed.take("seance_delete", "id=\(seance)", at: at)
            case 10: feed.take("connection_failure", "number=\(random.below(2)) x=\(at)", at: at)
            default: feed.tick(at)
            }
            let domain = feed.domains.first
            for anomaly in domain?.activeAnomalies ?? [] {
                known[anomaly.serial] = anomaly
                if random.once(in: 20) { domain?.acknowledge(anomaly.serial) }
            }
            guard step % 20 == 19 else { continue }
            let all = domain?.episodes(until: at + start) ?? []
            let serials = all.map(\.anomaly.serial).sorted()
            #expect(serials == Array(1..<(serials.count + 1)))
            for episode in all where episode.endedAt != nil {
                guard let was = known[episode.anomaly.serial] else { continue }
                #expect(
                    was.since == episode.anomaly.since && was.firedAt == episode.anomaly.firedAt
                        && was.subject == episode.anomaly.subject && was.count == episode.anomaly.count)
                #expect(try #require(episode.endedAt) >= was.firedAt)
            }
        }
        #expect(known.count > 20)
        try feed.domain().checkInvariants()
    }

    // MARK: Facts

    private let unfinished = [
        TimedEvent("connection_start_record", "id=k", at: -1000), TimedEvent("connection_delete", "id=k", at: 1),
    ]

    @Test func anAnomalyWithoutAnEndBecomesAFact() throws {
        let feed = try WatchedFeed(only: .unfinished)
        feed.take(unfinished)
        // It fires at 60.001 s. The first full minute after another 15 minutes is the 17th.
        feed.tick(17 * 60_000 - 1)
        let domain = try feed.domain()
        #expect(domain.anomalyCounts == (1, 1) && domain.gravest == .high && domain.gravestUnseen == .high)
        feed.tick(17 * 60_000)
        #expect(try feed.active().map(\.isFact) == [true])
        #expect(domain.anomalyCounts == (0, 0) && domain.gravest == nil && domain.gravestUnseen == nil)
        #expect(domain.anomalyCount(of: .unfinished) == 0 && domain.unseenCount(of: .high) == 0)
        let serial = try #require(try feed.active().first?.serial)
        domain.acknowledge(serial)
        #expect(domain.anomalyCounts == (0, 0))
        domain.acknowledge(serial, false)
        #expect(domain.anomalyCounts == (0, 0))
        try domain.checkInvariants()
        feed.take("connection_set_record_info", "id=k", at: 18 * 60_000)
        #expect(domain.anomalyCounts == (0, 0))
        #expect(try ended(feed).map(\.endedAt) == [start + 18 * 60_000])
        try domain.checkInvariants()
    }

    /// A page between two full minutes does not turn it into a fact earlier.
    @Test func itBecomesAFactAtAFullMinute() throws {
        let feed = try WatchedFeed(only: .unfinished)
        feed.take(unfinished)
        feed.take("connection_start_record", "id=l", at: 70_000)
        feed.take("connection_delete", "id=l", at: 70_000)
        // The second one fires at 130 s, and its 15 minutes are over at 1030 s.
        feed.tick(1_040_000)
        #expect(try feed.active().map(\.isFact) == [true, false])
        feed.tick(18 * 60_000)
        #expect(try feed.active().map(\.isFact) == [true, true])
    }

    @Test func anAcknowledgedOneBecomesAFactToo() throws {
        let feed = try WatchedFeed(only: .unfinished)
        feed.take(unfinished)
        feed.tick(70_000)
        let domain = try feed.domain()
        domain.acknowledge(try #require(try feed.active().first?.serial))
        #expect(domain.anomalyCounts == (1, 0))
        feed.take("seance_update", "id=s", at: 3_600_000)
        #expect(domain.anomalyCounts == (0, 0))
        try domain.checkInvariants()
    }

    @Test(arguments: Scenario.all) func onlyThoseThatNothingEndsDo(_ scenario: Scenario) throws {
        let feed = try WatchedFeed(only: scenario.detector)
        feed.take(scenario.begin)
        let hour: Int64 = 3_600_000
        feed.tick(scenario.threshold + hour)
        let isFact = try #require(try feed.active().first).isFact
        let endsItself: [Detector] = [.ringing, .held, .unrecorded, .waiting]
        #expect(isFact != endsItself.contains(scenario.detector))
        #expect(try feed.domain().anomalyCounts.active == (isFact ? 0 : 1))
        try feed.domain().checkInvariants()
    }
}
