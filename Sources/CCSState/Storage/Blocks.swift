/// An array that grows by blocks of a fixed size: growing costs the same however much there is, and no more room is held than is
/// used, but for one block. Only the first block is ever moved: it starts small (``BlockGrowth``).
///
/// For elements without references. Its owner frees it, once (``deallocate()``).
struct Blocks<Element> {
    private static var shift: Int { 10 }
    private static var size: Int { 1 << shift }

    private var blocks: [UnsafeMutablePointer<Element>] = []
    /// Elements that the blocks have room for.
    private var capacity = 0
    /// Elements held.
    private(set) var count = 0

    init() {}

    /// Gives its memory back.
    func deallocate() {
        for block in blocks { block.deallocate() }
    }

    subscript(place: Int) -> Element {
        @inline(__always) get { address(place).pointee }
        @inline(__always) nonmutating _modify { yield &address(place).pointee }
    }

    @inline(__always)
    private func address(_ place: Int) -> UnsafeMutablePointer<Element> {
        assert(place < count, "Blocks: there is no element \(place)")
        return blocks[place >> Self.shift] + (place & (Self.size - 1))
    }

    mutating func append(_ element: Element) {
        if count == capacity { grow() }
        (blocks[count >> Self.shift] + (count & (Self.size - 1))).initialize(to: element)
        count += 1
    }

    private mutating func grow() {
        let size = BlockGrowth.size(after: capacity, full: Self.size)
        let block = UnsafeMutablePointer<Element>.allocate(capacity: size)
        if let first = blocks.first, capacity < Self.size {
            block.moveInitialize(from: first, count: count)
            first.deallocate()
            blocks[0] = block
            capacity = size
        } else {
            blocks.append(block)
            capacity += size
        }
    }
}

/// How stores of a domain grow. There may be very many domains with next to nothing in them, so the first block of a store starts
/// small and is doubled until it is as large as all others.
enum BlockGrowth {
    /// The size of the next block, or of the one in place of the first, where there is room for so many elements. The first has
    /// room for four of a unit.
    static func size(after capacity: Int, full: Int, unit: Int = 1) -> Int {
        capacity < full ? max(4 * unit, capacity * 2) : full
    }
}

extension Blocks {
    func checkInvariants() throws {
        let needed = (count + Self.size - 1) / Self.size
        try invariant(blocks.count == needed, "Blocks: \(blocks.count) blocks for \(count) places")
    }
}
