/// Finds the keys of a message in a fixed list, without making strings.
struct KeyTable: Sendable {
    private let slots: [Int16]
    private let keys: [[UInt8]]
    private let mask: Int

    /// A table of keys. Upper and lower case are the same in it.
    init(_ names: [String]) {
        keys = names.map { Array($0.utf8) }
        var size = 64
        while size < names.count * 4 { size *= 2 }
        mask = size - 1
        var slots = [Int16](repeating: -1, count: size)
        for (index, key) in keys.enumerated() {
            var place = key.withUnsafeBytes { Self.hash($0) } & (size - 1)
            while slots[place] >= 0 { place = (place + 1) & (size - 1) }
            slots[place] = Int16(index)
        }
        self.slots = slots
    }

    /// The index of a key; nil if it is not in the list.
    @inline(__always)
    func index(of key: UnsafeRawBufferPointer) -> Int? {
        var place = Self.hash(key) & mask
        while slots[place] >= 0 {
            let index = Int(slots[place])
            if isSame(keys[index], key) { return index }
            place = (place + 1) & mask
        }
        return nil
    }

    @inline(__always)
    private func isSame(_ known: [UInt8], _ key: UnsafeRawBufferPointer) -> Bool {
        guard known.count == key.count else { return false }
        for place in 0..<known.count where known[place] | 0x20 != key[place] | 0x20 { return false }
        return true
    }

    /// Length, both ends and the middle tell nearly all keys apart.
    @inline(__always)
    private static func hash(_ key: UnsafeRawBufferPointer) -> Int {
        guard !key.isEmpty else { return 0 }
        var value = key.count
        value = value &* 31 &+ Int(key[0] | 0x20)
        value = value &* 31 &+ Int(key[key.count - 1] | 0x20)
        value = value &* 31 &+ Int(key[key.count / 2] | 0x20)
        value = value &* 31 &+ Int(key[key.count / 4] | 0x20)
        value = value &* 31 &+ Int(key[key.count * 3 / 4] | 0x20)
        return value ^ (value >> 7)
    }
}

/// Where the values of one message lie. The same memory serves for every message.
struct FieldPlaces {
    private var places: [(start: Int32, end: Int32, serial: UInt32)]
    private var serial: UInt32 = 0

    init(count: Int) { places = Array(repeating: (0, 0, 0), count: count) }

    /// Forgets all values.
    mutating func clear() {
        if serial == .max {
            for place in places.indices { places[place].serial = 0 }
            serial = 0
        }
        serial += 1
    }

    /// Notes a value. If `keepsFirst`, the first of several counts, else the last one.
    @inline(__always)
    mutating func set(_ index: Int, _ start: Int, _ end: Int, keepsFirst: Bool) {
        if keepsFirst, places[index].serial == serial { return }
        places[index] = (Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: end), serial)
    }

    /// Where a value lies.
    @inline(__always)
    subscript(index: Int) -> Range<Int>? {
        let place = places[index]
        return place.serial == serial ? Int(place.start)..<Int(place.end) : nil
    }
}
