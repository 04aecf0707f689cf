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
/// count and length, its owner and its bytes. Looking a text up costs its hash and about two cache misses.
struct TextPool: ~Copyable {
    /// Bytes of text and headers in use, unused places of the blocks left out.
    private(set) var bytesInUse = 0
    /// Different texts held.
    private(set) var count = 0

    private static let blockBytes = 1 << 16
    private static let granule = 4
    /// How often it is used and its length (4 bytes), and its owner (4).
    private static let headerBytes = 8
    private static let ownerOffset = 4
    private static let granulesPerBlock = blockBytes / granule
    /// The length takes the lower bits of its four bytes.
    private static let lengthBits: UInt32 = 10
    private static let lengthMask: UInt32 = 1 << lengthBits - 1
    /// One use. A text that is used four million times at once is counted no further, and stays.
    private static let oneUse: UInt32 = 1 << lengthBits
    private static let mostUses: UInt32 = ~lengthMask

    private var blocks: [UnsafeMutableRawPointer] = []
    private var nextGranule = granulesPerBlock
    /// First free place of each size class, linked through the places themselves; 0 ends a list.
    private var free: [UInt32]
    private var table = TextTable()

    init() {
        free = Array(repeating: 0, count: (Event.maximumID + Self.headerBytes) / Self.granule + 2)
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
        let known = table.find(hash) { holds($0, start, length) }
        if known != 0 {
            retain(TextID(raw: known))
            return TextID(raw: known)
        }
        let id = allocate(length)
        let entry = address(id)
        entry.storeBytes(of: Self.oneUse | UInt32(length), as: UInt32.self)
        entry.storeBytes(of: 0, toByteOffset: Self.ownerOffset, as: UInt32.self)
        (entry + Self.headerBytes).copyMemory(from: start, byteCount: length)
        table.insert(hash, id)
        count += 1
        return TextID(raw: id)
    }

    /// The id of a text that is held; no value where it is not. Adds no use.
    func find(_ text: FeedText) -> TextID {
        guard let start = text.bytes.baseAddress, !text.isEmpty else { return .none }
        let length = min(text.bytes.count, Event.maximumID)
        let hash = UInt32(truncatingIfNeeded: ccs_hash64(start, length))
        return TextID(raw: table.find(hash) { holds($0, start, length) })
    }

    /// One use more of a text.
    func retain(_ id: TextID) {
        guard id.isSome else { return }
        let entry = address(id.raw)
        let uses = entry.load(as: UInt32.self)
        if uses < Self.mostUses { entry.storeBytes(of: uses + Self.oneUse, as: UInt32.self) }
    }

    /// One use less; the last one frees the text.
    mutating func release(_ id: TextID) {
        guard id.isSome else { return }
        let entry = address(id.raw)
        let uses = entry.load(as: UInt32.self)
        if uses >= Self.mostUses { return }
        guard uses >> Self.lengthBits <= 1 else {
            entry.storeBytes(of: uses - Self.oneUse, as: UInt32.self)
            return
        }
        remove(id.raw)
    }

    /// The bytes of a text; valid while it is in use.
    func text(_ id: TextID) -> FeedText {
        guard id.isSome else { return .none }
        let entry = address(id.raw)
        return FeedText(UnsafeRawBufferPointer(start: entry + Self.headerBytes, count: length(entry)))
    }

    /// What a text that is in use stands for, as far as somebody has said; 0 at first.
    @inline(__always)
    func owner(_ id: TextID) -> UInt32 { address(id.raw).load(fromByteOffset: Self.ownerOffset, as: UInt32.self) }

    /// Says what a text stands for, for as long as it is in use.
    @inline(__always)
    func setOwner(_ id: TextID, _ owner: UInt32) {
        address(id.raw).storeBytes(of: owner, toByteOffset: Self.ownerOffset, as: UInt32.self)
    }

    @inline(__always)
    private func address(_ id: UInt32) -> UnsafeMutableRawPointer {
        let granule = Int(id)
        return blocks[granule / Self.granulesPerBlock] + (granule % Self.granulesPerBlock) * Self.granule
    }

    @inline(__always)
    private func length(_ entry: UnsafeMutableRawPointer) -> Int { Int(entry.load(as: UInt32.self) & Self.lengthMask) }

    @inline(__always)
    private func holds(_ id: UInt32, _ start: UnsafeRawPointer, _ length: Int) -> Bool {
        let entry = address(id)
        return self.length(entry) == length && memcmp(entry + Self.headerBytes, start, length) == 0
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
        let length = length(entry)
        table.remove(UInt32(truncatingIfNeeded: ccs_hash64(entry + Self.headerBytes, length)), id)
        count -= 1
        let granules = Self.granules(length)
        bytesInUse -= granules * Self.granule
        entry.storeBytes(of: free[granules], as: UInt32.self)
        free[granules] = id
    }
}
