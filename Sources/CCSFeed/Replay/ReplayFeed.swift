internal import Glibc

/// Reads the files of a replay, one after the other, as fast as the mailbox takes them: when what is in them is due is for the
/// taker to know.
///
/// Between two files stands a ``FeedItem/gap(source:midLine:)``, since a line does not go on from one to the next.
public final class ReplayFeed: Sendable {
    private let paths: [String]
    private let source: Int
    private let mailbox: FeedMailbox
    private let clock: FeedClock
    private let thread: OwnedThread

    /// A feed that reads these files once it is started. Throws when the process has no descriptor left.
    public init(
        files: ReplayFiles, source: Int, mailbox: FeedMailbox, clock: FeedClock = .system
    ) throws(FeedError) {
        paths = files.paths
        self.source = source
        self.mailbox = mailbox
        self.clock = clock
        thread = try OwnedThread()
    }

    /// Starts to read, on a thread of its own. Throws when the system gives no thread.
    public func start() throws(FeedError) {
        try thread.start { self.run() }
    }

    /// Ends it at once, wherever it waits.
    public func stop() { thread.stopper.stop() }

    /// Ends it, and waits for the end of its thread.
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
