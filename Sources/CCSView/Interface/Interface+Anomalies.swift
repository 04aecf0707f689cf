import CCSEvents

extension Interface {
    /// To the next row that something new is wrong with, or the one before: what was acknowledged is passed over.
    mutating func findAnomaly(backwards: Bool, _ scene: Scene) {
        let find = Query.Find.anomaly(backwards: backwards)
        if frozen == nil {
            list.find = find
        } else if frozen?.find(find, lines: scene.lines) == false {
            sayNoAnomaly(scene.page?.header)
        }
    }

    /// Says that nothing new is wrong here, and where to look if something is elsewhere.
    mutating func sayNoAnomaly(_ header: Header?) {
        let (active, unseen, _) = header?.anomalies ?? (0, 0, 0)
        guard active == 0 || unseen > 0 else { return say("all anomalies are acknowledged") }
        guard unseen > 0, domain != nil, view != .pane(.anomalies) else { return say("no new anomaly in this list") }
        let key = keys.keyName(of: .anomalies)
        say("no new anomaly in this list; \(Plain.number(unseen)) in pane \(key) (\(Pane.anomalies.title))")
    }

    /// Takes note that what is wrong with the selected row was seen, or that it was not.
    mutating func acknowledge(_ scene: Scene) -> [Effect] {
        guard let domain, let row = scene.page?.selectedRow else {
            say("no row is selected")
            return []
        }
        guard !row.anomalies.isEmpty else {
            say("this row has no anomaly")
            return []
        }
        let isSeen = !row.isAcknowledged
        frozen?.acknowledge(isSeen)
        let count = row.anomalies.count == 1 ? "" : "\(Plain.number(row.anomalies.count)) "
        let key = keys.keyName(.acknowledge)
        say(isSeen ? "\(count)acknowledged; press \(key) to undo" : "\(count)no longer acknowledged")
        return [.acknowledge(domain: domain, serials: row.anomalies, isSeen: isSeen)]
    }
}
