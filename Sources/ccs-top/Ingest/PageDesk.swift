import CCSFeed
import CCSView
import Synchronization

/// Where the screen's thread and the ingest thread meet: a query goes one way, its page the other.
///
/// One query is under way at a time, so that every answer is to what was asked last.
final class PageDesk: Sendable {
    /// Anomalies that somebody has seen, or wants to see again.
    struct Seen: Sendable {
        var domain: String
        var serials: [Int]
        var isSeen: Bool
    }

    private struct Contents {
        var query: Query?
        var page: Page?
        var seen: [Seen] = []
        var controls: [ReplayControl] = []
        var isStopping = false
        var hasNews = false
        var hasFailed = false
        var isOver = false
        var isLost = false
    }

    private let contents = Mutex(Contents())
    private let asked = Atomic(false)
    private let mailbox: Mailbox<IngestItem>
    /// Rings when there is a page, or when something came since the last one.
    let bell: Doorbell

    init(mailbox: Mailbox<IngestItem>) throws(FeedError) {
        self.mailbox = mailbox
        bell = try Doorbell()
    }

    /// Asks for a page.
    func ask(_ query: Query) {
        contents.withLock {
            $0.query = query
            $0.hasNews = false
        }
        asked.store(true, ordering: .releasing)
        mailbox.wake()
    }

    /// Says that anomalies were seen.
    func acknowledge(_ seen: Seen) {
        contents.withLock { $0.seen.append(seen) }
        mailbox.wake()
    }

    /// Tells a replay what to do.
    func control(_ control: ReplayControl) {
        contents.withLock { $0.controls.append(control) }
        mailbox.wake()
    }

    /// On the ingest thread: what a replay was told since the last time.
    func takeControls() -> [ReplayControl] {
        contents.withLock { contents in
            defer { contents.controls = [] }
            return contents.controls
        }
    }

    /// How long whoever quits waits for a recording to be written, in milliseconds; and the disk before that. The process has to
    /// be gone within a second.
    static let patience = (recording: 400, all: 500)

    /// Asks the ingest thread to stop.
    func stop() {
        contents.withLock { $0.isStopping = true }
        mailbox.wake()
    }

    /// On the ingest thread: whether to stop.
    var isStopping: Bool { contents.withLock { $0.isStopping } }

    /// On the ingest thread: what was seen since the last time.
    func takeSeen() -> [Seen] {
        contents.withLock { contents in
            defer { contents.seen = [] }
            return contents.seen
        }
    }

    /// Takes the page, if there is one, whether something came after it, and whether there will never be one.
    func take() -> (page: Page?, hasNews: Bool, hasFailed: Bool) {
        contents.withLock { contents in
            defer { contents.page = nil }
            return (contents.page, contents.hasNews, contents.hasFailed)
        }
    }

    /// On the ingest thread: the feed is over, or was lost at least once. Rings only where that is new, since a feed that was
    /// lost goes on when it is connected again.
    func noteEnd(lost: Bool) {
        let isNews = contents.withLock { contents in
            let isNews = !contents.isOver || (lost && !contents.isLost)
            contents.isOver = true
            contents.isLost = contents.isLost || lost
            return isNews
        }
        if isNews { bell.ring() }
    }

    /// Whether the feed is over, and whether it was lost.
    var end: (isOver: Bool, isLost: Bool) { contents.withLock { ($0.isOver, $0.isLost) } }

    /// On the ingest thread: there will be no pages.
    func fail() {
        contents.withLock { $0.hasFailed = true }
        bell.ring()
    }

    /// On the ingest thread: whether a query waits. Costs next to nothing.
    var isAsked: Bool { asked.load(ordering: .acquiring) }

    /// On the ingest thread: answers the query that waits.
    func answer(_ make: (Query) -> Page) {
        asked.store(false, ordering: .releasing)
        guard let query = contents.withLock({ $0.query.take() }) else { return }
        let page = make(query)
        contents.withLock { $0.page = page }
        bell.ring()
    }

    /// On the ingest thread: something came. Rings once until the next query.
    func noteNews() {
        let isFirst = contents.withLock { contents in
            defer { contents.hasNews = true }
            return !contents.hasNews
        }
        if isFirst { bell.ring() }
    }
}
