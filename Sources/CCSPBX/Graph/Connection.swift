/// A dial round, and the talk that comes of it: a `connection`.
final class Connection {
    let id: String
    /// Its calls, in the order of their links.
    var calls: [Leg] = []
    var seance: Seance
    /// The domains that were told all of it.
    var told: [String] = []
    /// Whether its calls ever heard each other.
    var isBridged = false
    var isHeld = false
    var from: String?
    var to: String?
    /// Whether one call alone keeps it: the PBX itself called.
    var isOriginated = false
    var isOver = false
    /// The legs whose recording is a recording of it, with the keys.
    var records: [(leg: String, key: String?)] = []
    /// When its first call was linked.
    var firstLinkAt: Int64?
    var lastAt: Int64 = 0

    init(id: String, seance: Seance) { (self.id, self.seance) = (id, seance) }
}

/// The calls that belong together: a `seance`.
final class Seance {
    /// The ids under which the PBX knows it. The first one is its own.
    var ids: [String]
    var age: Age
    var legs: [Leg] = []
    var connections: [Connection] = []
    /// The call that it began with.
    weak var first: Leg?
    /// Whether a `seance_create` told of it.
    var isAnnounced = false
    var isOver = false
    var state: String?
    var lastNumber: String?
    /// The domain of its first call; nil while it is not known.
    var home: String?
    /// The domains that were told of its routing.
    var told: [String] = []
    /// Events that wait for the domain.
    var heldBack: [PBXEvent] = []
    var lastAt: Int64 = 0

    init(id: String, age: Age) { (ids, self.age) = ([id], age) }

    var id: String { ids[0] }
}
