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

    private static let digits: [Key] = "123456789".map { .character($0) }

    private static let moving: [Entry] = [
        entry(.up, [.up, .character("k")], "Up", "A row up", .commands, .move),
        entry(.down, [.down, .character("j")], "Down", "A row down", .commands, .move),
        entry(.pageUp, [.pageUp], "Page up", "A page up", .commands, .move),
        entry(.pageDown, [.pageDown], "Page down", "A page down", .commands, .move),
        entry(.halfUp, [.control("u")], "Half up", "Half a page up", .commands, .move),
        entry(.halfDown, [.control("d")], "Half down", "Half a page down", .commands, .move),
        entry(.top, [.home, .character("g")], "Top", "To the first row, and stay at the top", .commands, .move),
        entry(
            .bottom, [.end, .character("G")], "Bottom", "To the last row; in the log, stick to the newest", .commands,
            .move),
        entry(
            .left, [.left, .character("h")], "Left", "Scroll back, collapse a row, or go to the row it hangs under",
            .lists, .move),
        entry(.right, [.right, .character("l")], "Right", "Expand a row, or scroll to the right", .lists, .move),
    ]

    private static let places: [Entry] = [
        entry(
            .open, [.enter], "Open",
            "Open the domain, the seance or the list of the row; in a seance, expand or collapse",
            .lists, .places, rank: 9),
        entry(
            .back, [.escape], "Back", "Back to where one came from, to the same row, filter and order", .lists,
            .places, rank: 14),
        entry(.domains, [.character("d")], "Domains", "The list of domains", [.pane, .seance], .places, rank: 18),
        entry(
            .nextPane, [.tab], "Next", "The next pane or face", [.pane, .seance], .places, rank: 15),
        entry(
            .previousPane, [.backTab], "Previous", "The pane or face before", [.pane, .seance],
            .places),
        entry(
            .pane, Array(digits.prefix(Pane.ofDomain.count)), "Pane", "The pane of that number; of the domain chosen",
            [.domains, .pane], .places),
        entry(
            .face, Array(digits.prefix(Face.allCases.count)), "Face", "The face of the seance of that number", .seance,
            .places),
    ]

    private static let finding: [Entry] = [
        entry(
            .search, [.character("/"), .function(3)], "Search", "Search in any column as you type; in help, narrow it",
            [.lists, .help], .find, rank: 3),
        entry(.searchNext, [.character("n")], "Next match", "The next row that the search finds", .lists, .find),
        entry(
            .searchPrevious, [.character("N")], "Match before", "The row before that the search finds", .lists, .find),
        entry(
            .filter, [.character("\\"), .function(4)], "Filter",
            "Show rows that match a word or an expression, as under Filters in the help",
            [.domains, .pane], .find, rank: 4),
    ]

    private static let ordering: [Entry] = [
        entry(
            .sort, [.character("s"), .function(6)], "Sort", "Choose the column that orders the rows",
            [.domains, .pane],
            .order, rank: 6),
        entry(.sortLeft, [.character("<")], "Sort left", "Order by the column to the left", [.domains, .pane], .order),
        entry(
            .sortRight, [.character(">")], "Sort right", "Order by the column to the right", [.domains, .pane], .order),
        entry(.invert, [.character("I")], "Invert", "Turn the order round", [.domains, .pane], .order, rank: 19),
        entry(
            .columns, [.character("C"), .function(2)], "Cols", "Choose columns", [.domains, .pane], .order, rank: 8),
    ]

    private static let tree: [Entry] = [
        entry(
            .tree, [.character("t"), .function(5)], "Tree", "Show seances with what hangs under them, or alone", .pane,
            .tree, rank: 7),
        entry(.expand, [.character("+")], "Expand", "Show what hangs under the row", .lists, .tree),
        entry(.collapse, [.character("-")], "Collapse", "Hide what hangs under the row", .lists, .tree),
        entry(.expandAll, [.character("*")], "All", "Show or hide what hangs under every row", .lists, .tree, rank: 20),
    ]

    private static let marks: [Entry] = [
        entry(
            .mark, [.character(" "), .function(7)], "Mark",
            "Mark the row, or take its mark away, and go on; in a replay that stands, take one event", .lists, .marks,
            rank: 16
        ),
        entry(.nextMark, [.character("u")], "Next mark", "The next marked row", .lists, .marks),
        entry(.previousMark, [.character("U")], "Previous mark", "The marked row before", .lists, .marks),
    ]

    private static let trouble: [Entry] = [
        entry(
            .nextAnomaly, [.character("e")], "Next !",
            "The next row that something new is wrong with; what was acknowledged is passed over", .lists, .trouble,
            rank: 11),
        entry(
            .previousAnomaly, [.character("E")], "Before !", "The row before that something new is wrong with", .lists,
            .trouble),
        entry(
            .acknowledge, [.character("a")], "Seen", "What is wrong with the row was seen; again to take that back",
            [.pane, .seance], .trouble, rank: 10),
        entry(
            .why, [.character("w")], "Why", "Which event set what the row shows; PgDn PgUp scroll, Esc closes",
            [.pane, .seance], .trouble, rank: 12),
        entry(
            .followNumber, [.character("f")], "Number", "The seances in which the row's number stands; Esc returns",
            [.pane, .seance], .trouble, rank: 13),
    ]

    private static let time: [Entry] = [
        entry(
            .pause, [.character("p"), .function(8)], "Pause",
            "Keep the screen as it is while data flows on; again to go on. In a replay, stop its clock",
            .lists, .time, rank: 5),
        entry(.faster, [.character(")")], "Faster", "A replay's next speed", .lists, .time),
        entry(.slower, [.character("(")], "Slower", "A replay's speed before", .lists, .time),
        entry(
            .follow, [.character("F"), .function(9)], "Follow",
            "In the log, stick to the newest event; elsewhere, stay with the row even at the top", .lists, .time,
            rank: 8),
    ]

    private static let copying: [Entry] = [
        entry(.copyID, [.character("y")], "Copy", "Copy the row's id to the clipboard", .lists, .copy, rank: 17),
        entry(.copySummary, [.character("Y")], "Copy row", "Copy the row as text to the clipboard", .lists, .copy),
    ]

    private static let program: [Entry] = [
        entry(.help, [.character("?"), .function(1)], "Help", "This help", [.lists, .help], .program, rank: 1),
        entry(
            .mouse, [.character("m")], "Mouse", "Take clicks and the wheel, or leave them to the terminal", .lists,
            .program),
        entry(.redraw, [.control("l")], "Redraw", "Draw the whole screen anew", .all, .program),
        entry(.suspend, [.control("z")], "Suspend", "Back to the shell; fg returns", .all, .program),
        entry(
            .quit, [.character("q"), .function(10), .control("c")], "Quit", "End the program", .lists, .program, rank: 2
        ),
    ]

    private static let menus: [Entry] = [
        entry(
            .choose, [.enter, .character(" ")], "Choose", "Order by the column; show or hide the column", .menu, .menu,
            rank: 1),
        entry(
            .close, [.escape, .character("q"), .function(10), .control("c")], "Close", "Close the menu or the help",
            [.help, .menu], .menu, rank: 2),
    ]

    private static let typing: [Entry] = [
        entry(.accept, [.enter], "Keep", "Keep what was typed", .typing, .typing, rank: 1),
        entry(
            .cancel, [.escape, .control("c")], "Back", "Forget what was typed and go back to where one was", .typing,
            .typing, rank: 2),
        entry(.cursorLeft, [.left, .control("b")], "Left", "A character to the left", .typing, .typing),
        entry(.cursorRight, [.right, .control("f")], "Right", "A character to the right", .typing, .typing),
        entry(.cursorHome, [.home, .control("a")], "Start", "To the start", .typing, .typing),
        entry(.cursorEnd, [.end, .control("e")], "End", "To the end", .typing, .typing),
        entry(
            .eraseBack, [.backspace, .control("h")], "Erase", "Erase the one before the cursor", .typing, .typing),
        entry(
            .eraseForward, [.delete, .control("d")], "Erase", "Erase the character under the cursor", .typing, .typing),
        entry(.eraseLine, [.control("u")], "Clear", "Erase what is before the cursor", .typing, .typing, rank: 4),
        entry(.eraseWord, [.control("w")], "Word", "Erase the word before the cursor", .typing, .typing, rank: 5),
        entry(.older, [.up, .control("p")], "History", "What was typed before", .typing, .typing, rank: 3),
        entry(.newer, [.down, .control("n")], "Newer", "What was typed after that", .typing, .typing),
        entry(.complete, [.tab], "Field", "The rest of a field's name, in filters", .typing, .typing, rank: 3),
    ]
}
