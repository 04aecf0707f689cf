import CCSEvents
import CCSState

/// Failures of one cause (code and reason) and one number.
struct FailureGroup {
    /// How many there were in the last minute of feed time, in 5 and in 15.
    var minute = 0
    var fiveMinutes = 0
    var fifteenMinutes = 0
    /// Attempts to the number in 15 min; 0 where the failures name none.
    var attempts = 0

    /// The last five minutes against the ten before them: above 0 for more of them a minute, below for fewer.
    var trend: Int { fiveMinutes * 2 - (fifteenMinutes - fiveMinutes) }

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
    }

    /// The groups of some failures, each with the latest of its failures, those with most in the last minute first, then
    /// in 5 and in 15: what fails now stands above what failed before.
    static func groups(of failures: [FailureItem], in domain: Domain, now: Int64) -> [FailureItem] {
        var places: [Cause: Int] = [:]
        var groups: [FailureItem] = []
        for item in failures {
            let cause = Cause(item.failure)
            let place = places[cause] ?? groups.count
            if place == groups.count {
                places[cause] = place
                groups.append(FailureItem(failure: item.failure, sequence: item.sequence, group: FailureGroup()))
            } else if item.sequence > groups[place].sequence {
                groups[place] = FailureItem(
                    failure: item.failure, sequence: item.sequence, group: groups[place].group)
            }
            groups[place].group?.add(item.failure.at, now: now)
        }
        for place in groups.indices where !groups[place].failure.number.isEmpty {
            let number = groups[place].failure.number.string
            let attempts = domain.counts(ofNumber: number, last: 900, now: now).attempts
            let failed = groups[place].group?.fifteenMinutes ?? 0
            groups[place].group?.attempts = max(attempts, failed)
        }
        return groups.sorted {
            let (left, right) = ($0.group ?? FailureGroup(), $1.group ?? FailureGroup())
            if left.minute != right.minute { return left.minute > right.minute }
            if left.fiveMinutes != right.fiveMinutes { return left.fiveMinutes > right.fiveMinutes }
            if left.fifteenMinutes != right.fifteenMinutes { return left.fifteenMinutes > right.fifteenMinutes }
            return $0.sequence > $1.sequence
        }
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
        code = UInt(bitPattern: failure.code.bytes.baseAddress)
        reason = UInt(bitPattern: failure.reason.bytes.baseAddress)
        number = UInt(bitPattern: failure.number.bytes.baseAddress)
    }
}
