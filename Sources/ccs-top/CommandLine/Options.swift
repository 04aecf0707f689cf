public import ArgumentParser
import CCSEvents
public import CCSFeed
import CCSState
public import CCSView

/// The addresses that --connect takes.
#if Kafka
    private let addressForms = "tcp://HOST:PORT, tls://HOST:PORT, ws://HOST, wss://HOST, kafka://BROKER,…/TOPIC"
#else
    private let addressForms = "tcp://HOST:PORT, tls://HOST:PORT, ws://HOST, wss://HOST"
#endif

/// The columns of all panes, each once: what --sort and --columns take.
private let columnNames = Array(Set(Pane.allCases.flatMap(ColumnTable.columns(of:)).map(\.id))).sorted()

/// The command line.
struct Options: ParsableArguments, Sendable {
    @Argument(
        help: "The feed; standard input when neither it nor --connect, --listen or --demo is given.",
        completion: .file())
    var file: String?

    @Option(
        name: [.short, .customLong("domain")],
        help: ArgumentHelp(
            "Show this domain only; events of others are dropped before anything of them is kept.",
            valueName: "domain"))
    var domains: [String] = []
    /// As an array, so that a second one is refused and does not win without a word.
    var domain: String? { domains.first }

    @Option(help: "The domain of events that name none.")
    var feedDomain: String?

    @Option(
        help: ArgumentHelp(
            "Subscribe to a feed: \(addressForms). Several of them are taken together, one --connect for each.",
            valueName: "address"))
    var connect: [String] = []

    @Option(
        help: ArgumentHelp(
            "Take feeds that are pushed over TCP: HOST:PORT, or :PORT for this machine alone (port 0: any).",
            valueName: "address"))
    var listen: String?

    @Option(help: "How many may push to --listen at a time, 1 to 1024; \(ListenFeed.usualLimit) if not given.")
    var peers: Int?

    #if Kafka
        @OptionGroup var kafka: KafkaOptions
    #endif

    @Flag(help: "Only listen to what --connect sends, without subscribing.")
    var noSubscribe = false

    @Option(
        help: ArgumentHelp(
            "Trust the certificate authorities in this file (PEM) in place of the system's.", valueName: "file"),
        completion: .file())
    var ca: String?

    @Option(
        help: ArgumentHelp("Show this client certificate (PEM, with its chain).", valueName: "file"),
        completion: .file())
    var cert: String?

    @Option(
        help: ArgumentHelp("The key of --cert (PEM), where it is not in the same file.", valueName: "file"),
        completion: .file())
    var key: String?

    @Flag(
        help: "Trust whoever answers with a certificate, whoever it is, and send a token where others can read it.")
    var insecure = false

    @Option(
        help: ArgumentHelp(
            "The token that opens the feed: the bearer of a websocket, or sent with the subscription. Nobody else may read "
                + "the file (chmod 600). Without it, the token is looked for in CCS_TOP_TOKEN.",
            valueName: "file"), completion: .file())
    var tokenFile: String?

    @Option(help: ArgumentHelp("The token, from an open descriptor.", valueName: "number"))
    var tokenFd: Int32?

    @Flag(help: "A made-up call centre, running in the process.")
    var demo = false

    @Option(help: "Keep what comes of the domain in a file, secrets left out (docs/recording.md).", completion: .file())
    var record: String?

    @Option(help: "With --record, the size at which a new file is begun (as in 64K, 256M, 2G; 256M).")
    var recordSize: ByteCount?

    @Option(help: "With --record, how many files are kept, from 1 to 1000 (8).")
    var recordFiles: Int?

    @Option(help: "Replay a recording, or any feed in a file by its times, compressed or not.", completion: .file())
    var replay: String?

    @Option(
        help: "With --replay, how fast: 0.5x, 1x, 10x, max (1x; --once always reads at once).",
        completion: .list(["0.5x", "1x", "10x", "max"]))
    var speed: ReplaySpeed?

    @Option(
        help:
            "With --replay, from when on: 14:03:22, 2026-11-23T14:03:22, +5m from the beginning, or ms since 1970 (UTC)."
    )
    var start: StartTime?

    @Flag(help: "No screen: read to the end of the feed, print, and end.")
    var once = false

    @Flag(
        help: ArgumentHelp(
            "No screen: read a sample of the feed, print which fields were found, which names no field claims and which "
                + "--map would help, and end."))
    var inspect = false

    @Option(
        help: "With --inspect, read so many lines at most; \(Inspect.usualLines) if not given, and 10 s of a live feed."
    )
    var lines: Int?

    @Option(
        name: .customLong("for"), help: "With --once or --inspect, read so long at most (as in 500ms, 10s, 5m, 1h).")
    var duration: Milliseconds?

    @Option(
        help:
            "With --once or --inspect, what to print: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var format = OutputFormat.text

    @Option(help: "The list to begin with: \(Pane.allCases.map(\.rawValue).joined(separator: ", ")).")
    var pane: Pane?

    @Option(help: "Which rows are shown, as in 'wrong=ringing and age>1m' (? on the screen explains).")
    var filter = ""

    @Option(
        parsing: .unconditional,
        help: "The column that orders the rows, with a minus in front for the largest first (--list-columns).",
        completion: .list(columnNames))
    var sort: String?

    @Option(help: "The columns shown, with commas between (--list-columns).", completion: .list(columnNames))
    var columns: String?

    @Option(help: "numbers: show the last four digits of telephone numbers only, everywhere.")
    var mask: Mask?

    @Flag(help: "With --once --format json, say what is wrong, in \"anomalies\" of each domain.")
    var anomalies = false

    @Option(
        help: ArgumentHelp(
            "With --once, end with status 4 if one of these detectors has something to say: names with commas, or any. "
                + "They are \(Detector.allCases.map(\.name).joined(separator: ", ")).", valueName: "detectors"),
        completion: .list(["any"] + Detector.allCases.map(\.name)))
    var failOn: DetectorChoice?

    @Option(
        help: "What may be shown although it is a secret: dtmf, keys, or both with a comma.",
        completion: .list(["dtmf", "keys", "dtmf,keys"]))
    var reveal = Revealed()

    @Option(
        help:
            "Names of fields that this platform uses: FIELD=NAME,… (a dot reaches into nested objects), or @FILE with one FIELD=NAME a line.",
        completion: .file())
    var map: String?

    @Option(
        help: ArgumentHelp(
            "How much is kept, as in live=500k,log=64MiB: "
                + Limits.table.map { "\($0.name) (\($0.help))" }.joined(separator: ", ") + ".",
            valueName: "name=value,…"))
    var limit: String?

    @Option(
        help: ArgumentHelp(
            "How far ahead of the expected feed time an eventts may be (1s to 365d); the clock does not go by what is further "
                + "ahead unless other events agree. 5m for the network, 1d for files and pipes if not given.",
            valueName: "duration"))
    var clockSkew: Milliseconds?

    @Option(
        help: "Colours: \(Theme.all.map(\.name).joined(separator: ", ")).", completion: .list(Theme.all.map(\.name)))
    var theme: String?

    @Flag(help: "Draw with ASCII characters alone.")
    var ascii = false

    @Flag(help: "No colours (so does the environment variable NO_COLOR).")
    var noColor = false

    @Flag(help: "End when the feed does: with status 0 at its end, with 3 where it was lost.")
    var exitOnEof = false

    @Option(help: "Seconds between two frames while data comes (0.1 to 60).")
    var delay: Seconds?

    @Option(help: "The configuration file, in place of ~/.config/ccs-top/config.toml.", completion: .file())
    var config: String?

    @Flag(help: "Print the configuration with everything that can be set, and end.")
    var printConfig = false

    @Flag(help: "List the keys and end.")
    var listKeys = false

    @Flag(help: "Print the manual page (for man -l -) and end.")
    var printMan = false

    @Flag(help: "List the columns of every pane and end.")
    var listColumns = false

    /// The columns asked for.
    var chosenColumns: [String]? { columns.map { $0.split(separator: ",").map(String.init) } }

    mutating func validate() throws {
        let feeds = [file != nil, !connect.isEmpty || listen != nil, demo, replay != nil].filter { $0 }.count
        guard feeds <= 1 else {
            throw ValidationError("FILE, --connect or --listen, --replay and --demo exclude each other: name one feed.")
        }
        guard !once || !inspect else { throw ValidationError("--once and --inspect exclude each other.") }
        guard once || inspect || duration == nil else { throw ValidationError("--for goes with --once or --inspect.") }
        guard !inspect || format != .ndjson else { throw ValidationError("--inspect prints text or json.") }
        guard inspect || lines == nil else { throw ValidationError("--lines goes with --inspect.") }
        if let lines, !(1...10_000_000).contains(lines) { throw ValidationError("--lines takes 1 to 10000000.") }
        try validateRecording()
        guard once || (failOn == nil && !anomalies) else {
            throw ValidationError("--fail-on and --anomalies go with --once.")
        }
        guard !anomalies || format == .json else { throw ValidationError("--anomalies goes with --format json.") }
        guard !connect.isEmpty || !noSubscribe else { throw ValidationError("--no-subscribe goes with --connect.") }
        guard listen != nil || peers == nil else { throw ValidationError("--peers goes with --listen.") }
        if let peers, !(1...1024).contains(peers) { throw ValidationError("--peers takes 1 to 1024.") }
        if let clockSkew, !ClockRule.skews.contains(Int64(clockSkew.value)) {
            throw ValidationError("--clock-skew takes 1s to 365d.")
        }
        if let delay, !(0.1...60).contains(delay.value) { throw ValidationError("--delay takes 0.1 to 60 seconds.") }
        guard tokenFile == nil || tokenFd == nil else {
            throw ValidationError("--token-file and --token-fd exclude each other: name one token.")
        }
        if let tokenFd, tokenFd < 0 || tokenFd == 1 || tokenFd == 2 {
            throw ValidationError("--token-fd takes a descriptor that is open for reading, as in 3< FILE.")
        }
        guard domains.count <= 1 else {
            throw ValidationError("--domain shows one domain: name one, or leave it out to see all.")
        }
        guard domain != "" else { throw ValidationError("--domain wants a name.") }
        let ofRows = [
            ("--pane", pane != nil), ("--filter", !filter.isEmpty), ("--sort", sort != nil),
            ("--columns", columns != nil),
        ]
        for (name, isGiven) in ofRows where isGiven && once && format == .json {
            throw ValidationError(
                "\(name) has no use with --format json, which prints everything: use --format ndjson, which prints rows."
            )
        }
    }

    private func validateRecording() throws {
        guard record != nil || (recordSize == nil && recordFiles == nil) else {
            throw ValidationError("--record-size and --record-files go with --record.")
        }
        guard record == nil || replay == nil else {
            throw ValidationError("--record goes with a feed, not with --replay: copy the files instead.")
        }
        if let recordFiles, !(1...1000).contains(recordFiles) {
            throw ValidationError("--record-files takes 1 to 1000.")
        }
        guard replay != nil || (speed == nil && start == nil) else {
            throw ValidationError("--speed and --start go with --replay.")
        }
        guard !once || (start == nil && speed.map { $0 == .max } != false) else {
            throw ValidationError("--once reads a replay from its beginning to its end, at once.")
        }
    }
}

/// Bytes on the command line.
struct ByteCount: ExpressibleByArgument {
    let value: Int

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 0, "K": 10, "M": 20, "G": 30, "T": 40]
        guard digits.utf8.count <= 9, let number = Int(digits),
            let shift = units[argument.dropFirst(digits.count).uppercased()], number > 0
        else { return nil }
        value = number << shift
    }
}

extension ReplaySpeed: ExpressibleByArgument {
    /// Reads what is on the command line.
    public init?(argument: String) { self.init(argument) }
}

extension StartTime: ExpressibleByArgument {
    /// Reads what is on the command line.
    public init?(argument: String) { self.init(argument) }
}

/// What is masked.
enum Mask: String, CaseIterable, ExpressibleByArgument {
    /// Telephone numbers.
    case numbers
}

/// Detectors that end `--once` with a status of their own.
struct DetectorChoice: ExpressibleByArgument {
    let detectors: Set<Detector>

    init?(argument: String) {
        if argument == "any" {
            detectors = Set(Detector.allCases)
            return
        }
        var chosen: Set<Detector> = []
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let detector = Detector.allCases.first(where: { $0.name == name }) else { return nil }
            chosen.insert(detector)
        }
        detectors = chosen
    }
}

/// What `--once` prints.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    /// What a pane shows.
    case text
    /// The snapshot.
    case json
    /// The rows of a pane, an object on each line.
    case ndjson
}

extension Pane: ExpressibleByArgument {}

/// Seconds on the command line, as in `0.5`.
struct Seconds: ExpressibleByArgument {
    let value: Double

    init?(argument: String) {
        guard let value = Double(decimal: argument) else { return nil }
        self.value = value
    }
}

/// A length of time on the command line.
struct Milliseconds: ExpressibleByArgument {
    let value: Int

    init?(argument: String) {
        // Up to 30 years, so that it can be reckoned with in nanoseconds.
        guard let reading = DurationText.read(argument), (0...1_000_000_000_000).contains(reading.milliseconds) else {
            return nil
        }
        value = Int(reading.milliseconds)
    }
}

/// Secrets that may be shown.
struct Revealed: ExpressibleByArgument {
    var dtmf = false
    var keys = false

    init() {}

    init?(argument: String) {
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            switch name {
            case "dtmf": dtmf = true
            case "keys": keys = true
            default: return nil
            }
        }
    }

    /// The names of what is revealed.
    var names: [String] { (dtmf ? ["dtmf"] : []) + (keys ? ["keys"] : []) }

    var defaultValueDescription: String { "nothing" }
}
