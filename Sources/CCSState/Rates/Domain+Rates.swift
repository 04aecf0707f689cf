/// Rates for other modules. They do not read `rates` themselves, because each read would copy the window: with 10,000 domains on a
/// page, that is most of the page's time.
extension Domain {
    /// How many there were in the last `seconds` (1 to 900) up to `now`, in milliseconds. Cost: the seconds with counts.
    package func total(_ rate: Rate, last seconds: Int, now: Int64) -> Int {
        rates.total(rate, last: seconds, now: now)
    }

    /// Failures and attempts in the last `seconds` (1 to 900). Cost: the seconds with counts.
    package func attempts(last seconds: Int, now: Int64) -> (failed: Int, all: Int) {
        let failed = rates.total(.failures, last: seconds, now: now)
        return (failed, failed + rates.total(.attempts, last: seconds, now: now))
    }

    /// The most in one second, ever.
    package func peak(_ rate: Rate) -> Int { rates.peak(rate) }

    /// The most in one second of the last `seconds`.
    package func peak(_ rate: Rate, last seconds: Int, now: Int64) -> Int {
        rates.peak(rate, last: seconds, now: now)
    }

    /// Adds the totals of stretches of `seconds` each, the last one ending at `now`, to `totals`, oldest first.
    package func addTotals(_ rate: Rate, to totals: inout [Int], of seconds: Int, now: Int64) {
        rates.add(rate, to: &totals, of: seconds, now: now)
    }

    /// Whole seconds between the first count of all and `now`: how far back zeros mean something.
    package func knownSeconds(now: Int64) -> Int { rates.known(now: now) }
}
