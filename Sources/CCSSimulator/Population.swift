/// All parties that can be called: the operators of each domain, its queues and hotlines, and the outside numbers that
/// usually fail.
struct Population: Sendable {
    /// An operator, by domain and index.
    struct Operator: Sendable, Equatable {
        var domain: Int
        var index: Int

        var key: UInt64 { 1 << 40 | UInt64(domain) << 20 | UInt64(index) }
    }

    static let queuesPerDomain = 3
    static let hotlinesPerDomain = 2

    let domainCount: Int
    let operatorsPerDomain: Int
    /// Outside numbers that rarely answer.
    let badNumbers: [UInt64]
    private let seed: UInt64
    private var busyUntil: [Int64]

    init(options: SimulatorOptions, domainCount: Int, seancesPerSecond: Double) {
        self.domainCount = domainCount
        seed = options.seed
        // Enough operators that most are free: each seance keeps about one busy for a minute and a half, and rings others.
        let wanted = 12 + seancesPerSecond * 110 / Double(domainCount)
        operatorsPerDomain = Int(min(wanted, 9_000))
        busyUntil = Array(repeating: .min, count: domainCount * operatorsPerDomain)
        var random = Random(seed: options.seed, part: 0xBAD)
        badNumbers = (0..<3).map { _ in Population.outsideNumber(&random) }
    }

    /// The number of a subscriber in the public network. Its first digits decide the country.
    static func outsideNumber(_ random: inout Random) -> UInt64 {
        let prefixes: [UInt64] = [7_495, 7_495, 7_812, 7_903, 7_916, 7_926, 4_420, 4_930, 3_364, 1_212]
        return prefixes[random.below(prefixes.count)] * 10_000_000 + UInt64(random.below(10_000_000))
    }

    /// An operator who is free at `time`. If all are busy, a busy one.
    func pick(domain: Int, at time: Int64, _ random: inout Random) -> Operator {
        var chosen = Operator(domain: domain, index: 1)
        for _ in 0..<12 {
            chosen.index = 1 + random.below(operatorsPerDomain - 1)
            if busyUntil[slot(of: chosen)] <= time { return chosen }
        }
        return chosen
    }

    mutating func occupy(_ person: Operator, until time: Int64) {
        let slot = slot(of: person)
        busyUntil[slot] = max(busyUntil[slot], time)
    }

    /// The operator whose telephone always fails.
    static let broken = Operator(domain: 0, index: 0)

    func appendNumber(of person: Operator, to bytes: inout [UInt8]) {
        let base = operatorsPerDomain < 900 ? 1_000 : 10_000
        bytes.append(decimal: Int64(base * (person.domain + 1) + person.index + 1))
    }

    func appendName(of person: Operator, to bytes: inout [UInt8]) {
        var random = Random(seed: seed, part: person.key)
        Names.append(person: random.bits(), to: &bytes)
    }

    private func slot(of person: Operator) -> Int { person.domain * operatorsPerDomain + person.index }
}
