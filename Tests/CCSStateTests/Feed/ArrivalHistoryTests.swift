import CCSEvents
import Testing

@testable import CCSState

/// A steady feed that falls silent has stopped; a quiet one, or a burst, has not.
@Suite struct ArrivalHistoryTests {
    private func history(_ seconds: some Sequence<Int64>) -> ArrivalHistory {
        var history = ArrivalHistory()
        for second in seconds { history.note(start + second * 1000) }
        return history
    }

    private func hasStopped(_ history: ArrivalHistory, after second: Int64) -> Bool {
        history.hasStopped(now: start + second * 1000)
    }

    @Test func aSteadyFeedHasStoppedAfterFiveSeconds() {
        let steady = history(0..<60)
        #expect(!hasStopped(steady, after: 60) && !hasStopped(steady, after: 64))
        #expect(hasStopped(steady, after: 65) && hasStopped(steady, after: 6000))
        var again = steady
        again.note(start + 72_000)
        #expect(!hasStopped(again, after: 73) && !hasStopped(again, after: 90), "too many seconds are empty now")
    }

    @Test func quietFeedsAndBurstsGoOn() {
        #expect(!hasStopped(ArrivalHistory(), after: 0))
        #expect(!hasStopped(history([0]), after: 100))
        #expect(!hasStopped(history(0..<49), after: 100), "not a minute yet")
        #expect(!hasStopped(history(stride(from: 0, to: 600, by: 2)), after: 700), "every other second")
        #expect(!hasStopped(history(repeatElement(0, count: 10_000)), after: 100))
    }

    @Test func timesThatGoBackOrFarAheadDoNoHarm() {
        let history = history([0, -1000, .max / 1000 - 2_000_000_000, 5])
        #expect(!hasStopped(history, after: 100))
    }

    @Test func nothingComesDueWhileAFeedHasStopped() throws {
        let feed = try TestFeed()
        feed.take(event("call_create", "idcall=c state=ringing"), arrival: start)
        feed.tick(wall: start + 60_000, silence: 60_000, hasStopped: true)
        let domain = try feed.domain()
        #expect(domain.activeAnomalies.map(\.detector) == [.stale])
        #expect(domain.activeAnomalies.map(\.since) == [start])
        feed.take(event("call_create", "idcall=d", at: 61_000), arrival: start + 61_000)
        feed.tick(wall: start + 61_000)
        #expect(domain.activeAnomalies.map(\.detector) == [.ringing], "the call rang all the time")
    }
}
