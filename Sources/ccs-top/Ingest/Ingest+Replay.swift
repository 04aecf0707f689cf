import CCSEvents
import CCSFeed
import CCSState
import CCSView
import Synchronization

/// Replay: lines are taken when they are due, and the clock is that of the recording.
extension Ingest {
    private var machine: Int64 { clock.monotonicNanoseconds() / 1_000_000 }

    /// Adds the items that were read, and takes the lines that are due.
    mutating func replay(_ items: [IngestItem], between: (inout Ingest) -> Void) {
        guard let replayer else { return }
        replayer.add(items.compactMap { if case .item(let item) = $0 { item } else { nil } })
        while replayer.advance(&reducer, now: machine, limit: Self.batch) == .more { between(&self) }
        if replayer.isAtEnd, !sources.isOver, let end = replayer.end { self.end(0, end) }
    }

    /// Executes the commands of keys.
    func control(_ controls: [ReplayControl]) {
        for control in controls { replayer?.control(control, now: machine) }
    }

    /// How long to wait until the next line is due; nil if more must be read, or without a replay.
    var replayWait: ReplayWait? {
        guard let replayer, let at = replayer.nextAt else { return nil }
        return ReplayWait(milliseconds: replayer.clock.wait(for: at, now: machine).map { Int(clamping: $0) })
    }

    func describeReplay(_ surroundings: inout Surroundings) {
        guard let replayer else { return }
        let now = machine
        surroundings.wall = replayer.wall(now: now)
        guard let source = surroundings.sources.first else { return }
        if case .failed = source.feed { return }
        let beginning = replayer.beginning ?? 0
        // The last lines may be older than an earlier line, or of another domain.
        let end = replayEnd?.time.map { max($0, replayer.newest ?? $0) }
        let position = (replayer.isAtEnd ? end : nil) ?? replayer.position(now: now) ?? beginning
        var state = ReplayState(
            speed: replayer.clock.speed.description, isPaused: replayer.clock.isPaused,
            isAtEnd: replayer.isAtEnd, position: max(0, position - beginning),
            length: end.map { max(0, $0 - beginning) }, lost: replayer.lost)
        state.wait = replayWait?.milliseconds.map { Int64($0) }
        surroundings.sources[0].feed = .replay(state)
    }
}

/// A wait in milliseconds; nil means until a key ends the pause.
struct ReplayWait {
    var milliseconds: Int?
}

/// Finds the end time of a replay on a separate thread, because a compressed file must be read to its end.
final class ReplayEnd: Sendable {
    private let found = Mutex<Int64?>(nil)
    private let thread: OwnedThread

    /// Starts the search. Throws when the system cannot create a thread.
    init(_ plan: ReplayPlan) throws(FeedError) {
        thread = try OwnedThread()
        try thread.start {
            let time = plan.end { self.thread.stopper.isStopped }
            self.found.withLock { $0 = time }
        }
    }

    /// Cancels the search, and waits for the end of the thread.
    func leave() { thread.stop() }

    /// The end in milliseconds since 1970; nil while it is unknown.
    var time: Int64? { found.withLock { $0 } }
}
