import CCSEvents
import Testing

@testable import CCSState

/// Alarms that only came because a feed had stopped without a word are taken back when it turns out when it stopped.
@Suite struct WithdrawnAlarmTests {
    /// A call rings. Nothing comes for 34 s, then an event of the tenth second, and the connection is lost.
    private func feed() throws -> (feed: TestFeed, domain: Domain) {
        let feed = try TestFeed([])
        feed.take(event("call_create", "idcall=c state=ringing"), arrival: start)
        feed.take(event("call_create", "idcall=d state=talk"), arrival: start)
        feed.tick(wall: start + 33_000)
        return (feed, try feed.domain())
    }

    @Test func anAlarmOfTheSilenceIsTakenBack() throws {
        let (feed, domain) = try feed()
        #expect(domain.activeAnomalies.map(\.detector) == [.ringing])
        for late in 0..<20 {
            feed.take(event("call_update", "idcall=d", at: 10_000 + Int64(late)), arrival: start + 34_000)
        }
        feed.lose(at: start + 35_000)
        feed.tick(wall: start + 36_000)
        #expect(domain.activeAnomalies.map(\.detector) == [.lag])
        #expect(domain.episodes?.count ?? 0 == 0)
        #expect(domain.anomalies.tally(.ringing).total == 0)
        feed.back(at: start + 40_000)
        feed.take(event("call_set_state", "idcall=c state=ringing", at: 41_000), arrival: start + 41_000)
        feed.tick(wall: start + 75_000)
        #expect(domain.activeAnomalies.filter { $0.detector == .ringing }.map(\.firedAt) == [start + 71_000])
        try feed.checkInvariants()
    }

    @Test func anAlarmFromBeforeTheLossStays() throws {
        let (feed, domain) = try feed()
        feed.lose(at: start + 35_000)
        feed.tick(wall: start + 36_000)
        #expect(domain.activeAnomalies.map(\.detector) == [.ringing])
    }
}
