import CCSEvents
import CCSState

extension ListMaker {
    /// What is wrong, the gravest first, then what has lasted longest, unless another order is asked for.
    func anomalies(_ page: inout Page, _ domain: Domain, _ test: RowTest?) {
        let all = domain.activeAnomalies
        items(
            &page, AnomalyColumns.table, AnomalyColumns.usualSort, count: all.count,
            item: { AnomalyItem(anomaly: all[$0], domain: domain) },
            wanted: test.map { test in { test.accepts(.anomaly($0), view) } },
            slot: { id in all.firstIndex { Row.id(of: $0) == id } }, dimsAcknowledged: true
        ) { Row($0, view) }
        if domain.anomaliesDropped > 0 {
            page.notice = DisplayText(
                sanitizing: "\(Plain.number(domain.anomaliesDropped)) more were found when there was no room for them")
        }
    }

    /// Recordings: lost, missing, finishing and running ones.
    func recordings(_ page: inout Page, _ domain: Domain, _ test: RowTest?) {
        var all: [RecordingItem] = []
        domain.forEachConnection { if let item = RecordingItem($0) { all.append(item) } }
        items(
            &page, RecordingColumns.table, RecordingColumns.usualSort, count: all.count, item: { all[$0] },
            wanted: test.map { test in { test.accepts(.recording($0), view) } },
            slot: { id in all.firstIndex { .object($0.connection.key) == id } }
        ) { item in
            var row = Row(item.connection, view)
            // It is the recording that this row is about: one that is not finished is not over.
            row.hasEnded = false
            return row
        }
        let counts = RecordingItem.Status.allCases.map { status in
            "\(status.rawValue) \(Plain.number(all.reduce(0) { $0 + ($1.status == status ? 1 : 0) }))"
        }
        page.notice = DisplayText(sanitizing: counts.joined(separator: "  "))
    }

    /// Numbers, those with most failures first unless another order is asked for.
    func numbers(_ page: inout Page, _ domain: Domain, _ test: RowTest?) {
        let failing = domain.failingNumbers
        var all: [NumberItem] = []
        domain.forEachNumber(last: NumberItem.windows, now: view.now) { facts in
            all.append(NumberItem(facts: facts, failing: failing.isEmpty ? nil : failing[facts.number.string]))
        }
        items(
            &page, NumberColumns.table, NumberColumns.usualSort, count: all.count, item: { all[$0] },
            wanted: test.map { test in { test.accepts(.number($0), view) } },
            slot: { id in
                guard case .fact(let name) = id, name.hasPrefix(Row.numberPrefix) else { return nil }
                let number = name.dropFirst(Row.numberPrefix.count)
                return all.firstIndex { $0.facts.number.string == number }
            }
        ) { item in
            let number = item.facts.number
            var row = Row(id: .fact(Row.numberPrefix + number.string))
            row.mark(item.marks)
            row.follow(number, view)
            row.target = (.calls, FilterWriting.number("number", number, view))
            row.copyText = view.shown(number.string)
            return row
        }
    }
}

extension Row {
    /// What the names of the rows of numbers begin with.
    static let numberPrefix = "number "

    /// What tells the row of an anomaly from others.
    static func id(of anomaly: Anomaly) -> RowID { .fact("anomaly \(anomaly.serial)") }

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
