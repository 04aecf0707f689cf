import CPrefetch

extension Domain {
    /// About as many bytes as a domain has without what it points to.
    static var bytes: Int { 3072 }

    /// Prefetches the arrays that an event of a small domain reads. The domain itself should be in the cache.
    func prefetchArrays() {
        texts.prefetchArrays()
        calls.prefetchArrays()
        connections.prefetchArrays()
        seances.prefetchArrays()
        recentLines.prefetchArrays()
        checkUps.prefetchArrays()
        rates.prefetchArrays()
        heardOver.prefetch(8)
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
