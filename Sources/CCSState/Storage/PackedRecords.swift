import CPrefetch

/// A record that is kept in a few bytes where it is as most are.
///
/// What few objects have stands in an annex beside, for as long as they have it; what does not fit into either makes the record one
/// that is kept whole.
protocol PackableRecord {
    /// The part that can be read without unpacking the rest.
    associatedtype Status
    /// Bytes of a packed record, and of an annex, which begins with the four of ``displaced``.
    static var packedBytes: Int { get }
    static var annexBytes: Int { get }
    /// The place among the packed bytes of a byte in which ``PackedRecords/unusualBits`` are left alone.
    static var flagsOffset: Int { get }
    /// The place of four bytes that make room for the place of the annex, and stand there instead.
    static var displacedOffset: Int { get }
    /// The time from which the others count.
    var origin: Moment { get }
    /// Whether nothing has to stand in an annex.
    var isUsual: Bool { get }
    var status: Status { get }
    /// Reads the status of a packed record, and from its annex what that has of it.
    static func status(_ bytes: PackedBytes, annex: PackedBytes?) -> Status
    /// Reads a packed record that has no annex, or all of one but what its annex has.
    init(_ bytes: PackedBytes)
    /// Reads what an annex has.
    mutating func readAnnex(_ bytes: PackedBytes)
    /// Writes all but what belongs into an annex; ``PackedBytes/isMisfit`` says whether it could.
    func pack(_ bytes: inout PackedBytes)
    /// Writes what belongs into an annex.
    func packAnnex(_ bytes: inout PackedBytes)
}

/// The records of a kind by slot, in blocks that are never moved.
///
/// Nearly every object is ordinary: what happens to it happens within hours, few signals are heard of it, and so on. So nothing is
/// lost or rounded, and whoever reads or writes sees whole records only.
///
/// An event looks at its object and changes it some twenty times. So the record that was changed last is at hand, unpacked, until
/// another one is changed, and so is the one that was looked at last: an event unpacks and packs a record once.
struct PackedRecords<Record: PackableRecord> {
    private static var wholeBit: UInt8 { 0x80 }
    private static var annexBit: UInt8 { 0x40 }
    /// The bits that say of a packed record that there is more to it.
    static var unusualBits: UInt8 { wholeBit | annexBit }

    private var places = ByteBlocks(stride: Record.packedBytes)
    private var annexes = ByteBlocks(stride: Record.annexBytes)
    private var freeAnnexes: [UInt32] = []
    /// Records that do not fit into their bytes, by slot.
    private var whole: [UInt32: Record] = [:]
    /// The record that was changed last, which is here and nowhere else, and the one that was looked at last. Both are made with
    /// the first record, side by side.
    private var changedHand: UnsafeMutablePointer<Hand>?
    private var seenHand: UnsafeMutablePointer<Hand>?

    private struct Hand {
        /// -1 for none.
        var slot = -1
        var record: Record
    }

    init() {}

    /// Gives its memory back.
    func deallocate() {
        places.deallocate()
        annexes.deallocate()
        if let changedHand, let seenHand { min(changedHand, seenHand).deallocate() }
    }

    @inline(__always)
    private var changed: UnsafeMutablePointer<Hand> { changedHand.unsafelyUnwrapped }
    @inline(__always)
    private var seen: UnsafeMutablePointer<Hand> { seenHand.unsafelyUnwrapped }

    /// Slots there are.
    var count: Int { places.count }
    /// Records that are kept whole.
    var wholeCount: Int { whole.count }
    /// Records that have an annex.
    var annexCount: Int { annexes.count - freeAnnexes.count }

    subscript(slot: Int) -> Record {
        @inline(__always) get {
            let hand = changed.pointee.slot == slot ? changed : seen
            if hand.pointee.slot != slot { look(slot) }
            return hand.pointee.record
        }
        set {
            putBack()
            if seen.pointee.slot == slot { seen.pointee.slot = -1 }
            changed.pointee = Hand(slot: slot, record: newValue)
        }
        @inline(__always) _modify {
            if changed.pointee.slot != slot { take(slot) }
            yield &changed.pointee.record
        }
    }

    /// The status of a record, without unpacking the rest. The record that was looked at last stays unpacked.
    ///
    /// An event reads the status of several objects that it does not name. To unpack one of them takes 130 instructions, and as many
    /// again for the record that has to give way.
    @inline(__always)
    func status(_ slot: Int) -> Record.Status {
        if changed.pointee.slot == slot { return changed.pointee.record.status }
        let place = places[slot]
        return unusual(place) == 0 ? Record.status(packed(place), annex: nil) : unusualStatus(slot)
    }

    /// Unpacks a record to look at it.
    @inline(never)
    private func look(_ slot: Int) {
        seen.pointee.slot = slot
        let place = places[slot]
        seen.pointee.record = unusual(place) == 0 ? Record(packed(place)) : unusualRecord(slot)
    }

    /// Unpacks a record to change it.
    @inline(never)
    private mutating func take(_ slot: Int) {
        let before = changed.pointee.slot
        putBack()
        if seen.pointee.slot != slot { look(slot) }
        swap(&changedHand, &seenHand)
        // What is packed now can still be looked at.
        seen.pointee.slot = before
    }

    /// Removes all records. Their memory serves again.
    mutating func removeAll() {
        guard count > 0 else { return }
        places.removeAll()
        annexes.removeAll()
        freeAnnexes.removeAll(keepingCapacity: true)
        if !whole.isEmpty { whole = [:] }
        changed.pointee.slot = -1
        seen.pointee.slot = -1
    }

    /// Prefetches the records at hand, and the array of blocks.
    @inline(__always)
    func prefetchArrays() {
        guard let changedHand, let seenHand else { return }
        places.prefetchArrays()
        ccs_prefetch(min(changedHand, seenHand), 2 * MemoryLayout<Hand>.stride)
    }

    @inline(__always)
    func prefetchBlocks() { places.prefetchBlocks() }

    /// Packs the record that was changed last.
    mutating func putBack() {
        guard changedHand != nil else { return }
        let slot = changed.pointee.slot
        guard slot >= 0 else { return }
        changed.pointee.slot = -1
        pack(slot, changed.pointee.record)
    }

    mutating func append(_ record: Record) {
        if changedHand == nil { makeHands(record) }
        places.append()
        places[count - 1].storeBytes(of: 0, toByteOffset: Record.flagsOffset, as: UInt8.self)
        self[count - 1] = record
    }

    private mutating func makeHands(_ record: Record) {
        let hands = UnsafeMutablePointer<Hand>.allocate(capacity: 2)
        hands.initialize(repeating: Hand(record: record), count: 2)
        (changedHand, seenHand) = (hands, hands + 1)
    }

    @inline(__always)
    private func unusual(_ place: UnsafeMutableRawPointer) -> UInt8 {
        place.load(fromByteOffset: Record.flagsOffset, as: UInt8.self) & Self.unusualBits
    }

    @inline(__always)
    private func packed(_ place: UnsafeMutableRawPointer) -> PackedBytes {
        PackedBytes(place, size: Record.packedBytes)
    }

    @inline(never)
    private func unusualRecord(_ slot: Int) -> Record {
        let place = places[slot]
        if unusual(place) & Self.wholeBit != 0, let whole = whole[UInt32(slot)] { return whole }
        var record = Record(packed(place))
        let annex = place.loadUnaligned(fromByteOffset: Record.displacedOffset, as: UInt32.self)
        record.readAnnex(PackedBytes(annexes[Int(annex)], size: Record.annexBytes, from: record.origin))
        return record
    }

    @inline(never)
    private func unusualStatus(_ slot: Int) -> Record.Status {
        let place = places[slot]
        if unusual(place) & Self.wholeBit != 0, let whole = whole[UInt32(slot)] { return whole.status }
        return Record.status(packed(place), annex: annex(of: place))
    }

    /// The annex of a packed record that has one.
    private func annex(of place: UnsafeMutableRawPointer) -> PackedBytes {
        let annex = place.loadUnaligned(fromByteOffset: Record.displacedOffset, as: UInt32.self)
        return PackedBytes(annexes[Int(annex)], size: Record.annexBytes)
    }

    @inline(__always)
    private mutating func pack(_ slot: Int, _ record: Record) {
        let place = places[slot]
        guard unusual(place) == 0, record.isUsual else { return packUnusual(slot, record) }
        var bytes = packed(place)
        record.pack(&bytes)
        if bytes.isMisfit { packUnusual(slot, record) }
    }

    @inline(never)
    private mutating func packUnusual(_ slot: Int, _ record: Record) {
        let place = places[slot]
        let before = unusual(place)
        var annex: UInt32?
        if before & Self.annexBit != 0 {
            annex = place.loadUnaligned(fromByteOffset: Record.displacedOffset, as: UInt32.self)
        }
        var bytes = packed(place)
        record.pack(&bytes)
        var isMisfit = bytes.isMisfit
        var after: UInt8 = 0
        if !isMisfit, !record.isUsual {
            let cell = annex ?? addAnnex()
            var bytes = PackedBytes(annexes[Int(cell)], size: Record.annexBytes, from: record.origin)
            bytes.set(0, word: place.loadUnaligned(fromByteOffset: Record.displacedOffset, as: UInt32.self))
            record.packAnnex(&bytes)
            isMisfit = bytes.isMisfit
            if isMisfit {
                annex = cell
            } else {
                annex = nil
                place.storeBytes(of: cell, toByteOffset: Record.displacedOffset, as: UInt32.self)
                after = Self.annexBit
            }
        }
        if let annex { freeAnnexes.append(annex) }
        if isMisfit { after = Self.wholeBit }
        if (before | after) & Self.wholeBit != 0 { whole[UInt32(slot)] = isMisfit ? record : nil }
        let flags = place.load(fromByteOffset: Record.flagsOffset, as: UInt8.self) & ~Self.unusualBits
        place.storeBytes(of: flags | after, toByteOffset: Record.flagsOffset, as: UInt8.self)
    }

    private mutating func addAnnex() -> UInt32 {
        if let free = freeAnnexes.popLast() { return free }
        annexes.append()
        return UInt32(annexes.count - 1)
    }
}

extension PackedRecords {
    func checkInvariants() throws {
        try places.checkInvariants()
        try annexes.checkInvariants()
        var wholes = 0
        var cells = Set(freeAnnexes)
        try invariant(cells.count == freeAnnexes.count, "PackedRecords: an annex is free twice")
        for slot in 0..<count {
            let place = places[slot]
            switch unusual(place) {
            case 0: break
            case Self.wholeBit:
                wholes += 1
                try invariant(whole[UInt32(slot)] != nil, "PackedRecords: slot \(slot) has no whole record")
            case Self.annexBit:
                let annex = place.loadUnaligned(fromByteOffset: Record.displacedOffset, as: UInt32.self)
                try invariant(cells.insert(annex).inserted, "PackedRecords: annex \(annex) is used twice")
            default: try invariant(false, "PackedRecords: slot \(slot) is whole and has an annex")
            }
        }
        try invariant(wholes == whole.count, "PackedRecords: \(whole.count) whole records for \(wholes) slots")
        let isAll = cells.count == annexes.count && cells.allSatisfy { $0 < annexes.count }
        try invariant(isAll, "PackedRecords: \(cells.count) of \(annexes.count) annexes are used or free")
        guard let changed = changedHand?.pointee.slot, let seen = seenHand?.pointee.slot else { return }
        try invariant(changed < count && seen < count, "PackedRecords: a record at hand has no slot")
        try invariant(changed < 0 || changed != seen, "PackedRecords: slot \(changed) is at hand twice")
    }
}
