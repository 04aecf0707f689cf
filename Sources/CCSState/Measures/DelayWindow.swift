/// Delays by the minute of feed time over the last 15 minutes, as histograms whose buckets grow with the delay.
///
/// Not the histogram that lag is kept in: here a delay must be taken back when an older event tells better, and a minute without
/// delays must cost nothing.
struct DelayWindow {
    private static let minutes: Int64 = 15

    /// A histogram a minute; one without delays is empty.
    private var ring: [[UInt32]] = []
    private var newest: Int64 = -1

    /// Counts a delay in milliseconds at a feed time, or takes it back.
    mutating func count(_ delay: UInt32, at milliseconds: Int64, takesBack: Bool = false) {
        let minute = milliseconds / 60_000
        if minute > newest { advance(to: minute) }
        guard minute > newest - Self.minutes else { return }
        let place = Int(minute % Self.minutes)
        if ring[place].isEmpty { ring[place] = Array(repeating: 0, count: Delays.buckets) }
        let bucket = Delays.bucket(of: delay)
        ring[place][bucket] = takesBack ? ring[place][bucket] - min(1, ring[place][bucket]) : ring[place][bucket] &+ 1
    }

    /// The delays in the minute of `now` and as many before it as make up `seconds`. Cost: the minutes with delays.
    func delays(last seconds: Int, now: Int64) -> Delays {
        var delays = Delays()
        let current = now / 60_000
        var at = max(current - max(1, (Int64(seconds) + 59) / 60) + 1, newest - Self.minutes + 1, 0)
        while at <= min(current, newest) {
            delays.add(ring[Int(at % Self.minutes)])
            at += 1
        }
        return delays
    }

    func checkInvariants() throws {
        try invariant(ring.isEmpty || ring.count == Int(Self.minutes), "DelayWindow: \(ring.count) minutes")
        try invariant(newest < 0 || !ring.isEmpty, "DelayWindow: a newest minute and none")
        let isWhole = ring.allSatisfy { $0.isEmpty || $0.count == Delays.buckets }
        try invariant(isWhole, "DelayWindow: a minute has not all buckets")
    }

    private mutating func advance(to minute: Int64) {
        if ring.isEmpty || minute - newest >= Self.minutes {
            ring = Array(repeating: [], count: Int(Self.minutes))
        } else {
            for cleared in (newest + 1)...minute { ring[Int(cleared % Self.minutes)] = [] }
        }
        newest = minute
    }
}

/// Delays of a window: how many, and their percentiles, to 4 %. One over 262 s counts as 262 s.
public struct Delays: Sendable {
    private var counts: [Int] = []
    /// How many there were.
    public private(set) var count = 0

    /// Below it every millisecond has a bucket, above it every power of two has 16.
    private static let exact: UInt32 = 32
    private static let largest: UInt32 = 1 << 18 - 1
    static let buckets = 32 + 13 * 16

    /// None.
    public init() {}

    /// The delay in milliseconds that so many percent (0 to 100) did not exceed; nil where there was none.
    public func percentile(_ percent: Double) -> Int64? {
        guard count > 0 else { return nil }
        let rank = max(1, Int((percent / 100 * Double(count)).rounded(.up)))
        var seen = 0
        for (bucket, number) in counts.enumerated() {
            seen += number
            if seen >= rank { return Self.middle(of: bucket) }
        }
        return nil
    }

    /// Adds the delays of another window.
    public mutating func add(_ other: Delays) { add(other.counts) }

    mutating func add(_ other: [some BinaryInteger]) {
        guard !other.isEmpty else { return }
        if counts.isEmpty { counts = Array(repeating: 0, count: Self.buckets) }
        for bucket in counts.indices {
            counts[bucket] += Int(other[bucket])
            count += Int(other[bucket])
        }
    }

    static func bucket(of delay: UInt32) -> Int {
        let delay = min(delay, largest)
        guard delay >= exact else { return Int(delay) }
        let power = 31 - delay.leadingZeroBitCount
        return 32 + (power - 5) * 16 + Int(delay >> UInt32(power - 4) & 15)
    }

    private static func middle(of bucket: Int) -> Int64 {
        guard bucket >= 32 else { return Int64(bucket) }
        let power = Int64(bucket - 32) / 16 + 5
        let width = Int64(1) << (power - 4)
        return (16 + Int64(bucket) % 16) * width + width / 2
    }
}
