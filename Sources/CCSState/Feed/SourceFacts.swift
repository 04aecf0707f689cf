import CCSEvents

/// What came from one of several sources.
public struct SourceFacts: Sendable, Equatable {
    /// What its lines counted as.
    public private(set) var counts = FeedCounts()
    /// How late its last events were.
    private var lags = RecentLags()
    /// Its lag: the median of the last ones (``RecentLags/median``).
    public var lag: Int64? { lags.median }
    /// When its last event arrived, of whatever domain: wall clock, milliseconds since 1970.
    public private(set) var lastArrival: Int64?

    /// Events that came, of whatever domain.
    var events: Int {
        counts[.applied] + counts[.duplicate] + counts[.late] + counts[.orphan] + counts[.otherDomain]
    }

    /// How far the counts of all sources were.
    struct Mark {
        let counts: FeedCounts
        /// Events of whatever domain.
        let arrivals: Int
        /// Events of the chosen domain.
        let taken: Int
    }

    /// Adds what was counted between two marks, while this source alone was read.
    mutating func add(from before: Mark, to after: Mark, lags: RecentLags, arrival: Int64) {
        for verdict in Verdict.allCases { counts[verdict] += after.counts[verdict] - before.counts[verdict] }
        self.lags.record(last: after.taken - before.taken, of: lags)
        if after.arrivals != before.arrivals { lastArrival = arrival }
    }
}

/// What is known of a source.
struct SourceReading {
    var facts = SourceFacts()
    /// Under which number its connection is known, once events may have come over it.
    var stint: Stints.Number
    /// When its connection was lost, by the wall clock, until there is another.
    var lostAt: Int64?
    /// When the connection before the present one was lost, and how many events had come by then.
    var returned: (lostAt: Int64, events: Int)?
    /// The number of the lost connection, while the source is lost and what was heard of over it is unconfirmed.
    var lost: Stints.Number?
    /// The verdict of its last message. It improves if a further event of that message is applied.
    var message: Verdict?
}
