public import CCSEvents
public import CCSState

/// Answers queries: the state and a query in, a page out.
///
/// It lives beside the state, with whoever owns that, and is asked between two batches of events. What it keeps from page to page
/// (where objects stand in a list, which events of a log were found) only saves time: the same state and query have the same page.
/// Only the order of the list of domains follows small changes of their troubles some time later (``SteadyTroubles``).
public struct PageMaker {
    /// Reads a filter for a pane.
    public var readFilter: (String, Pane) -> FilterReading = RowTest.reading

    /// From now on spreads the work for a list that is new over several pages, which somebody goes on asking for: then a page takes
    /// some milliseconds however much there is, and shows the list as far as it is known (``Page/progress``).
    ///
    /// - Parameter time: Nanoseconds of a clock that does not go back. What a complete list shows does not depend on it.
    public mutating func spreadWork(by time: @escaping () -> Int64) {
        spreadWork(Allowance.Rate(time: time, least: 256))
    }

    /// The same, with so much for each page; nil for all there is.
    mutating func spreadWork(_ rate: Allowance.Rate?) { shelf.allowance = rate.map { Allowance($0) } }

    private let reader: KeptLineReader
    private let shelf = IndexShelf()
    private var filter: (text: String, pane: Pane, reading: FilterReading)?
    private var logSelection = LogSelection<LogFilterKey>()
    private var seanceSelection = LogSelection<SeanceEventsKey>()

    /// A domain itself, and not another one of its name. It is held: where it lay another one may lie, once it is gone.
    private struct SameDomain: Equatable {
        let domain: Domain
        static func == (left: Self, right: Self) -> Bool { left.domain === right.domain }
    }

    private struct LogFilterKey: Equatable {
        var domain: SameDomain
        var filter: String
    }

    private struct SeanceEventsKey: Equatable {
        var domain: SameDomain
        var seance: ObjectKey
        var signature: UInt64
    }

    /// The ids that belong to the seance whose events were shown last.
    private var members: (key: SeanceEventsKey, ids: MemberIDs, marks: LogMarks)?

    /// Domains that a page sums up for its header where work is spread.
    private static let domainsOfPage = 1000
    private var round = DomainRound()
    private var domainOrder = DomainOrder()
    private var troubles = SteadyTroubles()

    /// A maker that reads the lines of logs as the feed was read; nil when there is no memory for its parser.
    public init?(decoder options: EventDecoder.Options) {
        guard let reader = KeptLineReader(options) else { return nil }
        self.reader = reader
    }

    /// The page of a query, at this moment. Cost: what changed since the last page of the same list, and what lies near its rows in
    /// the order; a list that was not shown by the page before is made anew, unless that showed something in it and little changed since.
    public mutating func page(
        for query: Query, in reducer: borrowing FeedReducer, _ surroundings: Surroundings
    ) -> Page {
        shelf.begin()
        defer { shelf.end(keepsUnused: query.pane == nil) }
        let domain = query.domain.flatMap { reducer.state.domain(named: $0) }
        let (sums, now) = sums(of: domain, query, reducer, surroundings)
        let view = Viewpoint(
            now: now, wall: surroundings.wall, ascii: surroundings.ascii, masksNumbers: surroundings.masksNumbers)
        // A walk over all domains costs a cache miss for each, so the list's own count serves the header too.
        var known: [Domain] = []
        if case .pane(.domains) = query.view {
            known = domainOrder.sorted(reducer.state.domains, evicted: reducer.state.evictedDomains)
            known.removeAll { $0.newestAt == nil }
        }
        let count = known.isEmpty ? reducer.state.domains.count { $0.newestAt != nil } : known.count
        var page = Page(
            query: query, header: HeaderMaker.header(domain, of: count, query, reducer, sums, surroundings))
        switch query.view {
        case .pane(.domains):
            domains(&page, known, view)
            if known.isEmpty { page.notice = NoticeMaker.noDomains(reducer) }
        case .pane(.feed):
            let facts = FeedFactsList.facts(reducer, domain, surroundings)
            ListMaker(query: query, view: view, shelf: shelf).facts(&page, facts)
        case .pane(let pane):
            guard let domain else {
                page.columns = ListMaker.columns(of: pane, query)
                page.notice = NoticeMaker.notice(query.domain, reducer)
                return page
            }
            if pane == .changes {
                let test = test(page.query.filter, pane, &page)
                ListMaker(query: query, view: view, shelf: shelf).changes(
                    &page, domain, reducer.gaps, surroundings.sources, test)
            } else {
                fill(&page, pane, domain, view)
            }
        case .seance(let key, let face):
            guard let domain, let seance = domain.seance(key) else {
                page.notice =
                    domain == nil ? NoticeMaker.notice(query.domain, reducer) : "This seance has left the history"
                return page
            }
            self.seance(&page, seance, face, view)
        }
        page.isSearching = shelf.isSearching
        NoticeMaker.noteWindow(of: &page)
        if query.explains, let domain { page.explanation = explanation(of: page, domain, view) }
        if page.rowCount == 0, page.notice == nil, reducer.counts.lines == 0 { page.notice = "Nothing has come yet" }
        return page
    }

    /// The sums for the header, and feed time.
    private mutating func sums(
        of domain: Domain?, _ query: Query, _ reducer: borrowing FeedReducer, _ surroundings: Surroundings
    ) -> (sums: DomainSums, now: Int64) {
        if let domain {
            round.forget()
            return (DomainSums([domain], surroundings), domain.now(wall: surroundings.wall))
        }
        let most = shelf.allowance == nil ? .max : Self.domainsOfPage
        let all = round.sums(of: reducer.state.domains, atOnce: most, surroundings)
        // Nothing came of the domain that is asked for. The time is that of the others.
        return (query.domain == nil ? all : DomainSums([], surroundings), all.now(surroundings) ?? 0)
    }

    /// Which event set what the selected row shows.
    private func explanation(of page: Page, _ domain: Domain, _ view: Viewpoint) -> [StyledText]? {
        guard let at = page.selectedIndex.map({ $0 - page.firstIndex }), page.rows.indices.contains(at) else {
            return nil
        }
        let id = page.rows[at].id
        let explainer = Explainer(domain: domain, reader: reader, view: view)
        switch page.query.view {
        case .pane(.log), .seance(_, .events): return SeanceEvents.sequence(of: id).flatMap { explainer.event($0) }
        default:
            guard case .sequence(let sequence) = id else { return explainer.explain(id) }
            return explainer.failure(sequence - 1 - (domain.failureCount - domain.failuresKept))
        }
    }

    private mutating func fill(_ page: inout Page, _ pane: Pane, _ domain: Domain, _ view: Viewpoint) {
        let test = test(page.query.filter, pane, &page)
        let lists = ListMaker(query: page.query, view: view, shelf: shelf)
        switch pane {
        case .seances: lists.seances(&page, domain, test)
        case .connections:
            lists.objects(&page, domain, ConnectionColumns.table, ConnectionColumns.usualSort, test)
        case .calls: lists.objects(&page, domain, CallColumns.table, CallColumns.usualSort, test)
        case .failures: lists.failures(&page, domain, test)
        case .log: log(&page, domain, test, view)
        case .recording: lists.recordings(&page, domain, test)
        case .anomalies: lists.anomalies(&page, domain, test)
        case .numbers: lists.numbers(&page, domain, test)
        case .domains, .feed, .changes: break
        }
    }

    private mutating func domains(_ page: inout Page, _ domains: [Domain], _ view: Viewpoint) {
        let test = test(page.query.filter, .domains, &page)
        let lists = ListMaker(query: page.query, view: view, shelf: shelf)
        lists.domains(&page, domains, test, lists.isByTrouble ? troubles.values(of: domains, view) : nil)
    }

    private mutating func log(_ page: inout Page, _ domain: Domain, _ test: RowTest?, _ view: Viewpoint) {
        let columns = LogColumns.table.chosen(page.query.columns)
        page.columns = columns.map(\.info)
        var wanted: [Int]?
        if let test {
            let key = LogFilterKey(domain: SameDomain(domain: domain), filter: page.query.filter)
            let reader = reader
            wanted = logSelection.update(key, log: domain.log, looks: shelf.allowance(for: domain.log.count)) { entry in
                let item =
                    test.readsLines
                    ? reader.item(entry.sequence, in: domain, after: nil, view) : LogItem(entry)
                return item.map { test.accepts(.event($0), view) } ?? false
            }
            let asked = logSelection.asked(of: domain.log)
            page.matched = (wanted?.count ?? 0, asked)
            if asked < domain.log.count { page.progress = min(99, asked * 100 / domain.log.count) }
        }
        var list = LogList(
            domain: domain, reader: reader, columns: columns, view: view, wanted: wanted,
            records: RecordMaker(page.query, columns, of: LogColumns.table))
        page.show(&list, startsAtEnd: true)
        findSelectedSeance(&page, domain)
    }

    private mutating func seance(_ page: inout Page, _ seance: Seance, _ face: Face, _ view: Viewpoint) {
        page.title = NoticeMaker.title(seance, view)
        switch face {
        case .tree:
            var list = SeanceTree(seance, page.query, view)
            page.show(&list)
        case .events:
            let columns = LogColumns.table.chosen(page.query.columns)
            page.columns = columns.map(\.info)
            let (domain, reader) = (seance.domain, reader)
            let key = SeanceEventsKey(
                domain: SameDomain(domain: domain), seance: seance.key, signature: MemberIDs.signature(of: seance))
            if members?.key != key {
                let ids = MemberIDs(of: seance)
                members = (key, ids, ids.marks)
            }
            guard let (_, ids, marks) = members else { return }
            let sequences = seanceSelection.update(key, log: domain.log) {
                marks.mayName($0) && reader.names(ids, $0.sequence, in: domain.log)
            }
            var list = SeanceEvents(sequences, in: domain, reader, columns, page.query, view)
            page.show(&list)
            if sequences.isEmpty { page.notice = "None of its events is kept any more" }
        }
    }

    /// The seance of the selected event may have ended: that is looked for once a page, not for every row.
    private func findSelectedSeance(_ page: inout Page, _ domain: Domain) {
        guard let at = page.selectedIndex.map({ $0 - page.firstIndex }), page.rows.indices.contains(at),
            page.rows[at].seance == nil, case .sequence(let sequence) = page.rows[at].id
        else { return }
        page.rows[at].seance = reader.seance(of: sequence, in: domain, shelf)?.key
    }

    /// The filter of a pane, read once; what is wrong with it goes into the page.
    private mutating func test(_ text: String, _ pane: Pane, _ page: inout Page) -> RowTest? {
        guard !text.isEmpty else { return nil }
        if filter?.text != text || filter?.pane != pane {
            filter = (text, pane, readFilter(text, pane))
            logSelection = LogSelection()
        }
        switch filter?.reading {
        case .test(let test):
            page.filterReading = test.reading
            return test
        case .fault(let message, let at):
            page.filterError = (message, at)
            return nil
        case .everything, nil: return nil
        }
    }
}
