/// How one list is looked at: kept for each, so that coming back finds it as it was.
struct ListState: Sendable, Equatable {
    var sort: Query.Sort?
    var columns: [String]?
    var filter = ""
    var isTree = true
    var toggled: Set<RowID> = []
    var opensAll = false
    /// The selected row; nil for the first one (in the log the last), whichever that is.
    var anchor: RowID?
    var anchorLine = 0
    var anchorIndex = 0
    /// Rows to move that no page has answered yet.
    var move = 0
    /// A search step that no page has answered yet.
    var find: Query.Find?
    /// Whether the selection stays with its row even at the top.
    var isPinned = false
    /// Columns of the screen that are scrolled out to the left.
    var sideways = 0
    /// Marked rows.
    var marks: [Mark] = []
    /// The widest content seen, by column: widths grow and never shrink, for columns that dance cannot be read.
    var widths: [String: Int] = [:]

    /// A marked row and where it was last seen in the whole list.
    struct Mark: Sendable, Equatable {
        var id: RowID
        var index: Int
    }

    /// Moves add up to no more than this, which is beyond any list.
    static let farthest = 1_000_000_000

    mutating func add(_ rows: Int) {
        move = max(-Self.farthest, min(Self.farthest, move + rows))
    }

    /// Where the selection is, for returning to it.
    var position: Position {
        get { Position(anchor: anchor, line: anchorLine, index: anchorIndex) }
        set {
            (anchor, anchorLine, anchorIndex) = (newValue.anchor, newValue.line, newValue.index)
            move = 0
            find = nil
        }
    }

    /// A place of the selection.
    struct Position: Sendable, Equatable {
        var anchor: RowID?
        var line: Int
        var index: Int
    }

    /// Forgets rows, which belong to one domain; how they are shown remains.
    mutating func forgetRows() {
        position = Position(anchor: nil, line: 0, index: 0)
        toggled = []
        marks = []
        isPinned = false
    }
}
