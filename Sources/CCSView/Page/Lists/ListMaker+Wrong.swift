import CCSEvents
import CCSState

extension ListMaker {
    /// What is wrong, the gravest first, then what has lasted longest, unless another order is asked for.
    func anomalies(_ page: inout Page, _ domain: Domain, _ test: RowTest?) {
        let columns = AnomalyColumns.table.chosen(query.columns)
        page.columns = columns.map(\.info)
        guard let (sort, column) = AnomalyColumns.table.order(query.sort, usual: AnomalyColumns.usualSort) else {
            return
        }
        page.sort = sort
        let records = RecordMaker(query, columns, of: AnomalyColumns.table)
        let item = { slot in domain.anomaly(at: slot).map { AnomalyItem(anomaly: $0, domain: domain) } }
        let order = ItemOrder(descending: sort.descending) { slot in
            item(slot).map { column.order($0, view) } ?? .none
        }
        let index = index(&page, domain, test, sort, column, order)
        var list = SortedList<AnomalyItem, RowIndex>(
            index, order: order,
            source: SortedList<AnomalyItem, RowIndex>.Source(
                item: item,
                row: { item in
                    var row = Row(item, view)
                    row.fill(columns, item, view, ended: row.isAcknowledged, records)
                    return row
                }, children: nil, place: nil,
                seeker: { $0.seeker(columns, view) { !$0.anomaly.isAcknowledged } },
                slot: { id in
                    guard case .fact(let name) = id, name.hasPrefix(Row.anomalyPrefix),
                        let serial = Int(name.dropFirst(Row.anomalyPrefix.count))
                    else { return nil }
                    return domain.slot(ofAnomaly: serial)
                }))
        page.show(&list)
        if test != nil { page.matched = (index.itemCount, index.totals.asked) }
        if domain.anomaliesDropped > 0 {
            page.notice = DisplayText(
                sanitizing: "\(Plain.number(domain.anomaliesDropped)) more were found when there was no room for them")
        }
    }

    /// The index of the list of anomalies, brought to now.
    private func index(
        _ page: inout Page, _ domain: Domain, _ test: RowTest?, _ sort: Query.Sort, _ column: Column<AnomalyItem>,
        _ order: ItemOrder
    ) -> RowIndex {
        let identity = RowIndex.Identity(
            pane: .anomalies, sort: sort, filter: test == nil ? "" : query.filter, ascii: view.isASCII,
            masksNumbers: view.masksNumbers, isTree: false, opensAll: false)
        let (index, following) = shelf.index(identity, in: domain) { Following(domain) }
        index.bring(
            to: view.now, looks: shelf.allowance(for: domain.anomalySlots),
            RowIndex.Source(
                slots: domain.anomalySlots, changes: { following.changedAnomalies($0) },
                serial: { domain.anomaly(at: $0)?.standing },
                find: { slot, bounds in
                    guard let anomaly = domain.anomaly(at: slot) else { return nil }
                    let item = AnomalyItem(anomaly: anomaly, domain: domain)
                    var finding = Finding(serial: anomaly.standing)
                    finding.isAsked = true
                    if let test, !test.answers(at: view.now, within: bounds, { $0.accepts(.anomaly(item), view) }) {
                        return finding
                    }
                    finding.order(
                        column.order(item, view), descending: sort.descending, slot: slot, then: anomaly.rank)
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

    /// What tells the row of an anomaly from others.
    static func id(of anomaly: Anomaly) -> RowID { .fact("\(anomalyPrefix)\(anomaly.serial)") }

    /// The row of an anomaly, without cells.
    init(_ item: AnomalyItem, _ view: Viewpoint) {
        let anomaly = item.anomaly
        self.init(id: Row.id(of: anomaly))
        var marks = Marks()
        marks.add(anomaly)
        mark(marks)
        bornAgo = max(0, view.now - anomaly.firedAt)
        switch anomaly.subject {
        case .object:
            guard let object = item.object else { return }
            seance = object.owner?.key
            copyText = object.id.string
            follow(object.followed, view)
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

extension Anomaly {
    /// The gravest is 0.
    private var gravity: Int { Detector.Severity.high.rawValue - detector.row.severity.rawValue }

    /// What those come in that are equal otherwise: the gravest first, then what has lasted longest.
    fileprivate var rank: UInt64 { UInt64(gravity) << 62 | UInt64(max(0, since)) }

    /// What those come in that are equal in that too, or whose texts are: the gravest first, then what was found first.
    fileprivate var standing: UInt32 { UInt32(gravity) << 30 | UInt32(truncatingIfNeeded: serial) & (1 << 30 - 1) }
}
