import CCSEvents
import CCSState

/// The rows under a seance in the list of seances. It may have any number of them: only those of a range are made.
struct SeanceBranches {
    let query: Query
    let view: Viewpoint

    /// Whether what hangs under a seance is shown.
    func isOpen(_ seance: Seance) -> Bool { query.opensAll != query.toggled.contains(.object(seance.key)) }

    /// Whether anything hangs under a seance.
    func hasMembers(_ seance: Seance) -> Bool {
        TreeWalk.connections(of: seance, view).contains { _ in true }
            || TreeWalk.calls(of: seance, view).contains { _ in true }
    }

    /// How many rows a seance takes with what is shown under it.
    func rowCount(_ seance: Seance) -> Int {
        // Asked of every seance, so what cannot be open is not looked at further.
        guard query.opensAll || !query.toggled.isEmpty, isOpen(seance) else { return 1 }
        var count = 1
        let end = seance.endedAt
        for connection in TreeWalk.connections(of: seance, view) {
            count += 1
            if isOpen(inside: connection) { for _ in TreeWalk.calls(of: connection, under: end, view) { count += 1 } }
        }
        for _ in TreeWalk.calls(of: seance, view) { count += 1 }
        return count
    }

    /// Where a row is among those under a seance that is open, from 0; nil when it is not there.
    func index(of id: RowID, under seance: Seance) -> Int? {
        guard case .object(let key) = id, key.kind != .seance,
            let slot = AnomalyText.object(key, in: seance.domain)?.slot
        else { return nil }
        var at = 0
        for connection in TreeWalk.connections(of: seance, view) {
            if key.kind == .connection, connection.slot == slot { return at }
            at += 1
            guard isOpen(inside: connection) else { continue }
            for call in TreeWalk.calls(of: connection, under: seance.endedAt, view) {
                if key.kind == .call, call.slot == slot { return at }
                at += 1
            }
        }
        for call in TreeWalk.calls(of: seance, view) {
            if key.kind == .call, call.slot == slot { return at }
            at += 1
        }
        return nil
    }

    /// The rows under a seance that is open, those of a range from 0.
    func rows(_ seance: Seance, _ range: Range<Int>) -> [Row] {
        var rows: [Row] = []
        var at = 0
        let hasDirect = TreeWalk.calls(of: seance, view).contains { _ in true }
        Self.forEach(TreeWalk.connections(of: seance, view)) { connection, isNewest in
            let isLast = isNewest && !hasDirect
            let calls = TreeWalk.calls(of: connection, under: seance.endedAt, view)
            let isOpen = isOpen(inside: connection)
            if range.contains(at) {
                let hasCalls = calls.contains { _ in true }
                rows.append(row(connection, isLast: isLast, isOpen: hasCalls ? isOpen : nil))
            }
            at += 1
            let lead = "  " + (isLast ? "  " : view.glyphs.trunk) + " "
            if isOpen { add(calls, lead, range, &at, &rows) }
            return at < range.upperBound
        }
        if at < range.upperBound { add(TreeWalk.calls(of: seance, view), "  ", range, &at, &rows) }
        return rows
    }

    private func add(
        _ calls: some Sequence<Call>, _ lead: DisplayText, _ range: Range<Int>, _ at: inout Int, _ rows: inout [Row]
    ) {
        Self.forEach(calls) { call, isLast in
            if range.contains(at) {
                var row = Row(call, view)
                row.branch = lead + (isLast ? view.glyphs.lastBranch : view.glyphs.branch) + " "
                row.line = TreeText.call(call, view)
                rows.append(row)
            }
            at += 1
            return at < range.upperBound
        }
    }

    private func row(_ connection: Connection, isLast: Bool, isOpen: Bool?) -> Row {
        let glyphs = view.glyphs
        var row = Row(connection, view)
        row.line = TreeText.connection(connection, view)
        row.isOpen = isOpen
        if let isOpen {
            row.branch =
                "  " + (isLast ? glyphs.corner : glyphs.tee) + (isOpen ? glyphs.expanded : glyphs.collapsed) + " "
        } else {
            row.branch = "  " + (isLast ? glyphs.lastBranch : glyphs.branch) + " "
        }
        return row
    }

    /// Calls `body` for each, saying whether it is the last one, until that says no.
    private static func forEach<Item>(_ items: some Sequence<Item>, _ body: (Item, Bool) -> Bool) {
        var items = items.makeIterator()
        var next = items.next()
        while let item = next {
            next = items.next()
            guard body(item, next == nil) else { return }
        }
    }

    private func isOpen(inside connection: Connection) -> Bool { !query.toggled.contains(.object(connection.key)) }
}
