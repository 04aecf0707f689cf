import CCSEvents
import CCSState

/// Everything known of a seance, as rows: its fields, its connections and calls with theirs, its failures.
///
/// A seance may have any number of calls, so of what hangs under it only how many rows it takes is found, and rows are made where
/// they are seen.
struct SeanceTree: RowList {
    /// Something that takes a row, and where it is open one for each of its fields.
    private struct Part {
        enum Kind { case anomaly, seance, failure, connection, call }
        var kind: Kind
        /// The last of its siblings.
        var isLast = false
        /// Of a call: it hangs under a connection.
        var isInside = false
        /// Of such a call: its connection is the last one.
        var isUnderLast = false
        /// Of a connection: calls hang under it.
        var hasCalls = false
        /// The slot of an object, or the place of an anomaly or a failure.
        var place: Int
        /// The first of its rows.
        var row: Int
    }

    private let seance: Seance
    private let query: Query
    private let view: Viewpoint
    private let marks: Marks
    private let anomalies: [Anomaly]
    private var parts: [Part] = []
    /// Whether anything hangs under the seance.
    private var hasMore = false
    private(set) var count = 0

    init(_ seance: Seance, _ query: Query, _ view: Viewpoint) {
        self.seance = seance
        self.query = query
        self.view = view
        marks = seance.marks
        // What is wrong with it or what hangs under it comes first, the gravest above.
        anomalies = marks.found.sorted {
            ($1.detector.row.severity, $0.serial) < ($0.detector.row.severity, $1.serial)
        }
        lay()
    }

    // MARK: Where everything stands

    private mutating func lay() {
        for place in anomalies.indices { add(.anomaly, place, rows: 1) }
        let isOpen = isOpen(seance)
        add(.seance, seance.slot, rows: isOpen ? 1 + ObjectFields.count(seance) : 1)
        guard isOpen else { return }
        let failures = SeanceFailures.places(of: seance)
        // What still hangs in a connection of this seance is shown there, all else right here.
        var direct: [Int] = []
        for call in seance.keptCalls {
            if let connection = call.keptConnection {
                let isElsewhere = connection.keptSeance?.slot != seance.slot
                guard isElsewhere || (call.isLive && !connection.isLive) else { continue }
            }
            direct.append(call.slot)
        }
        // What lives comes first: that is where the caller is.
        var (connections, ended): ([Connection], [Connection]) = ([], [])
        for connection in seance.keptConnections {
            if connection.isLive { connections.append(connection) } else { ended.append(connection) }
        }
        connections += ended
        hasMore = !connections.isEmpty || !direct.isEmpty || !failures.isEmpty
        for failure in failures { add(.failure, failure, rows: 1) }
        if connections.isEmpty, direct.isEmpty, !failures.isEmpty { parts[parts.count - 1].isLast = true }
        for (place, connection) in connections.enumerated() {
            add(connection, isLast: place == connections.count - 1 && direct.isEmpty)
        }
        for slot in direct { add(.call, slot, rows: rowCount(Call(domain: seance.domain, slot: slot))) }
        if !direct.isEmpty { parts[parts.count - 1].isLast = true }
    }

    private mutating func add(_ connection: Connection, isLast: Bool) {
        let isOpen = isOpen(connection)
        let own = parts.count
        add(.connection, connection.slot, rows: isOpen ? 1 + ObjectFields.count(connection) : 1)
        parts[own].isLast = isLast
        guard isOpen else { return }
        for call in connection.keptCalls
        where connection.isLive || !call.isLive || call.keptSeance?.slot != seance.slot {
            add(.call, call.slot, rows: rowCount(call))
            parts[parts.count - 1].isInside = true
            parts[parts.count - 1].isUnderLast = isLast
        }
        guard parts.count > own + 1 else { return }
        parts[own].hasCalls = true
        parts[parts.count - 1].isLast = true
    }

    private mutating func add(_ kind: Part.Kind, _ place: Int, rows: Int) {
        parts.append(Part(kind: kind, place: place, row: count))
        count += rows
    }

    private func rowCount(_ call: Call) -> Int { isOpen(call) ? 1 + ObjectFields.count(call) : 1 }

    private func isOpen(_ object: some PaneObject) -> Bool {
        // While the seance lives, what has ended in it is a line until it is asked for.
        let isUsuallyOpen = query.opensAll || object.isLive || !seance.isLive
        return query.toggled.isEmpty ? isUsuallyOpen : isUsuallyOpen != query.toggled.contains(.object(object.key))
    }

    // MARK: Rows

    func index(of id: RowID) -> Int? {
        switch id {
        case .object(let key): return part(of: key)?.row
        case .field(let key, let name):
            guard let part = part(of: key), let object = AnomalyText.object(key, in: seance.domain), isOpen(object),
                let field = ObjectFields.all(of: object, view).firstIndex(where: { $0.name == name })
            else { return nil }
            return part.row + 1 + field
        case .sequence(let number):
            let place = number - 1 - firstFailure
            return parts.first { $0.kind == .failure && $0.place == place }?.row
        case .fact: return anomalies.firstIndex { Row.id(of: $0) == id }
        case .domain: return nil
        }
    }

    private func part(of key: ObjectKey) -> Part? {
        guard let slot = AnomalyText.object(key, in: seance.domain)?.slot else { return nil }
        let kind: Part.Kind =
            switch key.kind {
            case .seance: .seance
            case .connection: .connection
            case .call: .call
            }
        return parts.first { $0.kind == kind && $0.place == slot }
    }

    func rows(_ range: Range<Int>) -> [Row] {
        guard !range.isEmpty else { return [] }
        var rows: [Row] = []
        var at = place(ofRow: range.lowerBound)
        while at < parts.count, parts[at].row < range.upperBound {
            for (offset, row) in make(parts[at]).enumerated() where range.contains(parts[at].row + offset) {
                rows.append(row)
            }
            at += 1
        }
        return rows
    }

    func search(_ sought: Sought, from row: Int, backwards: Bool, mayStay: Bool) -> Int? {
        guard count > 0 else { return nil }
        let start = place(ofRow: row)
        // The part of the row comes twice: what is ahead in it first, and all of it last.
        for step in 0...parts.count {
            let part = parts[(start + (backwards ? parts.count - step : step)) % parts.count]
            var found = make(part).indices(of: sought).map { part.row + $0 }
            if step == 0 {
                if mayStay, found.contains(row) { return row }
                found.removeAll { backwards ? $0 >= row : $0 <= row }
            }
            if let next = backwards ? found.last : found.first { return next }
        }
        return nil
    }

    /// The part that a row belongs to.
    private func place(ofRow row: Int) -> Int {
        var (low, high) = (0, parts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if parts[middle].row <= row { low = middle } else { high = middle }
        }
        return low
    }

    private var firstFailure: Int { seance.domain.failureCount - seance.domain.failuresKept }

    private func make(_ part: Part) -> [Row] {
        let corner = part.isLast ? view.glyphs.corner : view.glyphs.tee
        let below = part.isLast ? "  " : view.glyphs.trunk
        switch part.kind {
        case .anomaly: return [row(anomalies[part.place])]
        case .failure: return [failure(part.place, isLast: part.isLast)]
        case .seance:
            return rows(
                seance, "seance", lead: .empty, corner: .empty, below: hasMore ? view.glyphs.trunk : "  ", marks: marks
            ) { ObjectFields.seance(seance, view) }
        case .connection:
            let connection = Connection(domain: seance.domain, slot: part.place)
            return rows(
                connection, "connection", lead: .empty, corner: corner,
                below: below + (part.hasCalls ? view.glyphs.trunk : "  ")
            ) { ObjectFields.connection(connection, view) }
        case .call:
            let call = Call(domain: seance.domain, slot: part.place)
            let lead: DisplayText = part.isInside ? (part.isUnderLast ? "  " : view.glyphs.trunk) : .empty
            return rows(call, "call", lead: lead, corner: corner, below: lead + below + "  ") {
                ObjectFields.call(call, view)
            }
        }
    }

    private func row(_ anomaly: Anomaly) -> Row {
        let item = AnomalyItem(anomaly: anomaly, domain: seance.domain)
        var row = Row(item, view)
        row.branch = view.glyphs.warn + " "
        let subject = AnomalyText.subject(item, view)
        let role = item.isQuiet ? Role.ended : anomaly.detector.row.severity.role
        row.line = [
            StyledText(DisplayText(sanitizing: subject + " "), .label),
            StyledText(DisplayText(sanitizing: AnomalyText.why(item, view)), role),
        ]
        if anomaly.isFact { row.line?.append(StyledText("  fact", .ended)) }
        if anomaly.isAcknowledged { row.line?.append(StyledText("  acknowledged", .ended)) }
        return row
    }

    /// The line of an object and, where it is open, its fields, which stand `below`.
    private func rows(
        _ object: some PaneObject, _ kind: DisplayText, lead: DisplayText, corner: DisplayText, below: DisplayText,
        marks: Marks? = nil, fields: () -> [ObjectFields.Entry]
    ) -> [Row] {
        var row = Row(object, view, marks: marks)
        let isOpen = isOpen(object)
        row.isOpen = isOpen
        row.branch = lead + corner + (isOpen ? view.glyphs.expanded : view.glyphs.collapsed) + " "
        let id = DisplayText(sanitizing: object.id.bytes)
        row.line = [
            StyledText(kind + " ", .label), StyledText(id, object.isLive ? .value : .ended), StyledText("  "),
            StyledText(view.shown(object.state), object.isLive ? object.phase.role : .ended),
        ]
        if !object.isLive { row.line?.append(StyledText("  ended", .ended)) }
        if object.isUnconfirmed { row.line?.append(StyledText("  unconfirmed", .ended)) }
        guard isOpen else { return [row] }
        return [row]
            + fields().map { field in
                var line = Row(id: .field(object.key, field.name))
                line.branch = below + "  "
                line.line = [
                    StyledText(DisplayText(sanitizing: field.name).padded(to: 9) + " ", .label),
                    StyledText(field.text, field.isMissing ? .missing : row.hasEnded ? .ended : field.role),
                ]
                line.seance = seance.key
                line.hasEnded = row.hasEnded
                line.copyText = field.copyText
                return line
            }
    }

    private func failure(_ place: Int, isLast: Bool) -> Row {
        let failure = seance.domain.failure(place)
        var row = Row(id: .sequence(firstFailure + place + 1))
        row.branch = (isLast ? view.glyphs.lastBranch : view.glyphs.branch) + " "
        let texts = [failure.code, failure.reason, failure.number].map { view.shown($0.string) }
        let said = texts.filter { !$0.isEmpty }.joined(separator: "  ")
        row.line = [
            StyledText("failure ", .label), StyledText(DisplayText(sanitizing: Plain.time(failure.at))),
            StyledText("  " + DisplayText(sanitizing: said), .failed),
        ]
        row.seance = seance.key
        row.copyText = view.shown(failure.number.string)
        return row
    }
}

extension [Row] {
    /// The rows that are what is looked for.
    fileprivate func indices(of sought: Sought) -> [Int] { indices.filter { self[$0].isFound(by: sought) } }
}
