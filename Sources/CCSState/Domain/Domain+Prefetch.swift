import CPrefetch

extension Domain {
    /// Bytes of a domain without what it points to. Only speed depends on it.
    static var bytes: Int { 2624 }

    /// Prefetches the arrays that an event of a small domain reads. The domain itself should be in the cache.
    func prefetchArrays() {
        texts.prefetchArrays()
        calls.prefetchArrays()
        connections.prefetchArrays()
        seances.prefetchArrays()
        recentLines.prefetchArrays()
        checkUps.prefetchArrays()
        rates.prefetchArrays()
        heardOver.prefetchArrays()
        ccs_prefetch(Unmanaged.passUnretained(log).toOpaque(), 128)
    }

    /// Prefetches what the arrays point to.
    func prefetchBlocks() {
        texts.prefetchBlocks()
        calls.prefetchBlocks()
        connections.prefetchBlocks()
        seances.prefetchBlocks()
        log.prefetchBlocks()
    }
}
