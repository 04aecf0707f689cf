import CPrefetch

/// Prefetching takes two steps, since a structure's blocks are found through its arrays: ``State/prefetchExpected()``.
extension Array {
    /// Prefetches the beginning of its memory, with the count that stands before its elements.
    @inline(__always)
    func prefetch(_ bytes: Int) {
        withUnsafeBytes { if let start = $0.baseAddress { ccs_prefetch(start - 32, 32 + bytes) } }
    }
}
