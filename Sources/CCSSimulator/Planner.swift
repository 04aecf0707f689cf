/// Decides, when a seance begins, everything that will be heard of it.
///
/// The plan is made in order of events, with `now` moving on; what comes out is a `Script`, in which every event is
/// written once per domain that hears of it. Who hears: the domain the seance began in; another domain's operator
/// brings that domain in when they answer, and until then (and if they never do) it hears of their own call alone.
struct Planner: Sendable {
    /// Who is at the other end of a call.
    enum Party: Sendable {
        case outside(UInt64)
        case person(Population.Operator)

        var numberKey: UInt64 {
            switch self {
            case .outside(let number): number
            case .person(let person): person.key
            }
        }
    }

    /// What goes wrong when the seance ends.
    enum Fate: Sendable {
        case ordinary, callerNeverEnds, peerNeverEnds, callsOutliveSeance, connectionNeverEnds, nothingMoreIsHeard
        /// Only with near misses.
        case connectionOutlivesSeance, longSilence
    }

    let seed: UInt64
    let startAt: Int64
    let faults: Bool
    let nearMisses: Bool
    /// Whether faults are noted.
    var listsFaults = false
    let hostileNames: Bool
    var population: Population
    var random = Random(seed: 0)
    var script = Script()
    /// Milliseconds since the seance began.
    var now: Int32 = 0
    var home = 0
    var participants: [UInt16] = []
    /// Whom the seance was at; a clean feed comes back to nobody.
    var visited: [UInt64] = []
    var fate = Fate.ordinary
    /// Connections that say no state.
    var stateless: [UInt8] = []
    /// Since when the caller waits, where that is noted.
    var waitsSince: Int32?

    init(options: SimulatorOptions, population: Population) {
        seed = options.seed ^ 0x5EA2_CE5E_A2CE_5EA2
        startAt = options.startAt
        faults = options.faults
        nearMisses = options.faults && options.nearMisses
        hostileNames = options.chaos
        self.population = population
    }

    /// Fills `script` with the plan of the `number`th seance, which begins at `birth`.
    mutating func plan(number: UInt64, birth: Int64) {
        random = Random(seed: seed, part: number)
        script.reset(birth: birth)
        now = 0
        home = random.below(population.domainCount)
        participants.removeAll(keepingCapacity: true)
        participants.append(UInt16(home))
        visited.removeAll(keepingCapacity: true)
        stateless.removeAll(keepingCapacity: true)
        waitsSince = nil
        fate = nearMisses ? drawNearFate() : faults ? drawFate() : .ordinary
        switch random.below(100) {
        case 0..<72: planInbound()
        case 72..<92: planOutbound(to: outsideTarget())
        default: planOutbound(to: .person(pickOperator(domain: anyDomain(otherThanHome: 600))))
        }
        script.sort()
        noteConsequences()
    }

    private mutating func drawFate() -> Fate {
        switch random.below(1_000) {
        case 0..<2: .callerNeverEnds
        case 2..<5: .peerNeverEnds
        case 5..<9: .callsOutliveSeance
        case 9..<11: .connectionNeverEnds
        case 11..<13: .nothingMoreIsHeard
        default: .ordinary
        }
    }

    private mutating func drawNearFate() -> Fate {
        switch random.below(1_000) {
        case 0..<10: .callerNeverEnds
        case 10..<20: .peerNeverEnds
        case 20..<120: .callsOutliveSeance
        case 120..<135: .connectionNeverEnds
        case 135..<145: .nothingMoreIsHeard
        case 145..<215: .connectionOutlivesSeance
        case 215..<230: .longSilence
        default: .ordinary
        }
    }

    // MARK: - Telling

    /// Plans an event after `delay` milliseconds, for every domain that takes part and for `extra` as well.
    mutating func tell(
        _ kind: EventKind, _ subject: UInt8 = Step.nobody, state: State = .absent, other: UInt8 = Step.nobody,
        detail: UInt8 = 0, after delay: Int = 0, also extra: Int? = nil
    ) {
        let time = now &+ Int32(truncatingIfNeeded: delay)
        let state = kind.isOfConnection && stateless.contains(subject) ? .absent : state
        for domain in participants {
            script.steps.append(
                Step(
                    time: time, kind: kind, state: state, subject: subject, other: other, domain: domain,
                    detail: detail))
        }
        if let extra, !participants.contains(UInt16(extra)) {
            script.steps.append(
                Step(
                    time: time, kind: kind, state: state, subject: subject, other: other, domain: UInt16(extra),
                    detail: detail))
        }
    }

    mutating func wait(_ milliseconds: ClosedRange<Int>) {
        now &+= Int32(truncatingIfNeeded: random.within(milliseconds))
    }

    // MARK: - Choosing

    /// The home domain, or in `share` of a thousand cases another one, where there is one.
    mutating func anyDomain(otherThanHome share: Int) -> Int {
        guard population.domainCount > 1, random.perMille(share) else { return home }
        return (home + 1 + random.below(population.domainCount - 1)) % population.domainCount
    }

    mutating func pickOperator(domain: Int) -> Population.Operator {
        population.pick(domain: domain, at: script.birth + Int64(now), &random)
    }

    private mutating func outsideTarget() -> Party {
        if faults, random.perMille(nearMisses ? 600 : 150) {
            return .outside(population.badNumbers[random.below(3)])
        }
        return .outside(Population.outsideNumber(&random))
    }

    /// Whether the trunk to the outside fails more often than not.
    var isTrunkFailing: Bool { storm(at: script.birth + Int64(now)) != nil }
}
