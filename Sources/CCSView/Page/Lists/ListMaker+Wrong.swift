import CCSEvents
import CCSState

extension ListMaker {
    /// What is wrong, the gravest first and the latest first among these, then facts, then what is over, unless another order is asked
    /// for.
    func anomalies(_ page: inout Page, _ domain: Domain, _ test: RowTest?) {
        let columns = AnomalyColumns.table.chosen(query.columns)
        page.columns = columns.map(\.info)
        guard let (sort, column) = AnomalyColumns.table.order(query.sort, usual: AnomalyColumns.usualSort) else {
            return
        }
        page.sort = sort
        let records = RecordMaker(query, columns, of: AnomalyColumns.table)
        let showsEnded = query.showsEnded || test?.namesEnded == true
        let item = { slot in
            slot & 1 == 0
                ? domain.anomaly(at: slot >> 1).map { AnomalyItem(anomaly: $0, domain: domain) }
                : showsEnded ? AnomalyItem(endedAt: slot >> 1, in: domain, now: view.now) : nil
        }
        let order = ItemOrder(descending: sort.descending) { slot in
            item(slot).map { column.order($0, view) } ?? .none
        }
        let index = index(&page, domain, item, test, sort, column, order)
        var list = SortedList<AnomalyItem, RowIndex>(
            index, order: order,
            source: SortedList<AnomalyItem, RowIndex>.Source(
                item: item,
                row: { item in
                    var row = Row(item, view)
                    row.fill(columns, item, view, ended: item.isQuiet, records)
                    return row
                }, children: nil, place: nil,
                seeker: { $0.seeker(columns, view) { !$0.isQuiet } },
                slot: { id in
                    guard case .fact(let name) = id else { return nil }
                    if let serial = Row.serial(in: name, after: Row.anomalyPrefix) {
                        return domain.slot(ofAnomaly: serial).map { $0 << 1 }
                    }
                    return Row.serial(in: name, after: Row.episodePrefix).flatMap { serial in
                        domain.slot(ofEpisode: serial).map { $0 << 1 | 1 }
                    }
                }))
        page.show(&list)
        if test != nil { page.matched = (index.itemCount, index.totals.asked) }
        page.notice = notice(index.tallies, dropped: domain.anomaliesDropped)
    }

    /// How many are open, facts and over, where not all are open; and how many there was no room for.
    private func notice(_ tallies: [Int], dropped: Int) -> DisplayText? {
        let counts = tallies.map { Plain.number($0) }
        var parts: [String] = []
        if tallies[1] + tallies[2] > 0 { parts.append("open \(counts[0])  facts \(counts[1])  ended \(counts[2])") }
        if dropped > 0 { parts.append("\(Plain.number(dropped)) more were found when there was no room for them") }
        return parts.isEmpty ? nil : DisplayText(sanitizing: parts.joined(separator: "; "))
    }

    /// The index of the list of anomalies, brought to now.
    private func index(
        _ page: inout Page, _ domain: Domain, _ item: @escaping (Int) -> AnomalyItem?, _ test: RowTest?,
        _ sort: Query.Sort,
        _ column: Column<AnomalyItem>,
        _ order: ItemOrder
    ) -> RowIndex {
        let identity = RowIndex.Identity(
            pane: .anomalies, sort: sort, filter: test == nil ? "" : query.filter, ascii: view.isASCII,
            masksNumbers: view.masksNumbers, isTree: false, opensAll: false, turns: domain.confirmationTurns)
        let (index, following) = shelf.index(identity, in: domain) { Following(domain) }
        // Those that last and those that are over take turns.
        let slots = 2 * max(domain.anomalySlots, domain.episodeSlots)
        index.bring(
            to: view.now, looks: shelf.allowance(for: slots),
            RowIndex.Source(
                slots: slots,
                changes: { note in following.changedAnomalies({ note($0 << 1) }, ended: { note($0 << 1 | 1) }) },
                serial: { item($0)?.tie },
                find: { slot, bounds in
                    guard let item = item(slot) else { return nil }
                    if let end = item.endedAt { bounds.note(end, plus: Episode.stay + 1) }
                    var finding = Finding(serial: item.tie)
                    finding.isAsked = true
                    finding.tally = item.standing.rawValue
                    if let test, !test.answers(at: view.now, within: bounds, { $0.accepts(.anomaly(item), view) }) {
                        return finding
                    }
                    finding.order(
                        column.order(item, view), descending: sort.descending, slot: slot, then: item.rank)
                    return finding
                }, saysBounds: test.map { $0.bounds != nil } ?? true, order: order))
        page.progress = index.progress
        return index
    }

    /// Recordings: lost, missing, finishing and running ones.
    func recordings(_ page: inout Page, _ domain: Domain, _ test: RowTest?) {
        let tallies = kept(
            &page, domain,
            KeptList<Connection, RecordingItem>(
                table: RecordingColumns.table, usual: RecordingColumns.usualSort, test: test,
                item: { RecordingItem($0) }, passes: { $1.accepts(.recording($0), view) },
                row: { item in
                    var row = Row(item.connection, view)
                    // It is the recording that this row is about: one that is not finished is not over.
                    row.hasEnded = false
                    return row
                },
                isWrong: { !$0.connection.marks.isEmpty }, rowCount: nil, children: nil,
                slot: { id in
                    guard case .object(let key) = id else { return nil }
                    return domain.connection(key)?.slot
                }, leavesOutEnded: false, tally: { RecordingItem.Status.allCases.firstIndex(of: $0.status) ?? 0 }))
        let counts = zip(RecordingItem.Status.allCases, tallies).map { "\($0.rawValue) \(Plain.number($1))" }
        page.notice = DisplayText(sanitizing: counts.joined(separator: "  "))
    }
}

extension Row {
    /// What the names of the rows of numbers begin with.
    static let numberPrefix = "number "

    /// What the names of the rows of anomalies begin with.
    fileprivate static let anomalyPrefix = "anomaly "
    /// What the names of the rows of anomalies that are over begin with.
    fileprivate static let episodePrefix = "episode "

    /// The number that ends a name.
    fileprivate static func serial(in name: String, after prefix: String) -> Int? {
        name.hasPrefix(prefix) ? Int(name.dropFirst(prefix.count)) : nil
    }

    /// What tells the row of an anomaly from others.
    static func id(of item: AnomalyItem) -> RowID {
        .fact((item.ended == nil ? anomalyPrefix : episodePrefix) + String(item.anomaly.serial))
    }

    /// The same of one that lasts.
    static func id(of anomaly: Anomaly) -> RowID { .fact(anomalyPrefix + String(anomaly.serial)) }

    /// The anomaly that a row of their list is about, one that lasts or is over. Cost: what is kept.
    static func anomaly(_ id: RowID, in domain: Domain, now: Int64) -> AnomalyItem? {
        guard case .fact(let name) = id else { return nil }
        if let serial = serial(in: name, after: anomalyPrefix), let slot = domain.slot(ofAnomaly: serial) {
            return domain.anomaly(at: slot).map { AnomalyItem(anomaly: $0, domain: domain) }
        }
        let slot = serial(in: name, after: episodePrefix).flatMap { domain.slot(ofEpisode: $0) }
        return slot.flatMap { AnomalyItem(endedAt: $0, in: domain, now: now) }
    }

    /// The row of an anomaly, without cells.
    init(_ item: AnomalyItem, _ view: Viewpoint) {
        let anomaly = item.anomaly
        self.init(id: Row.id(of: item))
        if let end = item.endedAt {
            hasEnded = true
            bornAgo = max(0, view.now - end)
        } else {
            var marks = Marks()
            marks.add(anomaly)
            mark(marks)
            bornAgo = max(0, view.now - anomaly.firedAt)
        }
        switch anomaly.subject {
        case .object:
            seance = item.seance
            copyText = item.id.string
            if let object = item.object {
                follow(object.followed, view)
            } else {
                follow(item.ended?.from ?? .none, view)
            }
        case .number(var number):
            copyText = view.shown(number)
            number.withUTF8 {
                let text = FeedText(UnsafeRawBufferPointer($0))
                follow(text, view)
                target = (.failures, FilterWriting.number("number", text, view))
            }
        case .domain:
            copyText = item.domain.name
            if anomaly.detector == .failing { target = (.failures, "") }
        case .feed:
            target = (.feed, "")
        }
    }
}

extension AnomalyItem {
    /// The gravest is 0.
    private var gravity: Int { Detector.Severity.high.rawValue - anomaly.detector.row.severity.rawValue }

    /// What those come in that are equal otherwise: open ones first, the gravest and then the latest first; facts the same; then what
    /// ended last.
    var rank: UInt64 {
        let isOver = standing == .ended
        let word =
            UInt64(standing.rawValue) << 4 | UInt64(isOver ? 0 : gravity << 1 | (anomaly.detector == .failing ? 0 : 1))
        let latest = UInt64(1 << 56 - 1)
        return word << 56 | (latest - min(latest, UInt64(max(0, endedAt ?? anomaly.firedAt))))
    }

    /// What those come in that are equal in that too, or whose texts are: open ones first, the gravest first, then what was found last.
    var tie: UInt32 {
        let word = UInt32(standing.rawValue) << 2 | UInt32(gravity)
        return word << 28 | (1 << 28 - 1 - UInt32(truncatingIfNeeded: anomaly.serial) & (1 << 28 - 1))
    }
}
