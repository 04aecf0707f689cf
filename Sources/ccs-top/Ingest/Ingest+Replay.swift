import CCSEvents
import CCSFeed
import CCSState
import CCSView
import Synchronization

/// Replay: what comes is taken when it is due, and time is that of the recording.
extension Ingest {
    private var machine: Int64 { clock.monotonicNanoseconds() / 1_000_000 }

    /// Takes in what was read, and takes the lines that are due.
    mutating func replay(_ items: [IngestItem], between: (inout Ingest) -> Void) {
        guard let replayer else { return }
        replayer.add(items.compactMap { if case .item(let item) = $0 { item } else { nil } })
        while replayer.advance(&reducer, now: machine, limit: Self.batch) == .more { between(&self) }
        if replayer.isAtEnd, !sources.isOver, let end = replayer.end { self.end(0, end) }
    }

    /// Does what keys asked for.
    func control(_ controls: [ReplayControl]) {
        for control in controls { replayer?.control(control, now: machine) }
    }

    /// What a replay has to wait for before its next line is due; nil where it wants more to read, or there is no replay.
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
        // The last lines may be older than one before them, or of another domain.
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

/// A wait of so many milliseconds; nil for as long as nobody says otherwise.
struct ReplayWait {
    var milliseconds: Int?
}

/// When a replay ends: looked for on a thread of its own, since a compressed file has to be read to its end for it.
final class ReplayEnd: Sendable {
    private let found = Mutex<Int64?>(nil)
    private let thread: OwnedThread

    /// Looks for it. Throws when the system gives no thread.
    init(_ plan: ReplayPlan) throws(FeedError) {
        thread = try OwnedThread()
        try thread.start {
            let time = plan.end { self.thread.stopper.isStopped }
            self.found.withLock { $0 = time }
        }
    }

    /// Gives up, and waits for the end of its thread.
    func leave() { thread.stop() }

    /// Milliseconds since 1970; nil while it is not known.
    var time: Int64? { found.withLock { $0 } }
}
