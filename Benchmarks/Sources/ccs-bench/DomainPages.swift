import CCSEvents
import CCSState
import CCSView

/// Measures pages of the list of domains in each order, with events of random domains and without events.
struct DomainPages {
    let domains: Int
    let isSmoke: Bool
    let report: Report

    /// Events before each page.
    private static let batch = 2000
    private static let lines = 55

    func run() -> Bool {
        var limits = Limits()
        limits.domains = domains
        guard var reducer = FeedReducer(.init(), limits: limits), var maker = PageMaker(decoder: .init()) else {
            return false
        }
        maker.spreadWork { Int64(Clock.processor * 1e9) }
        var tenants = Tenants(domains: domains, calls: 4 * domains)
        tenants.fill { reducer.take($0) }
        for (when, events) in [("under ingest", Self.batch), ("quiet", 0)] {
            var pages = Samples()
            var slowest = (seconds: 0.0, name: "")
            for column in ColumnTable.columns(of: .domains) {
                var query = Query(domain: nil, view: .pane(.domains), lines: Self.lines)
                query.sort = Query.Sort(column.id, descending: column.sortsDescending)
                for page in 0..<(isSmoke ? 2 : 20) {
                    query.move = page % 4 == 3 ? domains / 3 : 0
                    if events > 0 { reducer.take(tenants.turn(lines: events)) }
                    let seconds = timed { _ = maker.page(for: query, in: reducer, PageWalk.surroundings) }
                    pages.add(seconds)
                    if seconds > slowest.seconds { slowest = (seconds, column.id) }
                }
            }
            report.say(
                "page, domains, \(domains) domains, \(when)",
                [
                    "median ms": pages.median * 1e3, "p99 ms": pages.percentile(99) * 1e3,
                    "longest ms": pages.longest * 1e3, "samples": Double(pages.values.count),
                ], note: slowest.name)
        }
        return reducer.state.domains.count == domains
    }
}
