/// The text of `--help`: the most used options in groups. The manual page has all options.
enum ShortHelp {
    /// The groups, the most used one first.
    private static let groups: [(title: String, names: [String])] = [
        (
            "FEED (standard input if none is named)",
            ["<file>", "--connect", "--listen", "--replay", "--demo", "--token-file", "--feed-domain", "--map"]
        ),
        ("VIEW", ["--domain", "--pane", "--filter", "--sort", "--columns", "--theme", "--ascii", "--mask"]),
        ("WITHOUT A SCREEN", ["--once", "--for", "--format", "--fail-on", "--inspect"]),
        ("RECORD AND REPLAY", ["--record", "--speed", "--start"]),
        (
            "MORE",
            ["--config", "--print-config", "--list-keys", "--list-columns", "--print-man", "--version", "--help"]
        ),
    ]

    /// Makes the text. `help` is the parser's help, wrapped for the screen.
    static func text(_ help: String, abstract: String) -> String {
        let listings = OptionListing.all(in: help)
        let parts = groups.map { title, names in
            let lines = names.flatMap { name in listings.first { $0.isNamed(name) }?.lines ?? [] }
            return "\(title)\n" + lines.joined(separator: "\n")
        }
        return """
            ccs-top [options] [file]: \(abstract)

            \(parts.joined(separator: "\n"))

            Key ? on the screen explains the screen and lists the keys.
            man ccs-top (or --print-man) has all options, keys and exit statuses.
            """
    }
}
