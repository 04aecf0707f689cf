import CCSEvents
import CCSFeed
import CCSState
import CCSView

/// The sources of a feed, each with its own standing, and what is said of them together: the worst of it.
struct SourceBoard: Sendable {
    private(set) var standings: [SourceStanding]

    init(_ sources: [FeedSource], now: Int64) {
        standings = sources.map { SourceStanding($0, now: now) }
    }

    /// The standing of a source by its number.
    subscript(number: Int) -> SourceStanding? {
        get { standings.indices.contains(number) ? standings[number] : nil }
        set { if let newValue, standings.indices.contains(number) { standings[number] = newValue } }
    }

    /// Whether time passes between events.
    var isLive: Bool { standings.contains(where: \.isLive) }
    /// Whether nothing comes any more.
    var isOver: Bool { standings.allSatisfy { $0.end != nil } }
    /// Whether nothing comes any more, or not before a source is connected again.
    var isOverOrLost: Bool { standings.allSatisfy { $0.end != nil || $0.wasLost } }
    /// Whether a connection was lost.
    var wasLost: Bool { standings.contains(where: \.wasLost) }

    /// The longest that a source which should be heard of was silent, in milliseconds.
    func silence(now: Int64, _ reducer: borrowing FeedReducer) -> Int64 {
        var longest: Int64 = 0
        for standing in standings where standing.isLive {
            guard let last = reducer.facts(ofSource: standing.source.number).lastArrival else { continue }
            longest = max(longest, now - last)
        }
        return longest
    }

    /// Each source as the feed pane lists it.
    func lines(now: Int64, staleAfter: Int64?, _ reducer: borrowing FeedReducer) -> [SourceLine] {
        standings.map { standing in
            let facts = reducer.facts(ofSource: standing.source.number)
            return SourceLine(
                number: standing.source.number, name: DisplayText(sanitizing: standing.source.name),
                feed: standing.state(now: now, lastArrival: facts.lastArrival, staleAfter: staleAfter),
                isLive: standing.isLive)
        }
    }
}
