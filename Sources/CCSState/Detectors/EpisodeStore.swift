import CCSEvents

/// A stored episode that has ended. Its object may have left: the few texts that tell who it was about stay in use.
struct StoredEpisode {
    /// The kind of its subject.
    enum Subject: UInt8 {
        case object, number, domain, feed
    }

    var serial: Int
    var since: Int64
    var firedAt: Int64
    var endedAt: Int64
    var count: Int
    /// The worst share of failures; 0 of 0 where there is none.
    var peakFailed: UInt32 = 0
    var peakOf: UInt32 = 0
    var detector: Detector
    var subject: Subject
    var isAcknowledged: Bool
    var hasLeft: Bool
    /// Whether a gap leaves open if it was over.
    var isUnconfirmed: Bool
    /// The object, and the seance that it belonged to.
    var object: ObjectKey?
    var seance: ObjectKey?
    /// The id of the object, or the number.
    var id = TextID.none
    /// The number of a call, or who called whom.
    var from = TextID.none
    var to = TextID.none
    /// The number of the caller for whom a call rang, and the name of the one who was called.
    var caller = TextID.none
    var name = TextID.none

    /// Calls `body` with each of its texts, all in use by it.
    func forEachText(_ body: (TextID) -> Void) {
        body(id)
        body(from)
        body(to)
        body(caller)
        body(name)
    }
}

/// The anomalies of a domain that are over, for a day of feed time, and no more than a limit says: the ones that ended first leave
/// first. A domain has none before one ends.
final class EpisodeStore {
    /// Milliseconds of feed time that one is kept after its end.
    static let stay: Int64 = 24 * 3_600_000
    /// Bytes of text for each that may be kept. Ids and numbers are mostly far shorter; very long ones leave room for fewer.
    static let bytesEach = 400

    /// An episode and its neighbours in the order in which they ended.
    private struct Place {
        var episode: StoredEpisode
        /// Bytes of its texts.
        var bytes: Int
        /// The slot of the one that ended next; -1 for the newest.
        var newer: Int
    }

    /// By slot; nil where it is free.
    private var places: [Place?] = []
    private var free: [Int] = []
    private var oldest = -1
    private var newest = -1
    private(set) var count = 0
    /// Bytes of the texts of all, those that several have counted for each.
    private(set) var bytes = 0
    /// Those that left although they were young enough.
    private(set) var evicted = 0
    /// Slots in which there is something else than when they were taken last.
    var changed = ChangedSlots()

    /// An empty one; somebody may follow already.
    init(isFollowed: Bool) { changed.follow(isFollowed) }

    /// Slots, used or free.
    var slots: Int { places.count }

    subscript(slot: Int) -> StoredEpisode? { places.indices.contains(slot) ? places[slot]?.episode : nil }

    /// Calls `body` for each, in the order of their slots.
    func forEach(_ body: (StoredEpisode) -> Void) {
        for case let place? in places { body(place.episode) }
    }

    /// The slot of the one with a serial number. Cost: the slots.
    func slot(of serial: Int) -> Int? { places.firstIndex { $0?.episode.serial == serial } }

    /// Adds one that just ended, and drops what is older than a day or goes beyond the limit.
    func add(_ episode: StoredEpisode, limit: Int, texts: inout TextPool) {
        let deadline = episode.endedAt - Self.stay
        while oldest >= 0, let place = places[oldest], place.episode.endedAt < deadline { drop(from: &texts) }
        guard limit > 0 else {
            episode.forEachText { texts.release($0) }
            evicted += 1
            return
        }
        var length = 0
        episode.forEachText { length += texts.text($0).bytes.count }
        let slot = free.popLast() ?? places.count
        if slot == places.count { places.append(nil) }
        places[slot] = Place(episode: episode, bytes: length, newer: -1)
        if newest >= 0 { places[newest]?.newer = slot } else { oldest = slot }
        newest = slot
        count += 1
        bytes += length
        changed.note(slot)
        while count > limit || bytes > limit * Self.bytesEach, removeOldest(from: &texts) {}
    }

    /// Drops the one that ended first, and counts it as evicted; whether there was one.
    func removeOldest(from texts: inout TextPool) -> Bool {
        guard oldest >= 0 else { return false }
        drop(from: &texts)
        evicted += 1
        return true
    }

    /// Drops all, as if they had never been.
    func removeAll(from texts: inout TextPool) {
        while oldest >= 0 { drop(from: &texts) }
    }

    private func drop(from texts: inout TextPool) {
        let slot = oldest
        guard slot >= 0, let place = places[slot] else { return }
        place.episode.forEachText { texts.release($0) }
        places[slot] = nil
        free.append(slot)
        oldest = place.newer
        if oldest < 0 { newest = -1 }
        count -= 1
        bytes -= place.bytes
        changed.note(slot)
    }
}

extension EpisodeStore {
    func checkInvariants(limit: Int) throws {
        try changed.checkInvariants()
        try invariant(count <= limit, "EpisodeStore: \(count) episodes, at most \(limit)")
        try invariant(bytes <= limit * Self.bytesEach, "EpisodeStore: \(bytes) bytes for at most \(limit) episodes")
        var (slot, held, length, last) = (oldest, 0, 0, -1)
        while slot >= 0, held <= count {
            guard let place = places[slot] else {
                throw BrokenInvariant(description: "EpisodeStore: slot \(slot) is linked and free")
            }
            held += 1
            length += place.bytes
            (last, slot) = (slot, place.newer)
        }
        try invariant(
            held == count && length == bytes && last == newest,
            "EpisodeStore: \(held) episodes of \(length) bytes are linked, \(count) of \(bytes) counted")
        let isFree = free.allSatisfy { places.indices.contains($0) && places[$0] == nil }
        try invariant(
            isFree && Set(free).count == free.count && free.count + count == places.count,
            "EpisodeStore: \(count) of \(places.count) slots are used, \(free.count) are free")
    }
}
