import CCSEvents
public import CCSState

/// What the person at the terminal has chosen: where they are, what is selected, ordered, filtered, typed.
///
/// A pure state machine. Input goes into ``handle(_:page:width:height:)``, which says what the program must do beyond
/// drawing; ``query(width:height:)`` says which page ought to be on the screen; the answer comes back by ``take(_:)``.
/// Whoever owns it asks for a page whenever the query changes or data came, and draws after each of the three.
///
/// Rows are asked for by identity, so the hand can be ahead of the pages: moves add up until a page answers them, and a
/// key that is about a row (Enter, Space, `y`) waits until the row is known.
public struct Interface: Sendable {
    /// How it begins, apart from the place.
    public struct Options: Sendable {
        /// The filter of the first pane.
        public var filter = ""
        /// The order of the first pane, nil for its own.
        public var sort: Query.Sort?
        /// The columns of the first pane, nil for its own.
        public var columns: [String]?
        /// The columns of panes that show others than their own.
        public var paneColumns: [Pane: [String]] = [:]
        /// The orders of panes that have others than their own.
        public var paneSorts: [Pane: Query.Sort] = [:]
        /// All columns a pane can show, for the column chooser.
        public var catalogue: [Pane: [ColumnInfo]] = [:]
        /// What the keys do.
        public var keys = KeyTable.standard
        /// When detectors fire, for the help.
        public var detectors = DetectorSettings()
        /// Whether the terminal reports the mouse.
        public var mouse = false
        /// Whether a recording or a file is replayed.
        public var replays = false

        /// What is usual.
        public init() {}
    }

    let keys: KeyTable
    let catalogue: [Pane: [ColumnInfo]]
    let detectors: DetectorSettings
    /// Whether there is no other domain to go to.
    let onlyDomain: Bool
    /// The domain shown; nil in the list of domains.
    var domain: String?
    /// The domain shown before the list of domains.
    var lastDomain: String?
    /// The pane of the domain, shown once there is one.
    var pane: Pane
    /// Whether the pane of the feed is shown although there is no domain.
    var showsFeedAlone = false
    var seance: OpenSeance?
    var lists: [Query.View: ListState] = [:]
    /// The places left for a row's number or target, the newest last.
    var origins: [Origin] = []
    var overlay: Overlay?
    /// Set while it is said which event set what the selected row shows.
    var why: WhyState?
    var typing: Typing?
    /// What was searched for last; its matches are drawn apart.
    var searched = ""
    var history: [String] = []
    var message: (text: DisplayText, role: Role)?
    /// Set while a page to keep is asked for: how many more may come until one is kept though its list is not complete.
    var pagesToPause: Int?
    var isPausing: Bool { pagesToPause != nil }
    var frozen: FrozenPage?
    var newest: Header?
    /// The header that the help explains.
    var explainedHeader: Header?
    /// Whether a recording or a file is replayed.
    let replays: Bool
    /// Whether the replay's clock stands.
    var isReplayPaused = false
    /// Whether the terminal reports the mouse.
    public internal(set) var takesMouse: Bool
    /// The query that the newest page has answered in full.
    var settled: Query?
    /// What waits for a page.
    var deferred: [(input: Input, width: Int, height: Int)] = []
    /// A mark that is being jumped to.
    var jump: RowID?

    /// More input than this does not wait for a page; nobody types so far ahead.
    static let deferredLimit = 256
    /// Rows that are kept around the selected one when paused.
    static let pausedLines = 2000
    /// Pages that pausing waits for until a list is complete: less than a second, where pages come as fast as they may.
    static let pagesToPause = 10
    /// Filters remembered.
    static let historyLimit = 100

    /// Begins in a pane of a domain, or in the list of domains where there is none. With `onlyDomain` the domain was
    /// chosen for good: there is no way to another.
    public init(domain: String?, onlyDomain: Bool, pane: Pane, options: Options = Options()) {
        keys = options.keys
        catalogue = options.catalogue
        detectors = options.detectors
        self.onlyDomain = onlyDomain
        self.domain = domain
        self.pane = pane == .domains ? .seances : pane
        takesMouse = options.mouse
        replays = options.replays
        for pane in Pane.allCases {
            var list = ListState()
            list.columns = options.paneColumns[pane]
            list.sort = options.paneSorts[pane]
            lists[.pane(pane)] = list
        }
        var list = ListState()
        list.filter = options.filter
        list.sort = options.sort
        list.columns = options.columns
        lists[.pane(domain == nil && pane == .domains ? .domains : self.pane)] = list
    }

    // MARK: Where one is

    /// What is shown.
    var view: Query.View {
        guard domain != nil else { return .pane(showsFeedAlone ? .feed : .domains) }
        if let seance { return .seance(seance.key, seance.face) }
        return .pane(pane)
    }

    /// How it is looked at.
    var list: ListState {
        get { lists[view] ?? ListState() }
        set { lists[view] = newValue }
    }

    /// Which keys work.
    var mode: KeyModes {
        if typing != nil { return .typing }
        switch overlay {
        case .help: return .help
        case .sort, .columns: return .menu
        case nil: break
        }
        if view == .pane(.domains) { return .domains }
        return seance == nil ? .pane : .seance
    }

    /// Whether the screen is kept as it is while data flows on; of pages the headers alone are taken then.
    public var isPaused: Bool { frozen != nil }

    // MARK: Asking

    /// The query whose answer should be on the screen now, for a size.
    public func query(width: Int, height: Int) -> Query {
        let lines = lines(width: width, height: height)
        var query = query(lines: frozen == nil ? lines : 1)
        if isPausing {
            query.lines = max(Self.pausedLines, lines)
            query.anchorLine = Self.pausedLines / 2
        }
        return query
    }

    /// Rows that fit.
    func lines(width: Int, height: Int) -> Int {
        max(1, Layout(width: width, height: height, isTyping: typing != nil).rows.count)
    }

    /// The query for a number of rows.
    func query(lines: Int) -> Query {
        let list = list
        var query = Query(domain: domain, view: view, lines: lines)
        query.sort = list.sort
        query.filter = list.filter
        query.columns = list.columns
        query.isTree = list.isTree
        query.toggled = list.toggled
        query.opensAll = list.opensAll
        query.anchor = list.anchor
        query.anchorLine = list.anchorLine
        query.anchorIndex = list.anchorIndex
        query.move = list.move
        query.find = list.find
        query.explains = why != nil
        return query
    }

    /// Says something in the message line until the next key.
    mutating func say(_ text: DisplayText, _ role: Role = .notice) {
        message = (text, role)
    }
}
