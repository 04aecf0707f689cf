/// What a key can do. The names are those of the list of keys.
public enum Command: String, CaseIterable, Sendable {
    case up, down, pageUp, pageDown, halfUp, halfDown, top, bottom, left, right
    case open, back, domains, nextPane, previousPane, pane, face
    case search, searchNext, searchPrevious, filter
    case sort, sortLeft, sortRight, invert, columns
    case tree, expand, collapse, expandAll
    case mark, nextMark, previousMark
    case pause, follow
    case copyID, copySummary
    case help, mouse, redraw, suspend, quit
    case choose, close
    case accept, cancel, cursorLeft, cursorRight, cursorHome, cursorEnd
    case eraseBack, eraseForward, eraseLine, eraseWord, older, newer

    /// Whether it is about a row or a column of what is on the screen, so that it waits for a page that is under way.
    var needsPage: Bool {
        switch self {
        case .open, .expand, .collapse, .left, .right, .mark, .nextMark, .previousMark, .sort, .sortLeft, .sortRight,
            .invert, .columns, .follow, .copyID, .copySummary:
            true
        default: false
        }
    }

    /// Whether it works on a page that is kept while data flows on.
    var worksPaused: Bool {
        switch self {
        case .open, .back, .domains, .nextPane, .previousPane, .pane, .face, .filter, .sort, .sortLeft, .sortRight,
            .invert, .columns, .tree, .expand, .collapse, .expandAll, .nextMark, .previousMark, .follow:
            false
        default: true
        }
    }
}

/// Where a key can be pressed.
public struct KeyModes: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: UInt8

    /// Modes of their bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// In the list of domains.
    public static let domains = KeyModes(rawValue: 1)
    /// In a pane of a domain.
    public static let pane = KeyModes(rawValue: 2)
    /// In the view of one seance.
    public static let seance = KeyModes(rawValue: 4)
    /// In the help.
    public static let help = KeyModes(rawValue: 8)
    /// In the sort menu and the column chooser.
    public static let menu = KeyModes(rawValue: 16)
    /// While a search or a filter is typed.
    public static let typing = KeyModes(rawValue: 32)

    /// Where there are rows.
    public static let lists: KeyModes = [.domains, .pane, .seance]
    /// Everywhere but where text is typed.
    public static let commands: KeyModes = [.domains, .pane, .seance, .help, .menu]
    /// Everywhere.
    public static let all: KeyModes = [.commands, .typing]

    /// Each mode with its name in sentences.
    static let names: [(mode: KeyModes, name: String)] = [
        (.domains, "the list of domains"), (.pane, "lists"), (.seance, "the seance view"), (.help, "help"),
        (.menu, "menus"), (.typing, "typing"),
    ]

    /// The names of those it holds, a comma between them.
    var text: String {
        Self.names.filter { contains($0.mode) }.map(\.name).joined(separator: ", ")
    }
}
