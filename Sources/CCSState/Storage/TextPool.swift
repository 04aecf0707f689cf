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
/// An entry is its count and length, its owner and its bytes, and is never moved. Looking a text up costs its hash and about two
/// cache misses.
///
/// Words that very many objects have, like their states, lie in the first block (``internWord(_:)``), so that their ids fit into
/// two bytes. They are texts of their own: the same bytes can be both, under two ids.
struct TextPool: ~Copyable {
    /// Bytes of text and headers in use, free places left out.
    private(set) var bytesInUse = 0
    /// Different texts held.
    private(set) var count = 0

    /// How often it is used and its length (2 bytes), and its owner or how often more it is used (4).
    private static let headerBytes = TextPlaces.headerBytes
    private static let ownerOffset = 2
    private static let lengthMask = TextPlaces.lengthMask
    private static let oneUse: UInt16 = 1 << TextPlaces.lengthBits
    /// So many uses stand beside the length, and all more of a text that has no owner in place of that. Hardly any text is an id and
    /// used so often.
    private static let fewUses: UInt16 = ~lengthMask
    /// A text that is used a billion times at once is counted no further, and stays.
    private static let mostUses: UInt32 = 1 << 30 - 1

    private var places = TextPlaces(longest: Event.maximumID)
    private var table = TextTable()
    /// How often more texts are used that have an owner.
    private var moreUses: [UInt32: UInt32] = [:]

    /// Bytes taken from the system for texts, whether in use or free.
    var bytesHeld: Int { places.bytesHeld }

    /// The id of a text, one use more; no value for no text. Texts are cut to ``Event/maximumID`` bytes.
    mutating func intern(_ text: FeedText) -> TextID {
        guard let start = text.bytes.baseAddress, !text.isEmpty else { return .none }
        let length = min(text.bytes.count, Event.maximumID)
        let hash = self.hash(start, length)
        let known = table.find(hash) { holds($0, start, length) }
        if known != 0 {
            retain(TextID(raw: known))
            return TextID(raw: known)
        }
        return add(places.take(length: length), start, length, hash)
    }

    /// The id of a text of which there are few, one use more. It is a small one, unless the text is long or there are a thousand.
    mutating func internWord(_ text: FeedText) -> TextID {
        let length = text.bytes.count
        guard let start = text.bytes.baseAddress, 1...(TextPlaces.wordBytes - Self.headerBytes) ~= length else {
            return intern(text)
        }
        let hash = ~self.hash(start, length)
        let known = table.find(hash) { holds($0, start, length) }
        if known != 0 {
            retain(TextID(raw: known))
            return TextID(raw: known)
        }
        let place = places.takeWord()
        return place == 0 ? intern(text) : add(place, start, length, hash)
    }

    /// Removes all texts. Their memory serves again.
    mutating func removeAll() {
        (bytesInUse, count) = (0, 0)
        if !moreUses.isEmpty { moreUses = [:] }
        places.removeAll()
        table.removeAll()
    }

    @inline(__always)
    func prefetchArrays() {
        table.prefetchArrays()
        places.prefetchArrays()
    }

    @inline(__always)
    func prefetchBlocks() {
        table.prefetchBlocks()
        places.prefetchBlocks()
    }

    private mutating func add(_ id: UInt32, _ start: UnsafeRawPointer, _ length: Int, _ hash: UInt32) -> TextID {
        guard id != 0 else { return .none }
        let entry = address(id)
        entry.storeBytes(of: Self.oneUse | UInt16(length), as: UInt16.self)
        entry.storeBytes(of: 0, toByteOffset: Self.ownerOffset, as: UInt32.self)
        (entry + Self.headerBytes).copyMemory(from: start, byteCount: length)
        if table.isCrowded(hash) { table.split(table.texts.map { (self.hash(of: $0), $0) }) }
        table.insert(hash, id)
        count += 1
        bytesInUse += TextPlaces.granules(of: id, length: length) * TextPlaces.granule
        return TextID(raw: id)
    }

    /// The id of a text that is held, not as a word; no value where it is not. Adds no use.
    func find(_ text: FeedText) -> TextID {
        guard let start = text.bytes.baseAddress, !text.isEmpty else { return .none }
        let length = min(text.bytes.count, Event.maximumID)
        return TextID(raw: table.find(hash(start, length)) { holds($0, start, length) })
    }

    /// One use more of a text.
    mutating func retain(_ id: TextID) {
        guard id.isSome else { return }
        let entry = address(id.raw)
        let uses = entry.loadUnaligned(as: UInt16.self)
        if uses < Self.fewUses {
            entry.storeBytes(of: uses + Self.oneUse, as: UInt16.self)
        } else {
            setMoreUses(id, moreUses(id) + 1)
        }
    }

    /// One use less; the last one frees the text.
    mutating func release(_ id: TextID) {
        guard id.isSome else { return }
        let entry = address(id.raw)
        let uses = entry.loadUnaligned(as: UInt16.self)
        if uses >= Self.fewUses {
            let more = moreUses(id)
            if more >= Self.mostUses { return }
            if more > 0 { return setMoreUses(id, more - 1) }
        }
        guard uses >> TextPlaces.lengthBits <= 1 else {
            entry.storeBytes(of: uses - Self.oneUse, as: UInt16.self)
            return
        }
        remove(id.raw)
    }

    private func moreUses(_ id: TextID) -> UInt32 {
        let owner = owner(id)
        return owner <= Self.mostUses ? owner : moreUses[id.raw] ?? 0
    }

    private mutating func setMoreUses(_ id: TextID, _ uses: UInt32) {
        let uses = min(uses, Self.mostUses)
        if owner(id) <= Self.mostUses {
            address(id.raw).storeBytes(of: uses, toByteOffset: Self.ownerOffset, as: UInt32.self)
        } else {
            moreUses[id.raw] = uses == 0 ? nil : uses
        }
    }

    /// The bytes of a text; valid while it is in use.
    func text(_ id: TextID) -> FeedText {
        guard id.isSome else { return .none }
        let entry = address(id.raw)
        return FeedText(UnsafeRawBufferPointer(start: entry + Self.headerBytes, count: length(entry)))
    }

    /// What a text that is in use stands for, where somebody has said so: that is ``noOwner`` or greater.
    @inline(__always)
    func owner(_ id: TextID) -> UInt32 {
        address(id.raw).loadUnaligned(fromByteOffset: Self.ownerOffset, as: UInt32.self)
    }

    /// Owners are greater than this.
    static let noOwner = mostUses

    /// Says what a text stands for, for as long as it is in use, or that it stands for nothing any more (nil).
    mutating func setOwner(_ id: TextID, _ owner: UInt32?) {
        guard id.isSome else { return }
        let more = moreUses(id)
        if !moreUses.isEmpty { moreUses[id.raw] = nil }
        address(id.raw).storeBytes(of: owner ?? 0, toByteOffset: Self.ownerOffset, as: UInt32.self)
        if more > 0 { setMoreUses(id, more) }
    }

    @inline(__always)
    private func address(_ id: UInt32) -> UnsafeMutableRawPointer { places.address(id) }

    @inline(__always)
    private func length(_ entry: UnsafeMutableRawPointer) -> Int {
        Int(entry.loadUnaligned(as: UInt16.self) & Self.lengthMask)
    }

    @inline(__always)
    private func holds(_ id: UInt32, _ start: UnsafeRawPointer, _ length: Int) -> Bool {
        let entry = address(id)
        return self.length(entry) == length && memcmp(entry + Self.headerBytes, start, length) == 0
    }

    @inline(__always)
    func hash(_ start: UnsafeRawPointer, _ length: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: ccs_hash64(start, length))
    }

    /// The hash of a stored text. Words have other hashes than the same bytes as a text.
    private func hash(of id: UInt32) -> UInt32 {
        let entry = address(id)
        let hash = self.hash(entry + Self.headerBytes, length(entry))
        return TextPlaces.isWord(id) ? ~hash : hash
    }

    private mutating func remove(_ id: UInt32) {
        let entry = address(id)
        let length = length(entry)
        table.remove(hash(of: id), id)
        count -= 1
        bytesInUse -= TextPlaces.granules(of: id, length: length) * TextPlaces.granule
        places.give(id, length: length)
    }
}

// MARK: - Invariants

extension TextPool {
    /// Also calls `body` for each text with its uses.
    func checkInvariants(_ body: (TextID, _ uses: Int) throws -> Void = { _, _ in }) throws {
        var (entries, words, bytes) = (0, 0, 0)
        try table.checkInvariants { part, key, id in
            let entry = address(id)
            let length = length(entry)
            try invariant(1...Event.maximumID ~= length, "TextPool: text \(id) has \(length) bytes")
            try invariant(
                table.isKept(hash(of: id), part: part, key: key), "TextPool: text \(id) cannot be found")
            if TextPlaces.isWord(id) { words += 1 } else { entries += 1 }
            bytes += TextPlaces.granules(of: id, length: length) * TextPlaces.granule
            let uses = entry.loadUnaligned(as: UInt16.self) >> TextPlaces.lengthBits
            try invariant(uses > 0, "TextPool: text \(id) is listed and not used")
            try body(TextID(raw: id), Int(uses) + Int(moreUses(TextID(raw: id))))
        }
        try invariant(entries + words == count, "TextPool: \(entries + words) texts, \(count) counted")
        try invariant(bytes == bytesInUse, "TextPool: \(bytes) bytes in use, \(bytesInUse) counted")
        let placed = try places.checkInvariants()
        try invariant(placed == (entries, words), "TextPool: \(placed) places for \(entries) texts, \(words) words")
        for (id, uses) in moreUses {
            try invariant(
                uses > 0 && owner(TextID(raw: id)) > Self.noOwner, "TextPool: text \(id) has \(uses) more uses")
        }
    }
}
