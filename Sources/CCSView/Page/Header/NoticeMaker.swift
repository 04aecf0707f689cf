import CCSEvents
import CCSState

/// What is said in place of rows, and over a seance.
enum NoticeMaker {
    /// Says that nothing of a domain came: `0 of 5,120 events are of "sales"; seen: support 3,100, billing 2,020`.
    static func notice(_ name: String?, _ reducer: borrowing FeedReducer) -> DisplayText {
        guard let name else { return "Choose a domain first" }
        let counts = reducer.counts
        let events = [Verdict.applied, .duplicate, .late, .orphan, .otherDomain].reduce(0) { $0 + counts[$1] }
        let shortName = DisplayText(sanitizing: name, limit: 60).string
        let useless = useless(counts)
        guard events > 0 else {
            if counts.lines == 0 { return "No line has come yet" }
            // An answer to a subscription is no event, and nothing is wrong with it.
            let tail = useless.map { "; \($0)" } ?? ""
            return DisplayText(sanitizing: "No event of \"\(shortName)\" has come yet\(tail)")
        }
        var seen = reducer.facts.otherDomains.map { (name: $0.key, count: $0.value) }
        if seen.isEmpty {
            seen = reducer.state.domains.filter { $0.newestAt != nil }.map {
                ($0.name, $0.eventCount)
            }
        }
        seen.sort { ($1.count, $0.name) < ($0.count, $1.name) }
        let shown = seen.prefix(8).map { "\($0.name.prefix(40)) \(Plain.number($0.count))" }.joined(separator: ", ")
        let rest = seen.count > 8 ? " and \(seen.count - 8) more" : ""
        let tail = (shown.isEmpty ? "" : "; seen: \(shown)\(rest)") + (useless.map { "; \($0)" } ?? "")
        return DisplayText(sanitizing: "0 of \(Plain.number(events)) events are of \"\(shortName)\"\(tail)")
    }

    /// Says why no domain is known although lines came: `2,131 lines name no domain: set it with --feed-domain NAME`;
    /// nil where there is nothing to say of them.
    static func noDomains(_ reducer: borrowing FeedReducer) -> DisplayText? {
        useless(reducer.counts).map { DisplayText(sanitizing: $0) }
    }

    /// Says in a list whose columns count 15 minutes that these were not all heard: `15m columns: heard 3m of 15m`.
    static func noteWindow(of page: inout Page) {
        guard [.pane(.domains), .pane(.numbers)].contains(page.query.view), page.notice == nil, page.rowCount > 0,
            let heard = page.header.heard, heard < MeasureSummary.minutes * 60
        else { return }
        let window = Plain.window(MeasureSummary.minutes * 60, heard: heard)
        page.notice = DisplayText(sanitizing: "15m columns: heard \(window)")
    }

    /// What came that nothing could be made of, and what to do about it.
    private static func useless(_ counts: FeedCounts) -> String? {
        func lines(_ count: Int, _ one: String, _ several: String) -> String? {
            count > 0 ? "\(Plain.number(count)) \(count == 1 ? "line \(one)" : "lines \(several)")" : nil
        }
        let refused = counts[.malformed] + counts[.oversized] + counts[.unknownType]
        let parts = [
            lines(counts[.noDomain], "names", "name").map {
                "\($0) no domain: set it with --feed-domain NAME"
            },
            lines(refused, "is not an event", "are not events"),
            lines(counts[.otherClass], "has", "have").map { "\($0) another class than ccsevents" },
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// A title for the view of a seance: its id, who called whom, its state.
    static func title(_ seance: Seance, _ view: Viewpoint) -> DisplayText {
        let id = DisplayText(sanitizing: seance.id.bytes)
        let parties = TreeText.parties(seance.from, seance.to, view)
        let state = view.shown(seance.state)
        return "Seance " + id + "  " + parties + "  " + state + (seance.isLive ? .empty : "  ended")
    }
}
