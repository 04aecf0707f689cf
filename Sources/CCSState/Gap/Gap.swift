/// A stretch in which a source was not connected: what it sent then is missing.
public struct Gap: Sendable, Equatable {
    /// Which source.
    public let source: Int
    /// Feed time when it was lost, in milliseconds: the wall clock less how late its last event was.
    public let since: Int64
    /// How long it lasted, in milliseconds; 0 where a peer has gone for good, and what it had told of stays unconfirmed.
    public let length: Int64
    /// Wall clock when it was connected again, in milliseconds.
    public let until: Int64

    /// A gap. A clock that is wrong, or an event that was far ahead, could put it where no time of a feed can be: it is brought
    /// within those.
    init(source: Int, since: Int64, length: Int64, until: Int64) {
        self.source = source
        self.since = Moment.possible(since)
        self.length = Moment.possible(length)
        self.until = Moment.possible(until)
    }
}

/// A source that was lost and is not connected again yet.
public struct Loss: Sendable, Equatable {
    /// Which source.
    let source: Int
    /// Feed time when it was lost, in milliseconds.
    let since: Int64
}

/// The gaps of a feed: how many there were, and the last of them.
public struct Gaps: Sendable, Equatable {
    /// How many there were, ever.
    public private(set) var count = 0
    /// The last ones, oldest first.
    public private(set) var last: [Gap] = []

    /// How many are kept.
    static let kept = 16

    /// Adds a gap. One that begins with a gap that is there goes on with it: the connection between them brought nothing.
    mutating func add(_ gap: Gap) {
        if let place = last.lastIndex(where: { $0.source == gap.source && $0.since == gap.since }) {
            last[place] = gap
            return
        }
        count += 1
        last.append(gap)
        if last.count > Self.kept { last.removeFirst() }
    }
}
