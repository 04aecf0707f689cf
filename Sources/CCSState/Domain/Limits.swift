/// How much is kept. What goes beyond is counted in ``Evictions``.
public struct Limits: Sendable, Equatable {
    /// Live objects of each kind in a domain; beyond, silent ones leave.
    public var liveObjects = 2_000_000
    /// Ended objects of a domain that can still be looked at, seances with their trees.
    public var endedObjects = 60_000
    /// Ended calls and connections kept with one seance.
    public var membersOfSeance = 4096
    /// Ids of each kind in a domain that are known to have ended.
    public var endedIDs = 100_000
    /// Event lines in which a repetition is recognised.
    public var recentLines = 1024
    /// Failures of a domain that can be looked at.
    public var failures = 5000
    /// Ended anomalies of a domain that can be looked at, for 24 hours.
    public var episodes = 10_000
    /// Numbers of a domain that have statistics.
    public var numbers = 10_000
    /// Numbers of one seance.
    public var numbersOfSeance = 1024
    /// Bytes of ids, numbers, names and other texts of a domain; beyond, ended objects leave, and then silent live ones.
    public var textBytes = 1 << 30
    /// Bytes of event lines kept by a domain for its log; 0 keeps none.
    public var logBytes = 32 << 20
    /// Bytes of the logs of all domains; beyond, the oldest lines of the longest log leave.
    public var logBytesInAll = 256 << 20
    /// Domains; beyond, the one that was silent longest leaves.
    public var domains = 10_000
    /// Milliseconds after a lost source was connected again in which an object has to be heard of, or it leaves; nil: it stays.
    public var unconfirmed: Int64? = 15 * 60_000

    /// The defaults.
    public init() {}
}

/// What had to leave because a store was full.
public struct Evictions: Sendable, Equatable {
    /// Live objects that were silent, by far the worst: the picture lacks them.
    public var liveObjects = 0
    /// Ended objects that can no longer be looked at.
    public var endedObjects = 0
    /// Numbers at the beginning of a seance's list.
    public var numbers = 0
    /// Event lines of the log.
    public var logLines = 0
    /// Failures that can no longer be looked at.
    public var failures = 0
    /// Ended anomalies that can no longer be looked at, although they are younger than 24 hours.
    public var episodes = 0
    /// Telephone numbers of which it is no longer known how often they were tried and failed.
    public var countedNumbers = 0
    /// Whole domains.
    public var domains = 0
    /// Live objects that were silent for too long after a gap.
    public var unconfirmed = 0

    /// Nothing.
    public init() {}
}
