import CCSSimulator

/// Produces the simulator's lines, each when it is due.
struct Source: Sendable {
    enum Next: Equatable {
        /// A line of this domain was appended. The domain is an index, as in the simulator.
        case line(domain: Int?)
        /// No line is due for this many nanoseconds.
        case wait(Int64)
        case end
    }

    let pace: Pace
    private let wrapsEvents: Bool
    private let startAt: Int64
    private var simulator: Simulator

    /// When the feed started, by the monotonic clock.
    private var begin: Int64?
    private var count = 0.0
    /// The next line, which is not due yet.
    private var pending: [UInt8] = []
    private var pendingTime: Int64?
    private var hasEnded = false
    private let faultsFile: FaultsFile?

    init(options: SimulatorOptions, pace: Pace, wrapsEvents: Bool, faultsFile: FaultsFile?) {
        self.pace = pace
        self.wrapsEvents = wrapsEvents
        startAt = options.startAt
        simulator = Simulator(options)
        self.faultsFile = faultsFile
        if faultsFile != nil { simulator.listFaults() }
    }

    var domains: [String] { simulator.domains }

    /// Appends the next line to `buffer` if it is due at `now` (monotonic clock, nanoseconds).
    mutating func next(at now: Int64, into buffer: inout [UInt8]) -> Next {
        if pace == .max {
            guard make(into: &buffer) != nil else { return .end }
            return .line(domain: simulator.lastDomain)
        }
        if pendingTime == nil, !hasEnded {
            var line: [UInt8] = []
            swap(&line, &pending)
            line.removeAll(keepingCapacity: true)
            pendingTime = make(into: &line)
            swap(&line, &pending)
            hasEnded = pendingTime == nil
        }
        guard let time = pendingTime else { return .end }
        let started = begin ?? now
        begin = started
        let wait = due(time) - (now - started)
        guard wait <= 0 else { return .wait(wait) }
        buffer.append(contentsOf: pending)
        pendingTime = nil
        count += 1
        return .line(domain: simulator.lastDomain)
    }

    /// When the line with this feed time is due, in nanoseconds since the start.
    private func due(_ time: Int64) -> Int64 {
        switch pace {
        case .max: 0
        case .lines(let rate): Int64(min(count / rate * 1e9, 9e18))
        case .real: (time - startAt) * 1_000_000
        }
    }

    private mutating func make(into buffer: inout [UInt8]) -> Int64? {
        let start = buffer.count
        guard let time = simulator.next(into: &buffer) else { return nil }
        faultsFile?.write(simulator.takeFaults())
        if wrapsEvents, buffer[start] == UInt8(ascii: "{") {
            buffer.insert(contentsOf: #"["notify","#.utf8, at: start)
            buffer[buffer.count - 1] = UInt8(ascii: "]")
            buffer.append(UInt8(ascii: "\n"))
        }
        return time
    }
}
