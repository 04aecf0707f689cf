import CCSEvents
import CCSState

/// Everything known of a seance, as rows: its fields, its connections and calls with theirs, its failures.
struct SeanceTree {
    private let seance: Seance
    private let query: Query
    private let view: Viewpoint
    private var rows: [Row] = []

    /// The rows of a seance's tree.
    static func rows(_ seance: Seance, _ query: Query, _ view: Viewpoint) -> [Row] {
        var tree = SeanceTree(seance: seance, query: query, view: view)
        tree.addSeance()
        return tree.rows
    }

    private init(seance: Seance, query: Query, view: Viewpoint) {
        self.seance = seance
        self.query = query
        self.view = view
    }

    private mutating func addSeance() {
        // What lives comes first: that is where the caller is.
        let kept = Array(seance.keptConnections)
        let connections = kept.filter(\.isLive) + kept.filter { !$0.isLive }
        // What still hangs in a connection of this seance is shown there, all else right here.
        let direct = seance.keptCalls.filter { call in
            guard let connection = call.keptConnection else { return true }
            return connection.keptSeance?.slot != seance.slot || (call.isLive && !connection.isLive)
        }
        let ids = MemberIDs(of: seance)
        let failures = (0..<seance.domain.failuresKept).filter { place in
            let failure = seance.domain.failure(place)
            return ids.has(call: failure.call, connection: failure.connection, seance: failure.seance)
        }
        addAnomalies()
        guard addObject(seance, "seance", lead: .empty, corner: .empty) else { return }
        let hasMore = !connections.isEmpty || !direct.isEmpty || !failures.isEmpty
        addFields(seance.key, ObjectFields.seance(seance, view), lead: hasMore ? view.glyphs.trunk : "  ")
        addFailures(failures, isLast: connections.isEmpty && direct.isEmpty)
        for (place, connection) in connections.enumerated() {
            add(connection, isLast: place == connections.count - 1 && direct.isEmpty)
        }
        for (place, call) in direct.enumerated() {
            add(call, lead: .empty, isLast: place == direct.count - 1)
        }
    }

    /// What is wrong with it or what hangs under it comes first, the gravest above.
    private mutating func addAnomalies() {
        let found = seance.marks.found.sorted {
            ($1.detector.row.severity, $0.serial) < ($0.detector.row.severity, $1.serial)
        }
        for anomaly in found {
            var row = Row(AnomalyItem(anomaly: anomaly, domain: seance.domain), view)
            row.branch = view.glyphs.warn + " "
            let subject = AnomalyText.subject(anomaly, in: seance.domain, view)
            let role = anomaly.isAcknowledged ? Role.ended : anomaly.detector.row.severity.role
            row.line = [
                StyledText(DisplayText(sanitizing: subject + " "), .label),
                StyledText(DisplayText(sanitizing: AnomalyText.why(anomaly, view)), role),
            ]
            if anomaly.isAcknowledged { row.line?.append(StyledText("  acknowledged", .ended)) }
            rows.append(row)
        }
    }

    private mutating func add(_ connection: Connection, isLast: Bool) {
        guard addObject(connection, "connection", lead: .empty, isLast: isLast) else { return }
        let calls = connection.keptCalls.filter {
            connection.isLive || !$0.isLive || $0.keptSeance?.slot != seance.slot
        }
        let lead = isLast ? "  " : view.glyphs.trunk
        addFields(
            connection.key, ObjectFields.connection(connection, view),
            lead: lead + (calls.isEmpty ? "  " : view.glyphs.trunk))
        for (place, call) in calls.enumerated() { add(call, lead: lead, isLast: place == calls.count - 1) }
    }

    private mutating func add(_ call: Call, lead: DisplayText, isLast: Bool) {
        guard addObject(call, "call", lead: lead, isLast: isLast) else { return }
        addFields(call.key, ObjectFields.call(call, view), lead: lead + (isLast ? "  " : view.glyphs.trunk) + "  ")
    }

    private mutating func addObject(_ object: some PaneObject, _ kind: DisplayText, lead: DisplayText, isLast: Bool)
        -> Bool
    {
        addObject(object, kind, lead: lead, corner: isLast ? view.glyphs.corner : view.glyphs.tee)
    }

    /// Adds the line of an object; says whether it is open.
    private mutating func addObject(
        _ object: some PaneObject, _ kind: DisplayText, lead: DisplayText, corner: DisplayText
    ) -> Bool {
        var row = Row(object, view)
        // While the seance lives, what has ended in it is a line until it is asked for.
        let isUsuallyOpen = query.opensAll || object.isLive || !seance.isLive
        let isOpen = isUsuallyOpen != query.toggled.contains(row.id)
        row.isOpen = isOpen
        row.branch = lead + corner + (isOpen ? view.glyphs.expanded : view.glyphs.collapsed) + " "
        let id = DisplayText(sanitizing: object.id.bytes)
        let state = view.shown(object.state)
        row.line = [
            StyledText(kind + " ", .label), StyledText(id, object.isLive ? .value : .ended), StyledText("  "),
            StyledText(state, object.isLive ? object.phase.role : .ended),
        ]
        if !object.isLive { row.line?.append(StyledText("  ended", .ended)) }
        if object.isUnconfirmed { row.line?.append(StyledText("  unconfirmed", .ended)) }
        rows.append(row)
        return isOpen
    }

    private mutating func addFields(_ key: ObjectKey, _ fields: [ObjectFields.Entry], lead: DisplayText) {
        for field in fields {
            var row = Row(id: .field(key, field.name))
            row.branch = lead + "  "
            row.line = [
                StyledText(DisplayText(sanitizing: field.name).padded(to: 9) + " ", .label),
                StyledText(field.text, field.isMissing ? .missing : rows.last?.hasEnded == true ? .ended : field.role),
            ]
            row.seance = seance.key
            row.hasEnded = rows.last?.hasEnded ?? false
            row.copyText = field.copyText
            rows.append(row)
        }
    }

    private mutating func addFailures(_ places: [Int], isLast: Bool) {
        for (number, place) in places.enumerated() {
            let failure = seance.domain.failure(place)
            var row = Row(id: .sequence(seance.domain.failureCount - seance.domain.failuresKept + place + 1))
            row.branch = (isLast && number == places.count - 1 ? view.glyphs.lastBranch : view.glyphs.branch) + " "
            let texts = [failure.code, failure.reason, failure.number].map { view.shown($0.string) }
            let said = texts.filter { !$0.isEmpty }.joined(separator: "  ")
            row.line = [
                StyledText("failure ", .label), StyledText(DisplayText(sanitizing: Plain.time(failure.at))),
                StyledText("  " + DisplayText(sanitizing: said), .failed),
            ]
            row.seance = seance.key
            row.copyText = view.shown(failure.number.string)
            rows.append(row)
        }
    }
}
