/// A failure as it is kept.
struct StoredFailure {
    var at: Int64
    var code: TextID
    var reason: TextID
    var number: TextID
    var call: TextID
    var connection: TextID
    var seance: TextID

    /// Calls `body` with each of its texts, all in use by it.
    func forEachText(_ body: (TextID) -> Void) {
        body(code)
        body(reason)
        body(number)
        body(call)
        body(connection)
        body(seance)
    }
}

/// The last failures in the order in which they came.
struct FailureRing {
    private let limit: Int
    private var ring: [StoredFailure] = []
    private var oldest = 0

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Failures held.
    var count: Int { ring.count }

    /// The failure that came `place` after the oldest one held.
    subscript(place: Int) -> StoredFailure { ring[(oldest + place) % ring.count] }

    /// Sets later times to `limit`.
    mutating func clampTimes(to limit: Int64) {
        for place in ring.indices { ring[place].at = min(ring[place].at, limit) }
    }

    /// Adds a failure; gives back the one that had to leave.
    mutating func add(_ failure: StoredFailure) -> StoredFailure? {
        guard ring.count == limit else {
            ring.append(failure)
            return nil
        }
        let gone = ring[oldest]
        ring[oldest] = failure
        oldest = (oldest + 1) % limit
        return gone
    }
}
