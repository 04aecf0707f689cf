/// What is counted by the second.
public enum Rate: Int, CaseIterable, Sendable {
    /// Events taken.
    case events
    /// Seances that began, as far as an event said so (``Domain/tellsOfBeginning(_:)``).
    case seances
    /// Connections that came to life, by whatever event.
    case connections
    /// Connections that began, as far as an event said so.
    case attempts
    /// Connection failures.
    case failures
}

/// Counts by the second of feed time over the last 15 minutes: rates and sparklines come from here.
///
/// Only seconds in which something was counted take room, so a quiet domain has next to nothing here. Counting costs one addition
/// while events come in the order of their times. The window ignores events that are older than itself. The domain
/// counts totals.
public struct RateWindow: Sendable {
    /// Seconds that are kept.
    public static let seconds = 900

    private typealias Counts = InlineArray<5, UInt32>

    private struct Second {
        var second: Int64 = 0
        var counts = Counts(repeating: 0)
    }

    /// A ring of the seconds with counts, in order. Its size is a power of two.
    private var ring: [Second] = []
    private var head = 0
    private var count = 0
    private var oldest: Int64?
    private var peaks = Counts(repeating: 0)
    /// The newest second of each count. Most domains have no failure in the last minute, and this says so without the ring.
    private var newestOf = InlineArray<5, Int64>(repeating: -1)

    init() {}

    /// Counts one at a feed time in milliseconds.
    mutating func count(_ rate: Rate, at milliseconds: Int64) {
        let second = milliseconds / 1000
        // Older events that come later are out of order, and do not show the rate of their time.
        if oldest == nil { oldest = second }
        guard second > newest - Int64(Self.seconds) else { return }
        let place = place(of: second)
        let counted = ring[place].counts[rate.rawValue] &+ 1
        ring[place].counts[rate.rawValue] = counted
        if counted > peaks[rate.rawValue] { peaks[rate.rawValue] = counted }
        if second > newestOf[rate.rawValue] { newestOf[rate.rawValue] = second }
    }

    /// Forgets all counts. Their memory serves again.
    mutating func removeAll() {
        (head, count, oldest) = (0, 0, nil)
        peaks = Counts(repeating: 0)
        newestOf = InlineArray(repeating: -1)
    }

    @inline(__always)
    func prefetchArrays() { ring.prefetch(64) }

    /// How many there were in the last `seconds` (1 to 900) up to `now`, in milliseconds. Cost: the seconds with counts.
    public func total(_ rate: Rate, last seconds: Int, now: Int64) -> Int {
        guard newestOf[rate.rawValue] > now / 1000 - Int64(seconds) else { return 0 }
        let first = max(now / 1000 - Int64(seconds) + 1, newest - Int64(Self.seconds) + 1)
        var total = 0
        var place = number(upTo: now / 1000)
        while place > 0 {
            place -= 1
            let entry = ring[index(place)]
            if entry.second < first { break }
            total += Int(entry.counts[rate.rawValue])
        }
        return total
    }

    /// The most in one second, ever.
    public func peak(_ rate: Rate) -> Int { Int(peaks[rate.rawValue]) }

    /// The most in one second of the last `seconds`.
    public func peak(_ rate: Rate, last seconds: Int, now: Int64) -> Int {
        series(rate, buckets: seconds, of: 1, now: now).max() ?? 0
    }

    /// Totals of `buckets` stretches of `seconds` each, oldest first, the last one ending at `now`. Cost: the seconds with counts.
    public func series(_ rate: Rate, buckets: Int, of seconds: Int, now: Int64) -> [Int] {
        var totals = [Int](repeating: 0, count: buckets)
        add(rate, to: &totals, of: seconds, now: now)
        return totals
    }

    /// Adds such a series to `totals`, which has a place for each stretch. Cost: the seconds with counts.
    public func add(_ rate: Rate, to totals: inout [Int], of seconds: Int, now: Int64) {
        let (last, buckets) = (now / 1000, totals.count)
        guard newestOf[rate.rawValue] > last - Int64(buckets * seconds) else { return }
        let first = max(last - Int64(buckets * seconds) + 1, newest - Int64(Self.seconds) + 1)
        var place = number(upTo: last)
        while place > 0 {
            place -= 1
            let entry = ring[index(place)]
            if entry.second < first { break }
            totals[buckets - 1 - Int(last - entry.second) / seconds] += Int(entry.counts[rate.rawValue])
        }
    }

    /// Whole seconds between the first count of all and `now`, in milliseconds: how far back zeros mean something.
    public func known(now: Int64) -> Int { Int(clamping: max(0, now / 1000 - (oldest ?? now / 1000))) }

    // MARK: The ring

    private var newest: Int64 { count > 0 ? ring[index(count - 1)].second : -1 }

    @inline(__always)
    private func index(_ place: Int) -> Int { (head + place) & (ring.count - 1) }

    /// How many entries are of a second or of one before it. Cost: the logarithm of the entries.
    private func number(upTo second: Int64) -> Int {
        guard newest > second else { return count }
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if ring[index(middle)].second <= second { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The index in the ring of a second's entry, which is made if need be.
    private mutating func place(of second: Int64) -> Int {
        let number = number(upTo: second)
        if number > 0, ring[index(number - 1)].second == second { return index(number - 1) }
        if number == count {
            while count > 0, ring[head].second <= second - Int64(Self.seconds) {
                head = index(1)
                count -= 1
            }
        }
        return insert(Second(second: second), at: min(number, count))
    }

    /// Inserts an entry before the one at a place. Cost: the entries after it.
    private mutating func insert(_ entry: Second, at place: Int) -> Int {
        if count == ring.count { grow() }
        count += 1
        for later in stride(from: count - 1, to: place, by: -1) { ring[index(later)] = ring[index(later - 1)] }
        ring[index(place)] = entry
        return index(place)
    }

    private mutating func grow() {
        var larger: [Second] = []
        larger.reserveCapacity(max(2, count * 2))
        for place in 0..<count { larger.append(ring[index(place)]) }
        larger.append(contentsOf: repeatElement(Second(), count: max(2, count * 2) - count))
        ring = larger
        head = 0
    }
}

extension RateWindow {
    func checkInvariants() throws {
        try invariant(oldest ?? newest <= newest, "RateWindow: the oldest second is after the newest")
        try invariant(count <= ring.count && count <= Self.seconds, "RateWindow: \(count) seconds in \(ring.count)")
        for place in 0..<count {
            let entry = ring[index(place)]
            let isInOrder = place == 0 || ring[index(place - 1)].second < entry.second
            try invariant(
                isInOrder && entry.second > newest - Int64(Self.seconds), "RateWindow: \(entry.second) is out of place")
            for rate in Rate.allCases {
                try invariant(
                    entry.counts[rate.rawValue] <= peaks[rate.rawValue],
                    "RateWindow: more \(rate) in a second than the most")
                try invariant(
                    entry.counts[rate.rawValue] == 0 || entry.second <= newestOf[rate.rawValue],
                    "RateWindow: \(rate) after the newest")
            }
        }
    }
}
