import CCSEvents
import CCSState

/// Measures the resident memory of live calls, each with its share of the tree, compared with an empty start.
struct Memory {
    let calls: Int
    /// The limit of the log in bytes.
    let logBytes: Int
    let report: Report

    func run() -> Bool {
        var limits = Limits()
        limits.logBytes = logBytes
        guard var reducer = FeedReducer(.init(), limits: limits) else { return false }
        // The generator stores no seances, so only the state is measured.
        var centre = CallCentre(ends: false)
        // Allocates the memory for making lines before the first measurement.
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
