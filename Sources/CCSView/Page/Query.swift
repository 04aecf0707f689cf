public import CCSState

/// What tells a row from all others, whatever it shows and wherever it stands.
public enum RowID: Hashable, Sendable {
    /// A call, a connection or a seance.
    case object(ObjectKey)
    /// A domain, by name.
    case domain(String)
    /// An event of the log, by its sequence number; a failure, by its number in the order of arrival.
    case sequence(Int)
    /// A line of a list that is made up of facts, by its name.
    case fact(String)
    /// A field of an object.
    case field(ObjectKey, String)
}

/// What the screen asks of whoever owns the state: which rows, in which order, and where the hand is.
///
/// The answer is a ``Page``. A query is a value: two that are equal have equal pages at equal states.
public struct Query: Sendable, Equatable {
    /// What is shown.
    public enum View: Sendable, Equatable, Hashable {
        /// A list.
        case pane(Pane)
        /// One seance.
        case seance(ObjectKey, Face)
    }

    /// How rows are ordered.
    public struct Sort: Sendable, Equatable {
        /// The column, by its id.
        public var column: String
        /// Largest first.
        public var descending: Bool

        /// An order.
        public init(_ column: String, descending: Bool = false) {
            self.column = column
            self.descending = descending
        }
    }

    /// A step of a search.
    public struct Find: Sendable, Equatable {
        /// What to look for, in any column, upper and lower case alike.
        public var text: String
        /// Upwards.
        public var backwards: Bool
        /// Whether the selected row itself will do, as while the text is being typed.
        public var mayStay: Bool
        /// Look for a row that something is wrong with which nobody has acknowledged, instead of a text.
        public var anomaly = false
        /// Pages that it has waited for the list to be complete.
        public var waited = 0
        /// So many it waits for: some two seconds. Then what is known of the list is searched, for in a fast feed it may never be
        /// complete.
        public static let patience = 50

        /// A step.
        public init(_ text: String, backwards: Bool = false, mayStay: Bool = false) {
            self.text = text
            self.backwards = backwards
            self.mayStay = mayStay
        }

        /// A step to the next row that something is wrong with.
        public static func anomaly(backwards: Bool) -> Find {
            var find = Find("", backwards: backwards)
            find.anomaly = true
            return find
        }
    }

    /// The domain shown; nil in the list of domains.
    public var domain: String?
    /// What is shown.
    public var view: View
    /// The list shown; nil in the view of a seance.
    var pane: Pane? { if case .pane(let pane) = view { pane } else { nil } }
    /// The order of rows, or nil for the pane's own.
    public var sort: Sort?
    /// Which rows are shown, as the user wrote it (see docs, "Filters"); empty for all.
    public var filter = ""
    /// Columns by id, or nil for the pane's own.
    public var columns: [String]?
    /// Whether seances show what hangs under them.
    public var isTree = true
    /// Rows whose children are shown although, or hidden although, ``opensAll`` says otherwise.
    public var toggled: Set<RowID> = []
    /// Whether children are shown unless toggled. It speaks of whole seances (and of raw lines); what hangs inside a tree
    /// that is shown is shown unless toggled.
    public var opensAll = false

    /// The selected row; nil while nobody has chosen one: then the first row is (in the log the last).
    public var anchor: RowID?
    /// The line of the list, from 0, where the selected row stays.
    public var anchorLine = 0
    /// Where the selected row was in the whole list, for when it is gone.
    public var anchorIndex = 0
    /// Rows to go down (or, negative, up) from the selected one.
    public var move = 0
    /// A row to look for from the selected one.
    public var find: Find?
    /// Whether to say which event set what the selected row shows.
    public var explains = false
    /// Whether anomalies that are over are listed too; else only where the filter names `ended`.
    public var showsEnded = true
    /// Whether rows carry a record in place of cells.
    public var givesRecords = false
    /// Lines of the list.
    public var lines: Int

    /// A query for the beginning of a list.
    public init(domain: String?, view: View, lines: Int) {
        self.domain = domain
        self.view = view
        self.lines = lines
    }
}
