import CCSEvents
import CCSState

/// The rows under a seance in the list of seances.
struct SeanceBranches {
    let query: Query
    let view: Viewpoint

    /// Whether what hangs under a seance is shown.
    func isOpen(_ seance: Seance) -> Bool { query.opensAll != query.toggled.contains(.object(seance.key)) }

    /// Whether anything hangs under a seance.
    func hasMembers(_ seance: Seance) -> Bool {
        var has = false
        TreeWalk.connections(of: seance, view) { _ in has = true }
        if !has { TreeWalk.calls(of: seance, view) { _ in has = true } }
        return has
    }

    /// How many rows a seance takes with what is shown under it.
    func rowCount(_ seance: Seance) -> Int {
        // Asked of every seance, so what cannot be open is not looked at further.
        guard query.opensAll || !query.toggled.isEmpty, isOpen(seance) else { return 1 }
        var count = 1
        let end = seance.endedAt
        TreeWalk.connections(of: seance, view) { connection in
            count += 1
            if isOpen(inside: connection) { TreeWalk.calls(of: connection, under: end, view) { _ in count += 1 } }
        }
        TreeWalk.calls(of: seance, view) { _ in count += 1 }
        return count
    }

    /// The rows under a seance that is open.
    func rows(_ seance: Seance) -> [Row] {
        var connections: [Connection] = []
        var direct: [Call] = []
        TreeWalk.connections(of: seance, view) { connections.append($0) }
        TreeWalk.calls(of: seance, view) { direct.append($0) }
        let glyphs = view.glyphs
        var rows: [Row] = []
        for (place, connection) in connections.enumerated() {
            let isLast = place == connections.count - 1 && direct.isEmpty
            var calls: [Call] = []
            TreeWalk.calls(of: connection, under: seance.endedAt, view) { calls.append($0) }
            var row = Row(connection, view)
            row.line = TreeText.connection(connection, view)
            if calls.isEmpty {
                row.branch = "  " + (isLast ? glyphs.lastBranch : glyphs.branch) + " "
            } else {
                let isOpen = isOpen(inside: connection)
                row.isOpen = isOpen
                row.branch =
                    "  " + (isLast ? glyphs.corner : glyphs.tee) + (isOpen ? glyphs.expanded : glyphs.collapsed) + " "
            }
            rows.append(row)
            guard row.isOpen == true else { continue }
            for (place, call) in calls.enumerated() {
                let trunk = "  " + (isLast ? "  " : glyphs.trunk) + " "
                rows.append(leaf(call, trunk + (place == calls.count - 1 ? glyphs.lastBranch : glyphs.branch) + " "))
            }
        }
        for (place, call) in direct.enumerated() {
            rows.append(leaf(call, "  " + (place == direct.count - 1 ? glyphs.lastBranch : glyphs.branch) + " "))
        }
        return rows
    }

    private func isOpen(inside connection: Connection) -> Bool { !query.toggled.contains(.object(connection.key)) }

    private func leaf(_ call: Call, _ branch: DisplayText) -> Row {
        var row = Row(call, view)
        row.branch = branch
        row.line = TreeText.call(call, view)
        return row
    }
}
