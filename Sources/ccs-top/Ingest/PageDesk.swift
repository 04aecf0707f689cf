import CCSFeed
import CCSView
import Synchronization

/// The exchange between the drawing thread and the ingest thread: queries go to ingest, pages come back.
///
/// Only the latest query is kept, so every page answers the latest query.
final class PageDesk: Sendable {
    /// Anomalies that the user acknowledged, or un-acknowledged.
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
    /// Rings when a page is there, or when events came since the last one.
    let bell: Doorbell

    init(mailbox: Mailbox<IngestItem>) throws(FeedError) {
        self.mailbox = mailbox
        bell = try Doorbell()
    }

    /// Requests a page.
    func ask(_ query: Query) {
        contents.withLock {
            $0.query = query
            $0.hasNews = false
        }
        asked.store(true, ordering: .releasing)
        mailbox.wake()
    }

    /// Acknowledges anomalies.
    func acknowledge(_ seen: Seen) {
        contents.withLock { $0.seen.append(seen) }
        mailbox.wake()
    }

    /// Sends a command to the replay.
    func control(_ control: ReplayControl) {
        contents.withLock { $0.controls.append(control) }
        mailbox.wake()
    }

    /// On the ingest thread: takes the commands for the replay since the last call.
    func takeControls() -> [ReplayControl] {
        contents.withLock { contents in
            defer { contents.controls = [] }
            return contents.controls
        }
    }

    /// Milliseconds that quitting waits for the recording and for all threads. The process must end within a second.
    static let patience = (recording: 400, all: 500)

    /// Asks the ingest thread to stop.
    func stop() {
        contents.withLock { $0.isStopping = true }
        mailbox.wake()
    }

    /// On the ingest thread: whether to stop.
    var isStopping: Bool { contents.withLock { $0.isStopping } }

    /// On the ingest thread: takes the acknowledgements since the last call.
    func takeSeen() -> [Seen] {
        contents.withLock { contents in
            defer { contents.seen = [] }
            return contents.seen
        }
    }

    /// Takes the page, if there is one. Also returns whether events came after it, and whether there will never be a page.
    func take() -> (page: Page?, hasNews: Bool, hasFailed: Bool) {
        contents.withLock { contents in
            defer { contents.page = nil }
            return (contents.page, contents.hasNews, contents.hasFailed)
        }
    }

    /// On the ingest thread: the feed is over, or was lost at least once. It rings only at a change, because a lost feed
    /// goes on after it reconnects.
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

    /// On the ingest thread: reports that there will be no pages.
    func fail() {
        contents.withLock { $0.hasFailed = true }
        bell.ring()
    }

    /// On the ingest thread: whether a query waits. This costs one atomic load.
    var isAsked: Bool { asked.load(ordering: .acquiring) }

    /// On the ingest thread: answers the waiting query.
    func answer(_ make: (Query) -> Page) {
        asked.store(false, ordering: .releasing)
        guard let query = contents.withLock({ $0.query.take() }) else { return }
        let page = make(query)
        contents.withLock { $0.page = page }
        bell.ring()
    }

    /// On the ingest thread: reports that events came. Rings once until the next query.
    func noteNews() {
        let isFirst = contents.withLock { contents in
            defer { contents.hasNews = true }
            return !contents.hasNews
        }
        if isFirst { bell.ring() }
    }
}
