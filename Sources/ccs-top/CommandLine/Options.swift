import ArgumentParser
import CCSEvents
import CCSFeed
import CCSPBX
import CCSState
import CCSView

/// The forms of address that --connect takes.
#if Kafka
    private let addressForms =
        "tcp://HOST:PORT, tls://HOST:PORT, ws://HOST, wss://HOST, kafka://BROKER,…/TOPIC, ami://USER@HOST, esl://HOST"
#else
    private let addressForms = "tcp://HOST:PORT, tls://HOST:PORT, ws://HOST, wss://HOST, ami://USER@HOST, esl://HOST"
#endif

/// The columns of all panes without duplicates, for --sort and --columns.
private let columnNames = Array(Set(Pane.allCases.flatMap(ColumnTable.columns(of:)).map(\.id))).sorted()

/// The command line.
struct Options: ParsableArguments, Sendable {
    @Argument(
        help: ArgumentHelp(
            "Read the feed from a file.",
            discussion: "Standard input is the feed if no other one is named.", valueName: "file"),
        completion: .file())
    var file: String?

    @Option(
        name: [.short, .customLong("domain")],
        help: ArgumentHelp(
            "Show this domain (tenant) only.", discussion: "Events of other domains are dropped as they arrive.",
            valueName: "domain"))
    var domains: [String] = []
    /// `domains` is an array so that a second --domain is refused. Otherwise it would silently replace the first one.
    var domain: String? { domains.first }

    @Option(help: "The domain of events that name none.")
    var feedDomain: String?

    @Option(
        name: .customLong("pbx-domain"),
        help: ArgumentHelp(
            "Where the domain of a PBX's channels is read from.",
            discussion:
                "One of \(DomainRule.forms.joined(separator: ", ")). Give it several times: the first rule that has a "
                + "value counts.", valueName: "rule"))
    var pbxDomains: [String] = []

    @Option(
        help: ArgumentHelp(
            "Subscribe to a feed: \(addressForms).",
            discussion: "Give it several times to watch several feeds together.", valueName: "address"))
    var connect: [String] = []

    @Option(
        help: ArgumentHelp(
            "Accept feeds over TCP at HOST:PORT, or at :PORT.",
            discussion: "With :PORT only this machine can connect. Port 0 chooses a free port.",
            valueName: "address"))
    var listen: String?

    @Option(
        help: "With --listen, how many peers may connect at once, 1 to 1024; \(ListenFeed.usualLimit) if not given.")
    var peers: Int?

    #if Kafka
        @OptionGroup var kafka: KafkaOptions
    #endif

    @Flag(help: "Read what --connect sends without subscribing.")
    var noSubscribe = false

    @Option(
        help: ArgumentHelp(
            "Trust the certificate authorities in this file (PEM) instead of the system's.", valueName: "file"),
        completion: .file())
    var ca: String?

    @Option(
        help: ArgumentHelp("Send this client certificate (PEM, with its chain).", valueName: "file"),
        completion: .file())
    var cert: String?

    @Option(
        help: ArgumentHelp("The key of --cert (PEM), if it is in another file.", valueName: "file"),
        completion: .file())
    var key: String?

    @Flag(
        help: "Accept any certificate, and send the token over unencrypted connections.")
    var insecure = false

    @Option(
        help: ArgumentHelp(
            "The file with the token for the feed (chmod 600).",
            discussion: "A websocket gets it as a bearer token, other feeds with the subscription. Without this option "
                + "the token comes from the variable CCS_TOP_TOKEN.",
            valueName: "file"), completion: .file())
    var tokenFile: String?

    @Option(help: ArgumentHelp("Read the token from an open descriptor.", valueName: "number"))
    var tokenFd: Int32?

    @Flag(help: "Show a simulated call centre.")
    var demo = false

    @Option(
        help: ArgumentHelp(
            "Record the feed in a file, without secrets.",
            discussion: "With --domain only its events are recorded. docs/recording.md describes the file.",
            valueName: "file"), completion: .file())
    var record: String?

    @Option(help: "With --record, the largest size of a file, as in 64K, 256M or 2G; 256M if not given.")
    var recordSize: ByteCount?

    @Option(help: "With --record, how many files to keep, 1 to 1000; 8 if not given.")
    var recordFiles: Int?

    @Option(
        help: ArgumentHelp("Replay a recording or any feed file, also compressed.", valueName: "file"),
        completion: .file())
    var replay: String?

    @Option(
        help: ArgumentHelp(
            "With --replay, how fast: 0.5x, 1x, 10x or max.",
            discussion: "1x if not given; --once always reads at full speed."),
        completion: .list(["0.5x", "1x", "10x", "max"]))
    var speed: ReplaySpeed?

    @Option(
        help: ArgumentHelp(
            "With --replay, where to begin: 14:03:22, or +5m.",
            discussion:
                "14:03:22 and 2026-11-23T14:03:22 are UTC, +5m counts from the beginning, a number is ms since 1970.",
            valueName: "time"))
    var start: StartTime?

    @Flag(help: "No screen: read the feed to its end and print.")
    var once = false

    @Flag(
        help: ArgumentHelp(
            "No screen: check which fields of the feed ccs-top finds.",
            discussion:
                "It prints the fields that it found, the names that no field uses, and the --map that would help."))
    var inspect = false

    @Option(
        help: "With --inspect, read at most so many lines; \(Inspect.usualLines) if not given, and 10 s of a live feed."
    )
    var lines: Int?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("With --once or --inspect, read so long, as in 10s or 5m.", valueName: "duration"))
    var duration: Milliseconds?

    @Option(
        help: "What --once or --inspect prints."
    )
    var format = OutputFormat.text

    @Option(help: "The list to show first.")
    var pane: Pane?

    @Option(
        help: ArgumentHelp(
            "Show matching rows only, as in 'wrong=ringing and age>1m'.",
            discussion: "Key ? on the screen explains filters.", valueName: "expression"))
    var filter = ""

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Sort by this column; -COLUMN puts the largest first.", discussion: "--list-columns lists the columns.",
            valueName: "column"),
        completion: .list(columnNames))
    var sort: String?

    @Option(
        help: ArgumentHelp("Show these columns, with commas between.", valueName: "columns"),
        completion: .list(columnNames))
    var columns: String?

    @Option(help: "numbers: show only the last four digits of numbers.")
    var mask: Mask?

    @Flag(help: "With --once --format json, add the anomalies of each domain.")
    var anomalies = false

    @Flag(
        help: ArgumentHelp(
            "With --once, print what was wrong from beginning to end.",
            discussion:
                "A row for each anomaly of the last 24 hours, whether it lasts or has ended. With --format json, "
                + "the snapshot also has them."))
    var episodes = false

    @Option(
        help: ArgumentHelp(
            "With --once, exit with status 4 on these anomalies, or on any.",
            discussion: "Detectors with commas between: \(Detector.allCases.map(\.name).joined(separator: ", ")).",
            valueName: "detectors"),
        completion: .list(["any"] + Detector.allCases.map(\.name)))
    var failOn: DetectorChoice?

    @Option(
        help: "Show secrets: dtmf, keys, or dtmf,keys.",
        completion: .list(["dtmf", "keys", "dtmf,keys"]))
    var reveal = Revealed()

    @Option(
        help: ArgumentHelp(
            "Names of fields on your platform: FIELD=NAME,… or @FILE.",
            discussion: "A dot in NAME reaches into nested objects. FILE has one FIELD=NAME a line.", valueName: "names"
        ),
        completion: .file())
    var map: String?

    @Option(
        help: ArgumentHelp(
            "How much to keep, as in live=500k,log=64MiB.",
            discussion: "The limits are "
                + Limits.table.map { "\($0.name) (\($0.help))" }.joined(separator: ", ") + ".",
            valueName: "name=value,…"))
    var limit: String?

    @Option(
        help: ArgumentHelp(
            "How far ahead of feed time an event's time may be (1s to 365d); feed time ignores one that is further "
                + "ahead unless other events agree. 5m for the network, 1d for files and pipes if not given.",
            valueName: "duration"))
    var clockSkew: Milliseconds?

    @Option(
        help: "Colours: \(Theme.all.map(\.name).joined(separator: ", ")).", completion: .list(Theme.all.map(\.name)))
    var theme: String?

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Flag(help: "No colours. The environment variable NO_COLOR does the same.")
    var noColor = false

    @Flag(help: "Exit when the feed ends: status 0, or 3 if it was lost.")
    var exitOnEof = false

    @Option(help: "Seconds between two frames while data comes, 0.1 to 60.")
    var delay: Seconds?

    @Option(
        help: ArgumentHelp(
            "The configuration file.", discussion: "~/.config/ccs-top/config.toml if not given.", valueName: "file"),
        completion: .file())
    var config: String?

    @Flag(help: "Print a configuration with every setting.")
    var printConfig = false

    @Flag(help: "List the keys.")
    var listKeys = false

    @Flag(help: "Print the manual page (for man -l -).")
    var printMan = false

    @Flag(help: "List the columns of every pane.")
    var listColumns = false

    /// The names after --columns.
    var chosenColumns: [String]? { columns.map { $0.split(separator: ",").map(String.init) } }
}
