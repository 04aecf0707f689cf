import CCSEvents
import CCSState

/// The measures of what is shown, as lines about the feed: each over 1, 5 and 15 minutes, with what it is.
enum MeasureFacts {
    private static let windows = [1, 5, 15]

    static func facts(_ domains: [Domain], _ surroundings: Surroundings) -> [Fact] {
        let domains = domains.filter { $0.newestAt != nil }
        let summaries = windows.map { MeasureSummary(domains, minutes: $0, wall: surroundings.wall) }
        let heard = windows.map { minutes in
            domains.map { $0.heard(last: minutes * 60, now: $0.now(wall: surroundings.wall)) }.max() ?? 0
        }
        var facts: [Fact] = []
        func add(
            _ measure: Measure, _ name: String, title: String? = nil, _ value: (Int) -> (Value, text: String?, of: Int?)
        ) {
            for (place, minutes) in windows.enumerated() {
                let (amount, text, number) = value(place)
                let isWhole = heard[place] >= minutes * 60
                let window = isWhole ? "\(minutes) min" : Plain.window(minutes * 60, heard: heard[place])
                facts.append(
                    Fact(
                        id: "\(name) \(minutes)", what: "\(title ?? name), \(window)", amount: amount,
                        amountText: text,
                        share: number.map { "n \(Plain.number($0))" }, note: place == 0 ? measure.row.definition : ""))
            }
        }
        func ratio(_ ratio: Double?, _ number: Int) -> (Value, String?, Int?) {
            let percent = ratio.map { $0 * 100 }
            return (percent.map { .measure($0) } ?? .none, percent.map { Plain.measure($0) + " %" }, number)
        }
        func span(_ span: Int64?, _ number: Int) -> (Value, String?, Int?) {
            (span.map { .duration($0) } ?? .none, span.map { Plain.lag($0) }, number)
        }
        func share(_ counts: (failed: Int, attempts: Int)) -> (Value, String?, Int?) {
            ratio(counts.attempts > 0 ? Double(counts.failed) / Double(counts.attempts) : nil, counts.attempts)
        }
        let counts = windows.map { attempts(domains, minutes: $0, surroundings) }
        // To compare the last five minutes with, once they were heard.
        let isKnown = domains.contains { $0.hasTrend(last: 900, now: $0.now(wall: surroundings.wall)) }
        func addEarlier(_ name: String, _ value: () -> (Value, text: String?, of: Int?)) {
            let (amount, text, number) = isKnown ? value() : (.none, nil, nil)
            facts.append(
                Fact(
                    id: "\(name) earlier", what: "\(name), 5 min, 10 min ago", amount: amount, amountText: text,
                    share: number.map { "n \(Plain.number($0))" }))
        }
        let earlier = attempts(domains, minutes: 5, ago: 10, surroundings)
        add(.attempts, "attempts") { (.number(counts[$0].attempts), nil, nil) }
        addEarlier("attempts") { (.number(earlier.attempts), nil, nil) }
        add(.failureShare, "failure share") { share(counts[$0]) }
        addEarlier("failure share") { share(earlier) }
        add(.answerSeizureRatio, "ASR") {
            ratio(summaries[$0].answerSeizureRatio.value, summaries[$0].answerSeizureRatio.of)
        }
        addEarlier("ASR") {
            let summary = MeasureSummary(domains, minutes: 5, ago: 10, wall: surroundings.wall)
            return ratio(summary.answerSeizureRatio.value, summary.answerSeizureRatio.of)
        }
        add(.forksLost, "fork lost", title: "answered elsewhere") { (.number(summaries[$0].forksLost), nil, nil) }
        add(.postDialDelay, "PDD p50") { span(summaries[$0].postDialDelay.p50, summaries[$0].postDialDelay.of) }
        add(.postDialDelay, "PDD p95") { span(summaries[$0].postDialDelay.p95, summaries[$0].postDialDelay.of) }
        add(.averageDuration, "ACD") { span(summaries[$0].averageDuration.value, summaries[$0].averageDuration.of) }
        add(.abandoned, "abandoned") { (.number(summaries[$0].abandoned.count), nil, nil) }
        add(.abandoned, "waited", title: "abandoned after") {
            span(summaries[$0].abandoned.wait, summaries[$0].abandoned.count)
        }
        let unrecorded = domains.reduce(0) { $0 + $1.confirmedAnomalyCount(of: .unrecorded) }
        facts.append(
            Fact(
                id: "unrecorded", what: "unrecorded, now", amount: .number(unrecorded),
                note: Measure.unrecorded.row.definition, role: unrecorded > 0 ? .warning : .plain))
        return [Fact(id: "# measures", what: "Measures", isHeading: true)] + facts + rate(domains, surroundings)
    }

    /// Failures and attempts in so many minutes, which ended so many minutes ago.
    private static func attempts(
        _ domains: [Domain], minutes: Int, ago: Int64 = 0, _ surroundings: Surroundings
    ) -> (failed: Int, attempts: Int) {
        domains.reduce(into: (failed: 0, attempts: 0)) { sum, domain in
            let now = domain.now(wall: surroundings.wall) - ago * 60_000
            let attempts = domain.attempts(last: minutes * 60, now: now)
            sum.failed += attempts.failed
            sum.attempts += attempts.all
        }
    }

    /// New seances a second; peaks of several domains do not add up.
    private static func rate(_ domains: [Domain], _ surroundings: Surroundings) -> [Fact] {
        let now = domains.reduce(0.0) {
            $0 + Double($1.total(.seances, last: 10, now: $1.now(wall: surroundings.wall))) / 10
        }
        var peaks: (lately: Value, ever: Value) = (.none, .none)
        if domains.count == 1, let only = domains.first {
            let time = only.now(wall: surroundings.wall)
            peaks = (
                .number(only.peak(.seances, last: 300, now: time)), .number(only.peak(.seances))
            )
        }
        let note = domains.count > 1 ? "only for one domain" : ""
        return [
            Fact(
                id: "cps now", what: "new/s, 10 s", amount: domains.isEmpty ? .none : .measure(now),
                note: Measure.callsPerSecond.row.definition),
            Fact(id: "cps 5", what: "new/s, peak of 5 min", amount: peaks.lately, note: note),
            Fact(id: "cps peak", what: "new/s, peak", amount: peaks.ever, note: note),
        ]
    }
}
