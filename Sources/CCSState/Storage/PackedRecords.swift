/// A record that is kept in a few bytes where it is as most are.
///
/// What few objects have stands in an annex beside, for as long as they have it; what does not fit into either makes the record one
/// that is kept whole.
protocol PackableRecord {
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

    init() {}

    /// Gives its memory back.
    func deallocate() {
        places.deallocate()
        annexes.deallocate()
    }

    /// Slots there are.
    var count: Int { places.count }
    /// Records that are kept whole.
    var wholeCount: Int { whole.count }
    /// Records that have an annex.
    var annexCount: Int { annexes.count - freeAnnexes.count }

    subscript(slot: Int) -> Record {
        @inline(__always) get {
            let place = places[slot]
            if unusual(place) != 0 { return unusualRecord(slot) }
            return Record(PackedBytes(place))
        }
        @inline(__always) set { set(slot, newValue) }
        @inline(__always) _modify {
            var record = self[slot]
            defer { set(slot, record) }
            yield &record
        }
    }

    mutating func append(_ record: Record) {
        places.append()
        places[count - 1].storeBytes(of: 0, toByteOffset: Record.flagsOffset, as: UInt8.self)
        set(count - 1, record)
    }

    @inline(__always)
    private func unusual(_ place: UnsafeMutableRawPointer) -> UInt8 {
        place.load(fromByteOffset: Record.flagsOffset, as: UInt8.self) & Self.unusualBits
    }

    @inline(never)
    private func unusualRecord(_ slot: Int) -> Record {
        let place = places[slot]
        if unusual(place) & Self.wholeBit != 0, let whole = whole[UInt32(slot)] { return whole }
        var record = Record(PackedBytes(place))
        let annex = place.loadUnaligned(fromByteOffset: Record.displacedOffset, as: UInt32.self)
        record.readAnnex(PackedBytes(annexes[Int(annex)], from: record.origin))
        return record
    }

    @inline(__always)
    private mutating func set(_ slot: Int, _ record: Record) {
        let place = places[slot]
        guard unusual(place) == 0, record.isUsual else { return setUnusual(slot, record) }
        var bytes = PackedBytes(place)
        record.pack(&bytes)
        if bytes.isMisfit { setUnusual(slot, record) }
    }

    @inline(never)
    private mutating func setUnusual(_ slot: Int, _ record: Record) {
        let place = places[slot]
        let before = unusual(place)
        var annex: UInt32?
        if before & Self.annexBit != 0 {
            annex = place.loadUnaligned(fromByteOffset: Record.displacedOffset, as: UInt32.self)
        }
        var bytes = PackedBytes(place)
        record.pack(&bytes)
        var isMisfit = bytes.isMisfit
        var after: UInt8 = 0
        if !isMisfit, !record.isUsual {
            let cell = annex ?? addAnnex()
            var bytes = PackedBytes(annexes[Int(cell)], from: record.origin)
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
