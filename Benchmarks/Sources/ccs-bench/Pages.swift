import CCSEvents
import CCSState
import CCSView

/// A page of each pane with each order and with filters, while nothing comes and while the feed runs.
struct Pages {
    let seances: Int
    /// Rounds of each pane, and the seconds after which no other is begun.
    let rounds: Int
    let seconds: Double
    let report: Report

    /// Lines of the list: as many as a screen of 200 by 60 has.
    private static let lines = 55
    /// Lines that the ingest thread takes between two looks at whether a page is wanted.
    private static let batch = 2000

    func run() -> Bool {
        var limits = Limits()
        limits.liveObjects = 3_000_000
        let options = EventDecoder.Options()
        guard var reducer = FeedReducer(options, limits: limits), var maker = PageMaker(decoder: options) else {
            return false
        }
        var centre = CallCentre()
        centre.fill(seances) { reducer.take($0) }
        reducer.take(centre.turn(lines: 20_000))
        for pane in Pane.allCases {
            let sorts = orders(of: pane)
            let filters = Self.filters.filter { filter in
                maker.page(for: query(pane, nil, filter), in: reducer, Self.surroundings).filterError == nil
            }
            for isBusy in [false, true] {
                let usual = ColumnTable.usualSort(of: pane)
                let all = sorts.map { query(pane, $0, "") } + filters.map { query(pane, usual, $0) }
                var samples = [Samples](repeating: Samples(), count: all.count)
                let begin = Clock.wall
                var round = 0
                while round == 0 || (round < rounds && Clock.wall - begin < seconds) {
                    for (place, query) in all.enumerated() {
                        if isBusy { reducer.take(centre.turn(lines: Self.batch)) }
                        samples[place].add(timed { _ = maker.page(for: query, in: reducer, Self.surroundings) })
                    }
                    round += 1
                }
                let when = isBusy ? "under ingest" : "quiet"
                let names = sorts.map { $0?.column ?? "arrival" } + filters
                say("page, \(pane.rawValue), \(seances) seances, \(when), orders", samples[..<sorts.count], names)
                say(
                    "page, \(pane.rawValue), \(seances) seances, \(when), filters", samples[sorts.count...],
                    names[sorts.count...].map { $0 })
            }
        }
        return true
    }

    private func say(_ name: String, _ samples: ArraySlice<Samples>, _ names: [String]) {
        guard !samples.isEmpty else { return }
        var all = Samples()
        for value in samples.flatMap(\.values) { all.add(value) }
        let slowest = samples.enumerated().max { $0.element.median < $1.element.median }
        report.say(
            name,
            [
                "median ms": all.median * 1e3, "p99 ms": all.percentile(99) * 1e3,
                "slowest median ms": (slowest?.element.median ?? .nan) * 1e3, "samples": Double(all.values.count),
            ],
            note: slowest.map { names[$0.offset] } ?? "")
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
