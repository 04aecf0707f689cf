import CCSEvents
import CCSFeed
import CCSState
import CTerminalGuard
import Synchronization

/// From the feeds to ingest: a thread that cuts what comes into lines and decodes them, so that ingest has only to reduce.
///
/// Both mailboxes are bounded, so a feed that is too fast for ingest is still held back. A batch goes on as soon as a piece of a
/// feed has been read; nothing waits for more to come.
final class Inlet: Sendable {
    /// Where the feeds put what they bring.
    let feeds: FeedMailbox
    /// What ingest takes.
    let lines: Mailbox<IngestItem>

    private let settings: Settings
    /// Whether a log or a recording wants the lines of events.
    private let keepsLines: Bool
    private let thread: OwnedThread
    private let isFinishing = Atomic(false)

    /// Bytes of what is under way: the first must last while its taker decodes what it has taken, and both should stay in a
    /// processor's cache.
    private static let limits = (feeds: 1 << 20, lines: 2 << 20)

    /// Nothing under way, and a thread that is not started. Throws when the process has no descriptor left.
    init(_ settings: Settings, limits: Limits) throws(FeedError) {
        feeds = try FeedMailbox(limit: Self.limits.feeds)
        lines = try Mailbox(limit: Self.limits.lines)
        self.settings = settings
        keepsLines = limits.keepsLines || settings.recording != nil
        thread = try OwnedThread()
    }

    /// Starts to take what so many sources bring. Throws when the system gives no thread.
    func start(sources: Int) throws(FeedError) {
        try thread.start { self.run(sources: sources) }
    }

    /// Ends the thread, wherever it waits, and waits for its end.
    func leave() {
        thread.stopper.stop()
        feeds.wake()
        thread.join()
    }

    /// Hands out all that has come until now, in order, and ends. On the thread of ingest.
    func drain(_ take: ([IngestItem]) -> Void) {
        isFinishing.store(true, ordering: .releasing)
        feeds.wake()
        var isOver = false
        while !isOver {
            let items = lines.take()
            isOver = items.contains { if case .end = $0 { true } else { false } }
            take(items)
        }
    }

    private func run(sources: Int) {
        terminal_guard_cover_thread()
        guard var reader = LineReader(settings.decoding, keepsLines: keepsLines) else {
            for source in 0..<sources { post(.item(.ended(source: source, .failed("there is no memory to begin")))) }
            return post(.end)
        }
        var room: [UInt8] = []
        while !thread.stopper.isStopped {
            let isLast = isFinishing.load(ordering: .acquiring)
            let items = feeds.take(timeoutMilliseconds: isLast ? 0 : nil)
            if settings.replay == nil {
                for item in items { read(item, &reader, &room) }
                feeds.giveBack(consume items)
            } else {
                for item in items { post(.item(item)) }
            }
            if isLast { return post(.end) }
        }
    }

    private func read(_ item: FeedItem, _ reader: inout LineReader, _ room: inout [UInt8]) {
        switch item {
        case .bytes(let chunk):
            var batch = begin(chunk.source, chunk.arrivedAt, chunk.connection, &room)
            chunk.storage.withUnsafeBytes { bytes in
                var position = 0
                _ = reader.read(
                    UnsafeRawBufferPointer(rebasing: bytes[..<chunk.count]), from: &position, into: &batch)
            }
            return post(batch, &room)
        case .opened(let source, _):
            finish(source, &reader, &room)
            reader.begin(source: source)
        case .gap(let source, _), .ended(let source, _):
            finish(source, &reader, &room)
        case .status:
            break
        }
        post(.item(item))
    }

    /// The last line of a source may lack its end.
    private func finish(_ source: Int, _ reader: inout LineReader, _ room: inout [UInt8]) {
        // Whoever asked in it is gone.
        var batch = begin(source, FeedClock.system.wallMilliseconds(), 0, &room)
        reader.finish(into: &batch)
        post(batch, &room)
    }

    private func begin(_ source: Int, _ arrival: Int64, _ connection: Int, _ room: inout [UInt8]) -> LineBatch {
        if room.isEmpty { room = lines.spareBuffer() }
        defer { room = [] }
        return LineBatch(source: source, arrival: arrival, connection: connection, buffer: room)
    }

    /// Passes a batch on. A trickle must not hold a whole buffer for every few lines of it.
    private func post(_ batch: consuming LineBatch, _ room: inout [UInt8]) {
        if batch.used * 4 >= batch.buffer.count, batch.lines > 0 { return post(.lines(batch)) }
        if batch.lines > 0 { post(.lines(batch.compact())) }
        room = batch.buffer
    }

    private func post(_ item: IngestItem) { _ = lines.post(item, stopper: thread.stopper) }
}
