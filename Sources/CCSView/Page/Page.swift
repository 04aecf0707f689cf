public import CCSEvents
public import CCSState

/// The answer to a query: just what is visible, made while the state stood still. It holds nothing of the state.
public struct Page: Sendable {
    /// What was asked.
    public var query: Query
    /// What the header says.
    public var header: Header
    /// The columns shown, in order; those that do not fit are left out when drawing, by priority.
    public var columns: [ColumnInfo]
    /// Which of them orders the rows, and how.
    public var sort: Query.Sort?
    /// The rows that are visible.
    public var rows: [Row]
    /// Where the first of them stands in the whole list.
    public var firstIndex: Int
    /// Rows of the whole list.
    public var rowCount: Int
    /// Objects that the filter was asked about, and how many it let through; nil without a filter.
    public var matched: (count: Int, of: Int)?
    /// How much of the list is in order, in percent, where that is still being worked at; nil when it is complete.
    public var progress: Int?
    /// Whether the seance of the selected row is still looked for, in all that is kept: the next page goes on with that.
    public var isSearching = false
    /// The selected row's place in the whole list; nil when it is empty.
    public var selectedIndex: Int?
    /// How the filter was read, in words; nil without one.
    public var filterReading: String?
    /// What is wrong with the filter, and where in it, in characters from 0.
    public var filterError: (message: String, at: Int)?
    /// Whether the search found a row.
    public var found: Bool?
    /// Said in place of rows, or above them: nothing of the domain came, the seance left the history.
    public var notice: DisplayText?
    /// Which event set what the selected row shows, where that was asked: some lines to read.
    public var explanation: [StyledText]?
    /// In the seance view: a title for it.
    public var title: DisplayText?

    /// An empty page.
    public init(query: Query, header: Header) {
        self.query = query
        self.header = header
        columns = []
        rows = []
        firstIndex = 0
        rowCount = 0
    }
}

/// A row of a page.
public struct Row: Sendable {
    /// Which it is.
    public var id: RowID
    /// A text for each of the page's columns, in their order.
    public var cells: [StyledText]
    /// What it has in each column, as a JSON object, where the query asks for it; nil in headings.
    public var record: [UInt8]?
    /// Drawn before the first cell: the branches of a tree.
    public var branch: DisplayText
    /// A line of its own in place of cells (a child in the tree, a heading), drawn after ``branch``.
    public var line: [StyledText]?
    /// The seance that Enter opens.
    public var seance: ObjectKey?
    /// The domain that Enter opens.
    public var domain: String?
    /// Whether children can be shown or hidden; true when they are shown.
    public var isOpen: Bool?
    /// Milliseconds of feed time since it came to life.
    public var bornAgo: Int64?
    /// Milliseconds of feed time since its state changed.
    public var changedAgo: Int64?
    /// Whether it has ended.
    public var hasEnded: Bool
    /// Whether it was not heard of since the connection to its feed was lost and came back.
    public var isUnconfirmed = false
    /// The gravest of what is wrong with it.
    public var severity: Detector.Severity?
    /// What is wrong with it, by serial number: what `a` acknowledges.
    public var anomalies: [Int] = []
    /// Whether all of that which is open was acknowledged.
    public var isAcknowledged = false
    /// Whether nothing of that is open (``Anomaly/isFact``).
    var hasFactsOnly = false
    /// Whether nothing of that wants attention any more.
    var isQuiet: Bool { isAcknowledged || hasFactsOnly }
    /// The telephone number that `f` follows.
    public var number: String?
    /// The pane and the filter that Enter goes to, in place of a seance.
    public var target: (pane: Pane, filter: String)?
    /// What `y` copies: its id as it came.
    public var copyText: String

    /// A row.
    public init(id: RowID, cells: [StyledText] = []) {
        self.id = id
        self.cells = cells
        branch = .empty
        hasEnded = false
        copyText = ""
    }
}

/// Text and what it means.
public struct StyledText: Sendable, Equatable {
    /// The text.
    public var text: DisplayText
    /// What it means.
    public var role: Role

    /// Text of a role.
    public init(_ text: DisplayText, _ role: Role = .plain) {
        self.text = text
        self.role = role
    }
}

/// What drawing, help and lists need to know of a column.
public struct ColumnInfo: Sendable, Equatable {
    /// Its name in sort orders, filters and lists of columns.
    public var id: String
    /// Its title.
    public var title: String
    /// What it says, for help.
    public var help: String
    /// The least columns of the screen it takes, and the most while others want some.
    public var width: ClosedRange<Int>
    /// The most it takes of what is left over when every column has what its ``width`` allows; no less than that.
    public var widest: Int
    /// Who leaves first when it is narrow: the highest.
    public var priority: Int
    /// Whether it stands to the right of its place, as numbers do.
    public var alignsRight: Bool
    /// Whether it is cut in the middle, as ids are.
    public var cutsMiddle: Bool
    /// Whether it is ordered with the largest first when it is chosen.
    public var sortsDescending: Bool
    /// What kind of values it has.
    public var kind: ValueKind
    /// All words that its values are made of, where the program has a list of them.
    var words: [String] = []

    /// A column.
    public init(
        id: String, title: String, help: String, width: ClosedRange<Int>, priority: Int, alignsRight: Bool = false,
        cutsMiddle: Bool = false, sortsDescending: Bool = false, kind: ValueKind = .text, widest: Int = 0
    ) {
        self.widest = max(width.upperBound, widest)
        self.kind = kind
        self.id = id
        self.title = title
        self.help = help
        self.width = width
        self.priority = priority
        self.alignsRight = alignsRight
        self.cutsMiddle = cutsMiddle
        self.sortsDescending = sortsDescending
    }
}

/// What the header says: numbers, not text, so that it can be drawn for any width.
public struct Header: Sendable {
    /// The domain shown.
    public var domain: DisplayText?
    /// Feed time, in milliseconds since 1970; nil before the first event.
    public var now: Int64?
    /// Where the feed comes from.
    public var source: DisplayText
    /// How the feed is.
    public var feed: FeedState
    /// What is to be said all the time of whether the feed is to be trusted.
    public var alert: DisplayText?
    /// What to do about what is wrong with the feed, where there is room to say so.
    public var advice: DisplayText?
    /// How many of the sources are live, where there are several.
    public var sources: (live: Int, of: Int)?
    /// Wall clock at arrival minus `eventts`, the median of the last events, in milliseconds.
    public var lag: Int64?
    /// Milliseconds from which ``lag`` is too much; nil where it never is.
    public var lateAfter: Int64?
    /// Events a second over 10 s, 1 min and 5 min; nil until that much was heard.
    public var eventRates: (tenSeconds: Double, minute: Double?, fiveMinutes: Double?) = (0, nil, nil)
    /// Seconds of the last 15 minutes that were heard; nil where nothing was.
    public var heard: Int?
    /// The same of the last minute.
    public var heardMinute: Int?
    /// Set while events come far faster than they usually do.
    public var storm: EventStorm?
    /// Whether a live feed is held back because its events come faster than they can be taken.
    public var isBehind = false
    /// Events of the last 8 stretches of 10 s.
    public var eventSeries: [Int] = []
    /// Live objects apart from the unconfirmed ones.
    public var live: (seances: Int, connections: Int, calls: Int) = (0, 0, 0)
    /// Live objects that were not heard of since a gap.
    public var unconfirmed: (seances: Int, connections: Int, calls: Int) = (0, 0, 0)
    /// The feed time of the domain's first event; nil in the list of domains.
    public var joined: Int64?
    /// Seances in ``live`` whose beginning was not heard.
    public var olderSeances = 0
    /// Callers who wait for certain, those who wait as far as was heard, and for how many milliseconds the one has who waits longest.
    public var waits: (count: Int, unknown: Int, longest: Int64?) = (0, 0, nil)
    /// The states of calls in no phase, the most frequent first.
    public var otherStates: [(state: String, count: Int)] = []
    /// The most that lived at once; zero in the list of domains, for peaks of different moments do not add up.
    public var peaks: (seances: Int, connections: Int, calls: Int) = (0, 0, 0)
    /// Live calls by phase.
    public var callsByPhase: [Phase: Int] = [:]
    /// New seances a second over 10 s.
    public var newSeancesPerSecond = 0.0
    /// The most new seances in a second, of the last 5 minutes and ever; nil in the list of domains.
    public var seancePeaks: (lately: Int, ever: Int)?
    /// Ratios, delays and lengths over 15 minutes.
    public var measures = MeasureSummary()
    /// Failures of the last minute, and attempts (connections that began, and failures).
    public var failures: (count: Int, of: Int) = (0, 0)
    /// Failures of the last 8 stretches of 10 s.
    public var failureSeries: [Int] = []
    /// Connections whose record runs.
    public var recording = 0
    /// When the feed was not connected last, as long as that matters, and how many objects were not heard of since.
    public var gap: (since: Int64, length: Int64, unconfirmed: Int)?
    /// What is being recorded to a file, if anything.
    public var file: RecordingState?
    /// Events of what is shown: of the domain, or of all of them.
    public var events = 0
    /// Lines read, and those that were refused (malformed, oversized, unknownType, noDomain).
    public var lines: (read: Int, refused: Int) = (0, 0)
    /// Lines of a live feed that were refused in the last minute.
    public var refusedLately = 0
    /// Live objects and domains that had to leave: the picture lacks them.
    public var evicted = 0
    /// Domains known.
    public var domains = 0
    /// What is wrong, and how much of it nobody has acknowledged.
    public var anomalies: (active: Int, unseen: Int, unconfirmed: Int) = (0, 0, 0)
    /// Connections that talk and have not been recorded for too long.
    public var unrecorded = 0
    /// How far feed time is ahead of the wall clock, in milliseconds; nil where that is not known, or less than a minute.
    public var skew: Int64?

    /// Nothing known.
    public init(source: DisplayText, feed: FeedState) {
        self.source = source
        self.feed = feed
    }
}

/// How the feed is.
public enum FeedState: Sendable, Equatable {
    /// Being connected for the first time.
    case connecting
    /// A file that is being read, as fast as it can be.
    case reading
    /// Waiting for somebody who pushes events.
    case listening
    /// Events come; milliseconds since the last one.
    case live(age: Int64)
    /// No event came for a while; milliseconds since the last one.
    case stale(age: Int64)
    /// Lost; milliseconds until the next try, 0 while it is tried, and why it was lost.
    case reconnecting(wait: Int64, why: String)
    /// Read to its end.
    case ended
    /// Cannot be had; why, and what to do.
    case failed(String)
    /// Replayed from a recording or a file.
    case replay(ReplayState)
}

/// Where a replay is. Times are milliseconds.
public struct ReplayState: Sendable, Equatable {
    /// How fast it runs, as on the command line.
    public var speed: String
    /// Whether its clock stands.
    public var isPaused: Bool
    /// Whether all of it was shown.
    public var isAtEnd: Bool
    /// Since its beginning.
    public var position: Int64
    /// From beginning to end; nil where that is not known (yet).
    public var length: Int64?
    /// Lines that the recording lacks.
    public var lost: Int
    /// Until the next line is due, in milliseconds of the machine; nil where nothing is waited for.
    public var wait: Int64?

    /// A place in a replay.
    public init(speed: String, isPaused: Bool, isAtEnd: Bool, position: Int64, length: Int64?, lost: Int) {
        self.speed = speed
        self.isPaused = isPaused
        self.isAtEnd = isAtEnd
        self.position = position
        self.length = length
        self.lost = lost
    }
}

/// What keys can tell a replay.
public enum ReplayControl: Sendable, Equatable {
    /// Stand still.
    case pause
    /// Go on.
    case resume
    /// While it stands, take one event.
    case step
    /// The next speed.
    case faster
    /// The speed before.
    case slower
}

/// How a recording that is being written fares.
public struct RecordingState: Sendable, Equatable {
    /// Bytes in its files.
    public var bytes: Int
    /// Lines that were not recorded.
    public var lost: Int
    /// Why nothing can be recorded at present; nil while all is well.
    public var trouble: String?

    /// A state of a recording.
    public init(bytes: Int, lost: Int, trouble: String?) {
        self.bytes = bytes
        self.lost = lost
        self.trouble = trouble
    }
}

/// What the page maker needs to know besides the state: the world outside it.
public struct Surroundings: Sendable {
    /// Where the feed comes from, and how each of them is.
    public var sources: [SourceLine]
    /// The wall clock in milliseconds since 1970 where the feed is live; nil for a file or a feed that has ended.
    public var wall: Int64?
    /// The domain that was chosen on the command line.
    public var onlyDomain: String?
    /// Milliseconds from which lag is too much; nil where it never is.
    public var lateAfter: Int64?
    /// Draw with ASCII alone.
    public var ascii: Bool
    /// Show the last four digits of telephone numbers only.
    public var masksNumbers = false
    /// Whether a live feed is held back because its events come faster than they can be taken.
    public var isBehind = false
    /// What is being recorded to a file, if anything.
    public var recording: RecordingState?

    /// The world outside, where there is one feed.
    public init(source: DisplayText, feed: FeedState, wall: Int64?, onlyDomain: String? = nil, ascii: Bool = false) {
        let line = SourceLine(number: 0, name: source, feed: feed, isLive: wall != nil)
        self.init(sources: [line], wall: wall, onlyDomain: onlyDomain, ascii: ascii)
    }

    /// The world outside.
    public init(sources: [SourceLine], wall: Int64?, onlyDomain: String? = nil, ascii: Bool = false) {
        self.sources = sources
        self.wall = wall
        self.onlyDomain = onlyDomain
        self.ascii = ascii
    }
}
