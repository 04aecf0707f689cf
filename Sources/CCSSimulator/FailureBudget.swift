/// Keeps the failures of a clean feed below the threshold of the detector in every minute. Between two failures, at least
/// ten connections begin, in the domain and in all domains. No number fails twice in a minute.
struct FailureBudget: Sendable {
    private static let connectionsBetween = 10
    private static let milliseconds: Int64 = 75_000

    private var sinceFailure: [Int]
    private var sinceAnyFailure = 0
    private var lastOfNumber: [UInt64: Int64] = [:]

    init(domainCount: Int) {
        sinceFailure = Array(repeating: 0, count: domainCount)
    }

    mutating func connectionBegan(domain: Int) {
        sinceFailure[domain] += 1
        sinceAnyFailure += 1
    }

    /// Whether a failure may be written now. If so, it counts as written.
    mutating func allows(number: UInt64, domain: Int, at time: Int64) -> Bool {
        guard sinceFailure[domain] >= Self.connectionsBetween, sinceAnyFailure >= Self.connectionsBetween else {
            return false
        }
        if let last = lastOfNumber[number], time - last < Self.milliseconds { return false }
        if lastOfNumber.count > 4_096 { lastOfNumber = lastOfNumber.filter { time - $0.value < Self.milliseconds } }
        lastOfNumber[number] = time
        sinceFailure[domain] = 0
        sinceAnyFailure = 0
        return true
    }
}
