import CCSEvents
import CCSState

/// What is said in place of rows, and over a seance.
enum NoticeMaker {
    /// Says that nothing of a domain came: `0 of 5,120 events are of "sales"; seen: support 3,100, billing 2,020`.
    static func notice(_ name: String?, _ reducer: borrowing FeedReducer) -> DisplayText {
        guard let name else { return "No domain is chosen" }
        let counts = reducer.counts
        let events = [Verdict.applied, .duplicate, .late, .orphan, .otherDomain].reduce(0) { $0 + counts[$1] }
        guard events > 0 else {
            let lines = counts.lines
            if lines == 0 { return "Nothing has come yet" }
            return DisplayText(
                sanitizing:
                    "None of \(Plain.number(lines)) \(lines == 1 ? "line" : "lines") is an event; see the pane Feed")
        }
        var seen = reducer.facts.otherDomains.map { (name: $0.key, count: $0.value) }
        if seen.isEmpty {
            seen = reducer.state.domains.filter { $0.newestAt != nil }.map {
                ($0.name, $0.eventsByType.reduce(0, +))
            }
        }
        seen.sort { ($1.count, $0.name) < ($0.count, $1.name) }
        let shown = seen.prefix(8).map { "\($0.name.prefix(40)) \(Plain.number($0.count))" }.joined(separator: ", ")
        let rest = seen.count > 8 ? " and \(seen.count - 8) more" : ""
        let tail = shown.isEmpty ? "" : "; seen: \(shown)\(rest)"
        let shortName = DisplayText(sanitizing: name, limit: 60).string
        return DisplayText(sanitizing: "0 of \(Plain.number(events)) events are of \"\(shortName)\"\(tail)")
    }

    /// A title for the view of a seance: its id, who called whom, its state.
    static func title(_ seance: Seance, _ view: Viewpoint) -> DisplayText {
        let id = DisplayText(sanitizing: seance.id.bytes)
        let parties = TreeText.parties(seance.from, seance.to, view)
        let state = view.shown(seance.state)
        return "Seance " + id + "  " + parties + "  " + state + (seance.isLive ? .empty : "  ended")
    }
}
