/// Decides all events of a seance when it begins.
///
/// The plan is made in the order of events, while `now` moves on. The result is a `Script` with one step for each domain
/// that gets the event. The home domain of the seance gets all events. When an operator of another domain answers, that
/// domain gets all later events. Before that, it gets only the events of its operator's call.
struct Planner: Sendable {
    /// The party of a call.
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

    /// The fault at the end of the seance.
    enum Fate: Sendable {
        case ordinary, callerNeverEnds, peerNeverEnds, callsOutliveSeance, connectionNeverEnds, nothingMoreIsHeard
        /// Only with near misses.
        case connectionOutlivesSeance, longSilence
    }

    let seed: UInt64
    let startAt: Int64
    let faults: Bool
    let nearMisses: Bool
    /// Whether faults are noted for the list.
    var listsFaults = false
    let hostileNames: Bool
    var population: Population
    var random = Random(seed: 0)
    var script = Script()
    /// Milliseconds since the start of the seance.
    var now: Int32 = 0
    var home = 0
    var participants: [UInt16] = []
    /// The numbers that the seance has reached. In a clean feed it returns to none of them.
    var visited: [UInt64] = []
    var fate = Fate.ordinary
    /// Connections whose events carry no state.
    var stateless: [UInt8] = []
    /// Since when the caller waits, if that is noted.
    var waitsSince: Int32?

    init(options: SimulatorOptions, population: Population) {
        seed = options.seed ^ 0x5EA2_CE5E_A2CE_5EA2
        startAt = options.startAt
        faults = options.faults
        nearMisses = options.faults && options.nearMisses
        hostileNames = options.chaos
        self.population = population
    }

    /// Fills `script` with the plan of seance `number`, which begins at `birth`.
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

    // MARK: - Writing events

    /// Plans an event after `delay` milliseconds, for every domain that takes part, and for `extra`.
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

    /// The home domain, or in `share` of a thousand cases another one, if there is one.
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

    /// Whether the trunk to the outside fails in most cases now.
    var isTrunkFailing: Bool { storm(at: script.birth + Int64(now)) != nil }
}
