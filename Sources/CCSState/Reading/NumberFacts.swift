public import CCSEvents

/// The counts of a number: live calls, waiting callers, attempts, failures and talk time.
public struct NumberFacts {
    /// The number.
    public let number: FeedText
    /// Live calls that have it.
    public let live: LiveCalls
    /// Callers who wait for it; nil where nobody does, as far as is known.
    public let waits: Waits?
    /// Failures and attempts in each window that was asked for.
    public let windows: [(failed: Int, attempts: Int)]
    /// Failures and attempts ever.
    public let totals: (failed: Int, attempts: Int)
    /// The outcomes of attempts to it in the last 15 minutes, in stretches of a minute; no forks lost.
    public let measures: Measures
    /// Milliseconds talked, ever; what is being talked counts when it ends.
    public let talked: Int64
    /// When it was tried last, in milliseconds; nil where it never was.
    public let lastAt: Int64?
    /// Whether it was found that too many attempts fail.
    public let isFailing: Bool
}

/// How many live calls a number has.
public struct LiveCalls: Equatable, Sendable {
    /// Those that were heard of since the last gap.
    public private(set) var confirmed = 0
    /// The others.
    public private(set) var unconfirmed = 0

    mutating func count(isConfirmed: Bool, by change: Int) {
        if isConfirmed { confirmed += change } else { unconfirmed += change }
    }
}

extension Domain {
    /// Numbers of which attempts and talk are counted.
    public var countedNumbers: Int { numberStats.entries.count }

    /// What is known of a counted number, by its place. Cost: the stretches of 10 s in `seconds`, the longest of which come last.
    public func countedNumber(_ place: Int, live: LiveNumbers, last seconds: [Int], now: Int64) -> NumberFacts {
        let entry = numberStats.entries[place]
        return NumberFacts(
            number: texts.text(entry.number), live: live.calls(entry.number), waits: live.waits(entry.number),
            windows: numberStats.counts(of: entry, last: seconds, now: now),
            totals: (entry.totals.failures, entry.totals.attempts),
            measures: Measures(
                entry.measures.total(last: Int(MeasureRing.seconds), now: now), knowsTalk: measuring.knowsTalk),
            talked: entry.talked, lastAt: entry.lastAt.value,
            isFailing: entry.isFailing)
    }

    /// The place of a number of which attempts and talk are counted.
    public func countedPlace(of number: FeedText) -> Int? {
        let id = texts.find(number)
        return id.isSome ? numberStats.place(ofKnown: id) : nil
    }
}
