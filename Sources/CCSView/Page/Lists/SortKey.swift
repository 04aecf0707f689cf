import CCSEvents
import Glibc

/// Where an item belongs in an order, as two words that compare like the values they stand for, and where to find the item.
///
/// The words hold a number whole and of a text the first 14 bytes and how many there are, so nearly all comparisons touch nothing
/// else. Only texts have anything in the second one.
struct SortKey {
    var high: UInt64
    var low: UInt64
    /// Where the item is.
    var slot: UInt32
    /// Tells items apart that are equal otherwise.
    var serial: UInt32
    /// Rows that the item takes.
    var rows: UInt32 = 1
    /// Whether it is text that goes on after the words: others with the same words are cut too.
    var isCut = false

    /// The place of what has no value: after everything, whichever way the order goes.
    private static let last = UInt64.max

    init(_ value: Value, descending: Bool, slot: Int, serial: UInt32) {
        self.slot = UInt32(truncatingIfNeeded: slot)
        self.serial = serial
        (high, low) = (0, 0)
        switch value {
        case .none, .unknown:
            high = Self.last
            return
        case .text(let text): take(text.bytes, descending)
        case .string(var text): text.withUTF8 { take(UnsafeRawBufferPointer($0), descending) }
        case .words(let words):
            var text = words.first ?? ""
            text.withUTF8 { take(UnsafeRawBufferPointer($0), descending) }
        case .number(let number): take(Int64(number))
        case .duration(let time), .time(let time): take(time)
        case .elapsed(let start, let now): take(now - start)
        case .flag(let flag): take(flag ? 1 : 0)
        case .measure(let number):
            let bits = number.bitPattern
            high = bits >> 63 == 1 ? ~bits : bits | 1 << 63
        }
        if descending { high = ~high }
        high = min(high, Self.last - 1)
    }

    /// The key of an item whose words are known.
    init(high: UInt64, low: UInt64, slot: Int, serial: UInt32, rows: UInt32, isCut: Bool) {
        (self.high, self.low, self.serial, self.rows, self.isCut) = (high, low, serial, rows, isCut)
        self.slot = UInt32(truncatingIfNeeded: slot)
    }

    /// The first word of a length of time that has grown by `time` since its word was `high`; that of no value, and the least there
    /// is, stay the same.
    @inline(__always)
    static func high(_ high: UInt64, grownBy time: Int64, descending: Bool) -> UInt64 {
        if high == last || high == 0 { return high }
        let length = Int64(bitPattern: (descending ? ~high : high) ^ (1 << 63))
        return self.high(of: length &+ time, descending: descending)
    }

    /// Where it belongs as far as its words say.
    @inline(__always)
    var place: SortPlace {
        SortPlace(high: high, low: low, tie: UInt64(serial) << 32 | UInt64(slot))
    }

    /// The first word of a length of time.
    @inline(__always)
    static func high(of length: Int64, descending: Bool) -> UInt64 {
        let high = UInt64(bitPattern: length) ^ (1 << 63)
        return min(descending ? ~high : high, last - 1)
    }

    private mutating func take(_ number: Int64) {
        high = UInt64(bitPattern: number) ^ (1 << 63)
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer, _ descending: Bool) {
        // A byte that is neither 0 nor 255 leads, so that no text, turned round or not, is taken for no value.
        let count = min(bytes.count, 15)
        high = 1
        for place in 0..<14 {
            let byte = UInt64(place < count ? bytes[place] : 0)
            if place < 7 { high = high << 8 | byte } else { low = low << 8 | byte }
        }
        // The shorter of two that are alike so far comes first.
        low = low << 8 | UInt64(count)
        if descending { low = ~low }
        isCut = bytes.count > 14
    }
}

/// Where an item belongs in an order as far as its key says. Where texts go on after the words of their keys, they come before the
/// tie: ``SortSpot`` has both.
struct SortPlace: Comparable {
    var high: UInt64
    var low: UInt64
    /// What tells equal items apart: the serial, then the slot.
    var tie: UInt64

    /// Before everything.
    static let first = SortPlace(high: 0, low: 0, tie: 0)

    /// Where a length of time belongs that has grown by `time` since it belonged here.
    func grown(by time: Int64, descending: Bool) -> SortPlace {
        SortPlace(high: SortKey.high(high, grownBy: time, descending: descending), low: low, tie: tie)
    }

    /// Whether it is told apart from another one by the tie alone, as far as there is no text that goes on.
    @inline(__always)
    func hasWords(of other: SortPlace) -> Bool { high == other.high && low == other.low }

    @inline(__always)
    static func < (left: SortPlace, right: SortPlace) -> Bool {
        if left.high != right.high { return left.high < right.high }
        if left.low != right.low { return left.low < right.low }
        return left.tie < right.tie
    }
}

/// A total order of items: by value, items without one last, then by serial.
struct ItemOrder {
    var descending: Bool
    /// The value of the item in a slot, for texts whose beginnings are alike.
    var value: (Int) -> Value
    /// Where items are kept in parts that are in order, the part that the item in a slot is in: it comes before what the text says,
    /// which may have changed meanwhile.
    var part: ((Int) -> Int)?

    init(descending: Bool, value: @escaping (Int) -> Value) {
        (self.descending, self.value) = (descending, value)
    }

    @inline(__always)
    func isBefore(_ left: SortKey, _ right: SortKey) -> Bool {
        if left.high != right.high { return left.high < right.high }
        if left.low != right.low { return left.low < right.low }
        if left.isCut, right.isCut, let isBefore = isBeforeByRest(left, right) { return isBefore }
        return (left.serial, left.slot) < (right.serial, right.slot)
    }

    private func isBeforeByRest(_ left: SortKey, _ right: SortKey) -> Bool? {
        if let part {
            let (a, b) = (part(Int(left.slot)), part(Int(right.slot)))
            if a != b { return a < b }
        }
        return Self.withBytes(value(Int(left.slot))) { a in
            Self.withBytes(value(Int(right.slot))) { b in Self.isBefore(a, b, descending: descending) }
        }
    }

    /// The text that the item in a slot is ordered by, as it is now.
    func text(of slot: Int) -> [UInt8] { Self.withBytes(value(slot)) { Array($0) } }

    /// Whether one text comes before another one; nil where they are equal.
    static func isBefore(_ left: [UInt8], _ right: [UInt8], descending: Bool) -> Bool? {
        left.withUnsafeBytes { a in right.withUnsafeBytes { b in isBefore(a, b, descending: descending) } }
    }

    private static func isBefore(
        _ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer, descending: Bool
    ) -> Bool? {
        let length = min(a.count, b.count)
        var order: Int32 = 0
        if let a = a.baseAddress, let b = b.baseAddress { order = memcmp(a, b, length) }
        if order == 0, a.count == b.count { return nil }
        return (order == 0 ? a.count < b.count : order < 0) != descending
    }

    private static func withBytes<Result>(_ value: Value, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch value {
        case .text(let text): return body(text.bytes)
        case .string(var text): return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
        case .words(let words):
            var text = words.first ?? ""
            return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
        default: return body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }
}
