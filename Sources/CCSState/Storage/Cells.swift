/// Elements in places that serve again, in blocks that are never moved.
///
/// For elements without references. Whoever owns it frees it, once (``deallocate()``).
struct Cells<Element> {
    private var elements = Blocks<Element>()
    private var free: [UInt32] = []

    init() {}

    /// Gives its memory back.
    func deallocate() { elements.deallocate() }

    /// Elements held.
    var count: Int { elements.count - free.count }

    subscript(place: UInt32) -> Element {
        @inline(__always) get { elements[Int(place)] }
        @inline(__always) nonmutating _modify { yield &elements[Int(place)] }
    }

    /// Adds an element and says where it is.
    mutating func add(_ element: Element) -> UInt32 {
        if let place = free.popLast() {
            elements[Int(place)] = element
            return place
        }
        elements.append(element)
        return UInt32(elements.count - 1)
    }

    /// Takes an element away; its place serves again.
    mutating func remove(_ place: UInt32) { free.append(place) }
}

extension Cells {
    func checkInvariants() throws {
        try elements.checkInvariants()
        try invariant(Set(free).count == free.count, "Cells: a cell is free twice")
        try invariant(free.allSatisfy(isInRange), "Cells: a free cell is out of range")
    }

    /// Whether there is such a cell, in use or free.
    func isInRange(_ place: UInt32) -> Bool { place < elements.count }
}
