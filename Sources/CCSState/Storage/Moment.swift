/// A time of the feed, in milliseconds since 1970, or none; six bytes, since a million objects have several each.
struct Moment: Equatable {
    private var low: UInt32
    private var high: UInt16

    /// No time.
    static let none = Moment(low: .max, high: .max)
    /// The last millisecond that there is room for.
    static let latest: Int64 = 1 << 48 - 2

    private init(low: UInt32, high: UInt16) {
        self.low = low
        self.high = high
    }

    /// A time from 0 to 253402300799999, which takes 48 bits.
    init(_ milliseconds: Int64) {
        low = UInt32(truncatingIfNeeded: milliseconds)
        high = UInt16(truncatingIfNeeded: milliseconds >> 32)
    }

    /// The time, or -1 for none: before every time of a feed.
    var orBefore: Int64 { self == .none ? -1 : Int64(high) << 32 | Int64(low) }

    /// The time.
    var value: Int64? { self == .none ? nil : Int64(high) << 32 | Int64(low) }
}
