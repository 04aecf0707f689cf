/// What is counted by the second.
public enum Rate: Int, CaseIterable, Sendable {
    /// Events taken.
    case events
    /// Seances that came to life.
    case seances
    /// Connections that came to life.
    case connections
    /// Calls that came to life.
    case calls
    /// Connection failures.
    case failures
}

/// Counts by the second of feed time over the last 15 minutes: rates and sparklines come from here.
///
/// Counting costs one addition. An event whose time is older than the window counts nowhere here; totals are kept elsewhere.
public struct RateWindow: Sendable {
    /// Seconds that are kept.
    public static let seconds = 900

    private var counts = [UInt32](repeating: 0, count: RateWindow.seconds * Rate.allCases.count)
    private var newest: Int64 = -1
    private var oldest: Int64?
    private var peaks = [UInt32](repeating: 0, count: Rate.allCases.count)

    init() {}

    /// Counts one at a feed time in milliseconds.
    mutating func count(_ rate: Rate, at milliseconds: Int64) {
        let second = milliseconds / 1000
        if second > newest {
            // What is older than the first event counted came out of order, and shows nothing of the rate of its time.
            if oldest == nil { oldest = second }
            advance(to: second)
        }
        guard second > newest - Int64(Self.seconds) else { return }
        let place = Self.place(second, rate)
        counts[place] &+= 1
        if counts[place] > peaks[rate.rawValue] { peaks[rate.rawValue] = counts[place] }
    }

    /// How many there were in the last `seconds` (1 to 900) up to `now`, in milliseconds. Cost: the seconds.
    public func total(_ rate: Rate, last seconds: Int, now: Int64) -> Int {
        var total = 0
        let last = min(now / 1000, newest)
        // Not before 1970 either: a feed may well say that it is the third second since.
        var second = max(0, now / 1000 - Int64(seconds) + 1, newest - Int64(Self.seconds) + 1)
        while second <= last {
            total += Int(counts[Self.place(second, rate)])
            second += 1
        }
        return total
    }

    /// The most in one second, ever.
    public func peak(_ rate: Rate) -> Int { Int(peaks[rate.rawValue]) }

    /// The most in one second of the last `seconds`.
    public func peak(_ rate: Rate, last seconds: Int, now: Int64) -> Int {
        series(rate, buckets: seconds, of: 1, now: now).max() ?? 0
    }

    /// Totals of `buckets` stretches of `seconds` each, oldest first, the last one ending at `now`.
    public func series(_ rate: Rate, buckets: Int, of seconds: Int, now: Int64) -> [Int] {
        (0..<buckets).map { bucket in
            total(rate, last: seconds, now: now - Int64((buckets - 1 - bucket) * seconds) * 1000)
        }
    }

    /// Whole seconds between the first count of all and `now`, in milliseconds: how far back zeros mean something.
    public func known(now: Int64) -> Int { Int(clamping: max(0, now / 1000 - (oldest ?? now / 1000))) }

    private static func place(_ second: Int64, _ rate: Rate) -> Int {
        Int(second % Int64(seconds)) * Rate.allCases.count + rate.rawValue
    }

    private mutating func advance(to second: Int64) {
        // A jump over the whole window clears it once.
        let first = max(newest + 1, second - Int64(Self.seconds) + 1)
        for cleared in first...second {
            for rate in Rate.allCases { counts[Self.place(cleared, rate)] = 0 }
        }
        newest = second
    }
}

extension RateWindow {
    func checkInvariants() throws {
        try invariant(oldest ?? newest <= newest, "RateWindow: the oldest second is after the newest")
        for rate in Rate.allCases {
            let most = stride(from: rate.rawValue, to: counts.count, by: Rate.allCases.count).map { counts[$0] }.max()
            try invariant(most ?? 0 <= peaks[rate.rawValue], "RateWindow: more \(rate) in a second than the most")
        }
    }
}
