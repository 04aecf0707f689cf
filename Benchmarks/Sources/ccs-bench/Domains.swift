import CCSEvents
import CCSState

/// Measures the cost of many domains: the memory of one, and the time of an event compared with three domains that have as
/// many live calls. The time is that of the whole pipeline without input: from bytes to state, with the lines that the log
/// keeps.
struct Domains {
    /// More domains than the default limit.
    let domains: Int
    let runs: Int
    let lines: Int
    let report: Report

    private static let few = 3

    func run() -> Bool {
        // Memory first, while no other memory is allocated.
        guard memory(of: min(domains, Limits().domains)) else { return false }
        let limit = min(domains / 2, Limits().domains)
        return spread()
            && churn("every event a new domain", limit: limit, names: domains + (runs + 1) * lines)
            && churn("\(limit * 12 / 10) domains in turn", limit: limit, names: limit * 12 / 10)
    }

    /// Resident bytes of a domain with one call, including its line in the log.
    private func memory(of count: Int) -> Bool {
        guard var reducer = FeedReducer(.init()) else { return false }
        var tenants = Tenants(domains: count, calls: count)
        reducer.take(tenants.turn(lines: 1000))
        tenants = Tenants(domains: count, calls: count)
        let before = residentBytes()
        tenants.fill { reducer.take($0) }
        let after = residentBytes()
        report.say(
            "domains, memory of \(count) with a call each",
            ["bytes a domain": Double(after - before) / Double(count)])
        return reducer.state.domains.count == count
    }

    /// Compares as many live calls in few domains and in many.
    private func spread() -> Bool {
        guard var few = Side(domains: Self.few, calls: domains, limit: domains),
            var many = Side(domains: domains, calls: domains, limit: domains)
        else { return false }
        few.fill()
        many.fill()
        compare("\(domains) domains", &few, &many) { $0.turn(lines: lines) }
        return many.reducer.state.domains.count == domains && many.reducer.state.evictedDomains == 0
    }

    /// Compares domains that come and go at the limit, each with one call, with three domains that have as many calls. If
    /// each event brings a new domain, all events are creates, which cost the most. Otherwise both sides have each kind of
    /// event equally often.
    private func churn(_ name: String, limit: Int, names: Int) -> Bool {
        guard var few = Side(domains: Self.few, calls: limit, limit: limit),
            var many = Side(domains: names, calls: names, limit: limit)
        else { return false }
        few.fill()
        var at = 0
        func round(_ tenants: inout Tenants) -> Lines {
            defer { at += lines }
            return tenants.round(from: at, lines: lines)
        }
        while at < limit + lines { many.reducer.take(round(&many.tenants)) }
        compare("\(name), limit \(limit)", &few, &many, round)
        return many.reducer.state.domains.count == limit && many.reducer.state.evictedDomains > 0
    }

    /// Measures both in turn, so that a disturbance affects both.
    private func compare(
        _ name: String, _ few: inout Side, _ many: inout Side, _ lines: (inout Tenants) -> Lines
    ) {
        var (base, other, ratio) = (Samples(), Samples(), Samples())
        for _ in 0..<runs {
            let one = few.timeOfEvent(few.tenants.turn(lines: self.lines))
            let all = many.timeOfEvent(lines(&many.tenants))
            base.add(one)
            other.add(all)
            ratio.add(all / one)
        }
        report.say(
            "domains, \(name)",
            ["ns an event": other.median * 1e9, "with three ns": base.median * 1e9, "times": ratio.median])
    }
}

/// A reducer and its feed.
private struct Side: ~Copyable {
    var reducer: FeedReducer
    var tenants: Tenants

    init?(domains: Int, calls: Int, limit: Int) {
        var limits = Limits()
        limits.domains = limit
        guard let reducer = FeedReducer(.init(), limits: limits) else { return nil }
        self.reducer = reducer
        tenants = Tenants(domains: domains, calls: calls)
    }

    mutating func fill() {
        tenants.fill { reducer.take($0) }
    }

    /// Seconds for one event, from bytes to state.
    mutating func timeOfEvent(_ lines: Lines) -> Double { timed { reducer.take(lines) } / Double(lines.lines) }
}
