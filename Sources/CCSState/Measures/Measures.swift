/// What was measured in a window of a domain, of several, or of a number; ratios over nothing are nil.
public struct Measures: Sendable {
    /// Attempts that are decided.
    public private(set) var decided = 0
    /// Those of ``decided`` that were answered.
    public private(set) var answered = 0
    /// Forks lost.
    public private(set) var forksLost = 0
    /// Answered connections that ended.
    public private(set) var talks = 0
    /// Milliseconds talked in ``talks``.
    public private(set) var talked: Int64 = 0
    /// Callers who left while they waited.
    public private(set) var abandoned = 0
    /// Milliseconds that those waited together.
    public private(set) var waited: Int64 = 0
    /// Whether a call or a connection was ever seen in a talking state.
    public private(set) var knowsTalk = false

    /// Nothing measured.
    public init() {}

    init(_ counts: MeasureCounts, knowsTalk: Bool) {
        // Counts that were taken back after their window had moved on could be below nothing.
        decided = max(0, Int(counts.decided))
        answered = min(decided, max(0, Int(counts.answered)))
        forksLost = max(0, Int(counts.forksLost))
        talks = max(0, Int(counts.talks))
        talked = max(0, counts.talked)
        abandoned = max(0, Int(counts.abandoned))
        waited = max(0, counts.waited)
        self.knowsTalk = knowsTalk
    }

    /// The answer-seizure ratio, 0 to 1.
    public var answerSeizureRatio: Double? { knowsTalk && decided > 0 ? Double(answered) / Double(decided) : nil }

    /// The average call duration, in milliseconds.
    public var averageDuration: Int64? { talks > 0 ? talked / Int64(talks) : nil }

    /// How long those waited who left while they did, on average, in milliseconds.
    public var averageWait: Int64? { abandoned > 0 ? waited / Int64(abandoned) : nil }

    /// Adds what was measured elsewhere.
    public mutating func add(_ other: Measures) {
        decided += other.decided
        answered += other.answered
        forksLost += other.forksLost
        talks += other.talks
        talked &+= other.talked
        abandoned += other.abandoned
        waited &+= other.waited
        knowsTalk = knowsTalk || other.knowsTalk
    }
}

extension Domain {
    /// What was measured in the last `seconds` (up to 900) before `now`, in stretches of ten seconds. Cost: the stretches.
    public func measures(last seconds: Int, now: Int64) -> Measures {
        Measures(measuring.ring.total(last: seconds, now: now), knowsTalk: measuring.knowsTalk)
    }

    /// Post-dial delays in the last `seconds` (up to 900) before `now`, in stretches of a minute. Cost: the minutes.
    public func delays(last seconds: Int, now: Int64) -> Delays { measuring.delays.delays(last: seconds, now: now) }
}

extension Connection {
    /// For how long it has talked, or did, in milliseconds; nil where it was not answered. Cost: its calls.
    public func talkTime(now: Int64) -> Int64? {
        let measure = domain.connections[slot].measure
        guard let answered = measure.answeredAt.value else { return nil }
        let last = endedAt.map { min($0, measure.talkedUntil.orBefore) } ?? measure.talkedUntil.orBefore
        return max(0, (isLive && domain.talksNow(slot) ? max(now, last) : last) - answered)
    }
    /// Whether it may have talked for longer: the beginning of its talk was not heard.
    package var mayHaveTalkedLonger: Bool { domain.connections[slot].beganUnheard }
    /// Since when it was answered, while it talks: then ``talkTime(now:)`` grows.
    public var talksSince: Int64? {
        isLive && domain.talksNow(slot) ? domain.connections[slot].measure.answeredAt.value : nil
    }
}
