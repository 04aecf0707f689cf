import CCSEvents
import CCSState

/// Fills the header: of one domain, or of all together in the list of domains.
enum HeaderMaker {
    /// Feed time that is further than this from the wall clock is not what one takes it for.
    private static let skewMatters: Int64 = 60_000

    static func header(
        _ domain: Domain?, of domains: Int, _ query: Query, _ reducer: borrowing FeedReducer, _ sums: DomainSums,
        _ surroundings: Surroundings
    ) -> Header {
        var header = sums.header
        describe(surroundings.sources, in: &header)
        header.file = surroundings.recording
        header.domain = query.domain.map { DisplayText(sanitizing: $0, limit: 256) }
        // What is read from a file was late long before it came here.
        header.lag = surroundings.wall == nil ? nil : (domain?.lags ?? reducer.facts.lags).median
        header.lateAfter = surroundings.lateAfter
        let counts = reducer.counts
        let refused = counts[.malformed] + counts[.oversized] + counts[.unknownType] + counts[.noDomain]
        header.lines = (counts.lines, refused)
        header.refusedLately = surroundings.wall.map { reducer.facts.refused.lastMinute(before: $0) } ?? 0
        header.domains = domains
        header.evicted += reducer.state.evictedDomains
        header.now = sums.now(surroundings)
        if let now = header.now, let wall = surroundings.wall {
            let skew = now - wall
            if abs(skew) > skewMatters { header.skew = skew }
        }
        header.isBehind = surroundings.isBehind
        addGap(to: &header, unconfirmed: sums.unconfirmed, reducer.gaps, surroundings)
        if let domain {
            header.joined = domain.joinedAt
            header.otherStates = domain.statesInNoPhase(most: 3).map { state, count in
                (surroundings.masksNumbers ? NumberMask.masked(state.string) : state.string, count)
            }
            header.peaks = domain.peaks
            let now = domain.now(wall: surroundings.wall)
            header.seancePeaks = (domain.peak(.seances, last: 300, now: now), domain.peak(.seances))
        }
        return header
    }

    /// The feed as a whole is as its worst source, which is then called by its name.
    private static func describe(_ sources: [SourceLine], in header: inout Header) {
        let sources = sources.asked
        guard let worst = sources.worst else { return }
        (header.source, header.feed) = (worst.name, worst.feed)
        (header.alert, header.advice) = (sources.lazy.compactMap(\.alert).first, worst.advice)
        guard sources.count > 1 else { return }
        if worst.feed.gravity == 0 { header.source = DisplayText("\(sources.count) feeds") }
        header.sources = (sources.liveCount, sources.count)
    }

    /// Measures over as many milliseconds lack what was missed, so that a gap matters for so long.
    private static let gapMatters: Int64 = 15 * 60_000

    private static func addGap(
        to header: inout Header, unconfirmed: Int, _ gaps: Gaps, _ surroundings: Surroundings
    ) {
        guard let gap = gaps.last.last else { return }
        guard unconfirmed > 0 || (surroundings.wall ?? gap.until) - gap.until < gapMatters else { return }
        header.gap = (gap.since, gap.length, unconfirmed)
    }
}
