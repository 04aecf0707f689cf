internal import Glibc
internal import Synchronization

/// A thread that may block. Its owner stops and joins it before the process exits, because `exit` destroys static objects of
/// C++ libraries that a running thread may use.
package final class OwnedThread: Sendable {
    private enum State {
        case new
        case running(pthread_t)
        case joined
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Tells the body to end.
    package let stopper: FeedStopper
    private let state = Mutex(State.new)
    private let hasEnded = Atomic(false)
    private let end: Doorbell

    /// Milliseconds that an owner waits for the end by default.
    package static let patience = 500

    /// A thread that is not started yet. Throws when the process has no descriptor left.
    package init() throws(FeedError) {
        stopper = try FeedStopper()
        end = try Doorbell()
    }

    deinit {
        // Nobody joined it, so it still counts as running.
        if case .running(let thread) = state.withLock({ $0 }) { pthread_detach(thread) }
    }

    /// Runs a function on the thread. The function must end soon after ``stopper`` was stopped. A second call does nothing.
    /// Throws when the system cannot create a thread.
    package func start(_ body: @escaping @Sendable () -> Void) throws(FeedError) {
        try state.withLock { state throws(FeedError) in
            guard case .new = state else { return }
            let work = Unmanaged.passRetained(
                Work {
                    body()
                    self.hasEnded.store(true, ordering: .releasing)
                    self.end.ring()
                })
            var thread = pthread_t()
            let code = pthread_create(
                &thread, nil,
                { argument in
                    if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                    return nil
                }, work.toOpaque())
            guard code == 0 else {
                work.release()
                throw FeedError("cannot start a thread", advice: systemMessage(code))
            }
            RunningThreads.began()
            state = .running(thread)
        }
    }

    /// Stops the thread, and waits for its end for at most this many milliseconds. Returns true if it has ended or was never
    /// started.
    @discardableResult
    package func stop(within milliseconds: Int = patience) -> Bool {
        stopper.stop()
        return join(within: milliseconds)
    }

    /// Waits for the end for at most this many milliseconds. Returns true if the thread has ended or was never started.
    @discardableResult
    package func join(within milliseconds: Int = patience) -> Bool {
        guard case .running(let thread) = state.withLock({ $0 }) else { return true }
        let clock = FeedClock.system.monotonicNanoseconds
        let deadline = clock() + Int64(milliseconds) * 1_000_000
        while !hasEnded.load(ordering: .acquiring) {
            let left = (deadline - clock() + 999_999) / 1_000_000
            guard left > 0 else { return false }
            end.pause(milliseconds: Int(left))
        }
        state.withLock { state in
            guard case .running = state else { return }
            pthread_join(thread, nil)
            state = .joined
            RunningThreads.ended()
        }
        return true
    }
}

/// The number of threads that were started and not joined.
package enum RunningThreads {
    private static let count = Atomic(0)

    /// Whether any thread still runs. Then the process must end with `_exit`.
    package static var areThere: Bool { count.load(ordering: .acquiring) > 0 }

    static func began() { count.add(1, ordering: .acquiringAndReleasing) }
    static func ended() { count.subtract(1, ordering: .acquiringAndReleasing) }
}
