/// Between which moments of feed time something holds that was found at one of them. Who finds it notes each moment at which it
/// may change by itself; a moment too many costs a look, a moment too few would be wrong.
final class TimeBounds {
    private(set) var now: Int64 = 0
    /// The last moment at or before now from which it holds; the least there is where it always did.
    private(set) var from = Int64.min
    /// The first moment at which it may hold no longer.
    private(set) var until = Int64.max

    /// Begins to find something new.
    func begin(at now: Int64) {
        self.now = now
        (from, until) = (.min, .max)
    }

    /// What is found may differ before a moment and from it on.
    @inline(__always)
    func note(_ moment: Int64) {
        if moment <= now { from = max(from, moment) } else { until = min(until, moment) }
    }

    /// Holds no longer than something else that was found at the same moment.
    func meet(_ other: TimeBounds) {
        from = max(from, other.from)
        until = min(until, other.until)
    }

    /// The same, of a moment some time after another one.
    @inline(__always)
    func note(_ start: Int64, plus length: Int64) {
        let (sum, isOver) = start.addingReportingOverflow(length)
        if !isOver { note(sum) }
    }
}
