/// Time that passes without events. Only those domains are looked at that events came of since the last tick, that have something
/// due, or that a silence of the feed concerns.
extension State {
    /// Lets time pass to a wall clock time, and says to domains for how long the live feed was silent, both in milliseconds.
    /// Where the feed `isLive` no more, feed time stands still. Returns whether anything changed.
    mutating func tick(wall: Int64, silence: Int64, isLive: Bool) -> Bool {
        var hasChanged = false
        if schedule.hears(silence: silence) {
            for place in domains.indices {
                hasChanged = look(place, wall: wall, silence: silence, isLive: isLive) || hasChanged
            }
        }
        for place in schedule.take(until: isLive ? wall : nil) {
            hasChanged = look(place, wall: wall, silence: silence, isLive: isLive) || hasChanged
            schedule.set(place, due: domains[place].nextDueByWall)
        }
        // The next event wakes its domain, whichever it is.
        forgetLast()
        return isLive && leaveUnconfirmed(wall: wall) || hasChanged
    }

    private func look(_ place: Int, wall: Int64, silence: Int64, isLive: Bool) -> Bool {
        let domain = domains[place]
        guard domain.newestAt != nil else { return false }
        let now = domain.now(wall: isLive ? wall : nil)
        let before = domain.anomalies.changes
        let isDue = isLive && domain.isDue(now)
        if isDue { domain.advance(to: now) }
        // A feed that has stopped is silent for longer and longer, although its time stands still.
        domain.noteFeed(silence: silence, now: silence > 0 ? domain.now(wall: wall) : now)
        return isDue || domain.anomalies.changes != before
    }
}

extension Domain {
    /// When something is due next by the wall clock, if no event comes before; `Int64.max` for never.
    fileprivate var nextDueByWall: Int64 {
        newestAt == nil || nextDue == .max ? .max : clock.wall(of: nextDue)
    }
}
