import CCSEvents
import CCSState
import CCSView

/// Measures pages of a full call centre, for one list after the other.
///
/// It walks each list as a user would. It opens the list while the feed runs and waits until it is complete. Then it
/// requests some pages at the beginning, jumps into the middle, and selects a row that stays in sight while others come and
/// go. Last it does the same, except the opening, without events.
struct PageWalk: ~Copyable {
    /// Seconds of each page of one list.
    struct Walked {
        /// Until the list was complete, or the limit of pages was reached, while the feed runs.
        var opening = Samples()
        /// Whether the list was complete by then.
        var isComplete = false
        /// While the feed runs, including the opening.
        var busy = Samples()
        /// Without events.
        var quiet = Samples()
    }

    /// Lines of the list on a screen of 200 by 60.
    private static let lines = 55
    /// Events before a page: the lines that the ingest thread takes between two checks for a query.
    private static let batch = 2000
    /// Events before a page at the end of a walk that was not requested at once: a fifth of a second at 100,000 events a
    /// second.
    private static let pile = 20_000
    /// The limit of pages until a list must be complete. Then the walk continues anyway.
    private static let patience = 120

    private let seances: Int
    private var reducer: FeedReducer
    private var maker: PageMaker
    private var centre: CallCentre

    /// Fills a call centre; nil if there is no memory for it.
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

    /// Whether all expected seances are live.
    var isFull: Bool { reducer.state.domains.reduce(0) { $0 + $1.liveCounts.seances } == seances }

    /// Whether a pane has the fields of a filter.
    mutating func isFilter(_ text: String, of pane: Pane) -> Bool {
        let isGood = maker.page(for: Self.query(pane, nil, filter: text), in: reducer, Self.surroundings)
        return isGood.filterError == nil
    }

    /// Walks one list.
    mutating func walk(_ query: Query) -> Walked {
        // Requests another list first, so that this one starts without a cache.
        _ = maker.page(for: Self.query(.feed, nil), in: reducer, Self.surroundings)
        var walked = Walked()
        while !walked.isComplete, walked.opening.values.count < Self.patience {
            walked.isComplete = page(query, after: Self.batch, &walked.opening).progress == nil
        }
        walked.busy.add(walked.opening)
        look(query, after: Self.batch, &walked.busy)
        for _ in 0..<2 { _ = page(query, after: Self.pile, &walked.busy) }
        // After many events at once, the list may need several pages.
        for _ in 0..<Self.patience where page(query, after: Self.batch, &walked.busy).progress == nil { break }
        look(query, after: 0, &walked.quiet)
        return walked
    }

    /// Requests pages at the beginning of a list and in its middle.
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

    /// Requests a page after this many events. Only the page is timed.
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
