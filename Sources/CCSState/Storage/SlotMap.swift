/// Which slot holds the live object of an id: a small hash table of slots.
///
/// Only slots stand in it, four bytes each: the id of a slot is in its record, which is looked at next anyway. So whoever asks
/// says how to read it.
struct SlotMap: ~Copyable {
    /// Slot + 1; 0 is an empty place.
    private var table: [UInt32] = Array(repeating: 0, count: 64)
    private var mask = 63
    /// Any odd number.
    private let factor = UInt64.random(in: 0 ... .max) | 1
    /// Ids held.
    private(set) var count = 0

    init() {}

    /// Ids are places in blocks, so their low bits are alike: a product spreads them, otherwise in each run, or a feed could choose
    /// texts by their lengths whose ids all belong to one place.
    @inline(__always)
    func home(_ id: TextID) -> Int {
        Int(truncatingIfNeeded: (UInt64(id.raw) &* factor) >> 32) & mask
    }

    /// The slot of an id.
    @inline(__always)
    func slot(of id: TextID, _ idOf: (Int) -> TextID) -> Int? {
        var place = home(id)
        while table[place] != 0 {
            let slot = Int(table[place]) - 1
            if idOf(slot) == id { return slot }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Sets the slot of an id that has none; the slot has the id already.
    mutating func insert(_ id: TextID, _ slot: Int, _ idOf: (Int) -> TextID) {
        if (count + 1) * 4 > table.count * 3 { grow(idOf) }
        var place = home(id)
        while table[place] != 0 { place = (place + 1) & mask }
        table[place] = UInt32(slot + 1)
        count += 1
    }

    /// Forgets an id; its slot has it still.
    mutating func remove(_ id: TextID, _ idOf: (Int) -> TextID) {
        var hole = home(id)
        while table[hole] != 0, idOf(Int(table[hole]) - 1) != id { hole = (hole + 1) & mask }
        guard table[hole] != 0 else { return }
        var next = (hole + 1) & mask
        while table[next] != 0 {
            let home = home(idOf(Int(table[next]) - 1))
            if (next - home) & mask >= (next - hole) & mask {
                table[hole] = table[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        table[hole] = 0
        count -= 1
    }

    private mutating func grow(_ idOf: (Int) -> TextID) {
        let old = table
        table = Array(repeating: 0, count: old.count * 2)
        mask = table.count - 1
        for entry in old where entry != 0 {
            var place = home(idOf(Int(entry) - 1))
            while table[place] != 0 { place = (place + 1) & mask }
            table[place] = entry
        }
    }
}

extension SlotMap {
    func checkInvariants(_ idOf: (Int) -> TextID) throws {
        let slots = table.filter { $0 != 0 }.map { Int($0) - 1 }
        try invariant(slots.count == count, "SlotMap: \(slots.count) slots, \(count) counted")
        try invariant(count * 4 <= table.count * 3, "SlotMap: \(count) slots in \(table.count) places")
        for slot in slots {
            let found = self.slot(of: idOf(slot), idOf)
            try invariant(found == slot, "SlotMap: slot \(slot) is not found by its id")
        }
    }
}
