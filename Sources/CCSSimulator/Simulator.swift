/// A call centre that never was. The same options give the same bytes, line for line, on any machine.
///
/// ```swift
/// var simulator = Simulator(SimulatorOptions(seed: 7, seances: 100))
/// var lines: [UInt8] = []
/// while let time = simulator.next(into: &lines) { … }
/// ```
///
/// Each seance is planned whole when it begins; a heap keeps the next event of each that is live. What is stuck for
/// ever costs nothing here, since there is nothing more to tell of it.
public struct Simulator: Sendable {
    /// The domains of the feed, without repetitions: what `lastDomain` counts in.
    public let domains: [String]
    /// Which of `domains` the line written last belongs to; `nil` where it belongs to none (a line of chaos, or a
    /// feed without domains).
    public private(set) var lastDomain: Int?

    private var feed: CleanFeed
    private var chaos: Chaos?

    /// A simulator at the beginning of its feed. Values out of range are brought into it.
    public init(_ options: SimulatorOptions) {
        var names: [String] = []
        for name in options.domains.prefix(4_096) where !names.contains(name) { names.append(name) }
        domains = names
        feed = CleanFeed(options: options, domains: names)
        chaos = options.chaos ? Chaos(seed: options.seed) : nil
    }

    /// Keeps a list of the faults in the feed from now on (``takeFaults()``).
    package mutating func listFaults() { feed.listFaults() }

    /// Hands out the lines of the list that came since the last time: what is wrong with the seances that began.
    package mutating func takeFaults() -> [UInt8] { feed.takeFaults() }

    /// Appends the next line, with its newline, to `buffer`.
    ///
    /// - Parameter buffer: where the line goes; what is there already is left alone.
    /// - Returns: the line's feed time in milliseconds, never falling unless there is chaos; `nil` at the end.
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
