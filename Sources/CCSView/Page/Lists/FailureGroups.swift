import CCSEvents
import CCSState

/// Failures in one row: all to a number, or those of one cause (code and reason) to it.
struct FailureGroup {
    /// Seconds of the longest window.
    static let longest = 900

    /// How many causes the failures to the number have; nil in the row of one of these.
    var causes: Int?
    /// How many failures there were in the last minute of feed time, in 5 and in 15.
    var minute = 0
    var fiveMinutes = 0
    var fifteenMinutes = 0
    /// Seconds up to now for which ``minute`` and the others are whole: failures before them may have left the store.
    var reach = Int.max
    /// The first and the last one, in milliseconds of feed time.
    var first = Int64.max
    var last = Int64.min
    /// Whether an earlier one may have been kept no longer.
    var isFirstUnknown = false
    /// Attempts to the number in 15 min; 0 where that is not known, or the failures name none.
    var attempts = 0
    /// Whether too many attempts to the number fail, or did; nil where that was never so.
    var status: FailingStatus?
    /// The last five minutes against the ten before them: above 0 for more of them a minute, below for fewer; nil without any,
    /// and before 15 minutes were heard.
    var trend: Int?

    /// The alarm of the number, while it lasts.
    var alarm: Anomaly? { if case .open(let anomaly) = status { anomaly } else { nil } }

    /// `3/12`
    func share(_ view: Viewpoint) -> DisplayText {
        attempts > 0 ? DisplayText(sanitizing: "\(fifteenMinutes)/\(attempts)") : view.glyphs.dash
    }

    /// Counts a failure.
    mutating func add(_ at: Int64, now: Int64) {
        let age = now - at
        if age < 60_000 { minute += 1 }
        if age < 300_000 { fiveMinutes += 1 }
        if age < 900_000 { fifteenMinutes += 1 }
        (first, last) = (min(first, at), max(last, at))
    }

    /// Counts those of another group.
    mutating func add(_ other: FailureGroup) {
        minute += other.minute
        fiveMinutes += other.fiveMinutes
        fifteenMinutes += other.fifteenMinutes
        (first, last) = (min(first, other.first), max(last, other.last))
    }

    /// What its count over so many seconds leaves open.
    func doubt(over seconds: Int) -> Doubt? { reach < seconds ? .mayBeMore : nil }

    /// Whether it stands above another one: an alarm first, then most in the last minute, in 5 and in 15, so that what fails now
    /// stands above what failed before. nil where neither does.
    func isBefore(_ other: FailureGroup) -> Bool? {
        if (alarm != nil) != (other.alarm != nil) { return alarm != nil }
        if minute != other.minute { return minute > other.minute }
        if fiveMinutes != other.fiveMinutes { return fiveMinutes > other.fiveMinutes }
        if fifteenMinutes != other.fifteenMinutes { return fifteenMinutes > other.fifteenMinutes }
        return nil
    }
}

/// The failures to a number.
struct NumberFailures {
    /// All of them, with the code and the reason of the first of ``causes``.
    let whole: FailureItem
    /// Those of each cause, each with its latest failure: the cause that fails most now comes first.
    let causes: [FailureItem]

    /// Some failures by number, in the order of ``FailureGroup/isBefore(_:)``; `isWhole` where they are all that are kept. Cost: the
    /// failures, and sorting the numbers.
    static func all(of failures: [FailureItem], in domain: Domain, isWhole: Bool, now: Int64) -> [NumberFailures] {
        var numbers: [UInt: Int] = [:]
        var places: [Cause: Int] = [:]
        var causes: [[FailureItem]] = []
        for item in failures {
            let cause = Cause(item.failure)
            let number = numbers[cause.number] ?? causes.count
            if number == causes.count {
                numbers[cause.number] = number
                causes.append([])
            }
            let place = places[cause] ?? causes[number].count
            if place == causes[number].count {
                places[cause] = place
                causes[number].append(
                    FailureItem(failure: item.failure, sequence: item.sequence, group: FailureGroup()))
            } else if item.sequence > causes[number][place].sequence {
                causes[number][place] = FailureItem(
                    failure: item.failure, sequence: item.sequence, group: causes[number][place].group)
            }
            causes[number][place].group?.add(item.failure.at, now: now)
        }
        var statuses: [UInt: FailingStatus] = [:]
        domain.forEachFailingNumber { statuses[Cause.address($0)] = $1 }
        let known = Known(domain, now: now, areAll: isWhole, statuses)
        return causes.map { NumberFailures($0, known) }.sorted { isBefore($0.whole, $1.whole) }
    }

    /// What the domain knows besides the failures.
    private struct Known {
        let domain: Domain
        let now: Int64
        /// Whether the failures are all that are kept.
        let areAll: Bool
        let statuses: [UInt: FailingStatus]
        /// Seconds up to now of which all failures are kept.
        let reach: Int
        /// Whether 15 minutes were heard, but for a short gap.
        let isHeard: Bool

        init(_ domain: Domain, now: Int64, areAll: Bool, _ statuses: [UInt: FailingStatus]) {
            (self.domain, self.now, self.areAll, self.statuses) = (domain, now, areAll, statuses)
            let areKept = domain.failuresKept == domain.failureCount
            reach = areKept ? .max : Int(clamping: (now - domain.failure(0).at) / 1000)
            isHeard = domain.hasTrend(last: FailureGroup.longest, now: now)
        }
    }

    /// The causes of the failures to a number, one or more.
    private init(_ items: [FailureItem], _ known: Known) {
        var whole = FailureGroup()
        for item in items { if let group = item.group { whole.add(group) } }
        let number = items[0].failure.number
        whole.causes = items.count
        whole.status = known.statuses[Cause.address(number)]
        whole.reach = known.reach
        if let counted = known.domain.counts(of: number, now: known.now), counted.isWhole {
            if known.areAll, known.reach < FailureGroup.longest {
                // The counts of the number reach further back than the failures that are kept.
                (whole.minute, whole.fiveMinutes, whole.fifteenMinutes) = counted.failed
                whole.reach = .max
            }
            // Attempts are counted in stretches of ten seconds, the first of which may lack something.
            whole.attempts = max(counted.attempts, whole.fifteenMinutes)
        }
        causes = items.map { item in
            var group = item.group ?? FailureGroup()
            (group.attempts, group.reach) = (whole.attempts, known.reach)
            return FailureItem(failure: item.failure, sequence: item.sequence, group: Self.finished(group, known))
        }.sorted(by: Self.isBefore)
        let sequence = items.map(\.sequence).max() ?? 0
        self.whole = FailureItem(
            failure: causes[0].failure, sequence: sequence, group: Self.finished(whole, known))
    }

    private static func finished(_ group: FailureGroup, _ known: Known) -> FailureGroup {
        var group = group
        group.isFirstUnknown = known.reach < .max
        if known.isHeard, group.reach >= FailureGroup.longest, group.fifteenMinutes > 0 {
            group.trend = group.fiveMinutes * 2 - (group.fifteenMinutes - group.fiveMinutes)
        }
        if group.reach < FailureGroup.longest { group.attempts = 0 }
        return group
    }

    private static func isBefore(_ left: FailureItem, _ right: FailureItem) -> Bool {
        (left.group ?? FailureGroup()).isBefore(right.group ?? FailureGroup()) ?? (left.sequence > right.sequence)
    }
}

/// What failures of a group have in common.
///
/// A domain holds each text once, so texts that lie in one place are the same.
private struct Cause: Hashable {
    let code: UInt
    let reason: UInt
    let number: UInt

    init(_ failure: Failure) {
        code = Self.address(failure.code)
        reason = Self.address(failure.reason)
        number = Self.address(failure.number)
    }

    static func address(_ text: FeedText) -> UInt { UInt(bitPattern: text.bytes.baseAddress) }
}
