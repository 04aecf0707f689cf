import CCSEvents

extension Domain {
    /// Feed time: the newest `eventts` that moved the clock, plus, for a live feed, what passed since it arrived. `wall` is the clock
    /// that arrivals were told by, or nil for a feed that is not live. It ends with the year 9999, as all times of a feed do.
    public func now(wall: Int64?) -> Int64 { clock.now(wall: wall) }

    /// The newest `eventts` that moved the clock; nil before the first event that passed the id check.
    public var newestAt: Int64? { clock.newest < 0 ? nil : clock.newest }

    /// Events whose `eventts` was so far ahead that it did not move the clock, or from which the clock was set back.
    public var heldBack: Int { clock.heldBack }

    /// Whether several events agree on the clock. Until then it rests on the first one.
    public var isClockConfirmed: Bool { clock.isConfirmed }

    /// The clock is confirmed, and was wrong before, or a time far from it was taken before: nothing that was taken stays ahead of it.
    /// The windows start empty, because their counts may stand at a wrong time. Cost: the objects, once in the life of a domain.
    func settleClock() {
        let now = clock.newest
        rates = RateWindow()
        measuring.ring.clear()
        measuring.delays = DelayWindow()
        numberStats.forgetWindows(now: now)
        failures.clampTimes(to: now)
        failuresCheckedAt = now / 1000
        lastFailureAt = min(lastFailureAt, now / 1000)
        joinedAt = joinedAt.map { min($0, now) }
        windowsSince = now
        checkUps = CheckUps()
        clampTimes(of: &calls, to: now)
        clampTimes(of: &connections, to: now)
        clampTimes(of: &seances, to: now)
        clampWaits()
        for slot in 0..<calls.slots where calls[slot].header.life != .free {
            calls[slot].measure.delay = calls[slot].measure.delay(since: calls[slot].header.createdAt)
        }
        // Anomalies of objects rest on the wrong times.
        anomalies.forgetObjects()
        for slot in 0..<calls.slots { lookAgain(.call, slot) }
        for slot in 0..<connections.slots { lookAgain(.connection, slot) }
        for slot in 0..<seances.slots { lookAgain(.seance, slot) }
        // What was found and ended at a wrong time is no episode.
        anomalies.clampTimes(to: now)
        forgetEpisodes()
    }

    private func clampTimes<Record>(of store: inout ObjectStore<Record>, to limit: Int64) {
        for slot in 0..<store.slots where store[slot].header.life != .free {
            for path in ObjectHeader.moments { store[slot].header[keyPath: path].clamp(to: limit) }
            for path in Record.moments { store[slot][keyPath: path].clamp(to: limit) }
            store[slot].header.nextCheck = .none
            store[slot].header.wrong = 0
        }
        store.ended.updateValues { $0.at = min($0.at, limit) }
    }
}
