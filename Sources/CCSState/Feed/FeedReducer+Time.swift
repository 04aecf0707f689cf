extension FeedReducer {
    /// Lets feed time pass to a wall clock time, and says to the domains how a live feed fares: for how long it was silent. Both in
    /// milliseconds, the wall's since 1970. Where the feed `isLive` no more, time stands still, and so it does while a steady feed
    /// `hasStopped` (``ArrivalHistory``).
    public mutating func tick(wall: Int64, silence: Int64, isLive: Bool, hasStopped: Bool = false) {
        let goesOn = isLive && !hasStopped
        let (wall, silence) = (Moment.possible(wall), Moment.possible(silence))
        if isLive, hasNewLoss { doubtLosses(but: nil, wall: wall) }
        // What is due by the clock may fire before an event that would have prevented it: a replay has to do the same. All other
        // ticks change nothing.
        if state.tick(wall: wall, silence: silence, isLive: goesOn) {
            journal?.tick(at: wall, silence: silence, isLive: goesOn)
        }
    }
}
