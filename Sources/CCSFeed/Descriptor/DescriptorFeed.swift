internal import Glibc

/// A feed from a descriptor: standard input, a pipe, an open file. Its thread reads, and waits while the mailbox is full.
/// Data compressed with gzip or zstd is decompressed.
///
/// It keeps itself alive until it ends. It posts `.live`, then the bytes, then `.ended` or `.failed`, and last
/// ``FeedItem/ended(source:_:)``.
public final class DescriptorFeed: Sendable {
    private let reader: DescriptorReader
    private let mailbox: FeedMailbox
    private let clock: FeedClock
    private let closes: Bool
    private let thread: OwnedThread

    /// A feed that reads `descriptor`, blocking or not, once it is started.
    ///
    /// - Parameters:
    ///   - descriptor: The descriptor to read; 0 for standard input.
    ///   - source: The number that its items carry.
    ///   - mailbox: Receives the items.
    ///   - clock: Supplies the times of arrival.
    ///   - closesDescriptor: Whether to close the descriptor when the feed is freed.
    /// - Throws: When the process has no descriptor left.
    public init(
        descriptor: Int32, source: Int, mailbox: FeedMailbox, clock: FeedClock = .system,
        closesDescriptor: Bool = false
    ) throws(FeedError) {
        thread = try OwnedThread()
        reader = DescriptorReader(descriptor: descriptor, source: source)
        self.mailbox = mailbox
        self.clock = clock
        closes = closesDescriptor
    }

    deinit {
        if closes { close(reader.descriptor) }
    }

    /// Starts to read. A second call does nothing. Throws when the system cannot create a thread.
    public func start() throws(FeedError) {
        try thread.start { self.run() }
    }

    /// Stops at once, even during a wait. If it was started, its last items still come. Any thread may call it.
    public func stop() {
        thread.stopper.stop()
    }

    /// Stops, and waits for the end of the thread.
    package func leave() {
        thread.stop()
    }

    private func run() {
        say(.status(source: reader.source, .live(since: clock.wallMilliseconds())))
        let end = readToEnd()
        let now = clock.wallMilliseconds()
        if case .failed(let why) = end {
            say(.status(source: reader.source, .failed(since: now, why: why)))
        } else {
            say(.status(source: reader.source, .ended(since: now)))
        }
        say(.ended(source: reader.source, end))
    }

    private func readToEnd() -> FeedEnd {
        reader.readToEnd(into: mailbox, stopper: thread.stopper, clock: clock)
    }

    private func say(_ item: FeedItem) {
        _ = mailbox.post(item, stopper: thread.stopper)
    }
}
