extension DescriptorReader {
    /// Reads to the end, or until it is stopped, and posts the bytes, decompressed if necessary.
    func readToEnd(into mailbox: FeedMailbox, stopper: FeedStopper, clock: FeedClock) -> FeedEnd {
        widenPipe()
        var unpacker = ChunkUnpacker(source: source)
        // A small piece can decompress to very many chunks, so it can be stopped between two of them.
        let post: (FeedChunk) -> Bool = { !stopper.isStopped && mailbox.post(.bytes($0), stopper: stopper) }
        var room: [UInt8] = []
        while !stopper.isStopped {
            switch wait(orFor: stopper.doorbell) {
            case .notYet: continue
            case .failed(let code): return .failed("cannot wait for the feed: \(systemMessage(code))")
            case .readable: break
            }
            if room.isEmpty { room = mailbox.spareBuffer() }
            switch read(into: &room, arrivedAt: clock.wallMilliseconds) {
            case .bytes(let chunk):
                switch unpacker.take(chunk, post) {
                case .more: continue
                case .stopped: return .stopped
                case .failed(let words): return .failed(words)
                }
            case .endOfFeed:
                switch unpacker.finish(arrivedAt: clock.wallMilliseconds(), post) {
                case .more: return .endOfFeed
                case .stopped: return .stopped
                case .failed(let words): return .failed(words)
                }
            case .again: continue
            case .failed(let code): return .failed("cannot read the feed: \(systemMessage(code))")
            }
        }
        return .stopped
    }
}
