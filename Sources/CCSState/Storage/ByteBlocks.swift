/// Places of so many bytes each, in blocks that are never moved. Whoever owns it frees it, once (``deallocate()``).
struct ByteBlocks {
    private static var shift: Int { 10 }
    private static var size: Int { 1 << shift }

    private var blocks: [UnsafeMutableRawPointer] = []
    private let stride: Int
    /// Places there are.
    private(set) var count = 0

    init(stride: Int) { self.stride = stride }

    /// Gives its memory back.
    func deallocate() {
        for block in blocks { block.deallocate() }
    }

    /// The first byte of a place.
    @inline(__always)
    subscript(place: Int) -> UnsafeMutableRawPointer {
        assert(place < count, "ByteBlocks: there is no place \(place)")
        return blocks[place >> Self.shift] + (place & (Self.size - 1)) * stride
    }

    /// Adds a place, whose bytes are anything.
    mutating func append() {
        if count >> Self.shift == blocks.count {
            blocks.append(.allocate(byteCount: stride << Self.shift, alignment: 16))
        }
        count += 1
    }
}

extension ByteBlocks {
    func checkInvariants() throws {
        let needed = (count + Self.size - 1) / Self.size
        try invariant(blocks.count == needed, "ByteBlocks: \(blocks.count) blocks for \(count) places")
    }
}
