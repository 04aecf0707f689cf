/// Texts of a ``TextTable`` with the keys by which they are found, in a line of the cache: ten keys of two bytes, how many texts
/// went on to a later chunk since this one was full, how many are here, and the texts. Nobody is text 0.
///
/// All ten keys are compared at once, so that where a search ends hardly depends on chance: the processor guesses right.
struct TextChunk {
    static let bytes = 64
    static let places = 10

    private static let passedOffset = 20
    private static let countOffset = 22
    private static let textsOffset = 24

    /// Its bytes; all 0 when it is empty.
    let start: UnsafeMutableRawPointer

    @inline(__always)
    var count: Int { Int(start.load(fromByteOffset: Self.countOffset, as: UInt16.self)) }
    /// Whether a text that belongs here may be in a later chunk.
    @inline(__always)
    var isPassed: Bool { start.load(fromByteOffset: Self.passedOffset, as: UInt16.self) != 0 }

    @inline(__always)
    func key(_ place: Int) -> UInt16 { start.load(fromByteOffset: place &* 2, as: UInt16.self) }

    @inline(__always)
    func text(_ place: Int) -> UInt32 { start.load(fromByteOffset: Self.textsOffset &+ place &* 4, as: UInt32.self) }

    /// The places that may have a key, as bits (``place(_:)``). Some that do not have it may be among them.
    @inline(__always)
    func places(of key: UInt16) -> UInt64 {
        let keys = UInt64(key) &* 0x0001_0001_0001_0001
        let low = Self.zeros(start.load(as: UInt64.self) ^ keys)
        let high = Self.zeros(start.load(fromByteOffset: 8, as: UInt64.self) ^ keys)
        let last = Self.zeros(UInt64(start.load(fromByteOffset: 16, as: UInt32.self)) ^ keys) & 0x8000_8000
        return low >> 15 | high >> 14 | last >> 13
    }

    /// The highest bit of each sixteen that are all 0.
    @inline(__always)
    private static func zeros(_ bits: UInt64) -> UInt64 {
        (bits &- 0x0001_0001_0001_0001) & ~bits & 0x8000_8000_8000_8000
    }

    /// The place that a bit of ``places(of:)`` stands for: of each sixteen the lowest is for places 0 to 3, the next for 4 to 7, the
    /// third for 8 and 9.
    @inline(__always)
    static func place(_ bit: Int) -> Int { (bit >> 4) &+ (bit & 3) &* 4 }

    func append(_ key: UInt16, _ text: UInt32) {
        set(count, key, text)
        start.storeBytes(of: UInt16(count + 1), toByteOffset: Self.countOffset, as: UInt16.self)
    }

    /// Takes the text of a place away; the last one takes that place.
    func remove(_ place: Int) {
        let last = count - 1
        set(place, key(last), text(last))
        set(last, 0, 0)
        start.storeBytes(of: UInt16(last), toByteOffset: Self.countOffset, as: UInt16.self)
    }

    private func set(_ place: Int, _ key: UInt16, _ text: UInt32) {
        start.storeBytes(of: key, toByteOffset: place * 2, as: UInt16.self)
        start.storeBytes(of: text, toByteOffset: Self.textsOffset + place * 4, as: UInt32.self)
    }

    /// Counts a text that goes on to a later chunk, or does no more. Once they are too many to count it stays at that.
    func passed(by change: Int) {
        let passed = start.load(fromByteOffset: Self.passedOffset, as: UInt16.self)
        if passed == .max { return }
        precondition(change > 0 || passed > 0, "TextChunk: a text is removed that never passed this chunk")
        start.storeBytes(of: UInt16(Int(passed) + change), toByteOffset: Self.passedOffset, as: UInt16.self)
    }
}

extension TextChunk {
    /// `passing` texts of this table went on past this chunk.
    func checkInvariants(passing: Int) throws {
        try invariant(count <= Self.places, "TextChunk: \(count) texts in \(Self.places) places")
        for place in 0..<Self.places {
            try invariant((text(place) != 0) == (place < count), "TextChunk: place \(place) of \(count) texts")
        }
        let passed = start.load(fromByteOffset: Self.passedOffset, as: UInt16.self)
        try invariant(passed == .max || passed == passing, "TextChunk: \(passing) texts passed, \(passed) counted")
    }
}
