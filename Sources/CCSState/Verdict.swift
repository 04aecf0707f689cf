/// What a line counts as. Every line falls in exactly one bucket, and the buckets add up to the lines.
public enum Verdict: UInt8, CaseIterable, Sendable {
    /// It took effect.
    case applied
    /// The same bytes came lately.
    case duplicate
    /// About an object that has ended.
    case late
    /// A delete or a record info for an id never seen.
    case orphan
    /// Of another domain than the one chosen.
    case otherDomain
    /// It names no domain, and none is given.
    case noDomain
    /// Of another class than `ccsevents`.
    case otherClass
    /// None of the 19 types.
    case unknownType
    /// Not JSON, no event, or without what its type needs.
    case malformed
    /// Longer than a line may be.
    case oversized
    /// A control frame.
    case control
    /// White space only.
    case blank

    /// Its name in the snapshot and on the screen.
    public var name: String { "\(self)" }
}

/// How many lines fell in each bucket.
public struct FeedCounts: Equatable, Sendable {
    // In place: an array would be copied for every batch of lines, and reached through a pointer for every line.
    private var counts = InlineArray<12, Int>(repeating: 0)

    /// Nothing yet.
    public init() {}

    /// Whether all buckets are equal.
    public static func == (left: FeedCounts, right: FeedCounts) -> Bool {
        Verdict.allCases.allSatisfy { left[$0] == right[$0] }
    }

    /// Lines in a bucket.
    public subscript(verdict: Verdict) -> Int {
        get { counts[Int(verdict.rawValue)] }
        set { counts[Int(verdict.rawValue)] = newValue }
    }

    /// The most that ``add(_:to:)`` makes of a bucket: more than any feed brings, and all of them together still are a number.
    static let most = 1 << 52

    /// Adds lines that a recording says there were, which may be any number.
    mutating func add(_ lines: Int, to verdict: Verdict) {
        let sum = self[verdict].addingReportingOverflow(max(0, lines))
        self[verdict] = sum.overflow ? Self.most : min(sum.partialValue, Self.most)
    }

    /// A message that counted as one verdict has another event: it counts as applied from then on, if that one is.
    mutating func improve(_ before: Verdict, to verdict: Verdict) {
        guard verdict == .applied, before != .applied, self[before] > 0 else { return }
        self[before] -= 1
        self[.applied] += 1
    }

    /// Lines in all.
    public var lines: Int { Verdict.allCases.reduce(0) { $0 + self[$1] } }
}
