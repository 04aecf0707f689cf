internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Owns an event loop and its thread while anybody may still give it work. A loop that was shut down accepts no work.
final class LoopLease: Sendable {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let isOver = Mutex(false)

    init() {
        RunningThreads.began()
    }

    deinit {
        shutDown {}
    }

    /// Runs work on the loop. Drops it if the loop was shut down.
    func execute(_ work: @escaping @Sendable () -> Void) {
        isOver.withLock { if !$0 { group.next().execute(work) } }
    }

    /// Closes all channels of the loop and ends its thread. Waits at most ``OwnedThread/patience``.
    func end() {
        guard let end = try? FeedStopper() else { return }
        shutDown { end.stop() }
        _ = end.pause(milliseconds: OwnedThread.patience)
    }

    private func shutDown(_ whenDone: @escaping @Sendable () -> Void) {
        let isFirst = isOver.withLock { isOver in
            defer { isOver = true }
            return !isOver
        }
        guard isFirst else { return whenDone() }
        group.shutdownGracefully { error in
            if error == nil { RunningThreads.ended() }
            whenDone()
        }
    }
}
