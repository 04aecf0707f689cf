/// The rule of a domain's clock (docs/feed.md, "Time and lag"), implemented a second time by searching all times.
struct ReferenceClock {
    struct Time {
        var at: Int64
        var arrival: Int64
        var isCandidate = false
    }

    enum Step: Equatable { case taken, settled, heldBack(at: Int64) }

    var skew: Int64 = 86_400_000
    var addsElapsed = false
    private(set) var clock: Time?
    private(set) var isConfirmed = false
    private(set) var heldBack = 0
    private var times: [Time] = []
    private var agreeing = 0
    private var hasStrayed = false

    init(skew: Int64 = 86_400_000, addsElapsed: Bool = false) { (self.skew, self.addsElapsed) = (skew, addsElapsed) }

    private func advanced(_ time: Time, to arrival: Int64) -> Int64 {
        min(time.at + (addsElapsed ? max(0, arrival - time.arrival) : 0), 253_402_300_799_999)
    }

    mutating func take(_ at: Int64, arrival: Int64 = 0) -> Step {
        let time = Time(at: at, arrival: arrival)
        guard let clock else {
            self.clock = time
            return .taken
        }
        times.append(time)
        let expected = advanced(clock, to: arrival)
        if let group = agreement() {
            // Of equal times, the last one counts.
            guard let newest = group.reversed().max(by: { $0.at < $1.at }) else { return .taken }
            let isBack = !isConfirmed && advanced(newest, to: arrival) < expected - skew
            if isBack { heldBack += 1 + agreeing }
            if isBack || newest.at >= clock.at { self.clock = newest }
            times = []
            defer { isConfirmed = true }
            return isConfirmed ? .taken : .settled
        }
        if at > expected + skew {
            times[times.count - 1].isCandidate = true
            heldBack += 1
            if !isConfirmed { hasStrayed = true }
            return isConfirmed ? .heldBack(at: expected) : .taken
        }
        if at >= clock.at { self.clock = time }
        if isConfirmed { return .taken }
        if at < expected - skew {
            times[times.count - 1].isCandidate = true
            hasStrayed = true
            return .taken
        }
        agreeing += 1
        if agreeing < 3 { return .taken }
        isConfirmed = true
        let now = self.clock?.at ?? 0
        for place in times.indices where times[place].at < now { times[place].isCandidate = false }
        return hasStrayed ? .settled : .taken
    }

    /// The first candidate with which three of the next ten times agree, and these times.
    private func agreement() -> [Time]? {
        for (place, candidate) in times.enumerated() where candidate.isCandidate {
            let after = times[(place + 1)...].prefix(10)
            guard place + 1 + after.count == times.count else { continue }
            let group = after.filter { abs($0.at - advanced(candidate, to: $0.arrival)) <= skew }
            if group.count >= 3 { return [candidate] + group }
        }
        return nil
    }
}
