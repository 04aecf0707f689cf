internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// An event loop with its thread, for as long as anybody may still give it work: a loop that was shut down takes none.
final class LoopLease: Sendable {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let isOver = Mutex(false)

    init() {
        RunningThreads.began()
    }

    deinit {
        shutDown {}
    }

    /// Runs work on the loop; drops it where the loop was shut down.
    func execute(_ work: @escaping @Sendable () -> Void) {
        isOver.withLock { if !$0 { group.next().execute(work) } }
    }

    /// Closes all channels of the loop and ends its thread; waits for that as long as for any thread.
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
