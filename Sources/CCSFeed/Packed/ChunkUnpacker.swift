/// Decompresses chunks between a reader and the mailbox. Chunks that are not compressed pass unchanged.
struct ChunkUnpacker {
    enum Outcome: Equatable {
        case more
        /// The mailbox is closed, or the feed was stopped.
        case stopped
        /// The data is damaged. The valid part before it was posted. The text is a message for the user.
        case failed(String)
    }

    private enum Stage {
        case unknown([UInt8])
        case plain
        case packed(Unpacker)
    }

    private var stage = Stage.unknown([])
    private let source: Int

    init(source: Int) {
        self.source = source
    }

    /// Takes a chunk of the feed, and posts the result.
    mutating func take(_ chunk: FeedChunk, _ post: (FeedChunk) -> Bool) -> Outcome {
        switch stage {
        case .plain: return post(chunk) ? .more : .stopped
        case .packed(let unpacker):
            return chunk.storage.withUnsafeBytes { bytes in
                unpack(unpacker, UnsafeRawBufferPointer(rebasing: bytes[..<chunk.count]), chunk.arrivedAt, post)
            }
        case .unknown(let before):
            return before.isEmpty && chunk.count >= Packing.looksAt
                ? look(chunk, post) : look(joined(before, chunk), post)
        }
    }

    /// Posts the rest at the end of the feed.
    mutating func finish(arrivedAt: Int64, _ post: (FeedChunk) -> Bool) -> Outcome {
        switch stage {
        case .plain: return .more
        case .unknown(let before):
            guard !before.isEmpty else { return .more }
            let chunk = FeedChunk(source: source, storage: before, count: before.count, arrivedAt: arrivedAt)
            return post(chunk) ? .more : .stopped
        case .packed(let unpacker):
            do {
                try unpacker.finish()
                return .more
            } catch {
                return .failed(error.words)
            }
        }
    }

    private func joined(_ before: [UInt8], _ chunk: FeedChunk) -> FeedChunk {
        let bytes = before + chunk.storage[..<chunk.count]
        return FeedChunk(source: source, storage: bytes, count: bytes.count, arrivedAt: chunk.arrivedAt)
    }

    private mutating func look(_ chunk: FeedChunk, _ post: (FeedChunk) -> Bool) -> Outcome {
        let guess = chunk.storage.withUnsafeBytes {
            Packing.guess(UnsafeRawBufferPointer(rebasing: $0[..<min(chunk.count, Packing.looksAt)]))
        }
        switch guess {
        case .notYet:
            stage = .unknown(Array(chunk.storage[..<chunk.count]))
            return .more
        case .plain:
            stage = .plain
        case .packed(let packing):
            guard let unpacker = Unpacker(packing) else { return .failed("there is not enough memory to decompress") }
            stage = .packed(unpacker)
        }
        return take(chunk, post)
    }

    private func unpack(
        _ unpacker: Unpacker, _ bytes: UnsafeRawBufferPointer, _ arrivedAt: Int64, _ post: (FeedChunk) -> Bool
    ) -> Outcome {
        do {
            let goesOn = try unpacker.unpack(bytes) { part in
                post(FeedChunk(source: source, copying: part, arrivedAt: arrivedAt))
            }
            return goesOn ? .more : .stopped
        } catch {
            return .failed(error.words)
        }
    }
}
