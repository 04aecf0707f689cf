import CCSEvents

/// When to look at which object again: a heap by feed time.
///
/// An object has one check-up that counts, the one its header names; a sooner one replaces it, and the old entry is passed over
/// when its time comes.
struct CheckUps {
    struct Entry {
        var due: Int64
        var slot: UInt32
        var serial: UInt32
        var kind: EventType.Subject
    }

    private var heap: [Entry] = []

    /// Entries that wait.
    var count: Int { heap.count }
    /// When the first is due.
    var firstDue: Int64 { heap.first?.due ?? .max }

    mutating func add(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].due < heap[parent].due else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Keeps only the entries that still count, in any order; the heap is made anew. Cost: the entries.
    mutating func keep(_ counts: (Entry) -> Bool) {
        let kept = heap.filter(counts)
        heap.removeAll(keepingCapacity: true)
        for entry in kept { add(entry) }
    }

    mutating func removeFirst() -> Entry? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var child = parent * 2 + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].due < heap[child].due { child += 1 }
            guard heap[child].due < heap[parent].due else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return first
    }
}
