/// Which texts have a hash: places in the order of hashes, in parts that grow each on its own, so that none takes long.
///
/// A part is nearly full at all times: where the order is that of the hashes, a search ends at the first hash that is greater, and
/// growing is one pass from end to end.
struct TextTable: ~Copyable {
    /// Hashes (high half) and texts (low half); 0 is an empty place, and after the last place there always is one.
    private struct Part {
        var places: UnsafeMutablePointer<UInt64>
        /// Over which hashes are spread evenly.
        let homes: UInt64
        /// Places there are: some more than homes, for what is pushed past the last.
        let capacity: Int
        var count = 0

        init(homes: UInt64, needed: Int) {
            self.homes = homes
            capacity = max(Int(homes + homes / 32), needed + needed / 8) + 8
            places = .allocate(capacity: capacity + 1)
            places.initialize(repeating: 0, count: capacity + 1)
        }

        @inline(__always)
        func home(_ hash: UInt32) -> Int { TextTable.home(hash, of: homes) }

        func forEach(_ body: (UInt64) -> Void) {
            for place in 0..<capacity where places[place] != 0 { body(places[place]) }
        }

        /// The first place that may have a hash, or where it belongs.
        @inline(__always)
        func search(_ hash: UInt32) -> Int {
            let least = UInt64(hash) << 32
            var place = home(hash)
            while places[place] != 0, places[place] < least { place += 1 }
            return place
        }
    }

    fileprivate static let partBits: UInt32 = 7

    @inline(__always)
    fileprivate static func home(_ hash: UInt32, of homes: UInt64) -> Int {
        Int(truncatingIfNeeded: (UInt64(hash << partBits) &* homes) >> 32)
    }

    private var parts: [Part]

    init() {
        parts = (0..<(1 << Self.partBits)).map { _ in Part(homes: 4, needed: 0) }
    }

    deinit {
        for part in parts { part.places.deallocate() }
    }

    @inline(__always)
    private static func part(_ hash: UInt32) -> Int { Int(hash >> (32 - partBits)) }

    /// The text of a hash that is wanted, or 0.
    @inline(__always)
    func find(_ hash: UInt32, where isWanted: (UInt32) -> Bool) -> UInt32 {
        let part = parts[Self.part(hash)]
        var place = part.search(hash)
        while UInt32(truncatingIfNeeded: part.places[place] >> 32) == hash, part.places[place] != 0 {
            let text = UInt32(truncatingIfNeeded: part.places[place])
            if isWanted(text) { return text }
            place += 1
        }
        return 0
    }

    /// Adds a text that is not there.
    mutating func insert(_ hash: UInt32, _ text: UInt32) {
        let index = Self.part(hash)
        if (parts[index].count + 1) * 8 > Int(parts[index].homes) * 7 { grow(index) }
        while true {
            let part = parts[index]
            let place = part.search(hash)
            var end = place
            while part.places[end] != 0 { end += 1 }
            guard end < part.capacity else {
                grow(index)
                continue
            }
            (part.places + place + 1).update(from: part.places + place, count: end - place)
            part.places[place] = UInt64(hash) << 32 | UInt64(text)
            parts[index].count += 1
            return
        }
    }

    /// Takes a text away that is there.
    mutating func remove(_ hash: UInt32, _ text: UInt32) {
        let index = Self.part(hash)
        let part = parts[index]
        let entry = UInt64(hash) << 32 | UInt64(text)
        var hole = part.search(hash)
        while part.places[hole] != entry {
            guard part.places[hole] != 0 else { return }
            hole += 1
        }
        // What was pushed past its home moves back by one, so that no tombstones fill the table.
        var end = hole + 1
        while part.places[end] != 0, part.home(UInt32(truncatingIfNeeded: part.places[end] >> 32)) < end { end += 1 }
        (part.places + hole).update(from: part.places + hole + 1, count: end - hole - 1)
        part.places[end - 1] = 0
        parts[index].count -= 1
    }

    private mutating func grow(_ index: Int) {
        let old = parts[index]
        // Texts whose hashes are alike, by chance or by design, push others past the last home, however many homes there are.
        let isFull = old.count * 2 > Int(old.homes)
        let homes = old.homes + (isFull ? max(4, old.homes / 4) : 0)
        var needed = 0
        old.forEach { needed = max(needed, Self.home(UInt32(truncatingIfNeeded: $0 >> 32), of: homes)) + 1 }
        var larger = Part(homes: homes, needed: needed)
        larger.count = old.count
        var next = 0
        old.forEach { entry in
            next = max(next, larger.home(UInt32(truncatingIfNeeded: entry >> 32)))
            larger.places[next] = entry
            next += 1
        }
        old.places.deallocate()
        parts[index] = larger
    }
}
