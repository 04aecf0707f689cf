/// How late the last few events were: wall clock at arrival minus `eventts`, in milliseconds.
///
/// One event that comes late, as after a reordering, says nothing of the feed, and neither does one that is in time among many
/// late ones: so what is shown, and what a detector goes by, is of several.
public struct RecentLags: Sendable, Equatable {
    /// Events that are looked at.
    static let kept = 16

    private var last = InlineArray<16, Int64>(repeating: 0)
    /// Events ever, up to what leaves no doubt.
    private(set) var count = 0

    init() {}

    @inline(__always)
    mutating func record(_ lag: Int64) {
        last[count % Self.kept] = lag
        count &+= 1
        if count < 0 { count = Self.kept }
    }

    /// Takes over the last `count` of another one.
    mutating func record(last count: Int, of other: RecentLags) {
        let last = max(0, other.count - min(count, Self.kept))
        for place in last..<max(last, other.count) { record(other.last[place % Self.kept]) }
    }

    private var known: [Int64] { last.indices.prefix(count).map { last[$0] } }

    /// That which half of them exceed or reach; nil before the first.
    public var median: Int64? {
        let known = known
        return known.isEmpty ? nil : known.sorted()[known.count / 2]
    }

    /// By what is known.
    public static func == (left: RecentLags, right: RecentLags) -> Bool { left.known == right.known }

    /// Whether they are late: at least half of them by a threshold in milliseconds. Once they are, until hardly any is, so that a
    /// lag around the threshold does not begin anew with each event.
    func areLate(by threshold: Int64, before: Bool) -> Bool {
        let known = known
        let late = known.count { $0 >= threshold }
        return late > 0 && late * (before ? 8 : 2) >= known.count
    }
}
