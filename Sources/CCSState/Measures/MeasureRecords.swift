/// What the measures remember of a call.
struct CallMeasure {
    /// The delay that was counted for it, at ``rangAt``; `UInt32.max` for none. Between two events it is ``delay(since:)``.
    var delay = UInt32.max
    /// The earliest moment at which it was said to ring.
    var rangAt = Moment.none
    /// Whether the platform called.
    var isOutgoing = false
    /// Whether a failure named it.
    var hasFailed = false
    /// The earliest moment at which it was said to talk.
    var talkedAt = Moment.none

    /// The delay of a call that was created at a time: until it rang, where the platform called; `UInt32.max` for none.
    @inline(__always)
    func delay(since createdAt: Moment) -> UInt32 {
        guard isOutgoing, let created = createdAt.value, let rang = rangAt.value, rang >= created else { return .max }
        return UInt32(min(rang - created, Int64(UInt32.max - 1)))
    }
}

/// What the measures remember of a connection.
struct ConnectionMeasure {
    /// The first and the last moment at which it is known to have talked.
    var answeredAt = Moment.none
    var talkedUntil = Moment.none
    /// The serial of the call that was linked first; 0 for none. And its slot, unless it is the first one there: `UInt32.max`.
    var firstSerial: UInt32 = 0
    var firstCall = UInt32.max
    var firstLinkedAt = Moment.none
    /// Its other calls that ended without talking.
    var lostCalls: Int32 = 0

    /// How the attempt came out, as far as it has by its end, if it has one.
    func outcome(endedAt: Int64?) -> Outcome? {
        guard let answered = answeredAt.value else {
            return endedAt.map { Outcome(isAnswered: false, decidedAt: $0, endedAt: $0) }
        }
        guard let endedAt else { return Outcome(isAnswered: true, decidedAt: answered, endedAt: answered) }
        let talked = max(0, min(talkedUntil.orBefore, endedAt) - answered)
        return Outcome(
            isAnswered: true, decidedAt: answered, talked: min(talked, Outcome.longestTalk), endedAt: endedAt)
    }
}

extension ConnectionRecord {
    /// How its attempt came out, as far as it has by its end, if it has one. Of one whose beginning was not heard nothing counts:
    /// it may have been answered long before.
    func outcome(endedAt: Int64?) -> Outcome? { beganUnheard ? nil : measure.outcome(endedAt: endedAt) }
}

/// What the measures keep of a domain.
struct MeasureStore {
    var ring = MeasureRing(stretch: 10)
    var delays = DelayWindow()
    /// Whether a call or a connection was ever seen in a talking state.
    var knowsTalk = false
}
