import CCSEvents
import CCSState

extension ListMaker {
    /// What began and what ended, the latest first unless another order is asked for.
    func changes(_ page: inout Page, _ domain: Domain, _ gaps: Gaps, _ sources: [SourceLine], _ test: RowTest?) {
        let columns = ChangeColumns.table.chosen(query.columns)
        page.columns = columns.map(\.info)
        guard let (sort, column) = ChangeColumns.table.order(query.sort, usual: ChangeColumns.usualSort) else { return }
        page.sort = sort
        let records = RecordMaker(query, columns, of: ChangeColumns.table)
        let names = { number in sources.first { $0.number == number }?.name.string ?? "" }
        let slots = ChangeSlots(
            domain: domain, others: ChangeItem.others(gaps, names, domain, now: view.now), now: view.now)
        let order = ItemOrder(descending: sort.descending) { slot in
            slots.item(slot).map { column.order($0, view) } ?? .none
        }
        let index = index(&page, domain, slots, test, sort, column, order)
        var list = SortedList<ChangeItem, RowIndex>(
            index, order: order,
            source: SortedList<ChangeItem, RowIndex>.Source(
                item: { slots.item($0) },
                row: { item in
                    var row = Row(item, domain, view)
                    row.fill(columns, item, view, ended: false, records)
                    return row
                }, children: nil, place: nil,
                seeker: { $0.seeker(columns, view) { Row($0, domain, view).isFound(by: .anomaly) } },
                slot: { id in
                    guard case .fact(let name) = id, name.hasPrefix(Row.changePrefix) else { return nil }
                    return slots.slot(of: String(name.dropFirst(Row.changePrefix.count)))
                }))
        page.show(&list)
        if test != nil { page.matched = (index.itemCount, index.totals.asked) }
        let (began, ended) = (index.tallies[1], index.tallies[2])
        let amounts = "\(Plain.number(began)) began, \(Plain.number(ended)) ended"
        page.notice = DisplayText(sanitizing: "Last minute: " + (began + ended > 0 ? amounts : "nothing changed"))
    }

    private func index(
        _ page: inout Page, _ domain: Domain, _ slots: ChangeSlots, _ test: RowTest?, _ sort: Query.Sort,
        _ column: Column<ChangeItem>, _ order: ItemOrder
    ) -> RowIndex {
        let identity = RowIndex.Identity(
            pane: .changes, sort: sort, filter: test == nil ? "" : query.filter, ascii: view.isASCII,
            masksNumbers: view.masksNumbers, isTree: false, opensAll: false, turns: domain.confirmationTurns)
        let (index, following) = shelf.index(identity, in: domain) { ChangeFollowing(domain) }
        index.bring(
            to: view.now, looks: shelf.allowance(for: slots.count),
            RowIndex.Source(
                slots: slots.count,
                changes: { note in
                    following.anomalies.changedAnomalies({ note(ChangeSlots.began($0)) }) { slot in
                        note(ChangeSlots.beganBefore(slot))
                        note(ChangeSlots.ended(slot))
                    }
                    following.changed(slots.others) { note(ChangeSlots.other($0)) }
                },
                serial: { slots.item($0)?.serial },
                find: { slot, bounds in
                    guard let item = slots.item(slot) else { return nil }
                    var finding = Finding(serial: item.serial)
                    if let end = item.anomaly?.endedAt { bounds.note(end, plus: Episode.stay + 1) }
                    finding.isAsked = true
                    bounds.note(item.at, plus: 60_000)
                    if view.now < item.at + 60_000 { finding.tally = item.change == .began ? 1 : 2 }
                    if let test, !test.answers(at: view.now, within: bounds, { $0.accepts(.change(item), view) }) {
                        return finding
                    }
                    finding.order(
                        column.order(item, view), descending: sort.descending, slot: slot, then: item.rank)
                    return finding
                }, saysBounds: test.map { $0.bounds != nil } ?? true, order: order))
        page.progress = index.progress
        return index
    }
}

/// Follows a domain for the list of changes.
private final class ChangeFollowing: Follower {
    let anomalies: Following
    private var others: [ChangeItem.Signature] = []

    init(_ domain: Domain) { anomalies = Following(domain) }

    func isOf(_ domain: Domain) -> Bool { anomalies.isOf(domain) }

    /// Hands out the places of what is no anomaly where there is something else than the last time. Cost: these few.
    func changed(_ items: [ChangeItem], _ body: (Int) -> Void) {
        let now = items.map(\.signature)
        for place in 0..<max(now.count, others.count) {
            let isSame = now.indices.contains(place) && others.indices.contains(place) && now[place] == others[place]
            if !isSame { body(place) }
        }
        others = now
    }
}

/// The slots of the list of changes: four kinds of them, in turn.
struct ChangeSlots {
    let domain: Domain
    /// What is no anomaly.
    let others: [ChangeItem]
    let now: Int64

    /// How an anomaly that lasts began, by its slot.
    static func began(_ slot: Int) -> Int { slot << 2 }
    /// How an anomaly that is over began, by the slot of its episode.
    static func beganBefore(_ slot: Int) -> Int { slot << 2 | 1 }
    /// How it ended.
    static func ended(_ slot: Int) -> Int { slot << 2 | 2 }
    /// What is no anomaly, by its place.
    static func other(_ place: Int) -> Int { place << 2 | 3 }

    /// Slots there are.
    var count: Int { max(domain.anomalySlots, domain.episodeSlots, others.count) << 2 }

    func item(_ slot: Int) -> ChangeItem? {
        let place = slot >> 2
        switch slot & 3 {
        case 0: return domain.anomaly(at: place).map { ChangeItem(began: AnomalyItem(anomaly: $0, domain: domain)) }
        case 1: return AnomalyItem(endedAt: place, in: domain, now: now).map { ChangeItem(began: $0) }
        case 2: return AnomalyItem(endedAt: place, in: domain, now: now).flatMap { ChangeItem(ended: $0) }
        default: return others.indices.contains(place) ? others[place] : nil
        }
    }

    /// The slot of a change by its name. Cost: what is kept.
    func slot(of name: String) -> Int? {
        if let place = others.firstIndex(where: { $0.name == name }) { return Self.other(place) }
        let words = name.split(separator: " ")
        guard words.count == 2, let serial = Int(words[1]) else { return nil }
        if words[0] == "began", let slot = domain.slot(ofAnomaly: serial) { return Self.began(slot) }
        return domain.slot(ofEpisode: serial).map { words[0] == "began" ? Self.beganBefore($0) : Self.ended($0) }
    }
}

extension Row {
    /// What the names of the rows of changes begin with.
    static let changePrefix = "change "

    /// The anomaly that a row of the list of changes is about. Cost: what is kept.
    static func changedAnomaly(_ id: RowID, in domain: Domain, now: Int64) -> AnomalyItem? {
        guard case .fact(let name) = id, name.hasPrefix(changePrefix) else { return nil }
        let slots = ChangeSlots(domain: domain, others: [], now: now)
        return slots.slot(of: String(name.dropFirst(changePrefix.count))).flatMap { slots.item($0)?.anomaly }
    }

    /// The row of a change, without cells.
    init(_ item: ChangeItem, _ domain: Domain, _ view: Viewpoint) {
        switch item.what {
        case .anomaly(let anomaly):
            self.init(anomaly, view)
            hasEnded = false
            // What is acknowledged is the anomaly, where it began.
            if item.change != .began { (severity, anomalies) = (nil, []) }
        case .gap:
            self.init(id: .fact(""))
            target = (.feed, "")
        case .limit:
            self.init(id: .fact(""))
            target = (.feed, "")
        }
        id = .fact(Self.changePrefix + item.name)
        bornAgo = max(0, view.now - item.at)
    }
}
