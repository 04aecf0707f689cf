import CCSEvents
import CCSState

/// The measures of what is shown, as lines about the feed: each over 1, 5 and 15 minutes, with what it is.
enum MeasureFacts {
    private static let windows = [1, 5, 15]

    static func facts(_ domains: [Domain], _ surroundings: Surroundings) -> [Fact] {
        let domains = domains.filter { $0.newestAt != nil }
        let summaries = windows.map { MeasureSummary(domains, minutes: $0, wall: surroundings.wall) }
        let heard = domains.map { $0.heard(last: 900, now: $0.now(wall: surroundings.wall)) }.max() ?? 0
        var facts: [Fact] = []
        func add(
            _ measure: Measure, _ name: String, title: String? = nil, _ value: (Int) -> (Value, text: String?, of: Int?)
        ) {
            for (place, minutes) in windows.enumerated() {
                let (amount, text, number) = value(place)
                let isWhole = heard >= minutes * 60
                let window = isWhole ? "\(minutes) min" : Plain.window(minutes * 60, heard: heard)
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
        let counts = windows.map { minutes in
            domains.reduce(into: (failed: 0, attempts: 0)) { sum, domain in
                let now = domain.now(wall: surroundings.wall)
                let attempts = domain.attempts(last: minutes * 60, now: now)
                sum.failed += attempts.failed
                sum.attempts += attempts.all
            }
        }
        add(.attempts, "attempts") { (.number(counts[$0].attempts), nil, nil) }
        add(.failureShare, "failure share") {
            let (failed, all) = counts[$0]
            return ratio(all > 0 ? Double(failed) / Double(all) : nil, all)
        }
        add(.answerSeizureRatio, "ASR") {
            ratio(summaries[$0].answerSeizureRatio.value, summaries[$0].answerSeizureRatio.of)
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
