internal import Synchronization

/// Stops a thread that feeds a mailbox, even during a wait.
public final class FeedStopper: Sendable {
    let doorbell: Doorbell
    private let stopped = Atomic<Bool>(false)

    /// Throws when the process has no descriptor left.
    public init() throws(FeedError) {
        doorbell = try Doorbell()
    }

    /// Whether ``stop()`` was called.
    public var isStopped: Bool { stopped.load(ordering: .acquiring) }

    /// Wakes the thread and tells it to end. Any thread may call it, any number of times.
    public func stop() {
        stopped.store(true, ordering: .releasing)
        doorbell.ring()
    }

    /// Sleeps for this many milliseconds (nil: without a limit), or until it is stopped. It may return earlier. Returns
    /// whether to go on.
    public func pause(milliseconds: Int?) -> Bool {
        if !isStopped {
            doorbell.wait(milliseconds: milliseconds)
        }
        return !isStopped
    }
}
