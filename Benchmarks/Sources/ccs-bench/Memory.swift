import CCSEvents
import CCSState

/// Memory of live calls, each with its share of the tree: resident, above an empty start.
struct Memory {
    let calls: Int
    /// Bytes of event lines that are kept for the log.
    let logBytes: Int
    let report: Report

    func run() -> Bool {
        var limits = Limits()
        limits.logBytes = logBytes
        guard var reducer = FeedReducer(.init(), limits: limits) else { return false }
        // It remembers nothing: what is measured is the state.
        var centre = CallCentre(ends: false)
        // What the making of lines takes is there before the first look.
        _ = centre.fill(CallCentre.seancesOfPiece)
        centre = CallCentre(ends: false)
        let before = residentBytes()
        centre.fill(calls / 2) { reducer.take($0) }
        let after = residentBytes()
        let live = reducer.state.domains.reduce(0) { $0 + $1.liveCounts.calls }
        report.say(
            "memory, \(calls) live calls, \(logBytes >> 20) MiB of log",
            [
                "bytes a call": Double(after - before) / Double(live), "MiB": Double(after) / 1_048_576,
                "live calls": Double(live),
            ])
        return live == calls
    }
}
