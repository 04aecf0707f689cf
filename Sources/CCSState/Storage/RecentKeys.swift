import CCSEvents
import CXXHash

/// 128 bits that stand for some bytes, in this process.
struct Digest: Hashable {
    var low: UInt64
    var high: UInt64

    /// The digest of a line.
    init(_ line: LineDigest) {
        low = line.low
        high = line.high
    }

    /// The digest of a text.
    init(_ text: FeedText) {
        let digest = ccs_hash128(text.bytes.baseAddress, text.bytes.count)
        low = digest.low
        high = digest.high
    }
}

/// The last so many keys that were added, each with a value: what has ended lately, what was read lately.
///
/// It remembers at least `capacity` keys. Memory grows with use up to that.
struct RecentKeys<Value>: ~Copyable {
    private struct Entry {
        var key: Digest
        var value: Value
        var isHeld: Bool
    }

    private let capacity: Int
    /// A ring in the order of adding; an entry that was removed stays as a gap until its turn.
    private var ring: [Entry] = []
    private var head = 0
    private var used = 0
    /// Ring place + 1; 0 is an empty place. Empty until a key is added.
    private var table: [UInt32] = []
    private var mask = 0
    /// Keys held.
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The value of a key that is remembered.
    func value(_ key: Digest) -> Value? {
        place(of: key).map { ring[Int(table[$0]) - 1].value }
    }

    /// Changes all values that are remembered.
    mutating func updateValues(_ body: (inout Value) -> Void) {
        for entry in ring.indices { body(&ring[entry].value) }
    }

    /// Adds a key as the newest one, in place of itself; gives back the value it had.
    @discardableResult
    mutating func add(_ key: Digest, _ value: Value) -> Value? {
        if let place = place(of: key) {
            let old = Int(table[place]) - 1
            let known = ring[old].value
            ring[old].isHeld = false
            count -= 1
            if used == ring.count {
                growRing(key, value)
                list(key, append(key, value))
            } else {
                // Its place in the table stays: it points to the new entry.
                table[place] = UInt32(append(key, value) + 1)
            }
            return known
        }
        if count >= capacity {
            // The oldest goes; gaps before it go with it.
            while used > 0, !ring[head].isHeld { dropHead() }
            if used > 0 {
                unlist(ring[head].key)
                count -= 1
                dropHead()
            }
        }
        if used == ring.count { growRing(key, value) }
        let entry = append(key, value)
        if count * 2 > table.count { growTable() } else { list(key, entry) }
        return nil
    }

    /// Forgets all keys. Their memory serves again. Cost: the table.
    mutating func removeAll() {
        guard used > 0 else { return }
        for place in table.indices { table[place] = 0 }
        (head, used, count) = (0, 0, 0)
    }

    @inline(__always)
    func prefetchArrays() {
        guard used > 0 else { return }
        table.prefetch(64)
        ring.prefetch(128)
    }

    private mutating func append(_ key: Digest, _ value: Value) -> Int {
        let entry = wrapped(head + used)
        ring[entry] = Entry(key: key, value: value, isHeld: true)
        used += 1
        count += 1
        return entry
    }

    /// A place of the ring, however far it is counted: never twice around.
    @inline(__always)
    private func wrapped(_ place: Int) -> Int { place < ring.count ? place : place - ring.count }

    /// Where a key belongs in the table.
    @inline(__always)
    private func home(_ key: Digest) -> Int { Int(truncatingIfNeeded: key.low) & mask }

    /// Where a key stands in the table.
    @inline(__always)
    private func place(of key: Digest) -> Int? {
        if table.isEmpty { return nil }
        var place = home(key)
        while table[place] != 0 {
            if ring[Int(table[place]) - 1].key == key { return place }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Forgets a key.
    mutating func remove(_ key: Digest) {
        guard let entry = unlist(key) else { return }
        ring[entry].isHeld = false
        count -= 1
    }

    private mutating func dropHead() {
        head = wrapped(head + 1)
        used -= 1
    }

    private mutating func list(_ key: Digest, _ entry: Int) {
        var place = home(key)
        while table[place] != 0 { place = (place + 1) & mask }
        table[place] = UInt32(entry + 1)
    }

    @discardableResult
    private mutating func unlist(_ key: Digest) -> Int? {
        guard var hole = place(of: key) else { return nil }
        let entry = Int(table[hole]) - 1
        var next = (hole + 1) & mask
        while table[next] != 0 {
            let home = home(ring[Int(table[next]) - 1].key)
            if (next - home) & mask >= (next - hole) & mask {
                table[hole] = table[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        table[hole] = 0
        return entry
    }

    private mutating func growRing(_ key: Digest, _ value: Value) {
        var larger: [Entry] = []
        let size = max(4, count * 2)
        larger.reserveCapacity(size)
        for offset in 0..<used {
            let entry = ring[wrapped(head + offset)]
            if entry.isHeld { larger.append(entry) }
        }
        used = larger.count
        larger.append(
            contentsOf: repeatElement(Entry(key: key, value: value, isHeld: false), count: size - larger.count))
        ring = larger
        head = 0
        relist()
    }

    private mutating func growTable() {
        table = Array(repeating: 0, count: max(8, table.count * 2))
        mask = table.count - 1
        relist()
    }

    private mutating func relist() {
        for place in table.indices { table[place] = 0 }
        for offset in 0..<used {
            let entry = wrapped(head + offset)
            if ring[entry].isHeld { list(ring[entry].key, entry) }
        }
    }
}

// MARK: - Invariants

extension RecentKeys {
    func checkInvariants() throws {
        try invariant(count <= max(1, capacity), "RecentKeys: \(count) keys, at most \(capacity)")
        try invariant(used <= ring.count && head <= ring.count, "RecentKeys: \(used) entries in \(ring.count)")
        try invariant(ring.count <= max(16, 2 * capacity), "RecentKeys: a ring of \(ring.count) for \(capacity) keys")
        try invariant(table.count <= max(32, 4 * capacity), "RecentKeys: \(table.count) places for \(capacity) keys")
        var held = 0
        for offset in 0..<used {
            let entry = wrapped(head + offset)
            guard ring[entry].isHeld else { continue }
            held += 1
            let found = place(of: ring[entry].key).map { Int(table[$0]) - 1 }
            try invariant(found == entry, "RecentKeys: an entry is not found by its key")
        }
        let listed = table.count { $0 != 0 }
        try invariant(held == count && listed == count, "RecentKeys: \(held) held, \(listed) listed, \(count) counted")
    }
}
