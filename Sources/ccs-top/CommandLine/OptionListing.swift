/// An argument or an option in the output of the parser's help.
struct OptionListing {
    /// The names and the value, such as `-d, --domain <domain>`.
    let label: String
    /// The lines with the label and the short help text.
    private(set) var lines: [Substring]
    private var text: String
    private var discussion = ""

    /// The short help text and the discussion.
    var wholeText: String { [text, discussion].filter { !$0.isEmpty }.joined(separator: " ") }

    /// Whether it is the argument `<name>` or the option `--name`.
    func isNamed(_ name: String) -> Bool { label.split { $0 == " " || $0 == "," }.contains { $0 == name } }

    /// Reads all listings of a help text.
    static func all(in help: String) -> [OptionListing] {
        var listings: [OptionListing] = []
        var isListing = false
        for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasSuffix("S:") { isListing = line == "ARGUMENTS:" || line == "OPTIONS:" }
            guard isListing, line.hasPrefix("  ") else { continue }
            let indent = line.prefix { $0 == " " }.count
            let rest = line.dropFirst(indent)
            if indent == 2 {
                listings.append(OptionListing(line, rest))
            } else if let last = listings.indices.last {
                if indent == discussionIndent {
                    listings[last].discussion += (listings[last].discussion.isEmpty ? "" : " ") + rest
                } else {
                    listings[last].lines.append(line)
                    listings[last].text += (listings[last].text.isEmpty ? "" : " ") + rest
                }
            }
        }
        return listings
    }

    /// Indentation of a discussion. Short help texts are indented more.
    private static let discussionIndent = 8

    /// Where the parser puts the short text if the label leaves room for it: then one blank may be all that is between them.
    private static let textIndent = 26

    private init(_ line: Substring, _ rest: Substring) {
        var (label, text) = (rest, Substring())
        if let gap = rest.firstRange(of: "  ") {
            (label, text) = (rest[..<gap.lowerBound], rest[gap.upperBound...])
        } else if line.count > Self.textIndent, line.dropFirst(Self.textIndent - 1).first == " ",
            !"<-".contains(line[line.index(line.startIndex, offsetBy: Self.textIndent)])
        {
            (label, text) = (line.prefix(Self.textIndent - 1).drop { $0 == " " }, line.dropFirst(Self.textIndent))
        }
        self.label = String(label)
        self.text = String(text.drop { $0 == " " })
        lines = [line]
    }
}
