internal import Glibc

/// Reads the files of a replay in order, as fast as the mailbox takes them. The taker decides when the lines are due.
///
/// Between two files it posts a ``FeedItem/gap(source:midLine:)``, because no line continues in the next file.
public final class ReplayFeed: Sendable {
    private let paths: [String]
    private let source: Int
    private let mailbox: FeedMailbox
    private let clock: FeedClock
    private let thread: OwnedThread

    /// Reads these files once it is started. Throws when the process has no descriptor left.
    public init(
        files: ReplayFiles, source: Int, mailbox: FeedMailbox, clock: FeedClock = .system
    ) throws(FeedError) {
        paths = files.paths
        self.source = source
        self.mailbox = mailbox
        self.clock = clock
        thread = try OwnedThread()
    }

    /// Starts to read on a separate thread. Throws when the system cannot create a thread.
    public func start() throws(FeedError) {
        try thread.start { self.run() }
    }

    /// Stops at once, even during a wait.
    public func stop() { thread.stopper.stop() }

    /// Stops, and waits for the end of the thread.
    package func leave() { thread.stop() }

    private func run() {
        var end = FeedEnd.endOfFeed
        for (place, path) in paths.enumerated() {
            if place > 0 { say(.gap(source: source, midLine: true)) }
            end = read(path)
            guard end == .endOfFeed else { break }
        }
        say(.ended(source: source, end))
    }

    private func read(_ path: String) -> FeedEnd {
        let descriptor: Int32
        do {
            descriptor = try FileFeed.descriptor(path: path)
        } catch {
            return .failed(error.description)
        }
        defer { close(descriptor) }
        let reader = DescriptorReader(descriptor: descriptor, source: source)
        return reader.readToEnd(into: mailbox, stopper: thread.stopper, clock: clock)
    }

    private func say(_ item: FeedItem) {
        _ = mailbox.post(item, stopper: thread.stopper)
    }
}
