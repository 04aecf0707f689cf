/// A record that is kept in a few bytes where it is as most are, and whole where it is not.
protocol PackableRecord {
    /// Bytes of a packed record.
    static var packedBytes: Int { get }
    /// Its place among those bytes of a byte of ours, of which it leaves ``PackedRecords/wholeBit`` alone.
    static var flagsOffset: Int { get }
    /// Reads a packed record.
    init(_ bytes: PackedBytes)
    /// Writes itself; ``PackedBytes/isMisfit`` says whether it could.
    func pack(_ bytes: inout PackedBytes)
}

/// The records of a kind by slot, in blocks that are never moved.
///
/// Nearly every object is ordinary: what happens to it happens within hours, few signals are heard of it, and so on. Such a record is
/// packed; whatever does not fit makes the record one that is kept whole, in a table beside, for as long as it is so. So
/// nothing is lost or rounded, and whoever reads or writes sees whole records only.
struct PackedRecords<Record: PackableRecord> {
    /// The bit that says of a packed record that it is kept whole.
    static var wholeBit: UInt8 { 0x80 }

    private static var shift: Int { 10 }
    private static var size: Int { 1 << shift }

    private var blocks: [UnsafeMutableRawPointer] = []
    /// Records that do not fit into their bytes, by slot.
    private var whole: [UInt32: Record] = [:]
    /// Slots there are.
    private(set) var count = 0

    init() {}

    /// Gives its memory back.
    func deallocate() {
        for block in blocks { block.deallocate() }
    }

    /// Records that are kept whole.
    var wholeCount: Int { whole.count }

    subscript(slot: Int) -> Record {
        @inline(__always) get {
            let place = place(slot)
            if place.load(fromByteOffset: Record.flagsOffset, as: UInt8.self) & Self.wholeBit != 0 {
                return wholeRecord(slot)
            }
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
        if count >> Self.shift == blocks.count {
            blocks.append(.allocate(byteCount: Record.packedBytes << Self.shift, alignment: 16))
        }
        place(count).storeBytes(of: 0, toByteOffset: Record.flagsOffset, as: UInt8.self)
        count += 1
        set(count - 1, record)
    }

    /// The first bytes of a record: what is written there is there whether it is kept whole or not.
    @inline(__always)
    func place(_ slot: Int) -> UnsafeMutableRawPointer {
        blocks[slot >> Self.shift] + (slot & (Self.size - 1)) * Record.packedBytes
    }

    @inline(never)
    private func wholeRecord(_ slot: Int) -> Record { whole[UInt32(slot)] ?? Record(PackedBytes(place(slot))) }

    @inline(__always)
    private mutating func set(_ slot: Int, _ record: Record) {
        let place = place(slot)
        let flags = place.load(fromByteOffset: Record.flagsOffset, as: UInt8.self)
        var bytes = PackedBytes(place)
        record.pack(&bytes)
        if bytes.isMisfit || flags & Self.wholeBit != 0 { keep(slot, record, isMisfit: bytes.isMisfit) }
    }

    @inline(never)
    private mutating func keep(_ slot: Int, _ record: Record, isMisfit: Bool) {
        whole[UInt32(slot)] = isMisfit ? record : nil
        let flags = place(slot).load(fromByteOffset: Record.flagsOffset, as: UInt8.self) & ~Self.wholeBit
        place(slot).storeBytes(
            of: flags | (isMisfit ? Self.wholeBit : 0), toByteOffset: Record.flagsOffset, as: UInt8.self)
    }
}
