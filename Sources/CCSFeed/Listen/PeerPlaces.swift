/// The places that peers can have, and how many came: a source number each, the lowest free one first, so that a shipper that
/// comes back mostly has its old one.
struct PeerPlaces: Sendable {
    private var taken: [Bool]
    private let first: Int
    /// Peers connected now.
    private(set) var connected = 0
    /// Peers that were given a place, ever.
    private(set) var accepted = 0
    /// Peers that came while all places were taken.
    private(set) var refused = 0

    /// Places for `limit` peers, the first of which is source number `first`.
    init(first: Int, limit: Int) {
        self.first = first
        taken = Array(repeating: false, count: max(1, limit))
    }

    /// A peer comes: its source number, or nil where there is no place for it.
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

    /// The peer of a source number goes.
    mutating func go(_ source: Int) {
        guard taken.indices.contains(source - first), taken[source - first] else { return }
        taken[source - first] = false
        connected -= 1
    }
}
