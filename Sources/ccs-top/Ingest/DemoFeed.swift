import CCSFeed
import CCSSimulator

/// A simulated call centre in real time.
enum DemoFeed {
    /// Milliseconds of feed time that the demo sends at once when it starts, so that the screen is not empty.
    private static let past: Int64 = 150_000
    /// Bytes of a chunk of that time. All events of a chunk have the same time of arrival, so their times must be close
    /// together.
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
                // Events of the past may still wait in the mailbox. They are no sign that ingest is behind.
                if mailbox.bytesHeld == 0 { isPast = false }
                guard stopper.pause(milliseconds: Int(wait)) else { return }
            }
            // Events from before the start of the demo arrive at their own times. Otherwise the lag would be wrong.
            let arrivedAt = min(at, clock.wallMilliseconds())
            let chunk = FeedChunk(source: 0, storage: lines, count: lines.count, arrivedAt: arrivedAt)
            guard mailbox.post(.bytes(chunk), isPast: isPast, stopper: stopper) else { return }
            lines = []
        }
    }
}
