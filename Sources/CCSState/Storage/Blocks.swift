/// An array that grows by blocks of a fixed size: nothing is ever moved, so that growing costs the same however much there is,
/// and no more room is held than is used, but for one block.
///
/// For elements without references. Whoever owns it frees it, once (``deallocate()``).
struct Blocks<Element> {
    private static var shift: Int { 10 }
    private static var size: Int { 1 << shift }

    private var blocks: [UnsafeMutablePointer<Element>] = []
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
        if count >> Self.shift == blocks.count { blocks.append(.allocate(capacity: Self.size)) }
        (blocks[count >> Self.shift] + (count & (Self.size - 1))).initialize(to: element)
        count += 1
    }
}

extension Blocks {
    func checkInvariants() throws {
        let needed = (count + Self.size - 1) / Self.size
        try invariant(blocks.count == needed, "Blocks: \(blocks.count) blocks for \(count) places")
    }
}
