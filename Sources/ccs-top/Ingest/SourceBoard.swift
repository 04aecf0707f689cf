import CCSEvents
import CCSFeed
import CCSState
import CCSView

/// The state of each source, and their common state, which is the worst of them.
struct SourceBoard: Sendable {
    private(set) var standings: [SourceStanding]

    init(_ sources: [FeedSource], now: Int64) {
        standings = sources.map { SourceStanding($0, now: now) }
    }

    /// The state of a source by its number.
    subscript(number: Int) -> SourceStanding? {
        get { standings.indices.contains(number) ? standings[number] : nil }
        set { if let newValue, standings.indices.contains(number) { standings[number] = newValue } }
    }

    /// Adds a peer. Its number is new, or that of a peer that has ended.
    mutating func open(_ number: Int, name: String, now: Int64) {
        guard let listener = standings.first(where: { $0.source.peers != nil })?.source.number else { return }
        let source = FeedSource(number: number, name: name, isLive: true, listener: listener, start: {})
        if standings.indices.contains(number) {
            standings[number] = SourceStanding(source, now: now)
        } else if number == standings.count {
            standings.append(SourceStanding(source, now: now))
        }
    }

    /// The sources that the user named. Peers are not among them: they depend on the listening source.
    var asked: some Sequence<SourceStanding> { standings.lazy.filter { $0.source.listener == nil } }

    /// Whether any source is live, so that time passes between events.
    var isLive: Bool { standings.contains(where: \.isLive) }
    /// Whether all sources have ended.
    var isOver: Bool { asked.allSatisfy(isOver) }

    /// Whether a source has ended. A listening source has ended once all its peers have left and their items were taken.
    func isOver(_ standing: SourceStanding) -> Bool {
        guard let peers = standing.source.peers?() else { return standing.end != nil }
        let all = standings.filter { $0.source.listener == standing.source.number }
        return peers.connected == 0 && !all.isEmpty && all.allSatisfy { $0.end != nil }
    }

    /// Whether each source has ended or was lost.
    var isOverOrLost: Bool { asked.allSatisfy { $0.end != nil || $0.wasLost } }
    var wasLost: Bool { standings.contains(where: \.wasLost) }

    /// Forwards a frame to the connection that it came on: an answer to a notify, a control frame or a greeting.
    mutating func pass(_ frame: FeedReducer.Frame, connection: Int, now: Int64) {
        switch frame {
        case .answer(let source, let qid): self[source]?.source.answer(qid, connection)
        case .control(let source, let method, let qid, let result):
            self[source]?.source.received(
                FeedControl(method: method, qid: qid, result: result, connection: connection))
        case .greeting(let source, let greeting): self[source]?.note(greeting, now: now)
        }
    }

    /// The longest silence of a live source, in milliseconds.
    func silence(now: Int64, _ reducer: borrowing FeedReducer) -> Int64 {
        var longest: Int64 = 0
        for standing in asked where standing.isLive {
            guard let last = lastArrival(of: standing, reducer) else { continue }
            longest = max(longest, now - last)
        }
        return longest
    }

    /// When the last event of a source came. For a listening source, the last event of any of its peers.
    private func lastArrival(of standing: SourceStanding, _ reducer: borrowing FeedReducer) -> Int64? {
        guard standing.source.peers != nil else { return reducer.facts(ofSource: standing.source.number).lastArrival }
        var last: Int64?
        for peer in standings where peer.source.listener == standing.source.number {
            guard let arrival = reducer.facts(ofSource: peer.source.number).lastArrival else { continue }
            last = max(last ?? arrival, arrival)
        }
        return last
    }

    /// Whether a source, or one of its peers, sent anything but answers and blank lines.
    func sentEvents(_ standing: SourceStanding, _ reducer: borrowing FeedReducer) -> Bool {
        for other in standings
        where other.source.number == standing.source.number || other.source.listener == standing.source.number {
            let counts = reducer.facts(ofSource: other.source.number).counts
            if counts.lines > counts[.control] + counts[.blank] { return true }
        }
        return false
    }

    /// The lines of the pane Feed, one for each source.
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
