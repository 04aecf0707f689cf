import CCSEvents
import CPrefetch

/// Prefetching: with many domains, all that an event reads is out of the processor's cache, and loading one line after the other
/// takes longer than all work. A batch names the domains of its next lines, so their memory is loaded at once, in three steps: the
/// domains, their arrays, and the blocks that these point to.
extension State {
    /// Lines of which the domains are expected at a time: more would push each other out of the cache.
    static var mostExpected: Int { 16 }

    /// Whether there are so many domains that they do not fit into the cache.
    var hasManyDomains: Bool { domains.count >= 1024 }

    /// Prefetches the domain of one of the next lines, or the one that leaves for it.
    mutating func expect(_ name: FeedText) {
        guard let place = places[Self.key(of: name)] ?? nextToLeave() else { return }
        expected.append(place)
        order.prefetch(place)
        logBudget.prefetch(place)
        ccs_prefetch(Unmanaged.passUnretained(domains[place]).toOpaque(), Domain.bytes)
    }

    /// The domain that was silent for longest of those that are not expected to leave yet.
    private mutating func nextToLeave() -> Int? {
        guard domains.count >= limits.domains else { return nil }
        leaving = leaving.map { order.next(after: $0) } ?? order.oldest
        return leaving
    }

    /// Prefetches what the expected domains point to.
    mutating func prefetchExpected() {
        for place in expected { domains[place].prefetchArrays() }
        for place in expected { domains[place].prefetchBlocks() }
        expected.removeAll(keepingCapacity: true)
        leaving = nil
    }
}
