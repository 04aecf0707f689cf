import CCSEvents
import CCSState
import CCSView

/// Pages of each pane with each order and with filters, while nothing comes and while the feed runs: as a screen asks for them,
/// the same one again and again, beginning with a list that is new.
struct Pages {
    let seances: Int
    /// Pages of a list after it is complete.
    let pages: Int
    let report: Report

    /// Lines of the list: as many as a screen of 200 by 60 has.
    private static let lines = 55
    /// Lines that the ingest thread takes between two looks at whether a page is wanted.
    private static let batch = 2000
    /// Pages after which a list that never is complete is left.
    private static let patience = 1000

    /// What one list took.
    private struct List {
        var samples = Samples()
        /// Seconds, and pages, until the list was complete.
        var first = (seconds: 0.0, pages: 0)
    }

    func run() -> Bool {
        var limits = Limits()
        limits.liveObjects = 3_000_000
        let options = EventDecoder.Options()
        guard var reducer = FeedReducer(options, limits: limits), var maker = PageMaker(decoder: options) else {
            return false
        }
        maker.spreadsWork = true
        var centre = CallCentre()
        centre.fill(seances) { reducer.take($0) }
        reducer.take(centre.turn(lines: 20_000))
        for pane in Pane.allCases {
            let sorts = orders(of: pane)
            let filters = Self.filters.filter { filter in
                maker.page(for: query(pane, nil, filter), in: reducer, Self.surroundings).filterError == nil
            }
            let names = sorts.map { $0?.column ?? "arrival" } + filters
            let usual = ColumnTable.usualSort(of: pane)
            let queries = sorts.map { query(pane, $0, "") } + filters.map { query(pane, usual, $0) }
            for isBusy in [false, true] {
                var lists: [List] = []
                for query in queries {
                    // Another list is looked at between two of them, so that each begins anew.
                    _ = maker.page(for: self.query(.feed, nil, ""), in: reducer, Self.surroundings)
                    lists.append(list(query, isBusy, &centre, &reducer, &maker))
                }
                let when = isBusy ? "under ingest" : "quiet"
                say("page, \(pane.rawValue), \(seances) seances, \(when), orders", lists[..<sorts.count], names)
                say("page, \(pane.rawValue), \(seances) seances, \(when), filters", lists[sorts.count...], names)
            }
        }
        return true
    }

    private func list(
        _ query: Query, _ isBusy: Bool, _ centre: inout CallCentre, _ reducer: inout FeedReducer,
        _ maker: inout PageMaker
    ) -> List {
        var list = List()
        var isComplete = false
        var after = 0
        while after < pages, list.samples.values.count < Self.patience {
            if isBusy { reducer.take(centre.turn(lines: Self.batch)) }
            let begin = Clock.processor
            let page = maker.page(for: query, in: reducer, Self.surroundings)
            let seconds = Clock.processor - begin
            list.samples.add(seconds)
            if !isComplete {
                list.first = (list.first.seconds + seconds, list.first.pages + 1)
                isComplete = page.progress == nil
            } else {
                after += 1
            }
        }
        return list
    }

    private func say(_ name: String, _ lists: ArraySlice<List>, _ names: [String]) {
        guard let slowest = lists.indices.max(by: { lists[$0].samples.median < lists[$1].samples.median }) else {
            return
        }
        var all = Samples()
        for value in lists.flatMap(\.samples.values) { all.add(value) }
        report.say(
            name,
            [
                "median ms": all.median * 1e3, "p99 ms": all.percentile(99) * 1e3,
                "longest ms": all.percentile(100) * 1e3,
                "slowest median ms": lists[slowest].samples.median * 1e3,
                "complete after ms": (lists.map(\.first.seconds).max() ?? .nan) * 1e3,
                "complete after pages": Double(lists.map(\.first.pages).max() ?? 0),
                "samples": Double(all.values.count),
            ],
            note: names[slowest])
    }

    private func orders(of pane: Pane) -> [Query.Sort?] {
        guard ColumnTable.usualSort(of: pane) != nil else { return [nil] }
        return ColumnTable.columns(of: pane).map { Query.Sort($0.id, descending: $0.sortsDescending) }
    }

    private func query(_ pane: Pane, _ sort: Query.Sort?, _ filter: String) -> Query {
        var query = Query(domain: pane == .domains ? nil : "sales", view: .pane(pane), lines: Self.lines)
        query.sort = sort
        query.filter = filter
        return query
    }

    /// A text in any column, and a condition; a pane that has no such fields is not asked.
    private static let filters = ["7495", "state=dialog and age>30s"]

    static let surroundings = Surroundings(
        sources: [SourceLine(number: 0, name: "bench", feed: .live(age: 0), isLive: true)], wall: nil)
}

/// What it takes to draw: a page to cells, and the cells that differ.
struct Drawing {
    let runs: Int
    let report: Report

    func run() -> Bool {
        let options = EventDecoder.Options()
        guard var reducer = FeedReducer(options), var maker = PageMaker(decoder: options) else { return false }
        var centre = CallCentre()
        centre.fill(5000) { reducer.take($0) }
        for (width, height) in [(80, 24), (200, 60)] {
            var interface = Interface(domain: "sales", onlyDomain: true, pane: .seances)
            var (full, usual, cells) = (Samples(), Samples(), Samples())
            var last: Screen?
            for _ in 0..<runs {
                reducer.take(centre.turn(lines: 500))
                let page = maker.page(
                    for: interface.query(width: width, height: height), in: reducer, Pages.surroundings)
                _ = interface.take(page)
                let begin = Clock.processor
                let screen = draw(page, interface, width: width, height: height, ascii: false)
                let drawn = Clock.processor
                let runs = ScreenDifference.runs(from: last, to: screen)
                let compared = Clock.processor
                _ = ScreenDifference.runs(from: nil, to: screen)
                full.add(drawn - begin + Clock.processor - compared)
                if last != nil {
                    usual.add(compared - begin)
                    cells.add(Double(runs.reduce(0) { $0 + $1.count }))
                }
                last = screen
            }
            report.say(
                "draw, \(width)x\(height)",
                ["full CPU µs": full.median * 1e6, "typical CPU µs": usual.median * 1e6, "typical cells": cells.median])
        }
        return true
    }
}
