import CCSEvents

/// Which domains a tick has to look at: those that an event came of since the last tick, and those that have something due by the
/// wall clock. Domains are told by number.
struct DomainSchedule: ~Copyable {
    /// Milliseconds of silence from which on some domain calls the feed stale.
    private let staleThresholds: [Int64]
    private var silence: Int64 = 0
    /// Domains that an event came of since the last tick.
    private var awake: [Int] = []
    private var isAwake: [Bool] = []
    /// When each domain is to be looked at; `Int64.max` for never.
    private var due: [Int64] = []
    /// The same in order. An entry's slot is the domain, and its kind means nothing; one that ``due`` does not know any more is
    /// passed over.
    private var checkUps = CheckUps()

    init(staleThresholds: [Int64]) {
        self.staleThresholds = staleThresholds
    }

    /// Entries that wait, those to be passed over among them.
    var entries: Int { checkUps.count }

    /// Adds the next domain.
    mutating func add() {
        isAwake.append(false)
        due.append(.max)
    }

    /// An event came of a domain.
    mutating func wake(_ domain: Int) {
        guard !isAwake[domain] else { return }
        isAwake[domain] = true
        awake.append(domain)
    }

    /// Takes out the domains that a tick has to look at. Where time stands still (nil), nothing is due.
    mutating func take(until wall: Int64?) -> [Int] {
        var taken = awake
        for domain in awake { isAwake[domain] = false }
        awake.removeAll(keepingCapacity: true)
        while let wall, let entry = checkUps.removeFirst(until: wall) {
            let domain = Int(entry.slot)
            guard due[domain] == entry.due else { continue }
            due[domain] = .max
            taken.append(domain)
        }
        return taken
    }

    /// Sets when a domain is to be looked at, at the latest.
    mutating func set(_ domain: Int, due moment: Int64) {
        let moment = max(0, moment)
        guard moment < due[domain], moment <= Moment.latest else { return }
        due[domain] = moment
        checkUps.add(CheckUps.Entry(due: moment, slot: UInt32(domain), kind: .call))
        if checkUps.count > 4096 + 4 * due.count { dropStale() }
    }

    private mutating func dropStale() {
        checkUps = CheckUps()
        for (domain, due) in due.enumerated() where due < .max {
            checkUps.add(CheckUps.Entry(due: due, slot: UInt32(domain), kind: .call))
        }
    }

    /// Notes for how long the feed was silent; returns whether it is stale for some domain now and was not before, or the other
    /// way round.
    mutating func hears(silence now: Int64) -> Bool {
        defer { silence = now }
        return staleThresholds.contains { (silence >= $0) != (now >= $0) }
    }
}
