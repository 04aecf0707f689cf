import CCSEvents
import CCSState

extension ListMaker {
    private enum Line {
        case item(FailureItem)
        case heading(String)
    }

    /// Failures by number, each number with its causes where it is open, then each failure, the latest first unless another order is
    /// asked for.
    func failures(_ page: inout Page, _ domain: Domain, _ test: RowTest?) {
        let columns = FailureColumns.table.chosen(query.columns)
        page.columns = columns.map(\.info)
        guard let (sort, column) = FailureColumns.table.order(query.sort, usual: FailureColumns.usualSort) else {
            return
        }
        page.sort = sort
        let (kept, first) = (domain.failuresKept, domain.failureCount - domain.failuresKept)
        var failures = (0..<kept).map { FailureItem(failure: domain.failure($0), sequence: first + $0 + 1) }
        if let test {
            failures.removeAll { !test.accepts(.failure($0), view) }
            page.matched = (failures.count, kept)
        }
        var lines = numbers(
            NumberFailures.all(
                of: failures, in: domain, isWhole: test == nil, now: view.now), sort, column)
        if !failures.isEmpty { lines.append(.heading(heading(sort, domain))) }
        lines += ordered(failures.reversed(), sort, column).map(Line.item)
        var list = LaidList(items: lines, id: Self.id) { row($0, columns) }
        page.show(&list)
        page.notice = notice(domain)
        findSeance(&page, domain, first)
    }

    /// The numbers, in an order of their own unless the user asks for another one, each followed by its causes where it is open.
    private func numbers(
        _ numbers: [NumberFailures], _ sort: Query.Sort, _ column: Column<FailureItem>
    ) -> [Line] {
        let isUsual = sort == FailureColumns.usualSort
        let places = isUsual ? Array(numbers.indices) : order(numbers.map(\.whole), sort, column)
        return places.flatMap { place in
            let number = numbers[place]
            let whole = Line.item(number.whole)
            guard isOpen(number.whole) == true else { return [whole] }
            return [whole] + (isUsual ? number.causes : ordered(number.causes, sort, column)).map(Line.item)
        }
    }

    /// Whether the causes of the failures to a number are shown; nil where it has only one, which stands in its own row.
    private func isOpen(_ item: FailureItem) -> Bool? {
        guard let causes = item.group?.causes, causes > 1 else { return nil }
        return query.givesRecords || query.opensAll != query.toggled.contains(Self.id(.item(item)))
    }

    private func ordered(_ items: [FailureItem], _ sort: Query.Sort, _ column: Column<FailureItem>) -> [FailureItem] {
        order(items, sort, column).map { items[$0] }
    }

    /// The places of some items in the order that is asked for.
    private func order(_ items: [FailureItem], _ sort: Query.Sort, _ column: Column<FailureItem>) -> [Int] {
        let order = ItemOrder(descending: sort.descending) { column.order(items[$0], view) }
        let keys = items.indices.map { place in
            SortKey(
                column.order(items[place], view), descending: sort.descending, slot: place,
                serial: UInt32(clamping: place))
        }
        return keys.sorted { order.isBefore($0, $1) }.map { Int($0.slot) }
    }

    private func heading(_ sort: Query.Sort, _ domain: Domain) -> String {
        let first = sort == FailureColumns.usualSort ? ", the latest first" : ""
        let kept = domain.failuresKept
        guard kept < domain.failureCount else { return "Failures one by one" + first }
        return "Failures one by one\(first); \(Plain.number(kept)) of \(Plain.number(domain.failureCount)) are kept"
    }

    /// Says so when the failures that are kept do not reach back as far as they are counted.
    private func notice(_ domain: Domain) -> DisplayText? {
        guard domain.failuresKept > 0, domain.failuresKept < domain.failureCount else { return nil }
        let reach = view.now - domain.failure(0).at
        guard reach < 900_000 else { return nil }
        return DisplayText(sanitizing: "Only the failures of the last \(Plain.duration(reach)) are kept")
    }

    private static func id(_ line: Line) -> RowID {
        guard case .item(let item) = line else { return .fact("# failures") }
        guard let group = item.group else { return .sequence(item.sequence) }
        let failure = item.failure
        if group.causes != nil { return .fact("failures to " + failure.number.string) }
        let lengths = "\(failure.code.bytes.count) \(failure.reason.bytes.count)"
        return .fact("cause \(lengths) \(failure.code.string)\(failure.reason.string)\(failure.number.string)")
    }

    private func row(_ line: Line, _ columns: [Column<FailureItem>]) -> Row {
        var row = Row(id: Self.id(line))
        guard case .item(let item) = line else {
            if case .heading(let text) = line { row.line = [StyledText(DisplayText(sanitizing: text), .label)] }
            return row
        }
        row.fill(columns, item, view, ended: false, RecordMaker(query, columns, of: FailureColumns.table))
        let failure = item.failure
        row.follow(failure.number, view)
        row.bornAgo = max(0, view.now - item.at)
        let number = view.shown(failure.number.string)
        guard let group = item.group else {
            row.copyText = [failure.seance, failure.connection, failure.call].first { !$0.isEmpty }?.string ?? number
            return row
        }
        row.copyText = number
        row.target = (.failures, filter(failure, ofCause: group.causes == nil))
        guard group.causes != nil else {
            row.branch = "  " + view.glyphs.lastBranch + " "
            return row
        }
        var marks = Marks()
        if let alarm = group.alarm { marks.add(alarm) }
        row.mark(marks)
        row.isOpen = isOpen(item)
        row.branch = row.isOpen.map { ($0 ? view.glyphs.expanded : view.glyphs.collapsed) + " " } ?? "  "
        return row
    }

    /// A filter for the failures to a number, or for those of one cause to it.
    private func filter(_ failure: Failure, ofCause: Bool) -> String {
        let number = FilterWriting.number("number", failure.number, view)
        guard ofCause else { return number }
        let cause = [("code", failure.code), ("reason", failure.reason)].map { FilterWriting.number($0, $1, view) }
        return (cause + [number]).joined(separator: " and ")
    }

    /// The seances of the rows shown: a living one by its id, and one that has ended for the selected row alone, since that is
    /// looked for among all that is kept.
    private func findSeance(_ page: inout Page, _ domain: Domain, _ first: Int) {
        for at in page.rows.indices {
            guard case .sequence(let sequence) = page.rows[at].id else { continue }
            let failure = domain.failure(sequence - first - 1)
            let (seance, connection, call) = (failure.seance, failure.connection, failure.call)
            let isSelected = at + page.firstIndex == page.selectedIndex
            guard isSelected else {
                let found = SeanceFinder.live(seance: seance, connection: connection, call: call, in: domain)
                page.rows[at].seance = found?.key
                continue
            }
            let found = shelf.seance(of: "failure \(sequence)", seance, connection, call, in: domain)
            page.rows[at].seance = found?.key
        }
    }
}
