/// A binary heap of the live seances by the time of their next event. Entries with equal times come in the order in which
/// their seances began, so the feed does not depend on the layout of the heap.
struct EventHeap: Sendable {
    struct Entry: Sendable {
        var time: Int64
        var number: UInt64
        var slot: Int

        @inline(__always)
        func comes(before other: Entry) -> Bool {
            time != other.time ? time < other.time : number < other.number
        }
    }

    private var entries: [Entry] = []

    var first: Entry? { entries.first }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entry.comes(before: entries[parent]) else { break }
            entries[child] = entries[parent]
            child = parent
        }
        entries[child] = entry
    }

    /// Moves the first entry to the time of its next event.
    mutating func postponeFirst(to time: Int64) {
        guard var entry = entries.first else { return }
        entry.time = time
        sink(entry)
    }

    mutating func removeFirst() {
        guard let last = entries.popLast(), !entries.isEmpty else { return }
        sink(last)
    }

    /// Moves `entry` from the root down to its position.
    private mutating func sink(_ entry: Entry) {
        let count = entries.count
        entries.withUnsafeMutableBufferPointer { entries in
            var parent = 0
            while true {
                var child = 2 * parent + 1
                guard child < count else { break }
                if child + 1 < count, entries[child + 1].comes(before: entries[child]) { child += 1 }
                guard entries[child].comes(before: entry) else { break }
                entries[parent] = entries[child]
                parent = child
            }
            entries[parent] = entry
        }
    }
}

extension EventHeap {
    /// Whether no entry comes before its parent.
    var isHeap: Bool {
        entries.indices.dropFirst().allSatisfy { !entries[$0].comes(before: entries[($0 - 1) / 2]) }
    }
}
