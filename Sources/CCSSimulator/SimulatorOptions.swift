/// The options of a simulated call centre. The same options give the same bytes on any machine.
public struct SimulatorOptions: Sendable, Equatable {
    /// The seed of the random numbers.
    public var seed: UInt64
    /// The number of seances. The feed ends when all of them have ended. Nil for no limit; below 0 counts as 0.
    public var seances: Int?
    /// The first `eventts`, in milliseconds since 1970.
    public var startAt: Int64
    /// The average number of new seances in a second of feed time. Clamped to 0.001…100,000.
    public var seancesPerSecond: Double
    /// The domains, each with its own subscribers. If empty, events name no domain (as on a websocket).
    public var domains: [String]
    /// Adds the effects of a bad network and of hostile callers: duplicates, reordering, lost creates, lines that are no
    /// events, names with control characters.
    public var chaos: Bool
    /// Adds stuck calls, recordings that never finish or never begin, numbers that fail, and storms of failures. Without
    /// them, a detector with its default threshold finds no anomaly in the feed.
    public var faults: Bool
    /// Makes durations and shares from half of each detector's threshold to twice the threshold, so that some are just below
    /// it and some just above. It needs ``faults``.
    public var nearMisses: Bool

    /// By default, a calm day in three domains.
    public init(
        seed: UInt64 = 1,
        seances: Int? = nil,
        startAt: Int64 = 1_732_320_000_000,
        seancesPerSecond: Double = 4,
        domains: [String] = ["sales", "support", "billing"],
        chaos: Bool = false,
        faults: Bool = true,
        nearMisses: Bool = false
    ) {
        self.seed = seed
        self.seances = seances
        self.startAt = startAt
        self.seancesPerSecond = seancesPerSecond
        self.domains = domains
        self.chaos = chaos
        self.faults = faults
        self.nearMisses = nearMisses
    }
}
