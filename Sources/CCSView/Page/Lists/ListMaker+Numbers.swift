import CCSEvents
import CCSState

extension ListMaker {
    /// Numbers, those with most failures first unless another order is asked for.
    ///
    /// The counted ones are at most ten thousand, and change every ten seconds by themselves; the others may be as many as there
    /// are calls.
    func numbers(_ page: inout Page, _ domain: Domain, _ test: RowTest?) {
        let columns = NumberColumns.table.chosen(query.columns)
        page.columns = columns.map(\.info)
        guard let (sort, column) = NumberColumns.table.order(query.sort, usual: NumberColumns.usualSort) else { return }
        page.sort = sort
        let records = RecordMaker(query, columns, of: NumberColumns.table)
        let identity = RowIndex.Identity(
            pane: .numbers, sort: sort, filter: test == nil ? "" : query.filter, ascii: view.isASCII,
            masksNumbers: view.masksNumbers, isTree: false, opensAll: false)
        let (index, live) = shelf.index(identity, in: domain) { LiveNumbers(of: domain) }
        let numbers = NumberPlaces(domain: domain, live: live, now: view.now)
        let order = ItemOrder(descending: sort.descending) { slot in
            numbers.item(slot).map { column.order($0, view) } ?? .none
        }
        var moved: [Int] = []
        let looks = shelf.allowance(for: Call.slots(in: domain))
        let counted = live.bring(
            to: view.now, while: { looks?.take() ?? true }, { moved.append(numbers.slot(of: $0)) },
            counted: { moved.append(numbers.slot(ofCounted: $0)) })
        index.bring(
            to: view.now, looks: looks,
            RowIndex.Source(
                slots: numbers.slots,
                changes: { note in for slot in moved { note(slot) } }, serial: { numbers.serial($0) },
                find: { slot, bounds in
                    guard let serial = numbers.serial(slot) else { return nil }
                    var finding = Finding(serial: serial)
                    guard let item = numbers.item(slot) else { return finding }
                    finding.isAsked = true
                    if let test, !test.answers(at: view.now, within: bounds, { $0.accepts(.number(item), view) }) {
                        return finding
                    }
                    finding.order(column.order(item, view), descending: sort.descending, slot: slot)
                    return finding
                }, saysBounds: test.map { $0.bounds != nil } ?? true, order: order))
        // One half is to count them, the other one to put them in order.
        page.progress = counted < 1 ? Int(counted * 50) : index.progress.map { 50 + $0 / 2 }
        var list = SortedList<NumberItem, RowIndex>(
            index, order: order,
            source: SortedList<NumberItem, RowIndex>.Source(
                item: { numbers.item($0) },
                row: { item in
                    var row = row(item)
                    row.fill(columns, item, view, ended: false, records)
                    return row
                }, children: nil, place: nil,
                seeker: { $0.seeker(columns, view) { $0.failing != nil } },
                slot: { id in
                    guard case .fact(let name) = id, name.hasPrefix(Row.numberPrefix) else { return nil }
                    var number = String(name.dropFirst(Row.numberPrefix.count))
                    return number.withUTF8 { numbers.slot(of: FeedText(UnsafeRawBufferPointer($0))) }
                }))
        page.show(&list)
        if test != nil { page.matched = (index.itemCount, index.totals.asked) }
    }

    private func row(_ item: NumberItem) -> Row {
        let number = item.facts.number
        var row = Row(id: .fact(Row.numberPrefix + number.string))
        row.mark(item.marks)
        row.follow(number, view)
        row.target = (.calls, FilterWriting.number("number", number, view))
        row.copyText = view.shown(number.string)
        return row
    }
}

/// The numbers of a domain in slots: those of which attempts and talk are counted in even ones, and those that live calls have
/// besides in odd ones, since there may be any number of both.
private struct NumberPlaces {
    let domain: Domain
    let live: LiveNumbers
    let now: Int64
    private let failing: [String: Anomaly]

    private static let nothing = NumberItem.windows.map { _ in (failed: 0, attempts: 0) }

    init(domain: Domain, live: LiveNumbers, now: Int64) {
        (self.domain, self.live, self.now) = (domain, live, now)
        failing = domain.failingNumbers
    }

    var slots: Int { 2 * max(domain.countedNumbers, live.count) }

    /// The slot of a place among the live ones.
    func slot(of place: Int) -> Int { place << 1 | 1 }

    /// The slot of a place among the counted ones.
    func slot(ofCounted place: Int) -> Int { place << 1 }

    /// The slot of a number.
    func slot(of number: FeedText) -> Int? {
        domain.countedPlace(of: number).map { slot(ofCounted: $0) } ?? live.place(of: number).map { slot(of: $0) }
    }

    /// What the number in a slot is told by: the counted ones come first, in the order in which they were first counted.
    func serial(_ slot: Int) -> UInt32? {
        let place = slot >> 1
        if slot & 1 == 0 { return place < domain.countedNumbers ? UInt32(truncatingIfNeeded: place) : nil }
        return live.serial(place).map { $0 | 1 << 31 }
    }

    func item(_ slot: Int) -> NumberItem? {
        let place = slot >> 1
        guard slot & 1 == 0 else {
            return live.facts(place, nothing: Self.nothing).map { NumberItem(facts: $0, failing: nil) }
        }
        guard place < domain.countedNumbers else { return nil }
        let facts = domain.countedNumber(place, live: live, last: NumberItem.windows, now: now)
        return NumberItem(facts: facts, failing: facts.isFailing ? failing[facts.number.string] : nil)
    }
}
