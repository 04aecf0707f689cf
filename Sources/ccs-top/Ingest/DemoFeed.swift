import CCSFeed
import CCSSimulator

/// A call centre that never was, at the pace of a real one.
enum DemoFeed {
    /// Feed time that has already passed when the demo begins, so that there is something to see at once.
    private static let past: Int64 = 150_000
    /// Bytes of a chunk of that time. A chunk has one time of arrival, so its events must not be far apart.
    private static let pastBytes = 2 << 10

    /// Posts events until it is stopped.
    static func run(_ mailbox: FeedMailbox, _ stopper: FeedStopper) {
        let clock = FeedClock.system
        let begin = clock.wallMilliseconds()
        var simulator = Simulator(
            SimulatorOptions(seed: UInt64(bitPattern: begin), startAt: begin - past, seancesPerSecond: 3))
        _ = mailbox.post(.status(source: 0, .live(since: begin)), stopper: stopper)
        var lines: [UInt8] = []
        var isPast = true
        while !stopper.isStopped, let at = simulator.next(into: &lines) {
            if at <= clock.wallMilliseconds(), lines.count <= (isPast ? pastBytes : 64 << 10) { continue }
            while case let wait = at - clock.wallMilliseconds(), wait > 0 {
                isPast = false
                guard stopper.pause(milliseconds: Int(wait)) else { return }
            }
            // Events from before the start of the demo arrive at their own times, so the feed was never late.
            let arrivedAt = min(at, clock.wallMilliseconds())
            let chunk = FeedChunk(source: 0, storage: lines, count: lines.count, arrivedAt: arrivedAt)
            guard mailbox.post(.bytes(chunk), isPast: isPast, stopper: stopper) else { return }
            lines = []
        }
    }
}
