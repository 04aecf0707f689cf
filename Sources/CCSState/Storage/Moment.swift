/// A time of the feed, in milliseconds since 1970, or none; six bytes, since a million objects have several each.
///
/// Three times two bytes rather than four and two: those would be eight in every record, for the sake of alignment.
struct Moment: Equatable {
    private var low: UInt16
    private var middle: UInt16
    private var high: UInt16

    /// No time.
    static let none = Moment(low: .max, middle: .max, high: .max)
    /// The last millisecond that there is room for.
    static let latest: Int64 = 1 << 48 - 2

    private init(low: UInt16, middle: UInt16, high: UInt16) {
        self.low = low
        self.middle = middle
        self.high = high
    }

    /// A time from 0 to 253402300799999, which takes 48 bits.
    @inline(__always)
    init(_ milliseconds: Int64) {
        low = UInt16(truncatingIfNeeded: milliseconds)
        middle = UInt16(truncatingIfNeeded: milliseconds >> 16)
        high = UInt16(truncatingIfNeeded: milliseconds >> 32)
    }

    @inline(__always)
    private var bits: Int64 { Int64(high) << 32 | Int64(middle) << 16 | Int64(low) }

    /// The time, or -1 for none: before every time of a feed.
    @inline(__always)
    var orBefore: Int64 { bits == 0xFFFF_FFFF_FFFF ? -1 : bits }

    /// The time.
    @inline(__always)
    var value: Int64? { bits == 0xFFFF_FFFF_FFFF ? nil : bits }
}
