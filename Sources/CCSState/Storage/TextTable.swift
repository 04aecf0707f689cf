/// Which texts have a hash: places in the order of hashes, in parts that grow each on its own, so that none takes long.
///
/// A part is nearly full at all times: where the order is that of the hashes, a search ends at the first hash that is greater, and
/// growing is one pass from end to end.
struct TextTable: ~Copyable {
    /// A text and what its part does not say of its hash, in six bytes: there is one for each text. Whoever searches compares texts
    /// anyway, so of 32 bits the last are not kept.
    private struct Entry {
        let key: UInt16
        private let low: UInt16
        private let high: UInt16

        static let none = Entry(key: 0, text: 0)

        @inline(__always)
        init(key: UInt16, text: UInt32) {
            self.key = key
            low = UInt16(truncatingIfNeeded: text)
            high = UInt16(truncatingIfNeeded: text >> 16)
        }

        @inline(__always)
        var text: UInt32 { UInt32(high) << 16 | UInt32(low) }
        /// No text is 0.
        @inline(__always)
        var isEmpty: Bool { low | high == 0 }
    }

    /// After the last place there always is an empty one.
    private struct Part {
        var places: UnsafeMutablePointer<Entry>
        /// Over which keys are spread evenly.
        let homes: Int
        /// Places there are: some more than homes, for what is pushed past the last.
        let capacity: Int
        var count = 0

        init(homes: Int, needed: Int) {
            self.homes = homes
            capacity = max(homes + homes / 32, needed + needed / 8) + 8
            places = .allocate(capacity: capacity + 1)
            places.initialize(repeating: .none, count: capacity + 1)
        }

        @inline(__always)
        func home(_ key: UInt16) -> Int { Int(key) &* homes >> 16 }

        /// The first place that may have a key, or where it belongs.
        @inline(__always)
        func search(_ key: UInt16) -> Int {
            var place = home(key)
            while places[place].key < key, !places[place].isEmpty { place &+= 1 }
            return place
        }
    }

    private static let partBits: UInt32 = 8

    /// Nil where nothing was added yet: a domain with few texts takes little.
    private var parts: [Part?]

    init() { parts = Array(repeating: nil, count: 1 << Self.partBits) }

    deinit {
        for part in parts { part?.places.deallocate() }
    }

    @inline(__always)
    private static func part(_ hash: UInt32) -> Int { Int(hash >> (32 - partBits)) }

    @inline(__always)
    private static func key(_ hash: UInt32) -> UInt16 { UInt16(truncatingIfNeeded: hash >> (16 - partBits)) }

    /// The text of a hash that is wanted, or 0. Texts of hashes that are nearly alike are asked for too.
    @inline(__always)
    func find(_ hash: UInt32, where isWanted: (UInt32) -> Bool) -> UInt32 {
        guard let part = parts[Self.part(hash)] else { return 0 }
        let key = Self.key(hash)
        var place = part.search(key)
        while part.places[place].key == key, !part.places[place].isEmpty {
            let text = part.places[place].text
            if isWanted(text) { return text }
            place &+= 1
        }
        return 0
    }

    /// Adds a text that is not there.
    mutating func insert(_ hash: UInt32, _ text: UInt32) {
        let (index, key) = (Self.part(hash), Self.key(hash))
        var part = parts[index] ?? Part(homes: 8, needed: 0)
        if (part.count + 1) * 16 > part.homes * 15 { part = Self.grown(part) }
        while true {
            let place = part.search(key)
            var end = place
            while !part.places[end].isEmpty { end += 1 }
            guard end < part.capacity else {
                part = Self.grown(part)
                continue
            }
            (part.places + place + 1).update(from: part.places + place, count: end - place)
            part.places[place] = Entry(key: key, text: text)
            part.count += 1
            parts[index] = part
            return
        }
    }

    /// Takes a text away that is there.
    mutating func remove(_ hash: UInt32, _ text: UInt32) {
        let (index, key) = (Self.part(hash), Self.key(hash))
        guard let part = parts[index] else { return }
        var hole = part.search(key)
        while part.places[hole].text != text {
            guard !part.places[hole].isEmpty else { return }
            hole += 1
        }
        // What was pushed past its home moves back by one, so that no tombstones fill the table.
        var end = hole + 1
        while !part.places[end].isEmpty, part.home(part.places[end].key) < end { end += 1 }
        (part.places + hole).update(from: part.places + hole + 1, count: end - hole - 1)
        part.places[end - 1] = .none
        parts[index]?.count -= 1
    }

    /// A larger part in place of one, which is given back.
    private static func grown(_ old: Part) -> Part {
        // Texts whose hashes are alike, by chance or by design, push others past the last home, however many homes there are.
        let isFull = old.count * 2 > old.homes
        let homes = old.homes + (isFull ? max(4, old.homes / 8) : 0)
        let held = (0..<old.capacity).lazy.map { old.places[$0] }.filter { !$0.isEmpty }
        var needed = 0
        for entry in held { needed = max(needed, Int(entry.key) &* homes >> 16) + 1 }
        var larger = Part(homes: homes, needed: needed)
        larger.count = old.count
        var next = 0
        for entry in held {
            next = max(next, larger.home(entry.key))
            larger.places[next] = entry
            next += 1
        }
        old.places.deallocate()
        return larger
    }
}
