/// The ``HeardCounts`` of a domain by stint.
///
/// A feed can have thousands of stints, and there can be 100,000 domains. Only stints over which a domain heard of something take
/// room: 76 bytes each.
struct HeardByStint {
    private struct Entry {
        var stint: Stints.Number
        var counts = HeardCounts()
    }

    /// In the order of stints.
    private var entries: [Entry] = []
    /// The place of the entry that was used last. Events of a domain come over the same stint, so it is nearly always the next one too.
    private var last = 0

    init() {}

    /// Stints that take room.
    var count: Int { entries.count }

    /// The counts of a stint. Cost: for another stint than the last one, the logarithm of their number.
    subscript(stint: Stints.Number) -> HeardCounts {
        get {
            let place = place(of: stint)
            return place < entries.count && entries[place].stint == stint ? entries[place].counts : HeardCounts()
        }
        @inline(__always) _modify {
            if last >= entries.count || entries[last].stint != stint { find(stint) }
            yield &entries[last].counts
        }
    }

    /// Where a stint stands, or belongs.
    private func place(of stint: Stints.Number) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].stint < stint { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Makes a stint the last one, with an entry.
    @inline(never)
    private mutating func find(_ stint: Stints.Number) {
        last = place(of: stint)
        guard last == entries.count || entries[last].stint != stint else { return }
        // Stints that nothing carries make room for the new one.
        entries.removeAll { $0.counts.carriers == 0 }
        last = place(of: stint)
        entries.insert(Entry(stint: stint), at: last)
    }

    /// Calls `body` for each stint that takes room.
    func forEach(_ body: (Stints.Number, HeardCounts) -> Void) {
        for entry in entries { body(entry.stint, entry.counts) }
    }

    /// Forgets all counts. Their memory serves again.
    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        last = 0
    }

    @inline(__always)
    func prefetchArrays() { entries.prefetch(MemoryLayout<Entry>.stride) }
}

extension HeardByStint: Equatable {
    /// By all counts that are not 0.
    static func == (left: HeardByStint, right: HeardByStint) -> Bool {
        let (some, others) = (left.carried, right.carried)
        return some.count == others.count
            && zip(some, others).allSatisfy { $0.stint == $1.stint && $0.counts == $1.counts }
    }

    private var carried: [Entry] { entries.filter { $0.counts != HeardCounts() } }
}
