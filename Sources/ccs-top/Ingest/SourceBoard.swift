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

    /// A peer came, under a number that is new or that of one which has ended.
    mutating func open(_ number: Int, name: String, now: Int64) {
        guard let listener = standings.first(where: { $0.source.peers != nil })?.source.number else { return }
        let source = FeedSource(number: number, name: name, isLive: true, listener: listener, start: {})
        if standings.indices.contains(number) {
            standings[number] = SourceStanding(source, now: now)
        } else if number == standings.count {
            standings.append(SourceStanding(source, now: now))
        }
    }

    /// The sources that were asked for: peers come and go with the one that listens.
    var asked: some Sequence<SourceStanding> { standings.lazy.filter { $0.source.listener == nil } }

    /// Whether time passes between events.
    var isLive: Bool { standings.contains(where: \.isLive) }
    /// Whether nothing comes any more.
    var isOver: Bool { asked.allSatisfy(isOver) }

    /// Whether nothing comes of a source any more: it has ended, or all who pushed have gone and what they sent was taken.
    func isOver(_ standing: SourceStanding) -> Bool {
        guard let peers = standing.source.peers?() else { return standing.end != nil }
        let all = standings.filter { $0.source.listener == standing.source.number }
        return peers.connected == 0 && !all.isEmpty && all.allSatisfy { $0.end != nil }
    }

    /// Whether nothing comes any more, or not before a source is connected again.
    var isOverOrLost: Bool { asked.allSatisfy { $0.end != nil || $0.wasLost } }
    /// Whether a connection was lost.
    var wasLost: Bool { standings.contains(where: \.wasLost) }

    /// Passes on to a source's connection what one of the frames that came on it wants.
    mutating func pass(_ frame: FeedReducer.Frame, connection: Int, now: Int64) {
        switch frame {
        case .answer(let source, let qid): self[source]?.source.answer(qid, connection)
        case .control(let source, let method, let qid, let result):
            self[source]?.source.received(
                FeedControl(method: method, qid: qid, result: result, connection: connection))
        case .greeting(let source, let greeting): self[source]?.note(greeting, now: now)
        }
    }

    /// The longest that a source which should be heard of was silent, in milliseconds.
    func silence(now: Int64, _ reducer: borrowing FeedReducer) -> Int64 {
        var longest: Int64 = 0
        for standing in asked where standing.isLive {
            guard let last = lastArrival(of: standing, reducer) else { continue }
            longest = max(longest, now - last)
        }
        return longest
    }

    /// When the last event of a source came; where this side listens, that of any of its peers.
    private func lastArrival(of standing: SourceStanding, _ reducer: borrowing FeedReducer) -> Int64? {
        guard standing.source.peers != nil else { return reducer.facts(ofSource: standing.source.number).lastArrival }
        var last: Int64?
        for peer in standings where peer.source.listener == standing.source.number {
            guard let arrival = reducer.facts(ofSource: peer.source.number).lastArrival else { continue }
            last = max(last ?? arrival, arrival)
        }
        return last
    }

    /// Each source as the feed pane lists it.
    func lines(now: Int64, staleAfter: Int64?, _ reducer: borrowing FeedReducer) -> [SourceLine] {
        standings.map { standing in
            let last = lastArrival(of: standing, reducer)
            var line = SourceLine(
                number: standing.source.number, name: DisplayText(sanitizing: standing.source.name),
                feed: standing.state(now: now, lastArrival: last, staleAfter: staleAfter), isLive: standing.isLive)
            line.isPeer = standing.source.listener != nil
            if let peers = standing.source.peers?() {
                line.peers = (peers.connected, peers.accepted, peers.refused)
                if peers.connected == 0, case .live = line.feed { line.feed = .listening }
                if peers.connected == 0, case .stale = line.feed { line.feed = .listening }
            }
            line.advice = standing.advice.map { DisplayText(sanitizing: $0) }
            line.alert = standing.source.trust?.alert
            line.remarks = standing.remarks
            return line
        }
    }
}
