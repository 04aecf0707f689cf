import CCSEvents

/// What is remembered of an object that ended.
struct EndedObject {
    /// `eventts` of the delete.
    var at: Int64
    /// Where its record was, and which life of that slot; the slot is `UInt32.max` where it never had one.
    var slot: UInt32
    var serial: UInt32
}

/// All objects of a kind in a domain: records in slots, found by id while they live.
///
/// A record that has ended keeps its slot for as long as it can be looked at; freed slots serve again.
struct ObjectStore<Record: ObjectRecord>: ~Copyable {
    private var records: [Record] = []
    private var freeSlots: [UInt32] = []
    private var live = SlotMap()
    /// Ids that ended lately.
    var ended: RecentKeys<EndedObject>
    private var nextSerial: UInt32 = 1
    private var hand = 0
    /// Objects that were silent for long when room was wanted last, the most silent one last.
    private var candidates: [Candidate] = []
    /// Objects that are looked at each time.
    private static var looks: Int { 128 }

    /// A slot, which life of it, and when that was heard of last.
    private struct Candidate {
        var slot: UInt32
        var serial: UInt32
        var newest: Moment
    }

    /// Objects that came to life, ever.
    private(set) var created = 0
    /// Records of ended objects that are kept.
    var endedKept = 0
    /// Whatever changes a record passes here, so none can be missed.
    var changed = ChangedSlots()

    init(endedRemembered: Int) {
        ended = RecentKeys(capacity: endedRemembered)
    }

    /// Objects alive.
    var liveCount: Int { live.count }
    /// Slots there are, empty ones included.
    var slots: Int { records.count }

    subscript(slot: Int) -> Record {
        @inline(__always) get { records[slot] }
        @inline(__always) _modify {
            changed.note(slot)
            yield &records[slot]
        }
    }

    /// The slot of a live object.
    func find(_ id: TextID) -> Int? { id.isSome ? live.slot(of: id) { records[$0].header.id } : nil }

    /// A new live object; the use of `id` passes to it.
    mutating func create(_ id: TextID, at moment: Moment) -> Int {
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = Int(free)
        } else {
            slot = records.count
            records.append(Record())
        }
        changed.note(slot)
        records[slot] = Record()
        records[slot].header.id = id
        records[slot].header.life = .live
        records[slot].header.serial = nextSerial
        records[slot].header.heardAt = moment
        nextSerial = nextSerial == .max ? 1 : nextSerial + 1
        insertLive(id, slot)
        created += 1
        return slot
    }

    /// Ends a live object. Its record stays until ``free(_:)``.
    mutating func end(_ slot: Int, at moment: Moment, digest: Digest) {
        changed.note(slot)
        let header = records[slot].header
        removeLive(header.id)
        records[slot].header.life = .ended
        records[slot].header.endedAt = moment
        ended.add(digest, EndedObject(at: moment.orBefore, slot: UInt32(slot), serial: header.serial))
        endedKept += 1
    }

    /// Empties a slot; whoever calls has let go of its texts and ties.
    mutating func free(_ slot: Int) {
        changed.note(slot)
        if records[slot].header.life == .live {
            removeLive(records[slot].header.id)
        } else {
            endedKept -= 1
        }
        records[slot].header.life = .free
        freeSlots.append(UInt32(slot))
    }

    // The table reads the records while it changes itself: from the same array, under another name.

    private mutating func insertLive(_ id: TextID, _ slot: Int) {
        let records = records
        live.insert(id, slot) { records[$0].header.id }
    }

    private mutating func removeLive(_ id: TextID) {
        let records = records
        live.remove(id) { records[$0].header.id }
    }

    /// The kept record of an ended object.
    func slot(of ended: EndedObject) -> Int? {
        let slot = Int(ended.slot)
        guard slot < records.count, records[slot].header.serial == ended.serial, records[slot].header.life == .ended
        else { return nil }
        return slot
    }

    /// A live object that has been silent for long, by `eventts`: of the next few from where the search left off the most silent
    /// quarter, one after the other. That comes near the most silent of all at a fixed cost, and without a list to keep in order.
    mutating func silentOne() -> Int? {
        while let candidate = candidates.popLast() {
            let header = records[Int(candidate.slot)].header
            // One that ended meanwhile, or was heard of, is none.
            if header.life == .live, header.serial == candidate.serial, header.newest == candidate.newest {
                return Int(candidate.slot)
            }
        }
        var steps = 0
        while candidates.count < Self.looks, steps < records.count {
            hand = hand + 1 < records.count ? hand + 1 : 0
            steps += 1
            let header = records[hand].header
            guard header.life == .live else { continue }
            candidates.append(Candidate(slot: UInt32(hand), serial: header.serial, newest: header.newest))
        }
        // The most silent one last. Equals in the order in which they came to life, so that a replay lets the same ones go.
        candidates.sort { ($0.newest.orBefore, $0.serial) > ($1.newest.orBefore, $1.serial) }
        candidates.removeFirst(candidates.count * 3 / 4)
        return candidates.popLast().map { Int($0.slot) }
    }
}
