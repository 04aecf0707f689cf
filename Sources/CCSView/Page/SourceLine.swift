public import CCSEvents

/// One of several sources, as the header and the feed pane tell of it.
public struct SourceLine: Sendable {
    /// Which: what its bytes are numbered by.
    public var number: Int
    /// What it is called.
    public var name: DisplayText
    /// How it is.
    public var feed: FeedState
    /// Whether its events come as they happen.
    public var isLive: Bool
    /// Whether it is a peer of one that listens.
    public var isPeer = false
    /// Where this side listens: peers that are connected, that came, and that were turned away.
    public var peers: (connected: Int, accepted: Int, refused: Int)?
    /// What is to be said all the time of whether it is to be trusted; nil where nothing is.
    public var alert: DisplayText?
    /// What to do about what is wrong with it; nil where nothing is, or nobody knows.
    public var advice: DisplayText?
    /// What else is known of its connection.
    public var remarks: [Remark] = []

    /// Something that is known of a connection.
    public struct Remark: Sendable, Equatable {
        /// What it is about.
        public var what: String
        /// What is known.
        public var note: String
        /// Whether something is wrong with it.
        public var isWarning: Bool

        /// A remark.
        public init(_ what: String, _ note: String, isWarning: Bool = false) {
            self.what = what
            self.note = note
            self.isWarning = isWarning
        }
    }

    /// A source.
    public init(number: Int, name: DisplayText, feed: FeedState, isLive: Bool) {
        self.number = number
        self.name = name
        self.feed = feed
        self.isLive = isLive
    }
}

extension FeedState {
    /// How much it matters to whoever looks: the feed as a whole is as its worst source.
    var gravity: Int {
        switch self {
        case .live, .reading, .replay: 0
        case .ended: 1
        case .connecting, .listening: 2
        case .stale: 3
        case .reconnecting: 4
        case .failed: 5
        }
    }

    private var age: Int64 {
        switch self {
        case .live(let age), .stale(let age): age
        case .reconnecting(let wait, _): wait
        case .connecting, .listening, .reading, .ended, .failed, .replay: 0
        }
    }

    /// Whether it says more than `other` of how the feed as a whole is.
    func isWorse(than other: FeedState) -> Bool { (gravity, age) > (other.gravity, other.age) }
}

extension [SourceLine] {
    /// Those that were asked for: peers come and go with the one that listens.
    var asked: [SourceLine] { filter { !$0.isPeer } }

    /// The worst of them; of several alike the first.
    var worst: SourceLine? {
        var worst: SourceLine?
        for line in self where worst.map({ line.feed.isWorse(than: $0.feed) }) ?? true { worst = line }
        return worst
    }

    /// How many are as they should be.
    var liveCount: Int { count { $0.feed.gravity == 0 } }
}
