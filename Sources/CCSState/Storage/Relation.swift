/// Which children hang under which parent, both by slot, in the order of tying. Tying, cutting and moving cost the same however
/// many children there are.
///
/// Nearly every list has one child or two, so those take a word for the parent and one for each child: the parent has its first
/// child, that one its sibling, if there is one, and the last child its parent. From the third child on it is a doubly linked list
/// in cells of its own, until only one is left.
struct Relation: ~Copyable {
    /// What a child knows: its parent, its sibling, or its place in a long list.
    private enum Child {
        case untied
        case last(parent: UInt32)
        case first(sibling: UInt32)
        case linked(cell: UInt32)

        @inline(__always)
        init(word: UInt32) {
            let value = word & Relation.largestSlot
            switch word >> Relation.slotBits {
            case 0: self = .last(parent: value)
            case 1: self = .first(sibling: value)
            case 2: self = .linked(cell: value)
            default: self = .untied
            }
        }

        @inline(__always)
        var word: UInt32 {
            switch self {
            case .last(let parent): parent
            case .first(let sibling): 1 << Relation.slotBits | sibling
            case .linked(let cell): 2 << Relation.slotBits | cell
            case .untied: .max
            }
        }
    }

    /// What a parent knows: its first child, or its place among the long lists.
    private enum Parent {
        case childless
        case first(child: UInt32)
        case long(cell: UInt32)

        @inline(__always)
        init(word: UInt32) {
            let value = word & Relation.largestSlot
            switch word >> Relation.slotBits {
            case 0: self = .first(child: value)
            case 1: self = .long(cell: value)
            default: self = .childless
            }
        }

        @inline(__always)
        var word: UInt32 {
            switch self {
            case .first(let child): child
            case .long(let cell): 1 << Relation.slotBits | cell
            case .childless: .max
            }
        }
    }

    private struct Link {
        var parent: UInt32
        var previous: UInt32
        var next: UInt32
    }

    private struct List {
        var first: UInt32
        var last: UInt32
    }

    /// Slots are smaller than this many bits say, and so are places of cells.
    private static let slotBits: UInt32 = 30
    private static let largestSlot: UInt32 = 1 << slotBits - 1
    private static let none = UInt32.max

    private var children = Blocks<UInt32>()
    private var parents = Blocks<UInt32>()
    private var links = Cells<Link>()
    private var lists = Cells<List>()
    /// Children that were tied or cut.
    var changedChildren = ChangedSlots()
    /// Parents that a child came to or left.
    var changedParents = ChangedSlots()

    init() {}

    deinit {
        children.deallocate()
        parents.deallocate()
        links.deallocate()
        lists.deallocate()
    }

    /// Whether nothing was ever tied.
    var isEmpty: Bool { children.count == 0 && parents.count == 0 }

    /// Children that stand in long lists.
    var linkedCount: Int { links.count }

    /// Makes room for a child and a parent: most slots of a small domain are never tied.
    private mutating func makeRoom(for child: Int, _ parent: Int) {
        while children.count <= child { children.append(Child.untied.word) }
        while parents.count <= parent { parents.append(Parent.childless.word) }
    }

    @inline(__always)
    private func child(_ slot: UInt32) -> Child {
        slot < children.count ? Child(word: children[Int(slot)]) : .untied
    }

    @inline(__always)
    private func parent(_ slot: Int) -> Parent {
        slot < parents.count ? Parent(word: parents[slot]) : .childless
    }

    @inline(__always)
    private func set(_ slot: UInt32, _ child: Child) { children[Int(slot)] = child.word }

    @inline(__always)
    private func set(_ slot: UInt32, _ parent: Parent) { parents[Int(slot)] = parent.word }

    /// The parent of a child, living or not.
    @inline(__always)
    func parent(of child: Int) -> Int? {
        var own = self.child(UInt32(child))
        if case .first(let sibling) = own { own = self.child(sibling) }
        switch own {
        case .last(let parent): return Int(parent)
        case .linked(let cell): return Int(links[cell].parent)
        case .untied, .first: return nil
        }
    }

    /// How many children hang there. Cost: their number.
    func count(of parent: Int) -> Int {
        var (count, at) = (0, first(of: parent))
        while let child = at { (count, at) = (count + 1, next(after: child)) }
        return count
    }

    /// The first child in the order of tying.
    @inline(__always)
    func first(of parent: Int) -> Int? {
        switch self.parent(parent) {
        case .childless: nil
        case .first(let child): Int(child)
        case .long(let cell): Int(lists[cell].first)
        }
    }

    /// The child after a child.
    func next(after child: Int) -> Int? {
        switch self.child(UInt32(child)) {
        case .untied, .last: return nil
        case .first(let sibling): return Int(sibling)
        case .linked(let cell):
            let next = links[cell].next
            return next == Self.none ? nil : Int(next)
        }
    }

    /// Ties a child to a parent, at the end of its list; from the one it hung under before, if any.
    mutating func tie(_ child: Int, to parent: Int) {
        if self.parent(of: child) == parent { return }
        cut(child)
        makeRoom(for: child, parent)
        changedChildren.note(child)
        changedParents.note(parent)
        let (slot, under) = (UInt32(child), UInt32(parent))
        switch Parent(word: parents[parent]) {
        case .childless:
            set(under, .first(child: slot))
            set(slot, .last(parent: under))
        case .first(let first):
            guard case .first(let second) = self.child(first) else {
                set(first, .first(sibling: slot))
                set(slot, .last(parent: under))
                return
            }
            set(under, .long(cell: lists.add(List(first: first, last: slot))))
            link(first, Link(parent: under, previous: Self.none, next: second))
            link(second, Link(parent: under, previous: first, next: slot))
            link(slot, Link(parent: under, previous: second, next: Self.none))
        case .long(let list):
            let last = lists[list].last
            if case .linked(let cell) = self.child(last) { links[cell].next = slot }
            link(slot, Link(parent: under, previous: last, next: Self.none))
            lists[list].last = slot
        }
    }

    private mutating func link(_ slot: UInt32, _ link: Link) { set(slot, .linked(cell: links.add(link))) }

    /// Takes a child from its parent.
    mutating func cut(_ child: Int) {
        guard let parent = parent(of: child) else { return }
        changedChildren.note(child)
        changedParents.note(parent)
        let (slot, under) = (UInt32(child), UInt32(parent))
        switch Parent(word: parents[parent]) {
        case .childless: break
        case .first(let first):
            if first != slot {
                set(first, .last(parent: under))
            } else if case .first(let sibling) = self.child(first) {
                set(under, .first(child: sibling))
            } else {
                set(under, .childless)
            }
        case .long(let list): unlink(slot, from: list, of: under)
        }
        set(slot, .untied)
    }

    private mutating func unlink(_ slot: UInt32, from list: UInt32, of parent: UInt32) {
        guard case .linked(let own) = child(slot) else { return }
        let link = links[own]
        links.remove(own)
        if case .linked(let cell) = link.previous == Self.none ? .untied : child(link.previous) {
            links[cell].next = link.next
        } else {
            lists[list].first = link.next
        }
        if case .linked(let cell) = link.next == Self.none ? .untied : child(link.next) {
            links[cell].previous = link.previous
        } else {
            lists[list].last = link.previous
        }
        let left = lists[list].first
        guard left == lists[list].last, case .linked(let cell) = child(left) else { return }
        links.remove(cell)
        lists.remove(list)
        set(parent, .first(child: left))
        set(left, .last(parent: parent))
    }

    /// Takes all children from a parent. Cost: their number.
    mutating func cutAll(of parent: Int) {
        while let child = first(of: parent) { cut(child) }
    }
}

// MARK: - Invariants

extension Relation {
    func checkInvariants() throws {
        try links.checkInvariants()
        try lists.checkInvariants()
        var (tied, linked, long) = (0, 0, 0)
        for parent in 0..<parents.count {
            var (previous, at, length) = (Self.none, first(of: parent), 0)
            while let child = at {
                length += 1
                tied += 1
                try invariant(child < children.count && tied <= children.count, "Relation: \(parent)'s list has no end")
                try invariant(
                    self.parent(of: child) == parent, "Relation: \(child) is in the list of \(parent), not its child")
                if case .linked(let cell) = self.child(UInt32(child)) {
                    linked += 1
                    try invariant(links[cell].previous == previous, "Relation: \(child) does not know the one before")
                }
                (previous, at) = (UInt32(child), next(after: child))
            }
            guard case .long(let list) = Parent(word: parents[parent]) else {
                try invariant(length <= 2, "Relation: \(length) children of \(parent) without a long list")
                continue
            }
            long += 1
            try invariant(length > 1 && lists[list].last == previous, "Relation: a list of \(length) has another end")
        }
        let untied = (0..<children.count).count { self.parent(of: $0) == nil }
        try invariant(tied + untied == children.count, "Relation: \(tied) children in lists, \(untied) untied")
        try invariant(linked == links.count, "Relation: \(linked) linked children in \(links.count) cells")
        try invariant(long == lists.count, "Relation: \(long) long lists in \(lists.count) cells")
    }
}
