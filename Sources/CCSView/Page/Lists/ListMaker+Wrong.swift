import CCSEvents
import CCSState

extension ListMaker {
    /// What is wrong, the gravest first, then what has lasted longest, unless another order is asked for.
    func anomalies(_ page: inout Page, _ domain: Domain, _ test: RowTest?) {
        let all = domain.activeAnomalies
        items(
            &page, AnomalyColumns.table, AnomalyColumns.usualSort, count: all.count,
            item: { AnomalyItem(anomaly: all[$0], domain: domain) },
            test: test, wanted: test.map { test in { test.accepts(.anomaly($0), view) } },
            slot: { id in
                guard case .fact(let name) = id, name.hasPrefix(Row.anomalyPrefix),
                    let serial = Int(name.dropFirst(Row.anomalyPrefix.count))
                else { return nil }
                return all.firstIndex { $0.serial == serial }
            }, dimsAcknowledged: true, remembered: (domain, { $0.anomaly.stamp })
        ) { Row($0, view) }
        if domain.anomaliesDropped > 0 {
            page.notice = DisplayText(
                sanitizing: "\(Plain.number(domain.anomaliesDropped)) more were found when there was no room for them")
        }
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
    /// What tells it from others, and from itself as it was before.
    fileprivate var stamp: ItemMemory.Stamp {
        var state = SIMD8<Int64>(repeating: 0)
        (state[0], state[1], state[2], state[3]) = (since, firedAt, Int64(count), isAcknowledged ? 1 : 0)
        if let share { (state[4], state[5], state[6]) = (1, Int64(share.failed), Int64(share.of)) }
        return ItemMemory.Stamp(serial: serial, state: state)
    }
}
