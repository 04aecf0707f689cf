import CCSEvents
import Synchronization
import Testing

@testable import CCSState

@Suite struct DetectorFilterTests {
    /// Settings with one detector, for inbound calls.
    private func incoming(_ detector: Detector, asked: Counter? = nil) -> DetectorSettings {
        var settings = DetectorSettings.only(detector)
        settings.filters[detector] = DetectorFilter("incoming") {
            { domain, key in
                asked?.add()
                return domain.call(key)?.direction.string == "in"
            }
        }
        return settings
    }

    private final class Counter: Sendable {
        private let value = Atomic(0)
        func add() { value.add(1, ordering: .relaxed) }
        var count: Int { value.load(ordering: .relaxed) }
    }

    @Test func firesForWhatItAdmitsAlone() throws {
        let feed = try WatchedFeed(incoming(.ringing))
        feed.take("call_create", "idcall=a dir=in state=ringing", at: 0)
        feed.take("call_create", "idcall=b dir=out state=ringing", at: 0)
        feed.tick(29_999)
        #expect(try feed.active().isEmpty)
        feed.tick(100_000)
        #expect(try feed.active().map(\.firedAt) == [start + 30_000])
        #expect(try feed.fired(.ringing) == 1)
    }

    @Test func clearsAsSoonAsItIsRefused() throws {
        let feed = try WatchedFeed(incoming(.ringing))
        feed.take("call_create", "idcall=a dir=in state=ringing", at: 0)
        feed.take("call_update", "idcall=a dir=out", at: 40_000)
        #expect(try feed.active().isEmpty)
        #expect(try feed.fired(.ringing) == 1)
        feed.take("call_update", "idcall=a dir=in", at: 50_000)
        #expect(try feed.active().map(\.count) == [2])
        feed.take("call_set_state", "idcall=a state=talk", at: 60_000)
        #expect(try feed.active().isEmpty)
    }

    /// If the filter rejects an object when it is due, each event of the object tests it again.
    @Test func firesOnceItIsAdmittedLater() throws {
        let feed = try WatchedFeed(incoming(.ringing))
        feed.take("call_create", "idcall=a state=ringing", at: 0)
        feed.tick(40_000)
        #expect(try feed.active().isEmpty)
        feed.take("call_update", "idcall=a dir=in", at: 45_000)
        #expect(try feed.active().map(\.since) == [start])
    }

    @Test(arguments: 0..<6) func theOrderOfEventsDoesNotMatter(_ turn: Int) throws {
        let events = [
            TimedEvent("call_create", "idcall=a", at: 0),
            TimedEvent("call_set_state", "idcall=a state=ringing", at: 10),
            TimedEvent("call_update", "idcall=a dir=in", at: 20),
        ]
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        let feed = try WatchedFeed(incoming(.ringing))
        feed.take(orders[turn].map { events[$0] })
        feed.tick(30_009)
        #expect(try feed.active().isEmpty)
        feed.tick(60_000)
        #expect(try feed.active().map(\.firedAt) == [start + 30_010])
    }

    @Test func itIsAskedOnlyWhereSomethingIsDue() throws {
        let asked = Counter()
        let feed = try WatchedFeed(incoming(.ringing, asked: asked))
        for call in 0..<50 { feed.take("call_create", "idcall=c\(call) dir=out state=ringing", at: 0) }
        for second in 1...29 { feed.tick(Int64(second) * 1000) }
        #expect(asked.count == 0)
        for second in 30...300 { feed.tick(Int64(second) * 1000) }
        #expect(asked.count == 50)
    }

    /// A filter of connections may depend on their calls, so a change of a call tests the connection again.
    @Test func aChangeBelowAnObjectTestsItAgain() throws {
        var settings = DetectorSettings.only(.unrecorded)
        settings.filters[.unrecorded] = DetectorFilter("with an incoming call") {
            { domain, key in domain.connection(key)?.keptCalls.contains { $0.direction.string == "in" } ?? false }
        }
        let feed = try WatchedFeed(settings)
        feed.take("connection_create", "idconn=k state=dialog", at: 0)
        feed.take("connection_link_call", "idconn=k idcall=a", at: 0)
        feed.tick(20_000)
        #expect(try feed.active().isEmpty)
        feed.take("call_update", "idcall=a dir=in", at: 21_000)
        #expect(try feed.active().map(\.detector) == [.unrecorded])
        feed.take("call_update", "idcall=a dir=out", at: 22_000)
        #expect(try feed.active().isEmpty)
    }

    @Test func domainsHaveFiltersOfTheirOwn() throws {
        var settings = incoming(.ringing)
        var patient = settings
        patient.filters[.ringing] = nil
        settings.domains["support"] = patient
        let feed = try WatchedFeed(settings)
        for domain in ["sales", "support"] {
            feed.take("call_create", "idcall=a dir=out state=ringing", at: 0, in: domain)
        }
        feed.tick(60_000)
        #expect(try feed.active("sales").isEmpty)
        #expect(try feed.active("support").count == 1)
    }

    /// A filter that admits all objects finds the same anomalies as no filter.
    @Test(arguments: 1...3 as ClosedRange<UInt64>) func admittingEverythingIsAsWithout(seed: UInt64) throws {
        var all = DetectorSettings()
        for detector in Detector.ofObjects { all.filters[detector] = DetectorFilter("all") { { _, _ in true } } }
        let (plain, filtered) = (try WatchedFeed(), try WatchedFeed(all))
        var chaos = ChaoticFeed(seed: seed)
        for step in 0..<3000 {
            let line = chaos.next()
            plain.take(line: line, at: Int64(step) * 200)
            filtered.take(line: line, at: Int64(step) * 200)
        }
        #expect(plain.found == filtered.found)
        #expect(!plain.found.isEmpty)
    }
}
