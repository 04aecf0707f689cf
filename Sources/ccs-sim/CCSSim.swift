import ArgumentParser
import CCSSimulator
import Glibc

/// The simulator as a command: its feed to standard output, or to whoever connects.
@main
struct CCSSim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ccs-sim",
        abstract: "Makes up the event feed of a call centre.",
        discussion: """
            The same options give the same bytes on any machine. Without --seances the feed has no end; without \
            --rate it then runs in real time, and with --seances as fast as it can be written.
            """)

    @Option(help: "Where all chance comes from.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Begin so many seances, tell the rest of them, and end.", valueName: "n"))
    var seances: Int?

    @Option(help: ArgumentHelp("Events a second, or \"max\", or \"real\" for the feed's own time.", valueName: "rate"))
    var rate: Pace?

    @Option(help: ArgumentHelp("Seances that begin in a second of the feed's time.", valueName: "x"))
    var seancesPerSecond: Double = 4

    @Option(help: ArgumentHelp("The domains, with commas between; \"\" for events that name none.", valueName: "a,b,c"))
    var domains: String = "sales,support,billing"

    @Flag(help: "Duplicates, reordering, lost creates, lines that are no events, hostile names.")
    var chaos = false

    @Flag(help: "No faults: nothing stuck, nothing unrecorded, few failures.")
    var clean = false

    @Option(help: ArgumentHelp("When the feed's time begins.", valueName: "ms|now"))
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
        if noWaitSubscribe, listen == nil { throw ValidationError("--no-wait-subscribe needs --listen.") }
    }

    mutating func run() throws {
        // A reader that goes away is an error of the write, and the write says what to do.
        signal(SIGPIPE, SIG_IGN)
        let pace = rate ?? (seances != nil && listen == nil ? .max : .real)
        let begin = startAt ?? (pace == .real || listen != nil ? .now : .at(SimulatorOptions().startAt))
        let options = SimulatorOptions(
            seed: seed, seances: seances, startAt: begin.milliseconds, seancesPerSecond: seancesPerSecond,
            domains: domains.split(separator: ",").map(String.init), chaos: chaos, faults: !clean)
        let source = Source(options: options, pace: pace, wrapsEvents: notifyFrames)
        if let listen {
            try Server.run(source: source, at: listen, waitsForSubscription: !noWaitSubscribe)
        } else {
            try StandardOutput.write(source)
        }
    }
}
