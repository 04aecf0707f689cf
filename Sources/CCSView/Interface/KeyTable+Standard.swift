extension KeyTable {
    /// The keys as they are unless changed.
    public static let standard = KeyTable(
        moving + places + finding + ordering + tree + marks + trouble + time + copying + program + menus + typing)

    private static func entry(
        _ command: Command, _ keys: [Key], _ title: String, _ help: String, _ modes: KeyModes, _ group: Group,
        rank: Int? = nil
    ) -> Entry {
        Entry(command: command, keys: keys, title: title, help: help, modes: modes, group: group, rank: rank)
    }

    private static let digits: [Key] = "1234567890".map { .character($0) }

    private static let moving: [Entry] = [
        entry(.up, [.up, .character("k")], "Up", "A row up", .commands, .move),
        entry(.down, [.down, .character("j")], "Down", "A row down", .commands, .move),
        entry(.pageUp, [.pageUp], "Page up", "A page up", .commands, .move),
        entry(.pageDown, [.pageDown], "Page down", "A page down", .commands, .move),
        entry(.halfUp, [.control("u")], "Half up", "Half a page up", .commands, .move),
        entry(.halfDown, [.control("d")], "Half down", "Half a page down", .commands, .move),
        entry(
            .top, [.home, .character("g")], "Top", "To the first row; the list then stays at the top", .commands, .move),
        entry(
            .bottom, [.end, .character("G")], "Bottom", "To the last row; in the log, follow new events", .commands,
            .move),
        entry(
            .left, [.left, .character("h")], "Left", "Scroll left, collapse a row, or go to its parent",
            .lists, .move),
        entry(.right, [.right, .character("l")], "Right", "Expand a row, or scroll right", .lists, .move),
    ]

    private static let places: [Entry] = [
        entry(
            .open, [.enter], "Open",
            "Open the row: its domain, seance or list; in a seance, expand or collapse",
            .lists, .places, rank: 9),
        entry(
            .back, [.escape], "Back", "Go back, to the same row, filter and sort order", .lists,
            .places, rank: 14),
        entry(.domains, [.character("d")], "Domains", "The list of domains", [.pane, .seance], .places, rank: 18),
        entry(
            .nextPane, [.tab], "Next", "The next pane; in a seance, the next view", [.pane, .seance], .places, rank: 15),
        entry(
            .previousPane, [.backTab], "Previous", "The previous pane; in a seance, the previous view",
            [.pane, .seance],
            .places),
        entry(
            .pane, Array(digits.prefix(Pane.ofDomain.count)), "Pane",
            "The pane with that number; from the list of domains, in the selected domain",
            [.domains, .pane], .places),
        entry(
            .face, Array(digits.prefix(Face.allCases.count)), "View", "In a seance, the view with that number", .seance,
            .places),
    ]

    private static let finding: [Entry] = [
        entry(
            .search, [.character("/"), .function(3)], "Search",
            "Search all columns as you type; in the help, show matching lines only",
            [.lists, .help], .find, rank: 3),
        entry(.searchNext, [.character("n")], "Next match", "The next row that the search finds", .lists, .find),
        entry(
            .searchPrevious, [.character("N")], "Previous match", "The previous row that the search finds", .lists,
            .find),
        entry(
            .filter, [.character("\\"), .function(4)], "Filter",
            "Hide rows that do not match a word or an expression (see Filters in this help)",
            [.domains, .pane], .find, rank: 4),
    ]

    private static let ordering: [Entry] = [
        entry(
            .sort, [.character("s"), .function(6)], "Sort", "Choose the column to sort by",
            [.domains, .pane],
            .order, rank: 6),
        entry(.sortLeft, [.character("<")], "Sort left", "Sort by the column to the left", [.domains, .pane], .order),
        entry(
            .sortRight, [.character(">")], "Sort right", "Sort by the column to the right", [.domains, .pane], .order),
        entry(.invert, [.character("I")], "Invert", "Reverse the sort order", [.domains, .pane], .order, rank: 19),
        entry(
            .columns, [.character("C"), .function(2)], "Cols", "Choose the columns to show", [.domains, .pane], .order,
            rank: 8),
    ]

    private static let tree: [Entry] = [
        entry(
            .tree, [.character("t"), .function(5)], "Tree", "Show seances with their connections and calls, or alone",
            .pane,
            .tree, rank: 7),
        entry(.expand, [.character("+")], "Expand", "Expand the row", .lists, .tree),
        entry(.collapse, [.character("-")], "Collapse", "Collapse the row", .lists, .tree),
        entry(.expandAll, [.character("*")], "All", "Expand or collapse every row", .lists, .tree, rank: 20),
    ]

    private static let marks: [Entry] = [
        entry(
            .mark, [.character(" "), .function(7)], "Mark",
            "Mark or unmark the row and go down; in a paused replay, play one event", .lists, .marks,
            rank: 16
        ),
        entry(.nextMark, [.character("u")], "Next mark", "The next marked row", .lists, .marks),
        entry(.previousMark, [.character("U")], "Previous mark", "The previous marked row", .lists, .marks),
    ]

    private static let trouble: [Entry] = [
        entry(
            .nextAnomaly, [.character("e")], "Next !",
            "The next row with a new anomaly; acknowledged ones are skipped", .lists, .trouble,
            rank: 11),
        entry(
            .previousAnomaly, [.character("E")], "Previous !", "The previous row with a new anomaly", .lists,
            .trouble),
        entry(
            .acknowledge, [.character("a")], "Ack", "Acknowledge the anomalies of the row; press again to undo",
            [.pane, .seance], .trouble, rank: 10),
        entry(
            .why, [.character("w")], "Why", "Show the event that set the row's value; PgDn PgUp scroll, Esc closes",
            [.pane, .seance], .trouble, rank: 12),
        entry(
            .followNumber, [.character("f")], "Number", "Show the seances with the row's number; Esc returns",
            [.pane, .seance], .trouble, rank: 13),
    ]

    private static let time: [Entry] = [
        entry(
            .pause, [.character("p"), .function(8)], "Pause",
            "Freeze the screen while events still come in; press again to continue. In a replay, stop its clock",
            .lists, .time, rank: 5),
        entry(.faster, [.character(")")], "Faster", "Replay faster", .lists, .time),
        entry(.slower, [.character("(")], "Slower", "Replay slower", .lists, .time),
        entry(
            .follow, [.character("F"), .function(9)], "Follow",
            "In the log, follow new events; elsewhere, keep the row selected even at the top", .lists, .time,
            rank: 8),
    ]

    private static let copying: [Entry] = [
        entry(.copyID, [.character("y")], "Copy", "Copy the row's id to the clipboard", .lists, .copy, rank: 17),
        entry(.copySummary, [.character("Y")], "Copy row", "Copy the row as text to the clipboard", .lists, .copy),
    ]

    private static let program: [Entry] = [
        entry(.help, [.character("?"), .function(1)], "Help", "This help", [.lists, .help], .program, rank: 1),
        entry(
            .mouse, [.character("m")], "Mouse", "Turn the mouse on or off", .lists,
            .program),
        entry(.redraw, [.control("l")], "Redraw", "Redraw the screen", .all, .program),
        entry(.suspend, [.control("z")], "Suspend", "Back to the shell; fg returns", .all, .program),
        entry(
            .quit, [.character("q"), .function(10), .control("c")], "Quit", "End the program", .lists, .program, rank: 2
        ),
    ]

    private static let menus: [Entry] = [
        entry(
            .choose, [.enter, .character(" ")], "Choose", "Sort by the column; show or hide the column", .menu, .menu,
            rank: 1),
        entry(
            .close, [.escape, .character("q"), .function(10), .control("c")], "Close", "Close the menu or the help",
            [.help, .menu], .menu, rank: 2),
    ]

    private static let typing: [Entry] = [
        entry(.accept, [.enter], "Keep", "Accept the text", .typing, .typing, rank: 1),
        entry(
            .cancel, [.escape, .control("c")], "Back", "Discard what was typed and go back", .typing,
            .typing, rank: 2),
        entry(.cursorLeft, [.left, .control("b")], "Left", "A character to the left", .typing, .typing),
        entry(.cursorRight, [.right, .control("f")], "Right", "A character to the right", .typing, .typing),
        entry(.cursorHome, [.home, .control("a")], "Start", "To the start", .typing, .typing),
        entry(.cursorEnd, [.end, .control("e")], "End", "To the end", .typing, .typing),
        entry(
            .eraseBack, [.backspace, .control("h")], "Erase", "Erase the character before the cursor", .typing, .typing),
        entry(
            .eraseForward, [.delete, .control("d")], "Erase", "Erase the character under the cursor", .typing, .typing),
        entry(.eraseLine, [.control("u")], "Clear", "Erase everything before the cursor", .typing, .typing, rank: 4),
        entry(.eraseWord, [.control("w")], "Word", "Erase the word before the cursor", .typing, .typing, rank: 5),
        entry(.older, [.up, .control("p")], "History", "The previous text you typed", .typing, .typing, rank: 3),
        entry(.newer, [.down, .control("n")], "Newer", "The next text you typed", .typing, .typing),
        entry(.complete, [.tab], "Field", "Complete a field name, in filters", .typing, .typing, rank: 3),
    ]
}
