import CPrefetch

/// Places of so many bytes each, in blocks. Only the first block is ever moved: it starts small (``BlockGrowth``). Its owner
/// frees it, once (``deallocate()``).
struct ByteBlocks {
    private static var shift: Int { 10 }
    private static var size: Int { 1 << shift }

    private var blocks: [UnsafeMutableRawPointer] = []
    private let stride: Int
    /// Places that the blocks have room for.
    private var capacity = 0
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
        if count == capacity { grow() }
        count += 1
    }

    /// Removes all places. Their memory serves again.
    mutating func removeAll() { count = 0 }

    @inline(__always)
    func prefetchArrays() { blocks.prefetch(8) }

    /// Prefetches the first place.
    @inline(__always)
    func prefetchBlocks() {
        if let first = blocks.first { ccs_prefetch(first, stride) }
    }

    private mutating func grow() {
        let size = BlockGrowth.size(after: capacity, full: Self.size)
        let block = UnsafeMutableRawPointer.allocate(byteCount: size * stride, alignment: 16)
        if let first = blocks.first, capacity < Self.size {
            block.copyMemory(from: first, byteCount: count * stride)
            first.deallocate()
            blocks[0] = block
            capacity = size
        } else {
            blocks.append(block)
            capacity += size
        }
    }
}

extension ByteBlocks {
    func checkInvariants() throws {
        let needed = (capacity + Self.size - 1) / Self.size
        try invariant(blocks.count == needed, "ByteBlocks: \(blocks.count) blocks for \(capacity) places")
        try invariant(count <= capacity, "ByteBlocks: \(count) places in room for \(capacity)")
    }
}
