import CCSEvents
import CCSState
import CCSView

/// Measures pages of each pane in each order and with filters, with and without events, in one call centre that is filled
/// once.
struct Pages {
    let seances: Int
    /// The only pane to measure; nil for all.
    var pane: Pane?
    let isSmoke: Bool
    let report: Report

    /// Measures only every n-th sort order, starting with the default one. With a million seances a list takes seconds to
    /// complete, so n is 4.
    private var step: Int { isSmoke || seances > 500_000 ? 4 : 1 }

    func run() -> Bool {
        guard var walk = PageWalk(seances: seances) else { return false }
        for pane in Pane.allCases where self.pane ?? pane == pane {
            let (all, alike) = Self.orders(of: pane)
            let orders = all.enumerated().filter { $0.offset % step == 0 }.map(\.element)
            let usual = ColumnTable.usualSort(of: pane)
            let filters = Self.filters.filter { walk.isFilter($0, of: pane) }
            say(
                pane, "orders", of: all.count,
                orders.map { ($0?.column ?? "arrival", walk.walk(PageWalk.query(pane, $0))) })
            say(
                pane, "texts that begin alike", of: alike.count,
                alike.map { ($0.column, walk.walk(PageWalk.query(pane, $0))) })
            say(
                pane, "filters", of: filters.count,
                filters.map { ($0, walk.walk(PageWalk.query(pane, usual, filter: $0))) })
        }
        return walk.isFull
    }

    /// A text in any column, and a condition. A pane without these fields is skipped.
    private static let filters = ["7495", "state=dialog and age>30s"]

    /// The sort orders of a pane: the default one and one for each column; nil for a pane with a fixed order. `alike` are
    /// orders by texts with a common prefix (``CallCentre``), which are always measured.
    private static func orders(of pane: Pane) -> (all: [Query.Sort?], alike: [Query.Sort]) {
        guard let usual = ColumnTable.usualSort(of: pane) else { return ([nil], []) }
        let others = ColumnTable.columns(of: pane).filter { $0.id != usual.column }
        let isAlike = { (column: ColumnInfo) in pane == .calls && ["id", "name"].contains(column.id) }
        let sort = { (column: ColumnInfo) in Query.Sort(column.id, descending: column.sortsDescending) }
        return ([usual] + others.filter { !isAlike($0) }.map(sort), others.filter(isAlike).map(sort))
    }

    private func say(_ pane: Pane, _ kind: String, of all: Int, _ lists: [(name: String, walk: PageWalk.Walked)]) {
        guard !lists.isEmpty else { return }
        for (when, part) in [("quiet", \PageWalk.Walked.quiet), ("under ingest", \PageWalk.Walked.busy)] {
            var pages = Samples()
            for list in lists { pages.add(list.walk[keyPath: part]) }
            let slowest = lists.max { $0.walk[keyPath: part].longest < $1.walk[keyPath: part].longest }
            report.say(
                "page, \(pane.rawValue), \(seances) seances, \(when), \(kind)",
                [
                    "median ms": pages.median * 1e3, "p99 ms": pages.percentile(99) * 1e3,
                    "longest ms": pages.longest * 1e3, "lists": Double(lists.count), "of": Double(all),
                    "samples": Double(pages.values.count),
                    "complete after ms": (lists.map(\.walk.opening.sum).max() ?? .nan) * 1e3,
                    "complete after pages": Double(lists.map(\.walk.opening.values.count).max() ?? 0),
                    "complete": lists.allSatisfy(\.walk.isComplete) ? 1 : 0,
                ],
                note: slowest?.name ?? "")
            guard self.pane != nil else { continue }
            for (name, walk) in lists {
                report.say(
                    "  " + name,
                    [
                        "median ms": walk[keyPath: part].median * 1e3, "longest ms": walk[keyPath: part].longest * 1e3,
                        "opening longest ms": walk.opening.longest * 1e3, "opening ms": walk.opening.sum * 1e3,
                        "opening pages": Double(walk.opening.values.count),
                    ])
            }
        }
    }
}
