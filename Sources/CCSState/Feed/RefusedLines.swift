/// Refused lines by the second of their arrival, over the last minute.
public struct RefusedLines: Sendable {
    private static let seconds: Int64 = 60
    private var counts = InlineArray<60, UInt32>(repeating: 0)
    private var newest: Int64 = -1

    init() {}

    /// Counts a line that arrived at a wall clock time in milliseconds. A clock that was set back counts in its newest second.
    mutating func count(arrival: Int64) {
        advance(to: max(0, arrival) / 1000)
        counts[Int(newest % Self.seconds)] &+= 1
    }

    private mutating func advance(to second: Int64) {
        guard second > newest else { return }
        let first = max(newest + 1, second - Self.seconds + 1)
        for cleared in first...second { counts[Int(cleared % Self.seconds)] = 0 }
        newest = second
    }

    /// How many were refused in the minute before a wall clock time in milliseconds.
    public func lastMinute(before wall: Int64) -> Int {
        let now = wall / 1000
        guard newest >= 0, now - newest < Self.seconds else { return 0 }
        let first = max(0, now - Self.seconds + 1, newest - Self.seconds + 1)
        return first > newest ? 0 : (first...newest).reduce(0) { $0 + Int(counts[Int($1 % Self.seconds)]) }
    }
}
