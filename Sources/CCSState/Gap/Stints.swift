/// The connections that the sources have had, each under a small number that every object heard of over it carries.
///
/// When a connection is lost and another comes in its place, what was sent meanwhile is missing: objects that carry the old
/// one's number are unconfirmed until they are heard of again, which gives them the new one's. So a loss costs no walk over what
/// lives, and an object that another source speaks of is not touched by it.
final class Stints {
    typealias Number = UInt16

    private enum Place {
        case free
        case open
        /// Lost, and connected again at a wall clock time in milliseconds.
        case lost(until: Int64)
    }

    private var places: [Place] = []
    /// Whether any is lost: nearly always none is.
    private(set) var hasLost = false
    /// Times that objects became unconfirmed, or no longer, without an event of theirs.
    private(set) var turns = 0
    /// The one that events come over now.
    var current: Number = 0

    private let capacity: Int

    /// Room for so many numbers at a time, of those that there are.
    init(capacity: Int = Int(Number.max) + 1) {
        self.capacity = capacity
    }

    /// A number for a connection that begins. Cost: the numbers in use.
    func open() -> Number {
        if let free = places.firstIndex(where: { if case .free = $0 { true } else { false } }) {
            places[free] = .open
            return Number(free)
        }
        guard places.count < capacity else {
            // So many losses wait for their objects that the oldest is forgotten.
            guard let oldest = lost.min(by: { $0.until < $1.until })?.number else { return current }
            places[Int(oldest)] = .open
            turns += 1
            return oldest
        }
        places.append(.open)
        return Number(places.count - 1)
    }

    /// The connection is lost, and another came in its place.
    func lose(_ number: Number, until: Int64) {
        places[Int(number)] = .lost(until: until)
        hasLost = true
        turns += 1
    }

    /// Nothing carries the number any more.
    func close(_ number: Number) {
        places[Int(number)] = .free
        hasLost = !lost.isEmpty
    }

    /// Whether an object that carries this number was not heard of since a loss.
    func isLost(_ number: Number) -> Bool {
        guard hasLost, Int(number) < places.count, case .lost = places[Int(number)] else { return false }
        return true
    }

    /// Those that are lost, and when they were connected again.
    var lost: [(number: Number, until: Int64)] {
        places.indices.compactMap { place in
            guard case .lost(let until) = places[place] else { return nil }
            return (Number(place), until)
        }
    }
}
