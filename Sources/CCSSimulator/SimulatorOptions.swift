/// What kind of call centre the simulator makes up. The same options give the same bytes on any machine.
public struct SimulatorOptions: Sendable, Equatable {
    /// The seed of the random numbers.
    public var seed: UInt64
    /// No new seances begin after this many; the feed is then drained and ends. `nil` never ends; below zero is zero.
    public var seances: Int?
    /// `eventts` of the beginning, in milliseconds since 1970.
    public var startAt: Int64
    /// How many seances begin in a second of feed time, on average. Brought into 0.001…100,000.
    public var seancesPerSecond: Double
    /// The domains, each with subscribers of its own. With none, events name no domain (as on a websocket).
    public var domains: [String]
    /// Adds what a network and a hostile caller can do: duplicates, reordering, lost creates, lines that are no
    /// events, names with control characters.
    public var chaos: Bool
    /// Stuck calls, recordings that never finish or never begin, numbers that fail, storms of failures.
    /// Without them the feed holds nothing that a detector with default thresholds would report.
    public var faults: Bool
    /// Draws durations and shares from half of each detector's threshold to twice of it, so that some are just below
    /// it and some just above. It has an effect only with ``faults``.
    public var nearMisses: Bool

    /// Options with the given values; the defaults are a calm day in three domains.
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
