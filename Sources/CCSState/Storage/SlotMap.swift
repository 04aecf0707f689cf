/// Which slot holds the live object of an id: a small hash table of integers.
struct SlotMap: ~Copyable {
    /// Slot + 1 (high half) and id (low half); 0 is an empty place.
    private var table: [UInt64] = Array(repeating: 0, count: 64)
    private var mask = 63
    /// Ids held.
    private(set) var count = 0

    init() {}

    @inline(__always)
    private func home(_ id: UInt32) -> Int {
        // Ids are places in blocks, so their low bits are alike: Fibonacci hashing spreads them.
        Int(truncatingIfNeeded: (UInt64(id) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    }

    /// The slot of an id.
    subscript(id: TextID) -> Int? {
        var place = home(id.raw)
        while table[place] != 0 {
            if UInt32(truncatingIfNeeded: table[place]) == id.raw { return Int(table[place] >> 32) - 1 }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Sets the slot of an id that has none.
    mutating func insert(_ id: TextID, _ slot: Int) {
        if (count + 1) * 4 > table.count * 3 { grow() }
        var place = home(id.raw)
        while table[place] != 0 { place = (place + 1) & mask }
        table[place] = UInt64(slot + 1) << 32 | UInt64(id.raw)
        count += 1
    }

    /// Forgets an id.
    mutating func remove(_ id: TextID) {
        var hole = home(id.raw)
        while UInt32(truncatingIfNeeded: table[hole]) != id.raw || table[hole] == 0 {
            if table[hole] == 0 { return }
            hole = (hole + 1) & mask
        }
        var next = (hole + 1) & mask
        while table[next] != 0 {
            let home = home(UInt32(truncatingIfNeeded: table[next]))
            if (next - home) & mask >= (next - hole) & mask {
                table[hole] = table[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        table[hole] = 0
        count -= 1
    }

    private mutating func grow() {
        let old = table
        table = Array(repeating: 0, count: old.count * 2)
        mask = table.count - 1
        for entry in old where entry != 0 {
            var place = home(UInt32(truncatingIfNeeded: entry))
            while table[place] != 0 { place = (place + 1) & mask }
            table[place] = entry
        }
    }
}
