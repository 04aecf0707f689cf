import CCSEvents
@testable import CCSState

@testable import CCSView

/// A list made in the simplest way: it tests every object and sorts all. It caches nothing.
struct PlainList {
    private(set) var rows: [RowID] = []
    private(set) var matched: (count: Int, of: Int)?
    private(set) var notice: String?
    private let query: Query
    private let view: Viewpoint
    private var test: RowTest?

    init(_ query: Query, _ domain: Domain, _ gaps: Gaps, _ surroundings: Surroundings) throws {
        self.query = query
        view = Viewpoint(now: domain.now(wall: surroundings.wall), wall: surroundings.wall)
        guard case .pane(let pane) = query.view else { return }
        if case .test(let test) = RowTest.reading(query.filter, pane) { self.test = test }
        switch pane {
        case .seances: objects(domain, SeanceColumns.table, SeanceColumns.usualSort)
        case .connections: objects(domain, ConnectionColumns.table, ConnectionColumns.usualSort)
        case .calls: objects(domain, CallColumns.table, CallColumns.usualSort)
        case .recording: recordings(domain)
        case .numbers: numbers(domain)
        case .anomalies: anomalies(domain)
        case .changes: changes(domain, gaps)
        default: break
        }
    }

    private mutating func objects<Object: PlainObject>(_ domain: Domain, _ table: [Column<Object>], _ usual: Query.Sort)
    {
        var all: [Object] = []
        Object.forEach(in: domain) { if test?.namesEnded == true || view.shows($0) { all.append($0) } }
        let wanted = all.filter { object in test.map { object.passes($0, view) } ?? true }
        let usual = test?.namesEnded == true ? Query.Sort("gone") : usual
        let branches = SeanceBranches(query: query, view: view)
        for object in sorted(wanted, table, usual, serial: { Int($0.key.serial) }) {
            rows.append(.object(object.key))
            guard let seance = object as? Seance, branches.rowCount(seance) > 1 else { continue }
            rows += branches.rows(seance, 0..<Int.max).map(\.id)
        }
        if test != nil { matched = (wanted.count, all.count) }
    }

    private mutating func recordings(_ domain: Domain) {
        var all: [RecordingItem] = []
        domain.forEachConnection { if let item = RecordingItem($0) { all.append(item) } }
        let wanted = all.filter { item in test.map { $0.accepts(.recording(item), view) } ?? true }
        rows = sorted(wanted, RecordingColumns.table, RecordingColumns.usualSort) { Int($0.connection.key.serial) }
            .map { .object($0.connection.key) }
        if test != nil { matched = (wanted.count, all.count) }
        notice = RecordingItem.Status.allCases.map { status in
            "\(status.rawValue) \(all.filter { $0.status == status }.count)"
        }.joined(separator: "  ")
    }

    private mutating func numbers(_ domain: Domain) {
        let failing = domain.failingNumbers
        var all: [(place: Int, item: NumberItem)] = []
        for facts in domain.allNumbers(last: NumberItem.windows, now: view.now) {
            all.append((all.count, NumberItem(facts: facts, failing: failing[facts.number.string])))
        }
        let wanted = all.filter { one in test.map { $0.accepts(.number(one.item), view) } ?? true }
        let places = wanted.map(\.place)
        rows = sorted(Array(wanted.indices), NumberColumns.usualSort, { places[$0] }) { at, id in
            NumberColumns.table.first { $0.info.id == id }?.order(wanted[at].item, view)
        }.map { .fact(Row.numberPrefix + wanted[$0].item.facts.number.string) }
        if test != nil { matched = (wanted.count, all.count) }
    }

    private func episodes(_ domain: Domain) -> [AnomalyItem] {
        domain.episodes(until: view.now).map { episode in
            episode.endedAt == nil
                ? AnomalyItem(anomaly: episode.anomaly, domain: domain) : AnomalyItem(ended: episode, domain: domain)
        }
    }

    /// Open anomalies first, the worst and then the latest first, then facts, then the last ended episodes.
    private mutating func anomalies(_ domain: Domain) {
        let all = episodes(domain)
        let wanted = all.filter { item in test.map { $0.accepts(.anomaly(item), view) } ?? true }
        let column = (query.sort ?? AnomalyColumns.usualSort).column
        let isOfTexts = ["subject", "who", "id"].contains(column)
        func gravity(_ item: AnomalyItem) -> Int {
            Detector.Severity.high.rawValue - item.anomaly.detector.row.severity.rawValue
        }
        func texts(_ item: AnomalyItem) -> (Int, Int, Int) {
            (item.standing.rawValue, gravity(item), -item.anomaly.serial)
        }
        func words(_ item: AnomalyItem) -> (Int, Int, Int, Int64) {
            let isOver = item.standing == .ended
            return (
                item.standing.rawValue, isOver ? 0 : gravity(item), isOver || item.anomaly.detector == .failing ? 0 : 1,
                -(item.endedAt ?? item.anomaly.firedAt)
            )
        }
        func places(_ isBefore: (AnomalyItem, AnomalyItem) -> Bool) -> [Int: Int] {
            Dictionary(
                uniqueKeysWithValues: wanted.sorted(by: isBefore).enumerated().map {
                    ($0.element.anomaly.serial, $0.offset)
                })
        }
        let ofTexts = places { texts($0) < texts($1) }
        let ofOthers = places { words($0) == words($1) ? texts($0) < texts($1) : words($0) < words($1) }
        let table = AnomalyColumns.table
        rows = sorted(wanted, AnomalyColumns.usualSort) { item in
            let hasText = isOfTexts && table.first { $0.info.id == column }?.value(item, view).isNone == false
            return (hasText ? ofTexts : ofOthers)[item.anomaly.serial] ?? 0
        } _: { item, id in
            // By the shown text, whatever the list stores for it.
            let found = table.first { $0.info.id == id }
            return ["severity", "share", "peak"].contains(id) ? found?.order(item, view) : found?.value(item, view)
        }.map { Row.id(of: $0) }
        if test != nil { matched = (wanted.count, all.count) }
    }

    /// The latest first. At the same moment, ends come before beginnings, and then the last one first.
    private mutating func changes(_ domain: Domain, _ gaps: Gaps) {
        var all: [ChangeItem] = []
        for item in episodes(domain) {
            all.append(ChangeItem(began: item))
            if let ended = ChangeItem(ended: item) { all.append(ended) }
        }
        all += ChangeItem.others(gaps, { _ in "test" }, domain, now: view.now)
        let wanted = all.filter { item in test.map { $0.accepts(.change(item), view) } ?? true }
        let table = ChangeColumns.table
        let column = (query.sort ?? ChangeColumns.usualSort).column
        let isOfTexts = ["change", "wrong", "what", "subject", "who", "id"].contains(column)
        rows = sorted(wanted, ChangeColumns.usualSort) { item in
            let hasText = isOfTexts && table.first { $0.info.id == column }?.value(item, view).isNone == false
            let began = item.change == .began ? 1 : 0
            return hasText ? Int(item.serial) << 1 | (1 - began) : began << 40 - Int(item.serial)
        } _: { item, id in
            table.first { $0.info.id == id }?.order(item, view)
        }.map { .fact(Row.changePrefix + $0.name) }
        if test != nil { matched = (wanted.count, all.count) }
    }

    private func sorted<Item>(
        _ items: [Item], _ table: [Column<Item>], _ usual: Query.Sort, serial: (Item) -> Int
    ) -> [Item] {
        sorted(items, usual, serial) { item, id in table.first { $0.info.id == id }?.order(item, view) }
    }

    private func sorted<Item>(
        _ items: [Item], _ usual: Query.Sort, _ serial: (Item) -> Int, _ value: (Item, String) -> Value?
    ) -> [Item] {
        let sort = query.sort ?? usual
        let valued = items.map { (item: $0, value: value($0, sort.column) ?? .none, serial: serial($0)) }
        return valued.sorted { left, right in
            switch (Self.isLast(left.value), Self.isLast(right.value)) {
            case (true, false): return false
            case (false, true): return true
            default: break
            }
            let order = Self.order(left.value, right.value)
            if order != 0 { return sort.descending ? order > 0 : order < 0 }
            return left.serial < right.serial
        }.map(\.item)
    }

    private static func isLast(_ value: Value) -> Bool { if case .unknown = value { true } else { value.isNone } }

    private static func order(_ left: Value, _ right: Value) -> Int {
        let (a, b) = (Bytes(left), Bytes(right))
        if let a = a.text, let b = b.text {
            return a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1
        }
        return a.number == b.number ? 0 : a.number < b.number ? -1 : 1
    }

    /// A value in the form in which it is compared.
    private struct Bytes {
        var text: [UInt8]?
        var number = 0.0

        init(_ value: Value) {
            switch value {
            case .none, .unknown: break
            case .text(let feed): text = Array(feed.bytes)
            case .string(let string): text = Array(string.utf8)
            case .words(let words): text = Array((words.first ?? "").utf8)
            case .number(let count): number = Double(count)
            case .measure(let measure): number = measure
            case .duration(let length), .time(let length): number = Double(length)
            case .elapsed(let start, let now): number = Double(now - start)
            case .flag(let flag): number = flag ? 1 : 0
            }
        }
    }
}

/// An object whose values can all be read.
private protocol PlainObject: PaneObject {
    static func forEach(in domain: Domain, _ body: (Self) -> Void)
}

extension Seance: PlainObject {
    static func forEach(in domain: Domain, _ body: (Seance) -> Void) { domain.forEachSeance(body) }
}

extension Connection: PlainObject {
    static func forEach(in domain: Domain, _ body: (Connection) -> Void) { domain.forEachConnection(body) }
}

extension Call: PlainObject {
    static func forEach(in domain: Domain, _ body: (Call) -> Void) { domain.forEachCall(body) }
}

extension Domain {
    /// The facts of all numbers, counted again. It follows no changes, so lists that do are not disturbed.
    fileprivate func allNumbers(last seconds: [Int], now: Int64) -> [NumberFacts] {
        var live: [TextID: LiveCalls] = [:]
        for slot in 0..<calls.slots where calls[slot].header.life == .live && calls[slot].number.isSome {
            let isConfirmed = !stints.isLost(calls[slot].header.stint)
            live[calls[slot].number, default: LiveCalls()].count(isConfirmed: isConfirmed, by: 1)
        }
        var waits = waitsByNumber()
        let counted = numberStats.entries.map { entry in
            NumberFacts(
                number: texts.text(entry.number), live: live.removeValue(forKey: entry.number) ?? LiveCalls(),
                waits: waits.removeValue(forKey: entry.number),
                windows: seconds.map { numberStats.counts(of: entry, last: $0, now: now) },
                totals: (entry.totals.failures, entry.totals.attempts),
                measures: Measures(
                    entry.measures.total(last: Int(MeasureRing.seconds), now: now), knowsTalk: measuring.knowsTalk),
                talked: entry.talked, lastAt: entry.lastAt.value, isFailing: entry.isFailing)
        }
        let nothing = seconds.map { _ in (failed: 0, attempts: 0) }
        return counted
            + Set(live.keys).union(waits.keys).sorted { $0.raw < $1.raw }.map { number in
                NumberFacts(
                    number: texts.text(number), live: live[number] ?? LiveCalls(), waits: waits[number],
                    windows: nothing,
                    totals: (0, 0), measures: Measures(),
                    talked: 0, lastAt: nil, isFailing: false)
            }
    }
}
