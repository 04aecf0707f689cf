import CCSEvents

@testable import CCSState

extension Domain {
    /// The rows of the pane Numbers: first the counted numbers, then those that only live calls have.
    func numbersShown(last seconds: [Int], now: Int64) -> [NumberFacts] {
        let live = LiveNumbers(of: self)
        _ = live.bring(to: now, { _ in }, counted: { _ in })
        let counted = (0..<countedNumbers).map { countedNumber($0, live: live, last: seconds, now: now) }
        let nothing = seconds.map { _ in (failed: 0, attempts: 0) }
        return counted + (0..<live.count).compactMap { live.facts($0, nothing: nothing) }
    }
}
