import CCSEvents

/// What has ended and is still kept, in the order in which it may leave: seances with all that is tied to them, and calls and
/// connections that belong to none. Failed seances have a queue of their own, and leave last.
struct History: ~Copyable {
    struct Entry {
        var kind: EventType.Subject
        var slot: UInt32
        var serial: UInt32
    }

    private var ordinary = Queue()
    private var failed = Queue()

    init() {}

    mutating func add(_ entry: Entry, isFailed: Bool) {
        if isFailed { failed.append(entry) } else { ordinary.append(entry) }
    }

    /// The entry that leaves first.
    mutating func removeFirst() -> Entry? { ordinary.removeFirst() ?? failed.removeFirst() }

    /// Entries that wait, stale ones included.
    var count: Int { ordinary.count + failed.count }

    /// The most entries that wait where so many objects are kept.
    static func mostEntries(kept: Int) -> Int { 2 * kept + 1024 }

    /// Drops stale entries once they outnumber the kept objects: an object can leave with its connection or its seance, and its entry
    /// stays behind. Amortized cost: constant for each entry.
    mutating func dropStale(kept: Int, isStale: (Entry) -> Bool) {
        guard count > Self.mostEntries(kept: kept) else { return }
        ordinary.removeAll(where: isStale)
        failed.removeAll(where: isStale)
    }

    private struct Queue {
        private var entries: [Entry] = []
        private var first = 0

        var count: Int { entries.count - first }
        var waiting: ArraySlice<Entry> { entries[first...] }

        mutating func append(_ entry: Entry) { entries.append(entry) }

        mutating func removeAll(where isStale: (Entry) -> Bool) {
            entries = waiting.filter { !isStale($0) }
            first = 0
        }

        mutating func removeFirst() -> Entry? {
            guard first < entries.count else { return nil }
            defer {
                first += 1
                if first > 1024, first * 2 > entries.count {
                    entries.removeFirst(first)
                    first = 0
                }
            }
            return entries[first]
        }
    }
}

extension History {
    /// All entries that wait, stale ones included.
    var entries: [Entry] { Array(ordinary.waiting) + Array(failed.waiting) }
}
