/// A simulated call centre. The same options give the same bytes on any machine.
///
/// ```swift
/// var simulator = Simulator(SimulatorOptions(seed: 7, seances: 100))
/// var lines: [UInt8] = []
/// while let time = simulator.next(into: &lines) { … }
/// ```
///
/// Each seance is planned completely when it begins. A heap holds the next event of each live seance. An object that never
/// ends has no more events, so it costs nothing here.
public struct Simulator: Sendable {
    /// The domains of the feed without duplicates. `lastDomain` is an index into it.
    public let domains: [String]
    /// The index in `domains` of the last written line. Nil if it belongs to none: an injected line of `chaos`, or a feed
    /// without domains.
    public private(set) var lastDomain: Int?

    private var feed: CleanFeed
    private var chaos: Chaos?

    /// A simulator at the beginning of its feed. Values out of range are clamped.
    public init(_ options: SimulatorOptions) {
        var names: [String] = []
        for name in options.domains.prefix(4_096) where !names.contains(name) { names.append(name) }
        domains = names
        feed = CleanFeed(options: options, domains: names)
        chaos = options.chaos ? Chaos(seed: options.seed) : nil
    }

    /// From now on, lists the faults in the feed (``takeFaults()``).
    package mutating func listFaults() { feed.listFaults() }

    /// Returns the lines of the list since the last call: the faults of the seances that began.
    package mutating func takeFaults() -> [UInt8] { feed.takeFaults() }

    /// Appends the next line, with its newline, to `buffer`.
    ///
    /// - Parameter buffer: receives the line after its existing content.
    /// - Returns: the line's feed time in milliseconds, which never goes back except with chaos; nil at the end.
    public mutating func next(into buffer: inout [UInt8]) -> Int64? {
        if chaos != nil, let line = chaos?.next(of: &feed, into: &buffer) {
            lastDomain = domains.isEmpty ? nil : line.domain
            return line.time
        }
        guard chaos == nil, let line = feed.next(into: &buffer) else { return nil }
        lastDomain = domains.isEmpty ? nil : Int(line.domain)
        return line.time
    }
}
