/// What was decided, answered, lost and talked in a stretch of time.
struct MeasureCounts {
    var decided: Int32 = 0
    var answered: Int32 = 0
    var forksLost: Int32 = 0
    /// Answered connections that ended.
    var talks: Int32 = 0
    /// Milliseconds talked in them.
    var talked: Int64 = 0
    /// Callers who left while they waited.
    var abandoned: Int32 = 0
    /// Milliseconds that they waited.
    var waited: Int64 = 0

    mutating func add(_ other: MeasureCounts) {
        decided &+= other.decided
        answered &+= other.answered
        forksLost &+= other.forksLost
        talks &+= other.talks
        talked &+= other.talked
        abandoned &+= other.abandoned
        waited &+= other.waited
    }
}

/// How an attempt came out, as far as it has.
struct Outcome: Equatable {
    var isAnswered: Bool
    /// When that was decided.
    var decidedAt: Int64
    /// For how long was talked, once it has ended.
    var talked: Int64?
    var endedAt: Int64

    /// Milliseconds that one talk counts at most, 34 years: a feed may say anything, and sums stay in their range.
    static let longestTalk: Int64 = 1 << 40

    /// A failure.
    static func failed(at: Int64) -> Outcome { Outcome(isAnswered: false, decidedAt: at, endedAt: at) }
}

/// Counts by stretches of feed time over the last 15 minutes; a window begins with a stretch.
///
/// Counting costs an addition, and what was counted can be taken back. What is older than the window counts nowhere.
struct MeasureRing {
    /// Seconds over which is counted.
    static let seconds: Int64 = 900

    /// Seconds of a stretch; they divide ``seconds``.
    private let stretch: Int64
    /// Nothing until something is counted: most numbers never are.
    private var ring: [MeasureCounts] = []
    private var newest: Int64 = -1

    init(stretch: Int64) {
        self.stretch = stretch
    }

    /// Forgets what was counted; its memory serves again.
    mutating func clear() { newest = -1 }

    private var stretches: Int64 { Self.seconds / stretch }

    /// Counts how an attempt came out.
    mutating func count(_ outcome: Outcome) { count(outcome, 1) }

    /// Takes back what was counted.
    mutating func uncount(_ outcome: Outcome) { count(outcome, -1) }

    /// Counts forks lost, or takes them back where `number` is negative.
    mutating func countForksLost(_ number: Int32, at: Int64) { change(at) { $0.forksLost &+= number } }

    /// Counts a caller who left after so many milliseconds of waiting.
    mutating func countAbandoned(waited: Int64, at: Int64) {
        change(at) {
            $0.abandoned &+= 1
            $0.waited &+= min(max(0, waited), Outcome.longestTalk)
        }
    }

    /// What was counted in the stretch of `now` and as many before it as make up `seconds`. Cost: the stretches.
    func total(last seconds: Int, now: Int64) -> MeasureCounts {
        var total = MeasureCounts()
        let current = now / 1000 / stretch
        let long = max(1, (Int64(seconds) + stretch - 1) / stretch)
        var at = max(current - long + 1, newest - stretches + 1, 0)
        while at <= min(current, newest) {
            total.add(ring[Int(at % stretches)])
            at += 1
        }
        return total
    }

    private mutating func count(_ outcome: Outcome, _ times: Int32) {
        change(outcome.decidedAt) {
            $0.decided &+= times
            if outcome.isAnswered { $0.answered &+= times }
        }
        guard let talked = outcome.talked else { return }
        change(outcome.endedAt) {
            $0.talks &+= times
            $0.talked &+= Int64(times) &* talked
        }
    }

    private mutating func change(_ milliseconds: Int64, _ change: (inout MeasureCounts) -> Void) {
        let place = milliseconds / 1000 / stretch
        if place > newest { advance(to: place) }
        guard place > newest - stretches else { return }
        change(&ring[Int(place % stretches)])
    }

    private mutating func advance(to place: Int64) {
        if ring.isEmpty {
            ring = Array(repeating: MeasureCounts(), count: Int(stretches))
        } else if place - newest >= stretches {
            for index in ring.indices { ring[index] = MeasureCounts() }
        } else {
            for cleared in (newest + 1)...place { ring[Int(cleared % stretches)] = MeasureCounts() }
        }
        newest = place
    }
}

extension MeasureRing {
    func checkInvariants() throws {
        try invariant(ring.isEmpty || ring.count == Int(stretches), "MeasureRing: \(ring.count) stretches")
        try invariant(newest < 0 || !ring.isEmpty, "MeasureRing: a newest stretch and none")
    }
}
