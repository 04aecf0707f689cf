import CCSEvents
import CCSFeed
import CCSState
import CCSView

/// The state of one source, from the items it has posted.
struct SourceStanding: Sendable {
    let source: FeedSource
    /// The last posted status.
    private(set) var status: FeedStatus
    /// Why the last try to connect failed or the connection was lost; nil once it is connected again. It stays during a
    /// retry, which can take until the timeout. Otherwise the user would see the reason only for a moment.
    private var lastTrouble: FeedTrouble?
    /// How the source ended; nil before.
    private(set) var end: FeedEnd?
    /// Whether an open connection was lost.
    private(set) var wasLost = false
    /// Whether there ever was a connection.
    private(set) var wasConnected = false

    /// How often the connection was lost.
    private(set) var losses = 0
    /// The greeting of the feed, and how many milliseconds its clock was ahead of ours.
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
        // The time in a greeting is not trusted.
        self.greeting = (greeting, greeting.time.flatMap { (0...1 << 48).contains($0) ? $0 - now : nil })
    }

    mutating func note(_ end: FeedEnd, now: Int64) {
        self.end = end
        if case .failed(let why) = end { status = .failed(since: now, why: why) }
    }

    /// Whether time passes between its events.
    var isLive: Bool { source.isLive && end == nil }

    /// Why the last try to connect failed.
    var trouble: String? {
        switch status {
        case .connecting, .reconnecting: lastTrouble?.description
        case .refused(_, let why): why.description
        case .failed(_, let why): why
        default: nil
        }
    }

    /// The advice for that.
    var advice: String? {
        switch status {
        case .connecting, .reconnecting: lastTrouble?.advice
        case .refused(_, let why): why.advice
        default: nil
        }
    }

    /// Its state for the screen. `lastArrival` is the time of its last event. `staleAfter` is the silence in milliseconds
    /// after which it is stale; nil for never.
    func state(now: Int64, lastArrival: Int64?, staleAfter: Int64?) -> FeedState {
        switch status {
        case .connecting:
            return lastTrouble.map { .reconnecting(wait: 0, why: $0.description) } ?? .connecting
        case .refused(_, let why): return .failed(why.description)
        case .reconnecting(let at, _, let why): return .reconnecting(wait: max(0, at - now), why: why.description)
        case .ended: return .ended
        case .failed(_, let why): return .failed(why)
        case .live(let since):
            // A file is read as fast as possible, so it is never stale.
            guard source.isLive else { return .reading }
            let age = max(0, now - (lastArrival ?? since))
            guard let staleAfter, age > 0, age >= staleAfter else { return .live(age: age) }
            return .stale(age: age)
        }
    }
}
