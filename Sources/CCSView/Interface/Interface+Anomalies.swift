import CCSEvents

extension Interface {
    /// To the next row that something is wrong with, or the one before.
    mutating func findAnomaly(backwards: Bool, _ scene: Scene) {
        let find = Query.Find.anomaly(backwards: backwards)
        if frozen == nil {
            list.find = find
        } else if frozen?.find(find, lines: scene.lines) == false {
            sayNoAnomaly(scene.page?.header)
        }
    }

    /// Says that nothing is wrong here, and where to look if something is wrong elsewhere.
    mutating func sayNoAnomaly(_ header: Header?) {
        let active = header?.anomalies.active ?? 0
        let key = keys.entry(of: .pane).flatMap { entry in
            Pane.ofDomain.firstIndex(of: .anomalies).flatMap { entry.keys.indices.contains($0) ? entry.keys[$0] : nil }
        }
        guard active > 0, domain != nil, view != .pane(.anomalies), let key else {
            return say("nothing is wrong in this list")
        }
        say("nothing is wrong in this list; \(Amounts.count(active)) in pane \(key.name) (\(Pane.anomalies.title))")
    }

    /// Takes note that what is wrong with the selected row was seen, or that it was not.
    mutating func acknowledge(_ scene: Scene) -> [Effect] {
        guard let domain, let row = scene.page?.selectedRow else {
            say("no row here")
            return []
        }
        guard !row.anomalies.isEmpty else {
            say("nothing is wrong with this row")
            return []
        }
        let isSeen = !row.isAcknowledged
        frozen?.acknowledge(isSeen)
        let count = row.anomalies.count == 1 ? "" : "\(Amounts.count(row.anomalies.count)) "
        let key = keys.keyName(.acknowledge)
        say(isSeen ? "\(count)acknowledged; \(key) takes it back" : "\(count)no longer acknowledged")
        return [.acknowledge(domain: domain, serials: row.anomalies, isSeen: isSeen)]
    }
}
