internal import NIOCore
internal import NIOPosix

/// An event loop with its thread, for as long as anybody may still give it work: a loop that was shut down takes none.
final class LoopLease: Sendable {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    deinit {
        group.shutdownGracefully { _ in }
    }
}
