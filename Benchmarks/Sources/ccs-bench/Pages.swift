import CCSEvents
import CCSState
import CCSView

/// Pages of each pane with each order and with filters, while nothing comes and while the feed runs, in one call centre that is
/// filled once.
struct Pages {
    let seances: Int
    /// The pane that is asked for alone; nil for all.
    var pane: Pane?
    let isSmoke: Bool
    let report: Report

    /// How many orders further the next one is that is walked, beginning with the usual one: where a list takes seconds to be
    /// complete, as with a million seances, every fourth has to do.
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

    /// A text in any column, and a condition; a pane that has no such fields is not asked.
    private static let filters = ["7495", "state=dialog and age>30s"]

    /// The usual order of a pane and, by every column, the others; nil where a pane has one order and no other. Apart from these
    /// those by texts that begin alike (``CallCentre``), which are walked however many there are.
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
