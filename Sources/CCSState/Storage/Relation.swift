/// Which children hang under which parent, both by slot: doubly linked lists through arrays beside the records, so that
/// tying, cutting and moving cost the same however many children there are.
struct Relation: ~Copyable {
    private struct Link {
        var parent: UInt32 = .max
        var previous: UInt32 = .max
        var next: UInt32 = .max
    }

    private struct List {
        var first: UInt32 = .max
        var last: UInt32 = .max
    }

    private var links = Blocks<Link>()
    private var lists = Blocks<List>()
    /// Children that were tied or cut.
    var changedChildren = ChangedSlots()
    /// Parents that a child came to or left.
    var changedParents = ChangedSlots()

    init() {}

    deinit {
        links.deallocate()
        lists.deallocate()
    }

    /// Room for a child's slot.
    mutating func addChild(_ child: Int) {
        while links.count <= child { links.append(Link()) }
    }

    /// Room for a parent's slot.
    mutating func addParent(_ parent: Int) {
        while lists.count <= parent { lists.append(List()) }
    }

    /// The parent of a child, living or not.
    func parent(of child: Int) -> Int? {
        let parent = links[child].parent
        return parent == .max ? nil : Int(parent)
    }

    /// How many children hang there. Cost: their number.
    func count(of parent: Int) -> Int {
        var (count, at) = (0, lists[parent].first)
        while at != .max { (count, at) = (count + 1, links[Int(at)].next) }
        return count
    }

    /// The first child in the order of tying.
    func first(of parent: Int) -> Int? {
        let first = lists[parent].first
        return first == .max ? nil : Int(first)
    }

    /// The child after a child.
    func next(after child: Int) -> Int? {
        let next = links[child].next
        return next == .max ? nil : Int(next)
    }

    /// Ties a child to a parent, at the end of its list; from the one it hung under before, if any.
    mutating func tie(_ child: Int, to parent: Int) {
        if links[child].parent == UInt32(parent) { return }
        cut(child)
        changedChildren.note(child)
        changedParents.note(parent)
        let last = lists[parent].last
        links[child] = Link(parent: UInt32(parent), previous: last, next: .max)
        if last == .max { lists[parent].first = UInt32(child) } else { links[Int(last)].next = UInt32(child) }
        lists[parent].last = UInt32(child)
    }

    /// Takes a child from its parent.
    mutating func cut(_ child: Int) {
        let link = links[child]
        guard link.parent != .max else { return }
        let parent = Int(link.parent)
        changedChildren.note(child)
        changedParents.note(parent)
        if link.previous == .max { lists[parent].first = link.next } else { links[Int(link.previous)].next = link.next }
        if link.next == .max {
            lists[parent].last = link.previous
        } else {
            links[Int(link.next)].previous = link.previous
        }
        links[child] = Link()
    }

    /// Takes all children from a parent. Cost: their number.
    mutating func cutAll(of parent: Int) {
        while let child = first(of: parent) { cut(child) }
    }
}
