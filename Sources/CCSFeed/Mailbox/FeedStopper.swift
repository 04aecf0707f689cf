internal import Synchronization

/// Ends a thread that feeds a mailbox, wherever it waits.
public final class FeedStopper: Sendable {
    let doorbell: Doorbell
    private let stopped = Atomic<Bool>(false)

    /// Not stopped yet. Throws when the process has no descriptor left.
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

    /// Sleeps so long (nil: for ever), or until it is stopped; it may also return earlier. Returns whether to go on.
    public func pause(milliseconds: Int?) -> Bool {
        if !isStopped {
            doorbell.wait(milliseconds: milliseconds)
        }
        return !isStopped
    }
}
