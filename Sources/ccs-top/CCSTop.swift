import ArgumentParser
import CCSConfiguration
import CCSEvents
import CCSFeed
import CCSView
import Glibc

/// `ccs-top`: a live board of a call centre's calls in a terminal.
@main
struct CCSTop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ccs-top",
        abstract: "Watch the live calls of a call centre.",
        discussion: """
            The feed is a stream of JSON events, one a line (class ccsevents). It comes from a file, standard input, \
            --connect, --listen or --replay; --demo makes one up. Key ? on the screen explains the screen and lists the keys.

            \(statusText)
            """,
        version: "ccs-top \(version)")

    /// The exit statuses, as a paragraph.
    private static let statusText =
        "Exit status: " + ExitStatus.table.map { "\($0.code) \($0.meaning)" }.joined(separator: ", ") + ". "
        + ExitStatus.ofSignals

    @OptionGroup var options: Options

    /// The version, as in the changelog.
    static let version = "0.1.0"

    static func main() {
        StandardStreams.fill()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let status as ExitStatus {
            end(status)
        } catch let error as FeedError {
            end(.failed("\(error)"))
        } catch {
            end(asking: error)
        }
        exit(0)
    }

    /// Ends the process. If a thread still runs, `_exit` is used, because `exit` would destroy static objects that the
    /// thread may use.
    private static func exit(_ code: Int32) -> Never {
        if RunningThreads.areThere { _exit(code) }
        Glibc.exit(code)
    }

    private static func end(_ status: ExitStatus) -> Never {
        if let message = status.message { standardError("ccs-top: \(message)") }
        exit(status.code)
    }

    /// Ends with the parser's answer. Help and version are printed with status 0. Any other error is wrong use: status 2,
    /// where the parser would choose 64.
    private static func end(asking error: any Error) -> Never {
        let message = fullMessage(for: error)
        guard exitCode(for: error) == .success else {
            standardError(message)
            exit(2)
        }
        let text = message == helpMessage() ? ShortHelp.text(message, abstract: configuration.abstract) : message
        do throws(ExitStatus) { try standardOutput(text) } catch { end(error) }
        exit(0)
    }

    private static func manual(_ keys: KeyTable) -> String {
        // Very wide, so that no line is wrapped: `man` wraps them.
        let help = helpMessage(columns: 100_000)
        return ManualPage(
            help: help, abstract: configuration.abstract,
            // The statuses have a separate section.
            discussion: configuration.discussion.split(separator: "\n").filter { $0 != statusText }.joined(
                separator: "\n"),
            version: version, keys: keys
        ).text
    }

    func run() throws {
        if options.listColumns { return try standardOutput(Lists.columns()) }
        let settings = try Settings(options)
        if options.listKeys { return try standardOutput(Lists.keys(settings.configuration.keyTable)) }
        if options.printMan { return try standardOutput(Self.manual(settings.configuration.keyTable)) }
        if options.printConfig { return try standardOutput(settings.configuration.reference) }
        if options.inspect {
            try Inspect(settings: settings).run()
        } else if options.once {
            try Once(settings: settings).run()
        } else {
            try Watch(settings: settings).run()
        }
    }
}

/// Why the process ends: a status and a message.
struct ExitStatus: Error {
    let code: Int32
    /// The message for standard error.
    let message: String?

    static let table: [(code: Int32, meaning: String)] = [
        (0, "done"), (1, "failed while running"), (2, "wrong use, or no terminal"),
        (3, "the feed was lost (with --exit-on-eof)"), (4, "a detector of --fail-on found an anomaly"),
        (5, "nothing known: no event of the domain came, or a detector of --fail-on could judge nothing"),
    ]
    /// Signals have no exit status.
    static let ofSignals = "A signal ends the process by that signal."

    /// Failed while running: 1.
    static func failed(_ message: String) -> ExitStatus { ExitStatus(code: 1, message: message) }
    /// Wrong use, or no terminal: 2.
    static func wrongUse(_ message: String) -> ExitStatus { ExitStatus(code: 2, message: message) }
    /// The feed was lost: 3.
    static func lost(_ message: String) -> ExitStatus { ExitStatus(code: 3, message: message) }
}
