import CCSEvents
public import CCSState

/// What was measured in a window, ready to be written: every value with how many it was made of.
public struct MeasureSummary: Sendable {
    /// The window, in minutes.
    public static let minutes = 15

    /// Answered attempts of those that are decided, 0 to 1.
    public var answerSeizureRatio: (value: Double?, of: Int) = (nil, 0)
    /// Milliseconds from create to ringing, of outgoing calls.
    public var postDialDelay: (p50: Int64?, p95: Int64?, of: Int) = (nil, nil, 0)
    /// Mean milliseconds talked, of answered connections that ended.
    public var averageDuration: (value: Int64?, of: Int) = (nil, 0)
    /// Forks lost.
    public var forksLost = 0
    /// Callers who left while they waited, and how long they had waited on average, in milliseconds.
    public var abandoned: (count: Int, wait: Int64?) = (0, nil)

    /// Nothing measured.
    public init() {}

    /// What was measured.
    public init(_ measures: Measures, _ delays: Delays) {
        answerSeizureRatio = (measures.answerSeizureRatio, measures.decided)
        postDialDelay = (delays.percentile(50), delays.percentile(95), delays.count)
        averageDuration = (measures.averageDuration, measures.talks)
        forksLost = measures.forksLost
        abandoned = (measures.abandoned, measures.averageWait)
    }

    /// What was measured in some domains together, in the last so many minutes (up to 15).
    ///
    /// Those end so many minutes ago.
    init(_ domains: [Domain], minutes: Int = minutes, ago: Int64 = 0, wall: Int64?) {
        var (measures, delays) = (Measures(), Delays())
        for domain in domains {
            let now = domain.now(wall: wall) - ago * 60_000
            measures.add(domain.measures(last: minutes * 60, now: now))
            delays.add(domain.delays(last: minutes * 60, now: now))
        }
        self.init(measures, delays)
    }
}

/// Measures as they are written: a value, or a dash, and the number it was made of.
enum MeasureText {
    /// `62.1% n 97`.
    static func ratio(_ ratio: (value: Double?, of: Int), _ glyphs: Glyphs) -> DisplayText {
        text(ratio.value.map { Plain.measure($0 * 100) + "%" }, ratio.of, glyphs)
    }

    /// `1.8s/4.2s n 88`: the delay of half the calls, and that of 95 %.
    static func delay(_ delay: (p50: Int64?, p95: Int64?, of: Int), _ glyphs: Glyphs) -> DisplayText {
        guard let half = delay.p50, let most = delay.p95 else { return text(nil, delay.of, glyphs) }
        return text("\(Plain.lag(half))/\(Plain.lag(most))", delay.of, glyphs)
    }

    /// `2m10s n 60`.
    static func duration(_ mean: (value: Int64?, of: Int), _ glyphs: Glyphs) -> DisplayText {
        text(mean.value.map { Plain.age($0) }, mean.of, glyphs)
    }

    private static func text(_ value: String?, _ number: Int, _ glyphs: Glyphs) -> DisplayText {
        (value.map { DisplayText(sanitizing: $0) } ?? glyphs.dash) + " n \(Plain.number(number))"
    }
}

/// Columns of measures that several lists have.
enum MeasureColumns {
    /// The answer-seizure ratio.
    static func ratio<Item: SendableMetatype>(
        priority: Int, _ measures: @escaping @Sendable (Item, Viewpoint) -> Measures
    ) -> Column<Item> {
        Column(
            "asr", "ASR 15m", .number, 9...14, widest: 18, priority: priority,
            help: "Share of attempts that were answered, of n in 15 min", right: true,
            draw: { item, view in
                let measures = measures(item, view)
                return MeasureText.ratio((measures.answerSeizureRatio, measures.decided), view.glyphs)
            }
        ) { item, view in measures(item, view).answerSeizureRatio.map { .measure($0 * 100) } ?? .none }
    }

    /// The average call duration.
    static func duration<Item: SendableMetatype>(
        priority: Int, _ measures: @escaping @Sendable (Item, Viewpoint) -> Measures
    ) -> Column<Item> {
        Column(
            "acd", "ACD 15m", .duration, 9...14, widest: 18, priority: priority,
            help: "Mean talk time of n connections in 15 min", right: true,
            descending: true,
            draw: { item, view in
                let measures = measures(item, view)
                return MeasureText.duration((measures.averageDuration, measures.talks), view.glyphs)
            }
        ) { item, view in measures(item, view).averageDuration.map { .duration($0) } ?? .none }
    }

    /// The post-dial delay of half the calls; shown with that of 95 %.
    static let delay: Column<Domain> = Column(
        "pdd", "PDD 15m", .duration, 13...18, widest: 26, priority: 8,
        help: "Dialling to first ring: median/p95 of n calls in 15 min", right: true, descending: true,
        draw: { domain, view in
            let delays = delays(domain, view)
            return MeasureText.delay((delays.percentile(50), delays.percentile(95), delays.count), view.glyphs)
        }
    ) { domain, view in delays(domain, view).percentile(50).map { .duration($0) } ?? .none }

    private static func delays(_ domain: Domain, _ view: Viewpoint) -> Delays {
        domain.delays(last: 900, now: domain.now(wall: view.wall))
    }
}
