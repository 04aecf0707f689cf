import CCSEvents
import CCSState

/// What an anomaly is about, and why it is one, in words.
enum AnomalyText {
    /// `rings for 00:01:10, over 30 s; ended 14:03:22.000`
    static func why(_ item: AnomalyItem, _ view: Viewpoint) -> String {
        guard let ended = item.ended, let end = ended.endedAt else {
            let why = why(item.anomaly, until: item.timeStops ?? view.now) + caller(of: item, view)
            return item.isUnconfirmed ? why + "; not confirmed since a gap of the feed" : why
        }
        let why = why(item.anomaly, until: end) + caller(of: item, view)
        let time = Plain.time(end, now: view.now)
        return ended.hasLeft
            ? "\(why); no longer watched since \(time): whether it is over is unknown" : "\(why); ended \(time)"
    }

    private static func caller(of item: AnomalyItem, _ view: Viewpoint) -> String {
        let caller = item.caller
        return caller.isEmpty ? "" : ", for the caller \(view.shown(caller.string))"
    }

    private static func why(_ anomaly: Anomaly, until end: Int64) -> String {
        let lasted = Plain.duration(max(0, end - anomaly.since))
        let over = ", over " + DurationText.text(anomaly.firedAt - anomaly.since)
        switch anomaly.detector {
        case .ringing: return "rings for \(lasted)\(over)"
        case .held: return "on hold for \(lasted)\(over)"
        case .unrecorded: return "talks without a recording for \(lasted)\(over)"
        case .unfinished: return "recording not finished \(lasted) after the connection ended\(over)"
        case .silent: return "no event for \(lasted)\(over)"
        case .outlived: return "still live \(lasted) after its seance ended\(over)"
        case .empty: return "has no calls for \(lasted)\(over)"
        case .failing:
            guard let share = anomaly.share ?? anomaly.peak else { return "too many failures for \(lasted)" }
            return "\(Plain.number(share.failed)) of \(Plain.number(share.of)) attempts failed, for \(lasted)"
        case .waiting: return "the caller waits for \(lasted)\(over)"
        case .loop: return "came back to an earlier number \(lasted) ago"
        case .stale: return "no event from the feed for \(lasted)\(over)"
        case .lag: return "events come late since \(Plain.time(anomaly.since))\(over)"
        }
    }

    /// `call 3694473f…0002`, `number 1300`, `domain sales`
    static func subject(_ item: AnomalyItem, _ view: Viewpoint) -> String {
        switch item.anomaly.subject {
        case .object(let key):
            let id = item.id
            return id.isEmpty ? "\(key.kind)" : "\(key.kind) \(ChangeText.short(id, view))"
        case .number(let number): return "number \(view.shown(number))"
        case .domain: return "domain \(item.domain.name)"
        case .feed: return "feed"
        }
    }

    /// Something that comes in the order of ``subject(_:_:)``, but is short enough to stand in a ``SortKey`` as a whole: the
    /// word that it begins with, and the ellipsis, take a byte each. Ids of one maker often have the same two ends.
    static func subjectOrder(_ item: AnomalyItem, _ view: Viewpoint) -> String {
        var order = String.UnicodeScalarView()
        var text = Substring(subject(item, view)).unicodeScalars
        for (place, word) in words.enumerated() where text.starts(with: word.unicodeScalars) {
            order.append(Unicode.Scalar(UInt8(ascii: "a") + UInt8(place)))
            text = text.dropFirst(word.unicodeScalars.count)
            if text.first == " " { text.removeFirst() }
            break
        }
        // The last of the characters of a byte comes after all that an id is made of.
        for scalar in text { order.append(scalar == "\u{2026}" ? "\u{7F}" : scalar) }
        return String(order)
    }

    /// What subjects begin with, in order.
    private static let words = ["call", "connection", "domain", "feed", "number", "seance"]

    /// The object of a key, while it is kept.
    static func object(_ key: ObjectKey, in domain: Domain) -> (any PaneObject)? {
        switch key.kind {
        case .call: domain.call(key)
        case .connection: domain.connection(key)
        case .seance: domain.seance(key)
        }
    }
}
