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

    private struct Queue {
        private var entries: [Entry] = []
        private var first = 0

        mutating func append(_ entry: Entry) { entries.append(entry) }

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
