import CXXHash
import CCSEvents

#if canImport(Glibc)
    import Glibc
#endif

/// A text held once however often it is used: a small integer in place of a `String`.
///
/// Ids, numbers, names and states repeat all over a feed (the same id stands in a call, its log entries and its
/// failures; the same number in a call, its connection and its seance).
struct TextID: Equatable, Hashable, Sendable {
    let raw: UInt32

    /// No value.
    static let none = TextID(raw: 0)
    /// Whether there is a value.
    var isSome: Bool { raw != 0 }
}

/// All texts of a domain: interned, counted by use, freed with the last one.
///
/// Texts lie in blocks of fixed size classes, so that freed places serve again and nothing is ever moved; an entry is its
/// count, its length and its bytes. Looking a text up costs its hash and about one cache miss.
struct TextPool: ~Copyable {
    /// Bytes of text and headers in use, unused places of the blocks left out.
    private(set) var bytesInUse = 0
    /// Different texts held.
    private(set) var count = 0

    private static let blockBytes = 1 << 16
    private static let granule = 8
    /// How often it is used (4 bytes) and its length (2).
    private static let headerBytes = 6
    private static let granulesPerBlock = blockBytes / granule

    private var blocks: [UnsafeMutableRawPointer] = []
    private var nextGranule = granulesPerBlock
    /// First free place of each size class, linked through the places themselves; 0 ends a list.
    private var free: [UInt32]
    /// Hash (high half) and id (low half); 0 is an empty place.
    private var table: [UInt64]
    private var mask: Int

    init() {
        free = Array(repeating: 0, count: (Event.maximumID + Self.headerBytes) / Self.granule + 2)
        table = Array(repeating: 0, count: 256)
        mask = 255
        nextGranule = Self.granulesPerBlock
    }

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// The id of a text, one use more; no value for no text. Texts are cut to ``Event/maximumID`` bytes.
    mutating func intern(_ text: FeedText) -> TextID {
        guard let start = text.bytes.baseAddress, !text.isEmpty else { return .none }
        let length = min(text.bytes.count, Event.maximumID)
        let hash = UInt32(truncatingIfNeeded: ccs_hash64(start, length))
        var place = Int(hash) & mask
        while table[place] != 0 {
            if UInt32(truncatingIfNeeded: table[place] >> 32) == hash {
                let id = UInt32(truncatingIfNeeded: table[place])
                let entry = address(id)
                if Int(entry.load(fromByteOffset: 4, as: UInt16.self)) == length,
                    memcmp(entry + Self.headerBytes, start, length) == 0
                {
                    entry.storeBytes(of: entry.load(as: UInt32.self) &+ 1, as: UInt32.self)
                    return TextID(raw: id)
                }
            }
            place = (place + 1) & mask
        }
        let id = allocate(length)
        let entry = address(id)
        entry.storeBytes(of: 1, as: UInt32.self)
        entry.storeBytes(of: UInt16(length), toByteOffset: 4, as: UInt16.self)
        (entry + Self.headerBytes).copyMemory(from: start, byteCount: length)
        table[place] = UInt64(hash) << 32 | UInt64(id)
        count += 1
        if count * 4 > table.count * 3 { grow() }
        return TextID(raw: id)
    }

    /// The id of a text that is held; no value where it is not. Adds no use.
    func find(_ text: FeedText) -> TextID {
        guard let start = text.bytes.baseAddress, !text.isEmpty else { return .none }
        let length = min(text.bytes.count, Event.maximumID)
        let hash = UInt32(truncatingIfNeeded: ccs_hash64(start, length))
        var place = Int(hash) & mask
        while table[place] != 0 {
            if UInt32(truncatingIfNeeded: table[place] >> 32) == hash {
                let id = UInt32(truncatingIfNeeded: table[place])
                let entry = address(id)
                if Int(entry.load(fromByteOffset: 4, as: UInt16.self)) == length,
                    memcmp(entry + Self.headerBytes, start, length) == 0
                {
                    return TextID(raw: id)
                }
            }
            place = (place + 1) & mask
        }
        return .none
    }

    /// One use more of a text.
    func retain(_ id: TextID) {
        guard id.isSome else { return }
        let entry = address(id.raw)
        entry.storeBytes(of: entry.load(as: UInt32.self) &+ 1, as: UInt32.self)
    }

    /// One use less; the last one frees the text.
    mutating func release(_ id: TextID) {
        guard id.isSome else { return }
        let entry = address(id.raw)
        let uses = entry.load(as: UInt32.self)
        guard uses <= 1 else {
            entry.storeBytes(of: uses - 1, as: UInt32.self)
            return
        }
        remove(id.raw)
    }

    /// The bytes of a text; valid while it is in use.
    func text(_ id: TextID) -> FeedText {
        guard id.isSome else { return .none }
        let entry = address(id.raw)
        return FeedText(
            UnsafeRawBufferPointer(
                start: entry + Self.headerBytes, count: Int(entry.load(fromByteOffset: 4, as: UInt16.self))))
    }

    @inline(__always)
    private func address(_ id: UInt32) -> UnsafeMutableRawPointer {
        let granule = Int(id)
        return blocks[granule / Self.granulesPerBlock] + (granule % Self.granulesPerBlock) * Self.granule
    }

    private static func granules(_ length: Int) -> Int { (length + headerBytes + granule - 1) / granule }

    private mutating func allocate(_ length: Int) -> UInt32 {
        let granules = Self.granules(length)
        bytesInUse += granules * Self.granule
        let reused = free[granules]
        if reused != 0 {
            free[granules] = address(reused).load(as: UInt32.self)
            return reused
        }
        if nextGranule + granules > Self.granulesPerBlock {
            blocks.append(.allocate(byteCount: Self.blockBytes, alignment: 16))
            // Granule 0 of the first block stays unused: id 0 means no text.
            nextGranule = blocks.count == 1 ? 1 : 0
        }
        defer { nextGranule += granules }
        return UInt32((blocks.count - 1) * Self.granulesPerBlock + nextGranule)
    }

    private mutating func remove(_ id: UInt32) {
        let entry = address(id)
        let length = Int(entry.load(fromByteOffset: 4, as: UInt16.self))
        let hash = UInt32(truncatingIfNeeded: ccs_hash64(entry + Self.headerBytes, length))
        var hole = Int(hash) & mask
        while UInt32(truncatingIfNeeded: table[hole]) != id { hole = (hole + 1) & mask }
        // Backward-shift deletion: no tombstones, so an endless feed of fresh ids does not fill the table.
        var next = (hole + 1) & mask
        while table[next] != 0 {
            let home = Int(UInt32(truncatingIfNeeded: table[next] >> 32)) & mask
            if (next - home) & mask >= (next - hole) & mask {
                table[hole] = table[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        table[hole] = 0
        count -= 1
        let granules = Self.granules(length)
        bytesInUse -= granules * Self.granule
        entry.storeBytes(of: free[granules], as: UInt32.self)
        free[granules] = id
    }

    private mutating func grow() {
        let old = table
        table = Array(repeating: 0, count: old.count * 2)
        mask = table.count - 1
        for entry in old where entry != 0 {
            var place = Int(UInt32(truncatingIfNeeded: entry >> 32)) & mask
            while table[place] != 0 { place = (place + 1) & mask }
            table[place] = entry
        }
    }
}
