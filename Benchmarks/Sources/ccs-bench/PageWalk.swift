import CCSEvents
import CCSState
import CCSView

/// A call centre that is full, somebody who makes pages of it, and a screen that asks for one list after the other.
///
/// Each list is walked as an engineer would: it is opened while the feed runs, and looked at until it is complete; some pages at its
/// beginning; a jump into the middle, where a row is selected and stays in sight while others come and go around it. The same
/// again, but for the opening, while nothing comes.
struct PageWalk: ~Copyable {
    /// Seconds of each page of one list.
    struct Walked {
        /// Until the list was complete, or was waited for no longer, while the feed runs.
        var opening = Samples()
        /// Whether it was complete then.
        var isComplete = false
        /// While the feed runs, the opening included.
        var busy = Samples()
        /// While nothing comes.
        var quiet = Samples()
    }

    /// Lines of the list: as many as a screen of 200 by 60 has.
    private static let lines = 55
    /// Events before a page: lines that the ingest thread takes between two looks at whether one is wanted.
    private static let batch = 2000
    /// Events before a page that was not asked for at once, at the end of a walk: a fifth of a second at 100,000 a second.
    private static let pile = 20_000
    /// Pages until which a list has to be complete; then its walk goes on as it is.
    private static let patience = 120

    private let seances: Int
    private var reducer: FeedReducer
    private var maker: PageMaker
    private var centre: CallCentre

    /// Fills a call centre; nil when there is no memory for it.
    init?(seances: Int) {
        var limits = Limits()
        limits.liveObjects = 3_000_000
        let options = EventDecoder.Options()
        guard var reducer = FeedReducer(options, limits: limits), var maker = PageMaker(decoder: options) else {
            return nil
        }
        maker.spreadWork { Int64(Clock.processor * 1e9) }
        var centre = CallCentre()
        centre.fill(seances) { reducer.take($0) }
        reducer.take(centre.turn(lines: Self.pile))
        self.seances = seances
        self.reducer = reducer
        self.maker = maker
        self.centre = centre
    }

    /// Whether all that should live does.
    var isFull: Bool { reducer.state.domains.reduce(0) { $0 + $1.liveCounts.seances } == seances }

    /// Whether a pane has the fields of a filter.
    mutating func isFilter(_ text: String, of pane: Pane) -> Bool {
        let isGood = maker.page(for: Self.query(pane, nil, filter: text), in: reducer, Self.surroundings)
        return isGood.filterError == nil
    }

    /// Walks through a list.
    mutating func walk(_ query: Query) -> Walked {
        // Another list is looked at before, so that this one begins anew.
        _ = maker.page(for: Self.query(.feed, nil), in: reducer, Self.surroundings)
        var walked = Walked()
        while !walked.isComplete, walked.opening.values.count < Self.patience {
            walked.isComplete = page(query, after: Self.batch, &walked.opening).progress == nil
        }
        walked.busy.add(walked.opening)
        look(query, after: Self.batch, &walked.busy)
        for _ in 0..<2 { _ = page(query, after: Self.pile, &walked.busy) }
        // What came in one go is looked at in as many pages as it takes.
        for _ in 0..<Self.patience where page(query, after: Self.batch, &walked.busy).progress == nil { break }
        look(query, after: 0, &walked.quiet)
        return walked
    }

    /// Pages at the beginning of a list and in its middle.
    private mutating func look(_ query: Query, after events: Int, _ pages: inout Samples) {
        var query = query
        var last = page(query, after: events, &pages)
        last = page(query, after: events, &pages)
        query.move = last.rowCount / 2
        query.anchorLine = Self.lines / 2
        for _ in 0..<3 {
            last = page(query, after: events, &pages)
            query.move = 0
            query.anchor = last.selectedIndex.map { last.rows[$0 - last.firstIndex].id }
            query.anchorIndex = last.selectedIndex ?? 0
        }
    }

    /// A page after so many events; only its making is timed.
    private mutating func page(_ query: Query, after events: Int, _ pages: inout Samples) -> Page {
        if events > 0 { reducer.take(centre.turn(lines: events)) }
        let begin = Clock.processor
        let page = maker.page(for: query, in: reducer, Self.surroundings)
        pages.add(Clock.processor - begin)
        return page
    }

    static func query(_ pane: Pane, _ sort: Query.Sort?, filter: String = "") -> Query {
        var query = Query(domain: pane == .domains ? nil : "sales", view: .pane(pane), lines: lines)
        query.sort = sort
        query.filter = filter
        return query
    }

    static let surroundings = Surroundings(
        sources: [SourceLine(number: 0, name: "bench", feed: .live(age: 0), isLive: true)], wall: nil)
}
