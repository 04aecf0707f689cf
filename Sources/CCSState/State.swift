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
    private var places: [Digest: Int] = [:]
    private var last = -1
    private var lastName: [UInt8] = []
    private var turns = 0
    /// The longest name that is kept of a domain, bytes.
    private static let longestName = 512
    private let limits: Limits
    private let logBudget: LogBudget
    private let phases: PhaseTable
    private let detectors: DetectorSettings
    private let clock: ClockRule
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
        return domain(of: event).apply(event, digest: Digest(digest), arrival: arrival, isDuplicate: isDuplicate)
    }

    /// Lets time pass for a live feed: `wall` is the clock that arrivals are told by.
    public func tick(wall: Int64) {
        for domain in domains where domain.newestAt != nil { domain.advance(to: domain.now(wall: wall)) }
        leaveUnconfirmed(wall: wall)
    }

    /// Slots that are looked at each time for objects whose time has come: a few milliseconds.
    private static let sweep = 200_000

    /// Lets go what was not heard of for too long after a loss, and forgets the losses that nothing waits for any more. Returns
    /// whether anything was due.
    @discardableResult
    func leaveUnconfirmed(wall: Int64) -> Bool {
        guard stints.hasLost else { return false }
        var wasDue = false
        if let patience = limits.unconfirmed {
            for domain in domains where domain.leaveUnconfirmed(deadline: wall - patience, slots: Self.sweep) {
                wasDue = true
            }
        }
        for (number, _) in stints.lost where !domains.contains(where: { $0.heard(over: number) > 0 }) {
            stints.close(number)
            wasDue = true
        }
        return wasDue
    }

    /// A domain by its name, where an event of it was taken. Cost: the number of domains.
    public func domain(named name: String) -> Domain? {
        var name = name
        let kept = name.withUTF8 { Self.keptName(of: FeedText(UnsafeRawBufferPointer($0))) }
        // By bytes: to `==` two ways to write the same accent are one name, and those would be two domains.
        return domains.first { $0.newestAt != nil && $0.name.utf8.elementsEqual(kept.utf8) }
    }

    /// What is kept of a domain's name, which may be as long as a line: one that is too long is cut, with a digest of all of it behind,
    /// so that no two are taken for each other.
    private static func keptName(of name: FeedText) -> String {
        guard name.bytes.count > longestName else { return name.string }
        let mark = "…" + String(Digest(name).low, radix: 16)
        return name.cut(to: longestName - mark.utf8.count).string + mark
    }

    private func isKnown(_ domain: FeedText) -> Bool { places[Digest(domain)] != nil }

    private mutating func domain(of event: borrowing Event) -> Domain {
        let name = event.domain.bytes
        // Events of a domain come in runs, so the last one is mostly the one.
        if last >= 0, lastName.withUnsafeBytes({ FeedText($0) == FeedText(name) }) { return domains[last] }
        let key = Digest(event.domain)
        if let place = places[key] {
            turn(to: place, name)
            return domains[place]
        }
        let domain = Domain(
            name: Self.keptName(of: event.domain), limits: limits, phases: phases, detectors: detectors, stints: stints,
            clock: clock, logBudget: logBudget)
        if domains.count >= limits.domains, let silent = silentOne() {
            places[keys[silent]] = nil
            logBudget.remove(domains[silent].log)
            (domains[silent], keys[silent]) = (domain, key)
            evictedDomains += 1
            places[key] = silent
            turn(to: silent, name)
        } else {
            domains.append(domain)
            keys.append(key)
            places[key] = domains.count - 1
            turn(to: domains.count - 1, name)
        }
        return domain
    }

    /// Until another domain's events come it is this one's turn.
    private mutating func turn(to place: Int, _ name: UnsafeRawBufferPointer) {
        last = place
        lastName.removeAll(keepingCapacity: true)
        lastName.append(contentsOf: name)
        turns += 1
        domains[place].turn = turns
    }

    /// The domain that was not heard of for longest. By the order of arrivals: a clock that is ahead must keep none.
    private func silentOne() -> Int? { domains.indices.min { domains[$0].turn < domains[$1].turn } }
}

// MARK: - Invariants

extension State {
    /// Cost: everything that is held.
    package func checkInvariants() throws {
        try stints.checkInvariants()
        try invariant(domains.count <= limits.domains, "State: \(domains.count) domains")
        try invariant(
            keys.count == domains.count && places.count == domains.count, "State: a domain is not found by its name")
        for (place, key) in keys.enumerated() { try invariant(places[key] == place, "State: domain \(place) is lost") }
        let logged = domains.reduce(0) { $0 + $1.log.cost }
        try invariant(logged == logBudget.bytes, "State: \(logged) bytes of logs, \(logBudget.bytes) counted")
        for domain in domains { try domain.checkInvariants() }
    }
}
