/// The places of peers, and counts of them. A peer gets the lowest free source number, so a shipper that reconnects usually
/// gets its old one.
struct PeerPlaces: Sendable {
    private var taken: [Bool]
    private let first: Int
    /// Peers connected now.
    private(set) var connected = 0
    /// Peers that got a place since the start.
    private(set) var accepted = 0
    /// Peers that were rejected because all places were taken.
    private(set) var refused = 0

    /// Places for `limit` peers. The first one has the source number `first`.
    init(first: Int, limit: Int) {
        self.first = first
        taken = Array(repeating: false, count: max(1, limit))
    }

    /// Takes a place for a new peer. Returns its source number, or nil if there is no free place.
    mutating func come() -> Int? {
        guard let place = taken.firstIndex(of: false) else {
            refused += 1
            return nil
        }
        taken[place] = true
        connected += 1
        accepted += 1
        return first + place
    }

    /// Frees the place of a source number.
    mutating func go(_ source: Int) {
        guard taken.indices.contains(source - first), taken[source - first] else { return }
        taken[source - first] = false
        connected -= 1
    }
}
