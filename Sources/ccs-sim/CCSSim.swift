import ArgumentParser
import CCSSimulator
import Glibc

/// The simulator as a command. It writes its feed to standard output, or serves it to peers.
@main
struct CCSSim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ccs-sim",
        abstract: "Generate the event feed of a simulated call centre.",
        discussion: """
            The same options give the same bytes on any machine. Without --seances the feed has no end; without \
            --rate it then runs in real time, and with --seances as fast as it can be written.
            """)

    @Option(help: "The seed of the random numbers.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Start so many seances, finish them, and exit.", valueName: "n"))
    var seances: Int?

    @Option(help: ArgumentHelp("Events a second, or \"max\", or \"real\" for the feed's own time.", valueName: "rate"))
    var rate: Pace?

    @Option(help: ArgumentHelp("New seances in a second of feed time.", valueName: "x"))
    var seancesPerSecond: Double = 4

    @Option(help: ArgumentHelp("The domains, with commas between; \"\" for events that name none.", valueName: "a,b,c"))
    var domains: String = "sales,support,billing"

    @Flag(help: "Send duplicate, reordered, damaged and hostile lines, and drop create events.")
    var chaos = false

    @Flag(help: "No faults: nothing stuck, everything recorded, few failures.")
    var clean = false

    @Flag(
        help: ArgumentHelp(
            "Draw durations across the thresholds of detectors.",
            discussion: "They are from half of a detector's default threshold to twice of it."))
    var nearMisses = false

    @Option(
        help: ArgumentHelp(
            "List the faults in the feed in this file.",
            discussion: """
                One JSON object a line: the detector, the domain, the kind and the id of the object, and when the fault \
                begins and ends. A fault shorter than half of the detector's default threshold is not listed.
                """, valueName: "file"))
    var faultsList: String?

    @Option(help: ArgumentHelp("The feed time of the first event.", valueName: "ms|now"))
    var startAt: Start?

    @Option(help: ArgumentHelp("Serve the feed over TCP to all who connect.", valueName: "host:port"))
    var listen: Address?

    @Flag(help: "With --listen: send without waiting for a subscription.")
    var noWaitSubscribe = false

    @Flag(help: "Wrap events as [\"notify\",{…}].")
    var notifyFrames = false

    mutating func validate() throws {
        if let seances, seances < 0 { throw ValidationError("--seances must not be below 0.") }
        guard seancesPerSecond >= 0.001, seancesPerSecond <= 100_000 else {
            throw ValidationError("--seances-per-second must be from 0.001 to 100000.")
        }
        if clean, nearMisses { throw ValidationError("--near-misses does not go with --clean.") }
        if noWaitSubscribe, listen == nil { throw ValidationError("--no-wait-subscribe needs --listen.") }
    }

    mutating func run() throws {
        // If a reader leaves, the write returns an error that is handled there.
        signal(SIGPIPE, SIG_IGN)
        let pace = rate ?? (seances != nil && listen == nil ? .max : .real)
        let begin = startAt ?? (pace == .real || listen != nil ? .now : .at(SimulatorOptions().startAt))
        let options = SimulatorOptions(
            seed: seed, seances: seances, startAt: begin.milliseconds, seancesPerSecond: seancesPerSecond,
            domains: domains.split(separator: ",").map(String.init), chaos: chaos, faults: !clean,
            nearMisses: nearMisses)
        let source = Source(
            options: options, pace: pace, wrapsEvents: notifyFrames, faultsFile: try faultsList.map(FaultsFile.init))
        if let listen {
            try Server.run(source: source, at: listen, waitsForSubscription: !noWaitSubscribe)
        } else {
            try StandardOutput.write(source)
        }
    }
}
