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
/// Whose id a text is stands with the text itself (``TextPool/owner(_:)``), which was just found: no table of objects has to be
/// looked through. Only where objects of several kinds have the same id, all but the first are in a table.
///
/// A record that has ended keeps its slot for as long as it can be looked at; freed slots serve again.
struct ObjectStore<Record: ObjectRecord>: ~Copyable {
    private var records = PackedRecords<Record>()
    private var freeSlots: [UInt32] = []
    /// Slots of live objects whose ids are those of another kind's objects too.
    private var shared: [TextID: UInt32] = [:]
    /// Objects alive.
    private(set) var liveCount = 0
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

    deinit { records.deallocate() }

    /// Slots there are, empty ones included.
    var slots: Int { records.count }
    /// Records that are not as most are, and so take more room.
    var wholeCount: Int { records.wholeCount }

    subscript(slot: Int) -> Record {
        @inline(__always) get { records[slot] }
        @inline(__always) _modify {
            changed.note(slot)
            yield &records[slot]
        }
    }

    /// The status of an object, without unpacking its record.
    @inline(__always)
    func status(_ slot: Int) -> ObjectStatus { records.status(slot) }

    /// How texts say that they are the id of an object of this kind: the kind in two bits, and the slot.
    private static var mark: UInt32 { (UInt32(Record.kind.rawValue) + 1) << 30 }
    private static var slotMask: UInt32 { 1 << 30 - 1 }

    /// The slot of a live object.
    @inline(__always)
    func find(_ id: TextID, in texts: borrowing TextPool) -> Int? {
        guard id.isSome else { return nil }
        let owner = texts.owner(id)
        if owner & ~Self.slotMask == Self.mark { return Int(owner & Self.slotMask) }
        return shared.isEmpty ? nil : shared[id].map { Int($0) }
    }

    /// A new live object; the use of `id` passes to it.
    mutating func create(_ id: TextID, at moment: Moment, in texts: inout TextPool) -> Int {
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = Int(free)
        } else {
            slot = records.count
            records.append(Record())
        }
        changed.note(slot)
        var record = Record()
        record.header.id = id
        record.header.life = .live
        record.header.serial = nextSerial
        record.header.heardAt = moment
        records[slot] = record
        nextSerial = nextSerial == .max ? 1 : nextSerial + 1
        liveCount += 1
        if texts.owner(id) <= TextPool.noOwner {
            texts.setOwner(id, Self.mark | UInt32(slot))
        } else {
            shared[id] = UInt32(slot)
        }
        created += 1
        return slot
    }

    /// Removes all objects, as if there had never been any. Their memory serves again.
    mutating func removeAll() {
        guard records.count > 0 || ended.count > 0 else { return }
        records.removeAll()
        ended.removeAll()
        freeSlots.removeAll(keepingCapacity: true)
        candidates.removeAll(keepingCapacity: true)
        if !shared.isEmpty { shared = [:] }
        (liveCount, endedKept, created, nextSerial, hand) = (0, 0, 0, 1, 0)
    }

    @inline(__always)
    func prefetchArrays() {
        records.prefetchArrays()
        ended.prefetchArrays()
    }

    @inline(__always)
    func prefetchBlocks() { records.prefetchBlocks() }

    /// Ends a live object. Its record stays until ``free(_:)``.
    mutating func end(_ slot: Int, at moment: Moment, digest: Digest, in texts: inout TextPool) {
        changed.note(slot)
        let header = records[slot].header
        removeLive(header.id, slot, in: &texts)
        records[slot].header.end(at: moment)
        ended.add(digest, EndedObject(at: moment.orBefore, slot: UInt32(slot), serial: header.serial))
        endedKept += 1
    }

    /// Empties a slot; whoever calls has let go of its ties, and lets go of its texts after.
    mutating func free(_ slot: Int, in texts: inout TextPool) {
        changed.note(slot)
        if records[slot].header.life == .live {
            removeLive(records[slot].header.id, slot, in: &texts)
        } else {
            endedKept -= 1
        }
        records[slot] = Record()
        freeSlots.append(UInt32(slot))
    }

    private mutating func removeLive(_ id: TextID, _ slot: Int, in texts: inout TextPool) {
        liveCount -= 1
        if texts.owner(id) == Self.mark | UInt32(slot) { texts.setOwner(id, nil) } else { shared[id] = nil }
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
        guard liveCount > 0 else { return nil }
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

// MARK: - Invariants

extension ObjectStore {
    func checkInvariants(in texts: borrowing TextPool) throws {
        try records.checkInvariants()
        try ended.checkInvariants()
        let kind = "\(Record.kind) store"
        var (live, kept, byTable) = (0, 0, 0)
        var serials: Set<UInt32> = []
        for slot in 0..<slots {
            let header = records[slot].header
            guard header.life != .free else { continue }
            try invariant(header.id.isSome, "\(kind): slot \(slot) has no id")
            try invariant(serials.insert(header.serial).inserted, "\(kind): serial \(header.serial) is used twice")
            if header.life == .ended {
                kept += 1
                continue
            }
            live += 1
            try invariant(find(header.id, in: texts) == slot, "\(kind): slot \(slot) is not found by its id")
            if texts.owner(header.id) != Self.mark | UInt32(slot) { byTable += 1 }
        }
        try invariant(live == liveCount, "\(kind): \(live) live objects, \(liveCount) counted")
        try invariant(kept == endedKept, "\(kind): \(kept) ended objects, \(endedKept) counted")
        try invariant(byTable == shared.count, "\(kind): \(shared.count) shared ids for \(byTable) objects")
        let isFree = freeSlots.allSatisfy { Int($0) < slots && records[Int($0)].header.life == .free }
        try invariant(isFree, "\(kind): a free slot has an object")
        try invariant(Set(freeSlots).count == freeSlots.count, "\(kind): a slot is free twice")
        try invariant(
            freeSlots.count + live + kept == slots, "\(kind): \(freeSlots.count) of \(slots) slots are free")
        try invariant(candidates.count <= Self.looks, "\(kind): \(candidates.count) candidates for eviction")
    }
}
