/// The connections that the sources have had, each under a small number that every object heard of over it carries.
///
/// When a connection is lost and another comes in its place, events sent meanwhile are missing: objects that carry the old
/// one's number are unconfirmed until they are heard of again, which gives them the new one's. So a loss costs no walk over what
/// lives, and an object that another source speaks of is not touched by it.
final class Stints {
    typealias Number = UInt16

    /// For each number the feed time at which its connection was lost; -1 where it was not.
    private var lostAt: [Int64] = []
    /// Live objects, and ended connections that wait for the end of their recording, that carry each number, of all domains.
    private var carriers: [Int] = []
    /// Numbers that nothing carries.
    private var free: [Number] = []
    /// Those that are lost, and when they were connected again.
    private(set) var lost: [(number: Number, until: Int64)] = []
    /// Times that objects became unconfirmed, or no longer, without an event of theirs.
    private(set) var turns = 0
    /// The feed time at which the last source that was lost came back; nil before the first.
    private(set) var missedUntil: Int64?
    /// When sources were not connected, in feed time: the last times of that.
    private var missed: [Range<Int64>] = []
    private static let mostMissed = 64
    /// The one that events come over now.
    var current: Number = 0

    private let capacity: Int
    private let mostLost: Int

    /// Room for so many numbers at a time, of those that there are, and for so many losses that wait for their objects.
    init(capacity: Int = Int(Number.max) + 1, mostLost: Int = 4096) {
        self.capacity = capacity
        self.mostLost = mostLost
    }

    /// Whether any is lost: nearly always none is.
    var hasLost: Bool { !lost.isEmpty }

    /// Whether any ever was. Before, everything is known that was heard.
    var wereLost: Bool { turns > 0 }

    /// A source was not connected from one feed time to another.
    func noteMissed(since: Int64, until: Int64) {
        missedUntil = max(missedUntil ?? until, until)
        guard since < until else { return }
        missed.append(since..<until)
        if missed.count > Self.mostMissed { missed.removeFirst() }
    }

    /// Whether a source was or is not connected, as far as that is remembered.
    var hasMissed: Bool { !missed.isEmpty || hasLost }

    /// Milliseconds between two feed times in which a source was not connected. Cost: sorting the losses that are remembered.
    func missedTime(from: Int64, to: Int64) -> Int64 {
        guard hasMissed, from < to else { return 0 }
        let lasting = lost.filter { $0.until == Self.notYet }.map { lostAt[Int($0.number)]..<Int64.max }
        var (reached, sum) = (from, Int64(0))
        for stretch in (missed + lasting).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            let end = min(stretch.upperBound, to)
            guard end > reached else { continue }
            sum += end - max(min(stretch.lowerBound, end), reached)
            reached = end
        }
        return sum
    }

    /// A number for a connection that begins. Cost: that of one place, or where too many are lost, their number.
    func open() -> Number {
        if let number = free.popLast() { return number }
        if lostAt.count < capacity, lost.count < mostLost || lost.isEmpty {
            lostAt.append(-1)
            carriers.append(0)
            return Number(lostAt.count - 1)
        }
        // So many losses wait for their objects that the oldest is forgotten.
        guard let oldest = lost.indices.min(by: { lost[$0].until < lost[$1].until }) else { return current }
        let number = lost.remove(at: oldest).number
        lostAt[Int(number)] = -1
        turns += 1
        return number
    }

    /// The connection was lost at a feed time, and another came in its place at a wall clock time.
    func lose(_ number: Number, since: Int64, until: Int64) {
        guard !isLost(number) else { return }
        lostAt[Int(number)] = max(0, since)
        lost.append((number, until))
        turns += 1
    }

    /// The end of a loss whose source is not connected again yet.
    static let notYet = Int64.max

    /// A connection was lost earlier than was known. Returns whether it was.
    func move(lossOf number: Number, to since: Int64) -> Bool {
        guard isLost(number), max(0, since) < lostAt[Int(number)] else { return false }
        lostAt[Int(number)] = max(0, since)
        turns += 1
        return true
    }

    /// Another connection came in the place of a lost one, at a wall clock time.
    func end(lossOf number: Number, at until: Int64) {
        guard let place = lost.firstIndex(where: { $0.number == number && $0.until == Self.notYet }) else { return }
        lost[place].until = until
    }

    /// Nothing carries the number any more.
    func close(_ number: Number) {
        lost.removeAll { $0.number == number }
        lostAt[Int(number)] = -1
        free.append(number)
    }

    /// So many objects more carry the number, or fewer where `change` is negative.
    func count(_ number: Number, _ change: Int) {
        while carriers.count <= Int(number) { carriers.append(0) }
        carriers[Int(number)] += change
    }

    /// Whether an object of any domain carries the number.
    func isCarried(_ number: Number) -> Bool { Int(number) < carriers.count && carriers[Int(number)] > 0 }

    /// Whether an object that carries this number was not heard of since a loss.
    @inline(__always)
    func isLost(_ number: Number) -> Bool { hasLost && Int(number) < lostAt.count && lostAt[Int(number)] >= 0 }

    /// The feed time at which the connection of a number was lost; nil where it was not.
    func lossTime(_ number: Number) -> Int64? { isLost(number) ? lostAt[Int(number)] : nil }
}

extension Stints {
    /// Compares the counts with those of each domain (``Domain/heardOver``).
    func checkInvariants(heardOver: [HeardByStint]) throws {
        for (number, carried) in carriers.enumerated() {
            let heard = heardOver.reduce(0) { $0 + $1[Number(number)].carriers }
            try invariant(heard == carried, "Stints: \(heard) objects carry \(number), \(carried) counted")
        }
        try invariant(lostAt.count <= capacity, "Stints: \(lostAt.count) numbers, at most \(capacity)")
        let numbers = Set(lost.map(\.number))
        try invariant(numbers.count == lost.count, "Stints: a number is lost twice")
        let marked = lostAt.indices.filter { lostAt[$0] >= 0 }
        try invariant(Set(marked) == Set(numbers.map { Int($0) }), "Stints: \(marked.count) of \(lost.count) are lost")
        try invariant(Set(free).count == free.count, "Stints: a number is free twice")
        let isFree = free.allSatisfy { Int($0) < lostAt.count && lostAt[Int($0)] < 0 }
        try invariant(isFree, "Stints: a free number is lost or out of range")
    }
}
