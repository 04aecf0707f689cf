import CCSEvents
import CCSState

/// Fills the header: of one domain, or of all together in the list of domains.
enum HeaderMaker {
    /// Feed time that is further than this from the wall clock is not what one takes it for.
    private static let skewMatters: Int64 = 60_000

    /// Feed time over several domains: the newest there is. A clock that rests on one event counts only where there is no other.
    static func now(_ domains: [Domain], _ surroundings: Surroundings) -> Int64? {
        let known = domains.filter { $0.newestAt != nil }
        let confirmed = known.filter(\.isClockConfirmed)
        return (confirmed.isEmpty ? known : confirmed).map { $0.now(wall: surroundings.wall) }.max()
    }

    static func header(
        _ domain: Domain?, _ query: Query, _ reducer: borrowing FeedReducer, _ surroundings: Surroundings
    ) -> Header {
        var header = header(of: surroundings.sources)
        header.file = surroundings.recording
        header.domain = query.domain.map { DisplayText(sanitizing: $0, limit: 256) }
        // What is read from a file was late long before it came here.
        header.lag = surroundings.wall == nil ? nil : (domain?.lags ?? reducer.facts.lags).median
        header.lateAfter = surroundings.lateAfter
        let counts = reducer.counts
        let refused = counts[.malformed] + counts[.oversized] + counts[.unknownType] + counts[.noDomain]
        header.lines = (counts.lines, refused)
        let known = reducer.state.domains.filter { $0.newestAt != nil }
        header.domains = known.count
        header.evicted = reducer.state.evictedDomains
        let shown = query.domain == nil ? known : domain.map { [$0] } ?? []
        header.now = now(shown, surroundings)
        if let now = header.now, let wall = surroundings.wall {
            let skew = now - wall
            if abs(skew) > skewMatters { header.skew = skew }
        }
        for one in shown { add(one, to: &header, surroundings) }
        header.storm = storm(shown, surroundings)
        header.isBehind = surroundings.isBehind
        addGap(to: &header, shown, reducer.gaps, surroundings)
        header.measures = MeasureSummary(shown, wall: surroundings.wall)
        if let domain {
            header.peaks = domain.peaks
            let now = domain.now(wall: surroundings.wall)
            header.seancePeaks = (domain.rates.peak(.seances, last: 300, now: now), domain.rates.peak(.seances))
        }
        return header
    }

    /// The feed as a whole is as its worst source, which is then called by its name.
    private static func header(of sources: [SourceLine]) -> Header {
        let sources = sources.asked
        guard let worst = sources.worst else { return Header(source: .empty, feed: .ended) }
        let alert = sources.lazy.compactMap(\.alert).first
        guard sources.count > 1 else {
            var header = Header(source: worst.name, feed: worst.feed)
            (header.alert, header.advice) = (alert, worst.advice)
            return header
        }
        let name = worst.feed.gravity == 0 ? DisplayText("\(sources.count) feeds") : worst.name
        var header = Header(source: name, feed: worst.feed)
        header.sources = (sources.liveCount, sources.count)
        (header.alert, header.advice) = (alert, worst.advice)
        return header
    }

    /// Measures over as many milliseconds lack what was missed, so that a gap matters for so long.
    private static let gapMatters: Int64 = 15 * 60_000

    private static func addGap(to header: inout Header, _ shown: [Domain], _ gaps: Gaps, _ surroundings: Surroundings) {
        guard let gap = gaps.last.last else { return }
        let unconfirmed = shown.reduce(0) { $0 + $1.unconfirmedCount }
        guard unconfirmed > 0 || (surroundings.wall ?? gap.until) - gap.until < gapMatters else { return }
        header.gap = (gap.since, gap.length, unconfirmed)
    }

    private static func add(_ domain: Domain, to header: inout Header, _ surroundings: Surroundings) {
        let now = domain.now(wall: surroundings.wall)
        let rates = domain.rates
        func perSecond(_ rate: Rate, _ seconds: Int) -> Double {
            Double(rates.total(rate, last: seconds, now: now)) / Double(seconds)
        }
        header.eventRates.tenSeconds += perSecond(.events, 10)
        header.eventRates.minute += perSecond(.events, 60)
        header.eventRates.fiveMinutes += perSecond(.events, 300)
        header.newSeancesPerSecond += perSecond(.seances, 10)
        header.eventSeries = sum(header.eventSeries, rates.series(.events, buckets: 8, of: 10, now: now))
        header.failureSeries = sum(header.failureSeries, rates.series(.failures, buckets: 8, of: 10, now: now))
        let failures = domain.failuresOfMinute(now: now)
        header.failures.count += failures.count
        header.failures.of += failures.of
        let live = domain.liveCounts
        header.live.seances += live.seances
        header.live.connections += live.connections
        header.live.calls += live.calls
        for phase in Phase.allCases {
            header.callsByPhase[phase, default: 0] += domain.callsByPhase[Int(phase.rawValue)]
        }
        header.recording += domain.recordingCount
        header.events += domain.eventCount
        header.unrecorded += domain.anomalyCount(of: .unrecorded)
        let wrong = domain.anomalyCounts
        header.anomalies.active += wrong.active
        header.anomalies.unseen += wrong.unseen
        header.evicted += domain.evictions.liveObjects + domain.evictions.unconfirmed
    }

    /// Whether the domains together have a storm. They are as old as the oldest: that a new one comes makes more events.
    private static func storm(_ domains: [Domain], _ surroundings: Surroundings) -> EventStorm? {
        var (totals, known) = ([Int](), 0)
        for domain in domains {
            let now = domain.now(wall: surroundings.wall)
            known = max(known, domain.rates.known(now: now) / EventStorm.seconds)
            totals = sum(
                totals,
                domain.rates.series(
                    .events, buckets: EventStorm.stretches + 1, of: EventStorm.seconds, now: now))
        }
        return EventStorm(totals: totals.suffix(known))
    }

    private static func sum(_ left: [Int], _ right: [Int]) -> [Int] {
        left.isEmpty ? right : zip(left, right).map { $0 + $1 }
    }
}
