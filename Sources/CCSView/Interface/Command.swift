/// What a key can do. The names are those of the list of keys.
public enum Command: String, CaseIterable, Sendable {
    /// A row up.
    case up
    /// A row down.
    case down
    /// A page up.
    case pageUp
    /// A page down.
    case pageDown
    /// Half a page up.
    case halfUp
    /// Half a page down.
    case halfDown
    /// To the first row.
    case top
    /// To the last row.
    case bottom
    /// Scroll back, collapse, or go to the parent.
    case left
    /// Expand, or scroll on.
    case right
    /// Go into what the row stands for.
    case open
    /// Go back to where one came from.
    case back
    /// To the list of domains.
    case domains
    /// The next pane or face.
    case nextPane
    /// The pane or face before.
    case previousPane
    /// The pane of a number.
    case pane
    /// The face of a seance of a number.
    case face
    /// Search as one types.
    case search
    /// The next match.
    case searchNext
    /// The match before.
    case searchPrevious
    /// Type a filter.
    case filter
    /// Choose what orders the rows.
    case sort
    /// Order by the column to the left.
    case sortLeft
    /// Order by the column to the right.
    case sortRight
    /// Turn the order round.
    case invert
    /// Choose the columns.
    case columns
    /// Seances with what hangs under them, or alone.
    case tree
    /// Show what hangs under the row.
    case expand
    /// Hide what hangs under the row.
    case collapse
    /// Show or hide what hangs under every row.
    case expandAll
    /// Mark the row.
    case mark
    /// The next marked row.
    case nextMark
    /// The marked row before.
    case previousMark
    /// Keep the screen as it is.
    case pause
    /// The next speed of a replay.
    case faster
    /// The speed before of a replay.
    case slower
    /// Stay with the newest event, or with the row.
    case follow
    /// The next row that something is wrong with.
    case nextAnomaly
    /// The row before that something is wrong with.
    case previousAnomaly
    /// Say that what is wrong with the row was seen, or that it was not.
    case acknowledge
    /// The seances of the row's number.
    case followNumber
    /// Which event set what the row shows.
    case why
    /// Copy the id.
    case copyID
    /// Copy the row.
    case copySummary
    /// Show the help.
    case help
    /// Take the mouse, or leave it to the terminal.
    case mouse
    /// Draw everything anew.
    case redraw
    /// Back to the shell.
    case suspend
    /// End the program.
    case quit
    /// Take the line of the menu.
    case choose
    /// Close what lies over the list.
    case close
    /// Keep what was typed.
    case accept
    /// Forget what was typed.
    case cancel
    /// The cursor to the left.
    case cursorLeft
    /// The cursor to the right.
    case cursorRight
    /// The cursor to the start.
    case cursorHome
    /// The cursor to the end.
    case cursorEnd
    /// Erase the character before the cursor.
    case eraseBack
    /// Erase the character under the cursor.
    case eraseForward
    /// Erase what is before the cursor.
    case eraseLine
    /// Erase the word before the cursor.
    case eraseWord
    /// What was typed before.
    case older
    /// What was typed after that.
    case newer
    /// The rest of the name of a field.
    case complete

    /// Whether it is about a row or a column of what is on the screen, so that it waits for a page that is under way.
    var needsPage: Bool {
        switch self {
        case .open, .expand, .collapse, .left, .right, .mark, .nextMark, .previousMark, .sort, .sortLeft, .sortRight,
            .invert, .columns, .follow, .acknowledge, .followNumber, .why, .copyID, .copySummary:
            true
        default: false
        }
    }

    /// Whether it opens no menu and no text field, and has no effect that outlives the screen.
    var staysInLists: Bool {
        switch self {
        case .open, .expand, .collapse, .left, .right, .mark, .nextMark, .previousMark, .sortLeft, .sortRight, .invert,
            .follow, .followNumber:
            true
        default: false
        }
    }

    /// Whether it works on a page that is kept while data flows on.
    var worksPaused: Bool {
        switch self {
        case .open, .back, .domains, .nextPane, .previousPane, .pane, .face, .filter, .sort, .sortLeft, .sortRight,
            .invert, .columns, .tree, .expand, .collapse, .expandAll, .nextMark, .previousMark, .follow,
            .followNumber, .why:
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
