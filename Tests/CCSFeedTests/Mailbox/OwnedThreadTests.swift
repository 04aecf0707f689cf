import Synchronization
import Testing

@testable import CCSFeed

@Suite struct OwnedThreadTests {
    @Test func joinWaitsForTheEnd() throws {
        let thread = try OwnedThread()
        let first = Atomic(false)
        let second = Atomic(false)
        let go = try FeedStopper()
        try thread.start {
            while go.pause(milliseconds: nil) {}
            first.store(true, ordering: .releasing)
        }
        // A thread starts only once.
        try thread.start { second.store(true, ordering: .releasing) }
        #expect(!thread.join(within: 0))
        go.stop()
        #expect(thread.join(within: 60_000))
        #expect(first.load(ordering: .acquiring) && !second.load(ordering: .acquiring))
        #expect(thread.join(within: 0))
    }

    @Test func stopWakesIt() throws {
        let thread = try OwnedThread()
        try thread.start { while thread.stopper.pause(milliseconds: nil) {} }
        #expect(thread.stop(within: 60_000))
    }

    @Test func oneThatWasNotStartedHasEnded() throws {
        #expect(try OwnedThread().stop(within: 0))
    }
}
