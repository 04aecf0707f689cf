import CPrefetch

/// The memory of texts: places of as many bytes as an entry takes, in blocks. Only the first block of words and the first one of
/// other texts are ever moved, when they grow: they start small (``BlockGrowth``), so an address is good until the next place is
/// taken.
///
/// A place that was given back serves again for an entry of the same size. Where texts of other sizes come than went, such places
/// would pile up; so once more is free than in use, all that is free side by side is put together (``gather()``) and serves for any
/// size.
///
/// An entry begins with two bytes that tell its length and that it is used; what is free, with those that tell its size:
/// so a block can be read from its beginning to its end.
struct TextPlaces: ~Copyable {
    static let blockBytes = 1 << 16
    /// Ids count in these.
    static let granule = 2
    static let granulesPerBlock = blockBytes / granule
    /// So many ids there can be: 8 GiB of texts. That is twice what ``Limits/table`` allows, since as much may be free as in use.
    private static let mostBlocks = (1 << 32) / granulesPerBlock
    /// What a word takes, however short it is: so any fits where another one was.
    static let wordBytes = 64
    private static let granulesPerWord = wordBytes / granule
    /// The length of an entry, or the granules of what is free, in the lower bits of the first two bytes. The others are 0 where
    /// it is free.
    static let lengthBits: UInt16 = 10
    static let lengthMask: UInt16 = 1 << lengthBits - 1
    /// What an entry has before its text.
    static let headerBytes = 6
    /// What is free and as long at least serves for entries of any size that fit.
    private static let leastSpan = 32
    /// What is free and shorter cannot name the next that is free, and waits for a neighbour.
    private static let leastLinked = 3
    private static let linkOffset = 2
    /// A quarter of the granules of the smallest block. The longest entry fits into one, and into what one grows by.
    private static let leastBlock = 128

    /// The first block has the words.
    private var blocks: [UnsafeMutableRawPointer]
    /// Granules of the block of words, and of all other blocks.
    private var wordGranules: Int
    private var textGranules = 0
    /// Where the next entry goes, and where the room for such ends.
    private var next: UInt32 = 0
    private var end: UInt32 = 0
    /// Where the next word goes. Place 0 stays unused: id 0 means no text.
    private var nextWord = granulesPerWord
    /// First free place of each size, linked through the places themselves; 0 ends a list. The first is that of words. Empty until
    /// a place is free.
    private var free: [UInt32] = []
    /// Sizes of places, in granules: those of words, which have a list of their own, count as none.
    private let sizes: Int
    /// First of the free places for entries of any size.
    private var spans: UInt32 = 0
    /// Granules in use, without words.
    private var used = 0
    /// Granules that were made room for entries of any size since all that is free was put together.
    private var opened = 0

    /// For texts of so many bytes at most.
    init(longest: Int) {
        sizes = Self.granules(longest) + 1
        wordGranules = BlockGrowth.size(after: 0, full: Self.granulesPerBlock, unit: Self.granulesPerWord)
        blocks = [.allocate(byteCount: wordGranules * Self.granule, alignment: 16)]
        // No text: nothing is there, and nobody's.
        blocks[0].storeBytes(of: 0, as: UInt64.self)
    }

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// Gives all places back. The first blocks serve again, and all others are freed.
    mutating func removeAll() {
        for block in blocks.dropFirst(2) { block.deallocate() }
        if blocks.count > 2 { blocks.removeLast(blocks.count - 2) }
        textGranules = min(textGranules, Self.granulesPerBlock)
        (next, end) = (0, 0)
        if textGranules > 0 {
            next = UInt32(Self.granulesPerBlock)
            end = next + UInt32(textGranules - 1)
        }
        (nextWord, spans, used, opened) = (Self.granulesPerWord, 0, 0, textGranules)
        if !free.isEmpty { free = [] }
    }

    @inline(__always)
    func prefetchArrays() {
        blocks.prefetch(16)
        free.prefetch(Self.granulesPerWord)
    }

    /// Prefetches the beginnings of the first blocks.
    @inline(__always)
    func prefetchBlocks() {
        for block in blocks.prefix(2) { ccs_prefetch(block, Self.granulesPerWord * 4 * Self.granule) }
    }

    /// Bytes of all blocks, in use and free.
    var bytesHeld: Int { (wordGranules + textGranules) * Self.granule }

    @inline(__always)
    func address(_ id: UInt32) -> UnsafeMutableRawPointer {
        let granule = Int(id)
        return blocks[granule / Self.granulesPerBlock] + (granule % Self.granulesPerBlock) * Self.granule
    }

    static func isWord(_ id: UInt32) -> Bool { id < granulesPerBlock }

    /// Granules that an entry takes.
    @inline(__always)
    static func granules(of id: UInt32, length: Int) -> Int {
        isWord(id) ? granulesPerWord : granules(length)
    }

    private static func granules(_ length: Int) -> Int { (length + headerBytes + granule - 1) / granule }

    /// A place for an entry with a text of so many bytes, or 0 where there is none. Whoever takes it writes its beginning.
    mutating func take(length: Int) -> UInt32 {
        let granules = Self.granules(length)
        let place = free.isEmpty ? 0 : free[granules]
        if place != 0 {
            free[granules] = link(place)
        } else if end - next < granules, !open(granules) {
            return 0
        } else {
            defer { next += UInt32(granules) }
            used += granules
            return next
        }
        used += granules
        return place
    }

    /// A place for a word, or 0 where there is none.
    mutating func takeWord() -> UInt32 {
        let place = free.isEmpty ? 0 : free[0]
        if place != 0 {
            free[0] = address(place).loadUnaligned(as: UInt32.self)
            return place
        }
        guard nextWord < Self.granulesPerBlock else { return 0 }
        if nextWord == wordGranules {
            wordGranules = BlockGrowth.size(after: nextWord, full: Self.granulesPerBlock, unit: Self.granulesPerWord)
            replace(0, holding: nextWord, by: wordGranules)
        }
        defer { nextWord += Self.granulesPerWord }
        return UInt32(nextWord)
    }

    /// Gives the place of an entry back.
    mutating func give(_ id: UInt32, length: Int) {
        makeLists()
        if Self.isWord(id) {
            address(id).storeBytes(of: free[0], as: UInt32.self)
            free[0] = id
        } else {
            let granules = Self.granules(length)
            used -= granules
            makeFree(from: id, to: id + UInt32(granules), leastSpan: sizes)
        }
    }
}

// MARK: - Room for any size

extension TextPlaces {
    /// Makes room where so many granules fit. False where there are no more ids.
    private mutating func open(_ granules: Int) -> Bool {
        if spans == 0, mayExtend, !mayGather {
            extend()
            return true
        }
        close()
        if spans == 0, mayGather { gather() }
        while spans != 0 {
            next = spans
            end = next + UInt32(size(next))
            spans = link(next)
            opened += Int(end - next)
            if end - next >= granules { return true }
            close()
        }
        guard mayExtend else { return addBlock() }
        extend()
        return true
    }

    /// Opens a new block. The last granule of a block is never taken, so that the end of the last block has a number. False where
    /// there are no more ids.
    private mutating func addBlock() -> Bool {
        guard blocks.count < Self.mostBlocks else { return false }
        let size = BlockGrowth.size(after: textGranules, full: Self.granulesPerBlock, unit: Self.leastBlock)
        next = UInt32(blocks.count * Self.granulesPerBlock)
        end = next + UInt32(size - 1)
        blocks.append(.allocate(byteCount: size * Self.granule, alignment: 16))
        opened += size
        textGranules += size
        mark(end, 1)
        return true
    }

    /// Whether there is but a small block of texts.
    private var mayExtend: Bool { 1..<Self.granulesPerBlock ~= textGranules }

    /// Makes the small block of texts larger. Free room at its end continues in the new part.
    private mutating func extend() {
        let size = BlockGrowth.size(after: textGranules, full: Self.granulesPerBlock, unit: Self.leastBlock)
        replace(1, holding: textGranules, by: size)
        let last = UInt32(Self.granulesPerBlock + textGranules - 1)
        if end != last {
            close()
            next = last
        }
        end = UInt32(Self.granulesPerBlock + size - 1)
        opened += size - textGranules
        textGranules = size
        mark(end, 1)
    }

    /// Moves a block to a larger one.
    private mutating func replace(_ block: Int, holding granules: Int, by size: Int) {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: size * Self.granule, alignment: 16)
        larger.copyMemory(from: blocks[block], byteCount: granules * Self.granule)
        blocks[block].deallocate()
        blocks[block] = larger
    }

    /// Makes the lists of free places.
    private mutating func makeLists() {
        if free.isEmpty { free = Array(repeating: 0, count: sizes) }
    }

    /// Whatever is left of the room becomes free places. Most is too short for the entry that there was no room for, so it serves for
    /// its own size again, and not for any.
    private mutating func close() {
        makeFree(from: next, to: end, leastSpan: sizes)
        next = end
    }

    /// Makes free places of all from one place to another: those of so many granules at least serve for any size.
    private mutating func makeFree(from start: UInt32, to end: UInt32, leastSpan: Int) {
        guard start < end else { return }
        makeLists()
        var place = start
        while place < end {
            let granules = min(Int(end - place), Int(Self.lengthMask))
            mark(place, granules)
            if granules >= leastSpan {
                setLink(place, spans)
                spans = place
            } else if granules >= Self.leastLinked {
                setLink(place, free[granules])
                free[granules] = place
            }
            place += UInt32(granules)
        }
    }

    /// Putting together costs as much as there is, so it comes only after a quarter of that was taken, and where it is worth it.
    private var mayGather: Bool {
        textGranules - used > used && opened > textGranules / 4
    }

    /// Puts together what is free side by side. Cost: all entries.
    private mutating func gather() {
        for size in free.indices.dropFirst() { free[size] = 0 }
        spans = 0
        opened = 0
        // Backwards, so that the first ones serve first.
        for block in (1..<blocks.count).reversed() { gather(block) }
    }

    private mutating func gather(_ block: Int) {
        var place = UInt32(block * Self.granulesPerBlock)
        let last = place + UInt32(granules(ofBlock: block) - 1)
        while place < last {
            var end = place
            while end < last, isFree(end) { end += UInt32(size(end)) }
            makeFree(from: place, to: end, leastSpan: Self.leastSpan)
            place = end
            if place < last { place += UInt32(Self.granules(size(place))) }
        }
    }

    /// The size of a block of texts: only the first one may be small.
    private func granules(ofBlock block: Int) -> Int {
        min(Self.granulesPerBlock, textGranules - (block - 1) * Self.granulesPerBlock)
    }

    private func isFree(_ id: UInt32) -> Bool { address(id).loadUnaligned(as: UInt16.self) & ~Self.lengthMask == 0 }

    /// The granules of what is free, the length of an entry.
    private func size(_ id: UInt32) -> Int { Int(address(id).loadUnaligned(as: UInt16.self) & Self.lengthMask) }

    @inline(__always)
    private func mark(_ id: UInt32, _ granules: Int) {
        address(id).storeBytes(of: UInt16(truncatingIfNeeded: granules), as: UInt16.self)
    }

    @inline(__always)
    private func link(_ id: UInt32) -> UInt32 {
        address(id).loadUnaligned(fromByteOffset: Self.linkOffset, as: UInt32.self)
    }

    @inline(__always)
    private func setLink(_ id: UInt32, _ next: UInt32) {
        address(id).storeBytes(of: next, toByteOffset: Self.linkOffset, as: UInt32.self)
    }
}

// MARK: - Invariants

extension TextPlaces {
    /// Every byte of a block is in use, free or room for the next entry, and what is free can be found. Returns how many entries are
    /// in use, words left out, and how many words.
    @discardableResult
    func checkInvariants() throws -> (entries: Int, words: Int) {
        var unlinked: Set<UInt32> = []
        var (entries, taken) = (0, 0)
        for block in 1..<max(1, blocks.count) {
            var place = UInt32(block * Self.granulesPerBlock)
            let last = place + UInt32(granules(ofBlock: block) - 1)
            while place < last {
                if place == next, next < end {
                    place = end
                } else if isFree(place) {
                    try invariant(size(place) > 0, "TextPlaces: nothing is free at \(place)")
                    if size(place) >= Self.leastLinked { unlinked.insert(place) }
                    place += UInt32(size(place))
                } else {
                    (entries, taken) = (entries + 1, taken + Self.granules(size(place)))
                    place += UInt32(Self.granules(size(place)))
                }
            }
            try invariant(place == last, "TextPlaces: block \(block) ends within an entry")
        }
        try invariant(taken == used, "TextPlaces: \(taken) granules in use, \(used) counted")
        for (granules, first) in free.enumerated().dropFirst() {
            try unlink(&unlinked, from: first) { $0 == granules }
        }
        try unlink(&unlinked, from: spans) { $0 >= Self.leastSpan }
        try invariant(unlinked.isEmpty, "TextPlaces: \(unlinked.count) free places are in no list")
        return (entries, try checkWords())
    }

    /// Takes the places of a list out of a set, where each must be.
    private func unlink(_ places: inout Set<UInt32>, from first: UInt32, where fits: (Int) -> Bool) throws {
        var place = first
        while place != 0 {
            try invariant(places.remove(place) != nil, "TextPlaces: \(place) is in a list and is not free")
            try invariant(fits(size(place)), "TextPlaces: \(size(place)) granules are in a list of others")
            place = link(place)
        }
    }

    private func checkWords() throws -> Int {
        var words = nextWord / Self.granulesPerWord - 1
        var place = free.first ?? 0
        while place != 0 {
            try invariant(
                place < nextWord && Int(place) % Self.granulesPerWord == 0, "TextPlaces: no word can be at \(place)")
            words -= 1
            try invariant(words >= 0, "TextPlaces: the list of free words has no end")
            place = address(place).loadUnaligned(as: UInt32.self)
        }
        return words
    }
}
