/// The events of all seances in the order of their time.
struct CleanFeed: Sendable {
    /// A line that was written.
    struct Line {
        var time: Int64
        var domain: Int
        var kind: EventKind
    }

    private let startAt: Int64
    private let seancesPerSecond: Double
    private let seances: UInt64
    private let writer: LineWriter
    private var planner: Planner
    private var budget: FailureBudget?
    private var arrivals: Random
    private var faultList: FaultList?
    private let domains: [String]

    private var heap = EventHeap()
    private var slots: [Script] = []
    private var freeSlots: [Int] = []
    private var begun: UInt64 = 0
    /// When the next seance begins, in microseconds since `startAt`: at a high rate, several begin in one millisecond.
    private var nextBirth: Int64 = 0

    init(options: SimulatorOptions, domains: [String]) {
        self.domains = domains
        let rate = options.seancesPerSecond
        seancesPerSecond = rate.isNaN ? 4 : min(max(rate, 0.001), 100_000)
        startAt = min(max(options.startAt, 0), 250_000_000_000_000)
        seances = options.seances.map { UInt64(max(0, $0)) } ?? .max
        writer = LineWriter(domains: domains)
        let count = max(1, domains.count)
        var options = options
        options.startAt = startAt
        planner = Planner(
            options: options,
            population: Population(options: options, domainCount: count, seancesPerSecond: seancesPerSecond))
        budget = options.faults ? nil : FailureBudget(domainCount: count)
        arrivals = Random(seed: options.seed, part: 0xA441)
    }

    mutating func listFaults() {
        planner.listsFaults = true
        faultList = FaultList(domains: domains)
    }

    mutating func takeFaults() -> [UInt8] { faultList?.take() ?? [] }

    /// Appends the line of the next event; nil at the end.
    mutating func next(into buffer: inout [UInt8]) -> Line? {
        while true {
            let birth = begun < seances ? startAt + nextBirth / 1_000 : .max
            guard let entry = heap.first, entry.time < birth else {
                guard begun < seances else { return nil }
                begin(at: birth)
                continue
            }
            let step = advance(entry)
            guard isTold(step, of: entry) else { continue }
            writer.write(step, of: slots[entry.slot], into: &buffer)
            return Line(time: entry.time, domain: Int(step.domain), kind: step.kind)
        }
    }

    /// Takes the next step of the first entry's script. A finished script stays readable until its slot gets another seance,
    /// which does not happen before the next line.
    private mutating func advance(_ entry: EventHeap.Entry) -> Step {
        let cursor = slots[entry.slot].cursor
        let step = slots[entry.slot].steps[cursor]
        slots[entry.slot].cursor = cursor + 1
        if cursor + 1 < slots[entry.slot].steps.count {
            let following = slots[entry.slot].steps[cursor + 1]
            heap.postponeFirst(to: slots[entry.slot].birth + Int64(following.time))
        } else {
            heap.removeFirst()
            freeSlots.append(entry.slot)
        }
        return step
    }

    /// Whether to write a step. A clean feed leaves out failures that together would raise an alarm.
    private mutating func isTold(_ step: Step, of entry: EventHeap.Entry) -> Bool {
        guard budget != nil else { return true }
        if step.kind == .connectionCreate { budget?.connectionBegan(domain: Int(step.domain)) }
        guard step.kind == .connectionFailure else { return true }
        let number = slots[entry.slot].calls[Int(step.other)].numberKey
        return budget?.allows(number: number, domain: Int(step.domain), at: entry.time) ?? true
    }

    private mutating func begin(at birth: Int64) {
        planner.plan(number: begun, birth: birth)
        faultList?.add(planner)
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = slots.count
            slots.append(Script())
        }
        swap(&slots[slot], &planner.script)
        if let first = slots[slot].steps.first {
            heap.insert(EventHeap.Entry(time: birth + Int64(first.time), number: begun, slot: slot))
        } else {
            freeSlots.append(slot)
        }
        begun += 1
        let gap = arrivals.exponential() * 1_000_000 / (seancesPerSecond * tide(at: nextBirth))
        nextBirth += Int64(gap)
    }

    /// The rate varies: from four fifths to six fifths of the mean and back within ten minutes, linearly.
    private func tide(at microseconds: Int64) -> Double {
        let place = Double(microseconds % 600_000_000) / 600_000_000
        let wave = place < 0.25 ? place * 4 : place < 0.75 ? 2 - place * 4 : place * 4 - 4
        return 1 + 0.2 * wave
    }
}
