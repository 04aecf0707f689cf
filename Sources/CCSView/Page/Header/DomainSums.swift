import CCSEvents
import CCSState

/// Figures of some domains together, for the header.
struct DomainSums {
    /// The header's figures that add up.
    private(set) var header = Header(source: .empty, feed: .ended)
    /// Live objects that were not heard of since a gap.
    private(set) var unconfirmed = 0

    private var measures = Measures()
    private var delays = Delays()
    private var stretches = [Int](repeating: 0, count: EventStorm.stretches + 1)
    private var failures = [Int](repeating: 0, count: 8)
    private var callsByPhase = InlineArray<10, Int>(repeating: 0)
    /// Stretches since the first event of the oldest domain. A new domain must not make the others look new.
    private var known = 0
    /// How far the feed time of a domain is ahead of the wall clock, the most; without a wall clock the feed time.
    private var ahead: (any: Int64?, confirmed: Int64?) = (nil, nil)

    /// Sums up some domains. Those that no event was taken of do not count.
    init(_ domains: some Sequence<Domain>, _ surroundings: Surroundings) {
        for domain in domains { add(domain, surroundings) }
        finish()
    }

    fileprivate init() {}

    /// Feed time: the newest of all domains. A clock that rests on one event counts only if there is no other.
    func now(_ surroundings: Surroundings) -> Int64? {
        (ahead.confirmed ?? ahead.any).map { $0 + (surroundings.wall ?? 0) }
    }

    /// Adds a domain. Cost: the seconds of the last five minutes with events.
    fileprivate mutating func add(_ domain: Domain, _ surroundings: Surroundings) {
        guard domain.newestAt != nil else { return }
        let now = domain.now(wall: surroundings.wall)
        let ahead = now - (surroundings.wall ?? 0)
        self.ahead.any = max(self.ahead.any ?? ahead, ahead)
        if domain.isClockConfirmed { self.ahead.confirmed = max(self.ahead.confirmed ?? ahead, ahead) }
        header.heard = max(header.heard ?? 0, domain.heard(last: MeasureSummary.minutes * 60, now: now))
        header.heardMinute = max(header.heardMinute ?? 0, domain.heard(last: 60, now: now))
        addRates(domain, now: now)
        addCounts(domain, now: now)
        measures.add(domain.measures(last: MeasureSummary.minutes * 60, now: now))
        delays.add(domain.delays(last: MeasureSummary.minutes * 60, now: now))
    }

    private mutating func addRates(_ domain: Domain, now: Int64) {
        domain.addTotals(.events, to: &stretches, of: EventStorm.seconds, now: now)
        known = max(known, domain.knownSeconds(now: now) / EventStorm.seconds)
        header.newSeancesPerSecond += Double(domain.total(.seances, last: 10, now: now)) / 10
        domain.addTotals(.failures, to: &failures, of: 10, now: now)
        let minute = domain.failuresOfMinute(now: now)
        header.failures.count += minute.count
        header.failures.of += minute.of
    }

    private mutating func addCounts(_ domain: Domain, now: Int64) {
        let (live, doubtful) = (domain.confirmedCounts, domain.unconfirmedCounts)
        header.live.seances += live.seances
        header.live.connections += live.connections
        header.live.calls += live.calls
        header.unconfirmed.seances += doubtful.seances
        header.unconfirmed.connections += doubtful.connections
        header.unconfirmed.calls += doubtful.calls
        let waits = domain.waits
        header.waits.count += waits.count
        header.waits.unknown += waits.unknown
        // Each domain has its own clock.
        if let since = waits.longestSince {
            header.waits.longest = max(header.waits.longest ?? 0, now - since)
        }
        let confirmed = domain.confirmedSums
        header.olderSeances += confirmed.seancesFromBefore
        header.recording += confirmed.recordings
        for phase in callsByPhase.indices { callsByPhase[phase] += Int(confirmed.callsByPhase[phase]) }
        header.events += domain.eventCount
        header.unrecorded += domain.confirmedAnomalyCount(of: .unrecorded)
        let wrong = domain.anomalyCounts
        header.anomalies.active += wrong.active
        header.anomalies.unseen += wrong.unseen
        header.anomalies.unconfirmed += domain.unconfirmedAnomalyCount
        header.evicted += domain.evictions.liveObjects
        unconfirmed += domain.unconfirmedCount
    }

    /// Works out what does not add up, after the last domain.
    fileprivate mutating func finish() {
        func perSecond(_ count: Int) -> Double {
            Double(stretches.suffix(count).reduce(0, +)) / Double(count * EventStorm.seconds)
        }
        let heard = header.heard ?? 0
        header.eventRates = (perSecond(1), heard < 60 ? nil : perSecond(6), heard < 300 ? nil : perSecond(30))
        if ahead.any != nil {
            header.eventSeries = Array(stretches.suffix(8))
            header.failureSeries = failures
            for phase in Phase.allCases { header.callsByPhase[phase] = callsByPhase[Int(phase.rawValue)] }
        }
        header.storm = EventStorm(totals: stretches.suffix(known))
        header.measures = MeasureSummary(measures, delays)
    }
}

/// The sums over all domains.
///
/// If there are very many, a page looks at only some of them and shows the sums of the round before. So the time for a page does not
/// grow with the domains, but the figures in its header are some pages old.
struct DomainRound {
    private var sums: DomainSums?
    private var next = DomainSums()
    private var place = 0
    private var isLive = false

    /// The next page looks at all domains. Otherwise its sums could be very old.
    mutating func forget() { (sums, next, place) = (nil, DomainSums(), 0) }

    /// The sums for a page, which looks at `most` domains.
    mutating func sums(of domains: [Domain], atOnce most: Int, _ surroundings: Surroundings) -> DomainSums {
        // Without a wall clock the times of domains cannot be compared with those before.
        if domains.count <= most || isLive != (surroundings.wall != nil) { forget() }
        isLive = surroundings.wall != nil
        for domain in domains.dropFirst(place).prefix(sums == nil ? .max : most) {
            next.add(domain, surroundings)
            place += 1
        }
        if let sums, place < domains.count { return sums }
        next.finish()
        let whole = next
        forget()
        sums = whole
        return whole
    }
}
