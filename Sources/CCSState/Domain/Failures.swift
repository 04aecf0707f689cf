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
    /// Failures held.
    private(set) var count = 0

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// The failure that came `place` after the oldest one held.
    subscript(place: Int) -> StoredFailure { ring[(oldest + place) % ring.count] }

    /// Sets later times to `limit`.
    mutating func clampTimes(to limit: Int64) {
        for place in ring.indices { ring[place].at = min(ring[place].at, limit) }
    }

    /// Adds a failure; gives back the one that had to leave.
    mutating func add(_ failure: StoredFailure) -> StoredFailure? {
        let gone = count == limit ? removeOldest() : nil
        if count == ring.count {
            if oldest > 0 { (ring, oldest) = (Array(ring[oldest...] + ring[..<oldest]), 0) }
            ring.append(failure)
        } else {
            ring[(oldest + count) % ring.count] = failure
        }
        count += 1
        return gone
    }

    /// Removes the oldest failure, if there is one.
    mutating func removeOldest() -> StoredFailure? {
        guard count > 0 else { return nil }
        defer { (oldest, count) = ((oldest + 1) % ring.count, count - 1) }
        return ring[oldest]
    }
}

extension FailureRing {
    func checkInvariants() throws {
        try invariant(count <= limit, "FailureRing: \(count) failures, at most \(limit)")
        try invariant(count <= ring.count && ring.count <= limit, "FailureRing: \(count) in \(ring.count) places")
        try invariant(oldest < max(1, ring.count), "FailureRing: the oldest of \(ring.count) is at \(oldest)")
    }
}
