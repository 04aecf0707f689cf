public import CCSEvents

/// Everything that is known: the domains of a feed, each on its own.
///
/// A pure reducer: time comes in with events and with arrivals, never from a clock; the same events in the same order give the
/// same state on any machine. What one domain knows is never filled in from another.
public struct State: ~Copyable {
    /// The domains that an event was taken of, or is about to be, in the order in which they were first heard of.
    public private(set) var domains: [Domain] = []
    /// Domains that had to leave.
    public private(set) var evictedDomains = 0

    /// The key of each domain in ``places``.
    private var keys: [Digest] = []
    /// By digest: a key that is an array would be an allocation for every event of another domain than the last.
    private(set) var places: [Digest: Int] = [:]
    /// The domain that events came of last; -1 for none. Its name is ``lastName``.
    private var last = -1
    private var lastName: [UInt8] = []
    /// Domains by arrival of their last events: a clock that is ahead keeps none.
    private(set) var order = UseOrder()
    /// Which domains a tick has to look at.
    var schedule: DomainSchedule
    /// The domains of the next lines of a batch, and the last one of those that leave for them.
    var expected: [Int] = []
    var leaving: Int?
    /// Where the search for unconfirmed objects goes on.
    private var sweepAt = 0
    /// The longest name that is kept of a domain, bytes.
    private static let longestName = 512
    let limits: Limits
    private(set) var logBudget: LogBudget
    private let phases: PhaseTable
    private let detectors: DetectorSettings
    private let clock: ClockRule
    /// The detectors of all domains that the settings do not name.
    private let usualDetectors: DetectorPlan
    /// Over which connections events come.
    let stints = Stints()

    /// Nothing known yet.
    public init(
        limits: Limits = Limits(), phases: PhaseTable = PhaseTable(), detectors: DetectorSettings = DetectorSettings(),
        clock: ClockRule = .file
    ) {
        self.clock = clock
        self.limits = limits
        logBudget = LogBudget(limit: limits.logBytesInAll)
        self.phases = phases
        self.detectors = detectors
        usualDetectors = DetectorPlan(detectors.usual)
        schedule = DomainSchedule(staleThresholds: detectors.staleThresholds)
    }

    /// Takes an event that arrived at a wall clock time in milliseconds since 1970; says what it counted as.
    public mutating func apply(_ event: borrowing Event, arrival: Int64 = 0) -> Verdict {
        apply(event, digest: LineDigest(event.line.bytes), arrival: arrival, isDuplicate: nil)
    }

    /// Takes an event by the digest of its line. In a recording it is known whether it is a duplicate.
    mutating func apply(
        _ event: borrowing Event, digest: LineDigest, arrival: Int64, isDuplicate: Bool?
    ) -> Verdict {
        // An event without its ids is no reason for a domain to leave.
        if domains.count >= limits.domains, !event.hasItsIDs, !isKnown(event.domain) { return .malformed }
        let place = place(of: event)
        let domain = domains[place]
        let verdict = domain.apply(event, digest: Digest(digest), arrival: arrival, isDuplicate: isDuplicate)
        logBudget.set(place, domain.log.cost)
        while let long = logBudget.excess, domains[long].log.dropOldest() {
            logBudget.set(long, domains[long].log.cost)
        }
        return verdict
    }

    /// Slots that are looked at each time for objects whose time has come: a few milliseconds.
    private static let sweep = 200_000

    /// Lets go what was not heard of for too long after a loss, and forgets the losses that nothing waits for any more. Returns
    /// whether anything was due.
    mutating func leaveUnconfirmed(wall: Int64) -> Bool {
        guard stints.hasLost else { return false }
        var wasDue = false
        if let patience = limits.unconfirmed {
            let deadline = wall - patience
            wasDue = stints.lost.contains { $0.until <= deadline && stints.isCarried($0.number) }
            if wasDue { sweepUnconfirmed(deadline: deadline) }
        }
        // A number that a lost source may still speak of does not serve again.
        for (number, until) in stints.lost where until != Stints.notYet && !stints.isCarried(number) {
            stints.close(number)
            wasDue = true
        }
        return wasDue
    }

    /// Goes through the domains from where the last sweep ended, each at most once. A look at a domain counts as a look at some
    /// slots.
    private mutating func sweepUnconfirmed(deadline: Int64) {
        var left = Self.sweep
        for _ in domains.indices where left > 0 {
            if sweepAt >= domains.count { sweepAt = 0 }
            left -= 4
            left -= domains[sweepAt].leaveUnconfirmed(deadline: deadline, slots: left)
            // One of which not all was looked at comes first the next time.
            if left > 0 { sweepAt += 1 }
        }
    }

    /// A domain by its name, where an event of it was taken.
    public func domain(named name: String) -> Domain? {
        var name = name
        guard let place = name.withUTF8({ places[Self.key(of: FeedText(UnsafeRawBufferPointer($0)))] }),
            domains[place].newestAt != nil
        else { return nil }
        return domains[place]
    }

    /// The key of a domain: a digest of the bytes of its stored name. To `==` two ways to write the same accent are one name, but
    /// they name two domains.
    static func key(of name: FeedText) -> Digest {
        guard name.bytes.count > longestName else { return Digest(name) }
        var kept = keptName(of: name)
        return kept.withUTF8 { Digest(FeedText(UnsafeRawBufferPointer($0))) }
    }

    /// What is kept of a domain's name, which may be as long as a line: one that is too long is cut, with a digest of all of it behind,
    /// so that no two are taken for each other.
    private static func keptName(of name: FeedText) -> String {
        guard name.bytes.count > longestName else { return name.string }
        let mark = "…" + String(Digest(name).low, radix: 16)
        return name.cut(to: longestName - mark.utf8.count).string + mark
    }

    private func isKnown(_ domain: FeedText) -> Bool { places[Self.key(of: domain)] != nil }

    /// Where the domain of an event is, made if need be.
    private mutating func place(of event: borrowing Event) -> Int {
        let name = event.domain.bytes
        // Events of a domain come in runs, so the last one is mostly the one.
        if last >= 0, lastName.withUnsafeBytes({ FeedText($0) == FeedText(name) }) { return last }
        let key = Self.key(of: event.domain)
        if let known = places[key] { last = known } else { last = make(Self.keptName(of: event.domain), key) }
        lastName.removeAll(keepingCapacity: true)
        lastName.append(contentsOf: name)
        order.use(last)
        schedule.wake(last)
        return last
    }

    /// Makes a domain, in place of the one that was not heard of for longest where there are too many.
    private mutating func make(_ name: String, _ key: Digest) -> Int {
        let place: Int
        if domains.count >= limits.domains, let silent = order.oldest {
            place = silent
            places[keys[place]] = nil
            domains[place].hearNoMore()
            // A view that holds a domain must never see another one's events.
            if detectors.domains.isEmpty, domains[place].mayServeAgain, isKnownUniquelyReferenced(&domains[place]) {
                domains[place].serve(name)
            } else {
                domains[place] = newDomain(name)
            }
            keys[place] = key
            evictedDomains += 1
        } else {
            place = domains.count
            domains.append(newDomain(name))
            keys.append(key)
            order.add()
            schedule.add()
        }
        places[key] = place
        return place
    }

    private func newDomain(_ name: String) -> Domain {
        let plan = detectors.domains.isEmpty ? usualDetectors : DetectorPlan(detectors.of(domain: name))
        return Domain(name: name, limits: limits, phases: phases, detectors: plan, stints: stints, clock: clock)
    }

    /// The next event of a domain is taken as if another one's had come before.
    mutating func forgetLast() { last = -1 }
}

// MARK: - Invariants

extension State {
    /// Cost: everything that is held.
    package func checkInvariants() throws {
        try stints.checkInvariants(heardOver: domains.map(\.heardOver))
        try invariant(domains.count <= limits.domains, "State: \(domains.count) domains")
        try invariant(
            keys.count == domains.count && places.count == domains.count, "State: a domain is not found by its name")
        for (place, key) in keys.enumerated() { try invariant(places[key] == place, "State: domain \(place) is lost") }
        let logged = domains.reduce(0) { $0 + $1.log.cost }
        try invariant(logged == logBudget.bytes, "State: \(logged) bytes of logs, \(logBudget.bytes) counted")
        for domain in domains { try domain.checkInvariants() }
    }
}
