/// When each live seance has its next event. A binary heap; equal times come in the order the seances began, so
/// that the feed does not depend on how the heap happens to be laid out.
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

    /// The first entry's next event is at `time`.
    mutating func postponeFirst(to time: Int64) {
        guard var entry = entries.first else { return }
        entry.time = time
        sink(entry)
    }

    mutating func removeFirst() {
        guard let last = entries.popLast(), !entries.isEmpty else { return }
        sink(last)
    }

    /// Puts `entry` where it belongs, from the root down.
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
    /// Whether no entry comes before the one above it.
    var isHeap: Bool {
        entries.indices.dropFirst().allSatisfy { !entries[$0].comes(before: entries[($0 - 1) / 2]) }
    }
}
