import CCSEvents

/// The feed time of a domain: the newest `eventts` that it trusts (docs/feed.md, "Time and lag").
///
/// One wrong `eventts` must not move it far ahead: then no later event would be newer, and rates and detectors would see nothing.
/// So a time far ahead is a ``Candidate``, and moves the clock only when ``needed`` of the next ``window`` events agree with it.
/// The first time of all is no better founded than a candidate, so the clock can be set back until it is confirmed.
struct DomainClock {
    /// How an event's time moved the clock.
    enum Step: Equatable {
        /// The clock stays. The event has the time that it says.
        case stays
        /// The clock moved ahead, or was set for the first time.
        case moves
        /// The clock is confirmed, and may have been set back. Times that were taken before may be ahead of it.
        case settles
        /// The event's time is far ahead. The event is taken as one of `at`, the expected feed time.
        case holdsBack(at: Int64)
    }

    /// A time that the clock does not go by, and the events that agree with it.
    private struct Candidate {
        let at: Int64
        let arrival: Int64
        /// The newest of the agreeing times, and when it arrived.
        var newest: Int64
        var newestArrival: Int64
        var agreeing = 0
        /// Events since.
        var events = 0

        init(_ at: Int64, arrival: Int64) {
            (self.at, self.arrival, newest, newestArrival) = (at, arrival, at, arrival)
        }
    }

    /// How many events must agree with a time.
    static let needed = 3
    /// How many events after it may do so.
    static let window = 10
    private static let latest = Int64(Event.latestTime)

    private let rule: ClockRule
    /// The clock, in milliseconds since 1970; -1 before the first event.
    private(set) var newest: Int64 = -1
    /// When the event of ``newest`` arrived.
    private var newestArrival: Int64 = 0
    /// Events whose times did not move the clock because they were far ahead, or from which the clock was set back.
    private(set) var heldBack = 0
    /// Whether ``needed`` events agreed with the clock. Until then it rests on the first event.
    private(set) var isConfirmed = false
    /// Whether the clock is confirmed and there is no candidate: then most events need one comparison.
    private var isSteady = false
    /// Events that agreed with the first one.
    private var agreeing = 0
    /// Whether a time was far from the clock before it was confirmed.
    private var hasStrayed = false
    /// At most ``window``, oldest first.
    private var candidates: [Candidate] = []

    init(_ rule: ClockRule) { self.rule = rule }

    /// Forgets all times.
    mutating func removeAll() { self = DomainClock(rule) }

    /// Takes the time of an event, which arrived at a wall clock time.
    @inline(__always)
    mutating func take(_ at: Int64, arrival: Int64) -> Step {
        guard isSteady, at <= newest + rule.skew else { return judge(at, arrival) }
        guard at >= newest else { return .stays }
        (newest, newestArrival) = (at, arrival)
        return .moves
    }

    /// Feed time at a wall clock time, or with nil at the arrival of the newest event. It ends with the year 9999.
    func now(wall: Int64?) -> Int64 {
        newest < 0 ? 0 : Self.time(newest, from: newestArrival, to: wall ?? newestArrival)
    }

    /// The wall clock time at which it is a feed time, unless an event moves the clock before.
    func wall(of at: Int64) -> Int64 { newestArrival &+ max(0, at - newest) }

    /// A time of the feed, advanced by the time between two arrivals.
    private static func time(_ at: Int64, from before: Int64, to after: Int64) -> Int64 {
        after > before ? at + min(after - before, latest - at) : at
    }

    private func expected(_ at: Int64, from before: Int64, to arrival: Int64) -> Int64 {
        rule.addsElapsed ? Self.time(at, from: before, to: arrival) : at
    }

    @inline(never)
    private mutating func judge(_ at: Int64, _ arrival: Int64) -> Step {
        guard newest >= 0 else {
            (newest, newestArrival) = (at, arrival)
            return .moves
        }
        let expected = expected(newest, from: newestArrival, to: arrival)
        if let agreed = agreed(at, arrival) { return move(to: agreed, expected, arrival) }
        defer { isSteady = isConfirmed && candidates.isEmpty }
        if at > expected + rule.skew {
            candidates.append(Candidate(at, arrival: arrival))
            heldBack += 1
            if isConfirmed { return .holdsBack(at: expected) }
            hasStrayed = true
            return .stays
        }
        let isNewest = at >= newest
        if isNewest { (newest, newestArrival) = (at, arrival) }
        guard !isConfirmed else { return isNewest ? .moves : .stays }
        if at < expected - rule.skew {
            candidates.append(Candidate(at, arrival: arrival))
            hasStrayed = true
            return .stays
        }
        agreeing += 1
        guard agreeing == Self.needed else { return isNewest ? .moves : .stays }
        isConfirmed = true
        candidates.removeAll { $0.at < newest }
        return hasStrayed ? .settles : isNewest ? .moves : .stays
    }

    /// Counts an event for the candidates; the first one with which enough events agree.
    private mutating func agreed(_ at: Int64, _ arrival: Int64) -> Candidate? {
        for index in candidates.indices {
            candidates[index].events += 1
            let time = expected(candidates[index].at, from: candidates[index].arrival, to: arrival)
            guard abs(at - time) <= rule.skew else { continue }
            candidates[index].agreeing += 1
            if at >= candidates[index].newest {
                (candidates[index].newest, candidates[index].newestArrival) = (at, arrival)
            }
        }
        let agreed = candidates.first { $0.agreeing == Self.needed }
        candidates.removeAll { $0.events == Self.window }
        return agreed
    }

    private mutating func move(to agreed: Candidate, _ expected: Int64, _ arrival: Int64) -> Step {
        let time = self.expected(agreed.newest, from: agreed.newestArrival, to: arrival)
        let isSetBack = !isConfirmed && time < expected - rule.skew
        // The first event, and those that agreed with it.
        if isSetBack { heldBack += 1 + agreeing }
        if isSetBack || agreed.newest >= newest { (newest, newestArrival) = (agreed.newest, agreed.newestArrival) }
        let wasConfirmed = isConfirmed
        (isConfirmed, isSteady, candidates) = (true, true, [])
        return wasConfirmed ? .moves : .settles
    }
}
