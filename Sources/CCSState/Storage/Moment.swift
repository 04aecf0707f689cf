import CCSEvents

/// A time of the feed, in milliseconds since 1970, or none.
struct Moment: Equatable {
    private var milliseconds: Int64

    /// No time.
    static let none = Moment(milliseconds: -1)
    /// The last millisecond that there is room for where moments are packed (``PackedRecords``).
    static let latest: Int64 = 1 << 48 - 2

    private init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// A time from 0 to 253402300799999, which takes 48 bits.
    @inline(__always)
    init(_ milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The times that a feed can have, in milliseconds: from 1970 to the end of the year 9999.
    static let possible: ClosedRange<Int64> = 0...Int64(Event.latestTime)

    /// A time or a length of time, brought within those that a feed can have.
    static func possible(_ milliseconds: Int64) -> Int64 {
        min(max(milliseconds, possible.lowerBound), possible.upperBound)
    }

    /// The time, or -1 for none: before every time of a feed.
    @inline(__always)
    var orBefore: Int64 { milliseconds }

    /// Becomes `limit` if it is later.
    mutating func clamp(to limit: Int64) { milliseconds = min(milliseconds, limit) }

    /// The time.
    @inline(__always)
    var value: Int64? { milliseconds < 0 ? nil : milliseconds }
}
