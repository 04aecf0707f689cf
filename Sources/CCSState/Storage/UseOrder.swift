import CPrefetch

/// Small numbers in the order of their last use: a doubly linked list. Each step costs the same however many there are.
struct UseOrder {
    private struct Link {
        var before: UInt32
        var after: UInt32
    }

    private static let none = UInt32.max

    private var links: [Link] = []
    private var first = UseOrder.none
    private var last = UseOrder.none

    /// The number that was unused for longest.
    var oldest: Int? { first == Self.none ? nil : Int(first) }

    /// The number that was used after another one.
    func next(after number: Int) -> Int? {
        let after = links[number].after
        return after == Self.none ? nil : Int(after)
    }

    @inline(__always)
    func prefetch(_ number: Int) {
        links.withUnsafeBufferPointer { if let start = $0.baseAddress { ccs_prefetch(start + number, 8) } }
    }

    /// Adds the next number, as the one used last.
    mutating func add() {
        links.append(Link(before: Self.none, after: Self.none))
        append(UInt32(links.count - 1))
    }

    /// Makes a number the one used last.
    mutating func use(_ number: Int) {
        let number = UInt32(number)
        guard number != last else { return }
        let link = links[Int(number)]
        if link.before == Self.none { first = link.after } else { links[Int(link.before)].after = link.after }
        links[Int(link.after)].before = link.before
        append(number)
    }

    private mutating func append(_ number: UInt32) {
        links[Int(number)] = Link(before: last, after: Self.none)
        if last == Self.none { first = number } else { links[Int(last)].after = number }
        last = number
    }

    /// That `count` numbers are in the list, each once and each linked both ways.
    func checkInvariants(count: Int) throws {
        var (before, at, listed) = (Self.none, first, 0)
        while at != Self.none {
            listed += 1
            try invariant(listed <= links.count, "UseOrder: the list has no end")
            try invariant(links[Int(at)].before == before, "UseOrder: \(at) does not know the one before")
            (before, at) = (at, links[Int(at)].after)
        }
        try invariant(before == last && listed == count, "UseOrder: \(listed) of \(count) numbers are listed")
    }
}
