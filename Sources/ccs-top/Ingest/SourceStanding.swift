import CCSEvents
import CCSFeed
import CCSState
import CCSView

/// How one source fares, by what its items said so far.
struct SourceStanding: Sendable {
    /// Which.
    let source: FeedSource
    /// What it said last.
    private(set) var status: FeedStatus
    /// Why the last try to connect came to nothing, or the connection was lost; nil once it is there again. Who is told nothing
    /// while the next try goes on, which may take as long as a feed takes not to answer, never learns of it.
    private var lastTrouble: FeedTrouble?
    /// How it ended, once it has.
    private(set) var end: FeedEnd?
    /// The connection was lost after it had been there.
    private(set) var wasLost = false
    /// There has been a connection.
    private(set) var wasConnected = false

    /// How often the connection was lost.
    private(set) var losses = 0
    /// What the feed said of itself, and how far its clock was before ours, in milliseconds.
    private(set) var greeting: (said: FeedGreeting, ahead: Int64?)?

    init(_ source: FeedSource, now: Int64) {
        self.source = source
        status = .connecting(since: now, attempt: 0)
    }

    mutating func note(_ status: FeedStatus) {
        self.status = status
        switch status {
        case .live:
            wasConnected = true
            lastTrouble = nil
        case .reconnecting(_, _, let why):
            wasLost = wasConnected
            lastTrouble = why
        default: break
        }
    }

    mutating func noteGap() {
        wasLost = wasConnected
        losses += 1
    }

    mutating func note(_ greeting: FeedGreeting, now: Int64) {
        // Any number may stand there.
        self.greeting = (greeting, greeting.time.flatMap { (0...1 << 48).contains($0) ? $0 - now : nil })
    }

    mutating func note(_ end: FeedEnd, now: Int64) {
        self.end = end
        if case .failed(let why) = end { status = .failed(since: now, why: why) }
    }

    /// Whether time passes between its events.
    var isLive: Bool { source.isLive && end == nil }

    /// Why the last try to connect came to nothing.
    var trouble: String? {
        switch status {
        case .connecting, .reconnecting: lastTrouble?.description
        case .refused(_, let result): Self.refusal(result)
        case .failed(_, let why): why
        default: nil
        }
    }

    /// What to do about that.
    var advice: String? {
        switch status {
        case .connecting, .reconnecting: lastTrouble?.advice
        case .refused: "has this token, or this machine, the right to subscribe?"
        default: nil
        }
    }

    /// Its state for the screen; `lastArrival` is when its last event came, `staleAfter` how many milliseconds without one it is
    /// called stale, if ever.
    func state(now: Int64, lastArrival: Int64?, staleAfter: Int64?) -> FeedState {
        switch status {
        case .connecting:
            return lastTrouble.map { .reconnecting(wait: 0, why: $0.description) } ?? .connecting
        case .refused(_, let result): return .failed(Self.refusal(result))
        case .reconnecting(let at, _, let why): return .reconnecting(wait: max(0, at - now), why: why.description)
        case .ended: return .ended
        case .failed(_, let why): return .failed(why)
        case .live(let since):
            // A file is read as fast as it can be: it is never stale.
            guard source.isLive else { return .reading }
            let age = max(0, now - (lastArrival ?? since))
            guard let staleAfter, age > 0, age >= staleAfter else { return .live(age: age) }
            return .stale(age: age)
        }
    }

    private static func refusal(_ result: String) -> String {
        "the feed refused the subscription: \(result.isEmpty ? "no reason given" : result)"
    }
}
