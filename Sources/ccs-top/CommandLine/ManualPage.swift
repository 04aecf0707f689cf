import ArgumentParser
import CCSState
import CCSView

/// The output of `--print-man`: the manual page in man(7) format, made from the tables of the help and the keys.
struct ManualPage {
    private(set) var text = ""

    /// Makes the page. `help` is the output of `--help` with unwrapped lines.
    init(help: String, abstract: String, discussion: String, version: String, keys: KeyTable) {
        text = ".TH CCS\\-TOP 1 \"\" \"ccs\\-top \(version)\" \"User Commands\"\n"
        section("NAME", Self.escaped("ccs-top") + " \\- " + Self.escaped(abstract))
        section("SYNOPSIS", "\\fBccs\\-top\\fR [\\fIoptions\\fR] [\\fIfile\\fR]")
        section("DESCRIPTION")
        for paragraph in discussion.split(separator: "\n") { add(".PP\n" + Self.line(String(paragraph))) }
        section("OPTIONS")
        for option in OptionListing.all(in: help) { item(option.label, option.wholeText) }
        section("KEYS")
        for group in KeyTable.Group.allCases {
            let entries = keys.entries.filter { $0.group == group }
            guard !entries.isEmpty else { continue }
            add(".SS " + Self.escaped(group.rawValue))
            for entry in entries { item(entry.keyNames, entry.help + " (\(entry.command.rawValue)).") }
        }
        section("DETECTORS")
        for detector in Detector.allCases {
            let row = detector.row
            let after = row.threshold > 0 ? " after \(DurationText.text(row.threshold))" : ""
            item(row.name, "\(row.title)\(after), level \(row.severity.name): \(row.help).")
        }
        section("ENVIRONMENT")
        item("CCS_TOP_TOKEN", "The token for the feed, if neither --token-file nor --token-fd is given.")
        item("NO_COLOR", "No colours, if it is set and not empty.")
        item("TERM", "The type of the terminal. With dumb, ccs-top prints plain pages one after the other.")
        item("XDG_CONFIG_HOME", "The directory of configurations, instead of ~/.config.")
        section("FILES")
        item(
            "$XDG_CONFIG_HOME/ccs-top/config.toml, ~/.config/ccs-top/config.toml",
            "The configuration, unless --config names another file. --print-config prints all settings.")
        section("EXIT STATUS")
        for (code, meaning) in ExitStatus.table {
            item("\(code)", meaning.prefix(1).uppercased() + meaning.dropFirst() + ".")
        }
        add(".PP\n" + Self.line(ExitStatus.ofSignals))
        section("EXAMPLES")
        for (command, meaning) in Examples.table { item(command, meaning) }
        section("SEE ALSO", "\\fBccs\\-sim\\fR \\-\\-help")
    }

    private mutating func section(_ title: String, _ body: String? = nil) {
        add(".SH " + title)
        if let body { add(body) }
    }

    private mutating func item(_ name: String, _ body: String) {
        add(".TP\n.B " + Self.escaped(name) + "\n" + Self.line(body))
    }

    private mutating func add(_ line: String) { text += line + "\n" }

    /// A line of text, escaped if it would start a request of roff.
    private static func line(_ text: String) -> String {
        let line = escaped(text)
        return line.hasPrefix(".") || line.hasPrefix("\\(aq") ? "\\&" + line : line
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "'": escaped += "\\(aq"
            case "`": escaped += "\\(ga"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            case "\"": escaped += "\\(dq"
            default:
                if scalar.isASCII {
                    escaped.unicodeScalars.append(scalar)
                } else {
                    let hex = String(scalar.value, radix: 16, uppercase: true)
                    escaped += "\\[u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "]"
                }
            }
        }
        return escaped
    }
}
