import CCSEvents
import CCSFeed
import CCSState
import CCSPBX
import CTerminalGuard
import Synchronization

/// The decoding thread between the feeds and ingest. It cuts bytes into lines and decodes them, so ingest only reduces.
///
/// Both mailboxes are bounded, so the back pressure of ingest still reaches a fast feed. A batch goes on as soon as a piece
/// of a feed has been read. It never waits for more bytes.
final class Inlet: Sendable {
    /// The mailbox of the feeds.
    let feeds: FeedMailbox
    /// The mailbox of ingest.
    let lines: Mailbox<IngestItem>

    private let settings: Settings
    /// Whether the log or a recording needs the text of lines.
    private let keepsLines: Bool
    private let thread: OwnedThread
    private let isFinishing = Atomic(false)

    /// The limits of both mailboxes, in bytes. The first must last while the decoding thread works on the items it has
    /// taken. Both should fit into a processor's cache.
    private static let limits = (feeds: 1 << 20, lines: 2 << 20)

    /// Creates the mailboxes. Throws when the process has no descriptor left.
    init(_ settings: Settings, limits: Limits) throws(FeedError) {
        feeds = try FeedMailbox(limit: Self.limits.feeds)
        lines = try Mailbox(limit: Self.limits.lines)
        self.settings = settings
        keepsLines = limits.keepsLines || settings.recording != nil
        thread = try OwnedThread()
    }

    /// Starts the thread for this many sources. Throws when the system cannot create a thread.
    func start(sources: Int) throws(FeedError) {
        try thread.start { self.run(sources: sources) }
    }

    /// Stops the thread, even during a wait, and waits for its end.
    func leave() {
        thread.stopper.stop()
        feeds.wake()
        thread.join()
    }

    /// Passes on all items that have arrived until now, in order, and ends. Call it on the ingest thread.
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
        var forms = SourceForms(settings.pbx)
        while !thread.stopper.isStopped {
            let isLast = isFinishing.load(ordering: .acquiring)
            let items = feeds.take(timeoutMilliseconds: isLast ? 0 : forms.wait)
            if settings.replay == nil {
                for item in items { read(item, &reader, &forms, &room) }
                feeds.giveBack(consume items)
                tick(&reader, &forms, &room)
            } else {
                for item in items { forms.replay(item) { post(.item($0)) } }
            }
            if isLast { return post(.end) }
        }
    }

    private func read(
        _ item: FeedItem, _ reader: inout LineReader, _ forms: inout SourceForms, _ room: inout [UInt8]
    ) {
        switch item {
        case .bytes(let chunk):
            var batch = begin(chunk.source, chunk.arrivedAt, chunk.connection, &room)
            forms.read(chunk, &reader, into: &batch)
            return post(batch, &room)
        case .opened(let source, _):
            finish(source, &reader, &forms, &room)
            reader.begin(source: source)
        case .gap(let source, _):
            finish(source, isOver: false, &reader, &forms, &room)
        case .ended(let source, _):
            finish(source, &reader, &forms, &room)
        case .status:
            break
        }
        post(.item(item))
    }

    /// Lets time go on for PBXs that are silent.
    private func tick(_ reader: inout LineReader, _ forms: inout SourceForms, _ room: inout [UInt8]) {
        guard forms.wait != nil else { return }
        let now = FeedClock.system.wallMilliseconds()
        for (source, events) in forms.tick(now) {
            var batch = begin(source, now, 0, &room)
            forms.read(events, &reader, into: &batch)
            post(batch, &room)
        }
    }

    /// Decodes the last line of a source, which may lack its newline.
    private func finish(
        _ source: Int, isOver: Bool = true, _ reader: inout LineReader, _ forms: inout SourceForms,
        _ room: inout [UInt8]
    ) {
        // Connection 0: nobody waits for an answer to this line any more.
        var batch = begin(source, FeedClock.system.wallMilliseconds(), 0, &room)
        forms.finish(source, isOver: isOver, &reader, into: &batch)
        reader.finish(into: &batch)
        post(batch, &room)
    }

    private func begin(_ source: Int, _ arrival: Int64, _ connection: Int, _ room: inout [UInt8]) -> LineBatch {
        if room.isEmpty { room = lines.spareBuffer() }
        defer { room = [] }
        return LineBatch(source: source, arrival: arrival, connection: connection, buffer: room)
    }

    /// Passes a batch on. A small batch is copied, so that it does not occupy a whole buffer.
    private func post(_ batch: consuming LineBatch, _ room: inout [UInt8]) {
        if batch.used * 4 >= batch.buffer.count, batch.lines > 0 { return post(.lines(batch)) }
        if batch.lines > 0 { post(.lines(batch.compact())) }
        room = batch.buffer
    }

    private func post(_ item: IngestItem) { _ = lines.post(item, stopper: thread.stopper) }
}
