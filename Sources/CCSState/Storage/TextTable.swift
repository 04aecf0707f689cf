import CPrefetch

/// Which texts have a hash: in chunks of a cache line (``TextChunk``), nearly full, in parts that grow each on its own, so that none
/// takes long. A small table has one part.
struct TextTable: ~Copyable {
    /// Pages of chunks, of the texts whose hashes begin alike. Keys, the next bits of a hash, are spread evenly over the chunks: so a
    /// part grows without a look at its texts. What is there is never moved to a larger place, which would leave a hole of the
    /// old size: pages are added, and all texts put in anew.
    private struct Part {
        /// Room for pages is doubled where it is used up.
        private var pages: UnsafeMutablePointer<UnsafeMutableRawPointer>
        private var pageCount = 0
        private var chunkCount = 0
        private(set) var count = 0

        /// Chunks of a page. The first page is smaller while there are few texts.
        private static let pageBits = 6

        init() {
            pages = .allocate(capacity: 1)
            addPage(chunks: 1)
        }

        /// Removes all texts. Their memory serves again.
        mutating func removeAll() {
            clear()
            count = 0
        }

        private func clear() {
            for chunk in 0..<chunkCount {
                self[chunk].start.initializeMemory(as: UInt8.self, repeating: 0, count: TextChunk.bytes)
            }
        }

        /// Prefetches the first chunk.
        @inline(__always)
        func prefetchBlocks() { ccs_prefetch(pages[0], TextChunk.bytes) }

        func deallocate() {
            for page in 0..<pageCount { pages[page].deallocate() }
            pages.deallocate()
        }

        private mutating func addPage(chunks: Int) {
            if pageCount > 0, pageCount & (pageCount - 1) == 0 {
                let more = UnsafeMutablePointer<UnsafeMutableRawPointer>.allocate(capacity: pageCount * 2)
                more.update(from: pages, count: pageCount)
                pages.deallocate()
                pages = more
            }
            let bytes = chunks * TextChunk.bytes
            pages[pageCount] = .allocate(byteCount: bytes, alignment: TextChunk.bytes)
            pages[pageCount].initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
            pageCount += 1
            chunkCount += chunks
        }

        @inline(__always)
        private subscript(chunk: Int) -> TextChunk {
            let place = chunk & (1 << Self.pageBits - 1)
            return TextChunk(start: pages[chunk >> Self.pageBits] + place &* TextChunk.bytes)
        }

        @inline(__always)
        private func home(_ key: UInt16) -> Int { (Int(key) &* chunkCount) >> 16 }

        @inline(__always)
        private func after(_ chunk: Int) -> Int { chunk &+ 1 == chunkCount ? 0 : chunk &+ 1 }

        /// The text of a key that is wanted, or 0.
        @inline(__always)
        func find(_ key: UInt16, where isWanted: (UInt32) -> Bool) -> UInt32 {
            var at = home(key)
            for _ in 0..<chunkCount {
                let chunk = self[at]
                var places = chunk.places(of: key)
                while places != 0 {
                    let place = TextChunk.place(places.trailingZeroBitCount)
                    let text = chunk.text(place)
                    if text != 0, chunk.key(place) == key, isWanted(text) { return text }
                    places &= places &- 1
                }
                guard chunk.isPassed else { return 0 }
                at = after(at)
            }
            return 0
        }

        mutating func insert(_ key: UInt16, _ text: UInt32) {
            // Nine places of ten at most are taken.
            if count >= chunkCount * (TextChunk.places - 1) { grow() }
            put(key, text)
            count += 1
        }

        private func put(_ key: UInt16, _ text: UInt32) {
            var at = home(key)
            while self[at].count == TextChunk.places {
                self[at].passed(by: 1)
                at = after(at)
            }
            self[at].append(key, text)
        }

        mutating func remove(_ key: UInt16, _ text: UInt32) {
            let home = home(key)
            var at = home
            for _ in 0..<chunkCount {
                let chunk = self[at]
                var places = chunk.places(of: key)
                while places != 0, chunk.text(TextChunk.place(places.trailingZeroBitCount)) != text {
                    places &= places &- 1
                }
                if places != 0 {
                    chunk.remove(TextChunk.place(places.trailingZeroBitCount))
                    count -= 1
                    // It goes past those before no more.
                    while at != home {
                        at = at == 0 ? chunkCount - 1 : at - 1
                        self[at].passed(by: -1)
                    }
                    return
                }
                at = after(at)
            }
        }

        /// Calls `body` for each key and text.
        func forEach(_ body: (UInt16, UInt32) -> Void) {
            for chunk in 0..<chunkCount {
                let chunk = self[chunk]
                for place in 0..<chunk.count { body(chunk.key(place), chunk.text(place)) }
            }
        }

        func checkInvariants(_ body: (_ key: UInt16, _ text: UInt32) throws -> Void) throws {
            var passing = Array(repeating: 0, count: chunkCount)
            var found = 0
            for at in 0..<chunkCount {
                for place in 0..<self[at].count {
                    found += 1
                    var passed = home(self[at].key(place))
                    while passed != at {
                        passing[passed] += 1
                        passed = after(passed)
                    }
                    try body(self[at].key(place), self[at].text(place))
                }
            }
            try invariant(found == count, "TextTable: \(found) texts in a part of \(count)")
            for at in 0..<chunkCount { try self[at].checkInvariants(passing: passing[at]) }
        }

        /// Cost: the texts of the part.
        private mutating func grow() {
            var held: [(key: UInt16, text: UInt32)] = []
            held.reserveCapacity(count)
            forEach { held.append(($0, $1)) }
            clear()
            if chunkCount < 1 << Self.pageBits {
                let chunks = chunkCount * 2
                pages[0].deallocate()
                (pageCount, chunkCount) = (0, 0)
                addPage(chunks: chunks)
            } else {
                for _ in 0...(pageCount / 16) { addPage(chunks: 1 << Self.pageBits) }
            }
            for (key, text) in held { put(key, text) }
        }
    }

    /// So many bits of a hash say to which part it belongs. A table starts with one part; when a part has as many texts as
    /// ``crowd``, each is split into sixteen, until there are ``mostBits``.
    private var partBits: UInt64 = 0
    private static let mostBits: UInt64 = 8
    private static let bitsOfSplit: UInt64 = 4
    private static let crowd = 576

    private var parts = [Part()]

    init() {}

    deinit {
        for part in parts { part.deallocate() }
    }

    @inline(__always)
    private func part(_ hash: UInt32) -> Int { Int(truncatingIfNeeded: UInt64(hash) &>> (32 &- partBits)) }

    /// The key is always the same 16 bits of a hash, those after the first ``mostBits``, so that a split moves keys unchanged.
    @inline(__always)
    private static func key(_ hash: UInt32) -> UInt16 { UInt16(truncatingIfNeeded: hash >> (16 - UInt32(mostBits))) }

    /// The text of a hash that is wanted, or 0. Texts of hashes that are nearly alike are asked for too.
    @inline(__always)
    func find(_ hash: UInt32, where isWanted: (UInt32) -> Bool) -> UInt32 {
        parts[part(hash)].find(Self.key(hash), where: isWanted)
    }

    /// Removes all texts. Their memory serves again. Cost: the room for texts.
    mutating func removeAll() { for part in parts.indices { parts[part].removeAll() } }

    @inline(__always)
    func prefetchArrays() { parts.prefetch(MemoryLayout<Part>.stride) }

    @inline(__always)
    func prefetchBlocks() { parts[0].prefetchBlocks() }

    /// Adds a text that is not there.
    mutating func insert(_ hash: UInt32, _ text: UInt32) { parts[part(hash)].insert(Self.key(hash), text) }

    /// Takes a text away that is there.
    mutating func remove(_ hash: UInt32, _ text: UInt32) { parts[part(hash)].remove(Self.key(hash), text) }

    /// Whether parts are to be split before a text of a hash is added (``split(_:)``).
    func isCrowded(_ hash: UInt32) -> Bool {
        partBits < Self.mostBits && parts[part(hash)].count >= Self.crowd
    }

    /// All texts.
    var texts: [UInt32] {
        var texts: [UInt32] = []
        for part in parts { part.forEach { texts.append($1) } }
        return texts
    }

    /// Splits each part into sixteen. The caller gives the hashes of all ``texts``, since the table stores only some of their bits.
    mutating func split(_ texts: [(hash: UInt32, text: UInt32)]) {
        for part in parts { part.deallocate() }
        partBits += Self.bitsOfSplit
        parts = (0..<(1 << partBits)).map { _ in Part() }
        for (hash, text) in texts { insert(hash, text) }
    }
}

extension TextTable {
    /// Also calls `body` for each text with its part and its key.
    func checkInvariants(_ body: (_ part: Int, _ key: UInt16, _ text: UInt32) throws -> Void = { _, _, _ in }) throws {
        for (part, texts) in parts.enumerated() { try texts.checkInvariants { try body(part, $0, $1) } }
    }

    /// Whether a text of a hash is kept in a part under a key.
    func isKept(_ hash: UInt32, part: Int, key: UInt16) -> Bool {
        self.part(hash) == part && Self.key(hash) == key
    }
}
