import CCSFeed
import CCSSimulator
import Glibc

/// A call centre that never was, at the pace of a real one, from a thread of its own.
enum DemoFeed {
    /// Feed time that has already passed when the demo begins, so that there is something to see at once.
    private static let past: Int64 = 150_000

    static func start(_ mailbox: FeedMailbox) throws {
        let clock = FeedClock.system
        let begin = clock.wallMilliseconds()
        let stopper = try FeedStopper()
        try startThread {
            var simulator = Simulator(
                SimulatorOptions(seed: UInt64(bitPattern: begin), startAt: begin - past, seancesPerSecond: 3))
            _ = mailbox.post(.status(source: 0, .live(since: begin)), stopper: stopper)
            var lines: [UInt8] = []
            var isPast = true
            while let at = simulator.next(into: &lines) {
                let wait = at - clock.wallMilliseconds()
                guard wait > 0 || lines.count > 64 << 10 else { continue }
                if wait > 0 {
                    isPast = false
                    usleep(UInt32(clamping: wait * 1000))
                }
                let count = lines.count
                // What happened before the demo began came when it happened: a feed that was never late.
                let arrivedAt = min(at, clock.wallMilliseconds())
                let chunk = FeedChunk(source: 0, storage: lines, count: count, arrivedAt: arrivedAt)
                guard mailbox.post(.bytes(chunk), isPast: isPast, stopper: stopper) else { return }
                lines = []
            }
        }
    }
}
