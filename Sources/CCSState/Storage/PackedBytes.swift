/// The bytes of a packed record, and what they are written and read by: numbers of four bytes or less wherever they stand, and
/// times in three, as milliseconds from the first event that was heard of the object.
///
/// Three bytes reach from a minute before that to four and a half hours after it. What does not fit is noted (``isMisfit``), and
/// the record is kept whole elsewhere (``PackedRecords``).
struct PackedBytes {
    private let start: UnsafeMutableRawPointer
    #if DEBUG
        private let size: Int
    #endif
    /// The time from which the others count.
    private var base: Int64 = 0
    /// Something that was written does not fit.
    private(set) var isMisfit = false

    private static let earliest: Int64 = -(1 << 16)
    private static let noTime: UInt32 = 0xFF_FFFF
    /// A base takes six bytes; none is all ones.
    private static let noBase: Int64 = 0xFFFF_FFFF_FFFF

    /// The `size` bytes at a place. Only debug builds check it.
    @inline(__always)
    init(_ start: UnsafeMutableRawPointer, size: Int) {
        self.start = start
        #if DEBUG
            self.size = size
        #endif
    }

    /// Bytes whose times count from one that stands elsewhere.
    @inline(__always)
    init(_ start: UnsafeMutableRawPointer, size: Int, from base: Moment) {
        self.init(start, size: size)
        self.base = Self.earliest &+ (base.value ?? 0)
    }

    /// Where so many bytes are.
    @inline(__always)
    private func bytes(_ offset: Int, _ count: Int) -> UnsafeMutableRawPointer {
        #if DEBUG
            precondition(offset >= 0 && offset + count <= size, "PackedBytes: \(count) bytes at \(offset) of \(size)")
        #endif
        return start + offset
    }

    // MARK: Reading

    @inline(__always)
    func byte(_ offset: Int) -> UInt8 { bytes(offset, 1).load(as: UInt8.self) }

    @inline(__always)
    func half(_ offset: Int) -> UInt16 { bytes(offset, 2).loadUnaligned(as: UInt16.self) }

    @inline(__always)
    func word(_ offset: Int) -> UInt32 { bytes(offset, 4).loadUnaligned(as: UInt32.self) }

    @inline(__always)
    func text(_ offset: Int) -> TextID { TextID(raw: word(offset)) }

    /// A text whose id is usually small (``TextPool/internWord(_:)``).
    @inline(__always)
    func wordText(_ offset: Int) -> TextID { TextID(raw: UInt32(half(offset))) }

    /// The time that the others count from, which is to be read before them.
    @inline(__always)
    mutating func readBase(_ offset: Int) -> Moment {
        let bits = Int64(word(offset)) | Int64(half(offset + 4)) << 32
        base = Self.earliest
        guard bits != Self.noBase else { return .none }
        base += bits
        return Moment(bits)
    }

    @inline(__always)
    func time(_ offset: Int) -> Moment {
        let distance = UInt32(half(offset)) | UInt32(byte(offset + 2)) << 16
        return distance == Self.noTime ? .none : Moment(base &+ Int64(distance))
    }

    // MARK: Writing

    @inline(__always)
    func set(_ offset: Int, byte: UInt8) { bytes(offset, 1).storeBytes(of: byte, as: UInt8.self) }

    @inline(__always)
    func set(_ offset: Int, half: UInt16) { bytes(offset, 2).storeBytes(of: half, as: UInt16.self) }

    @inline(__always)
    func set(_ offset: Int, word: UInt32) { bytes(offset, 4).storeBytes(of: word, as: UInt32.self) }

    @inline(__always)
    func set(_ offset: Int, text: TextID) { set(offset, word: text.raw) }

    @inline(__always)
    mutating func set(_ offset: Int, wordText text: TextID) {
        require(text.raw <= UInt16.max)
        set(offset, half: UInt16(truncatingIfNeeded: text.raw))
    }

    /// Sets the time that the others count from, before them.
    @inline(__always)
    mutating func setBase(_ offset: Int, _ moment: Moment) {
        let bits = moment.value ?? Self.noBase
        require(bits >> 48 == 0)
        base = (moment.value ?? 0) + Self.earliest
        set(offset, word: UInt32(truncatingIfNeeded: bits))
        set(offset + 4, half: UInt16(truncatingIfNeeded: bits >> 32))
    }

    @inline(__always)
    mutating func set(_ offset: Int, time: Moment) {
        var distance = UInt64(Self.noTime)
        if let time = time.value {
            distance = UInt64(bitPattern: time &- base)
            require(distance < Self.noTime)
        }
        set(offset, half: UInt16(truncatingIfNeeded: distance))
        set(offset + 2, byte: UInt8(truncatingIfNeeded: distance >> 16))
    }

    /// Sets a byte that stands for a number from 0 on.
    @inline(__always)
    mutating func set(_ offset: Int, small: UInt32) {
        require(small <= UInt8.max)
        set(offset, byte: UInt8(truncatingIfNeeded: small))
    }

    /// Notes whether something can be packed.
    @inline(__always)
    mutating func require(_ fits: Bool) { if !fits { isMisfit = true } }
}
