/// A failure as it is kept.
struct StoredFailure {
    var at: Int64
    var code: TextID
    var reason: TextID
    var number: TextID
    var call: TextID
    var connection: TextID
    var seance: TextID

    /// Its texts, all in use by it.
    var texts: [TextID] { [code, reason, number, call, connection, seance] }
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
