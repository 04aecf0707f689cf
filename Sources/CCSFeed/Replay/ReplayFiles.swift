internal import Glibc

/// The files of a replay: all files of a recording, the earliest first, or one plain feed.
public struct ReplayFiles: Sendable {
    /// The paths, the earliest first.
    public let paths: [String]
    /// The first line of the first file, without its newline; at most ``RecordingPlan/longestHeader`` bytes.
    public let firstLine: [UInt8]

    /// Suffixes of earlier files that the user may have compressed.
    private static let endings = ["", ".gz", ".zst"]
    /// The limit of earlier files to look for.
    private static let mostFiles = 1000
    /// The number of bytes that ``lastLines(isStopped:)`` reads from the end of a file.
    private static let lookSize = 64 << 10

    /// Looks for the files. `isRecording` tells whether a first line belongs to a recording. Throws the problem with the
    /// path.
    public init(path: String, isRecording: ([UInt8]) -> Bool) throws(FeedError) {
        var own: (line: [UInt8], error: FeedError?) = ([], nil)
        do throws(FeedError) { own.line = try Self.firstLine(of: path) } catch { own.error = error }
        // A feed that is no recording has no earlier files, so files beside it are ignored.
        var earlier: [(path: String, line: [UInt8])] = []
        if own.error != nil || own.line.isEmpty || isRecording(own.line) {
            for place in 1...Self.mostFiles {
                for ending in Self.endings {
                    let path = "\(path).\(place)\(ending)"
                    guard access(path, R_OK) == 0 else { continue }
                    let line = (try? Self.firstLine(of: path)) ?? []
                    if isRecording(line) {
                        earlier.append((path, line))
                        break
                    }
                }
            }
        }
        // A process that was killed during a rotation leaves earlier files, but no file under the plain name.
        if let error = own.error, earlier.isEmpty { throw error }
        paths = earlier.reversed().map(\.path) + (own.error == nil ? [path] : [])
        firstLine = earlier.last?.line ?? own.line
    }

    /// The first line of a file, decompressed; at most ``RecordingPlan/longestHeader`` bytes. Throws if the file cannot be
    /// opened or is not a regular file.
    public static func firstLine(of path: String) throws(FeedError) -> [UInt8] {
        var facts = stat()
        if stat(path, &facts) == 0, ![S_IFREG, S_IFDIR].contains(facts.st_mode & S_IFMT) {
            throw FeedError("\(path) is not a regular file", advice: "a replay reads it more than once: save it in one")
        }
        var line: [UInt8] = []
        try read(path) { chunk in
            let piece = chunk.storage[..<chunk.count].prefix { $0 != 0x0A }
            line.append(contentsOf: piece)
            return line.count < RecordingPlan.longestHeader && piece.count == chunk.count
        }
        return Array(line.prefix(RecordingPlan.longestHeader))
    }

    /// The last lines of the last file, up to 64 KiB. The last line may be partial. Cost: one read, or for a compressed file
    /// reading all of it. It ends when `isStopped` returns true.
    package func lastLines(isStopped: () -> Bool = { false }) -> [UInt8] {
        guard let path = paths.last, let descriptor = try? FileFeed.descriptor(path: path) else { return [] }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return [] }
        var start = [UInt8](repeating: 0, count: Packing.looksAt)
        let known = start.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        let guess = start.withUnsafeBytes { Packing.guess(UnsafeRawBufferPointer(rebasing: $0[..<max(0, known)])) }
        var tail: [UInt8] = []
        if case .packed = guess {
            try? Self.read(path) { chunk in
                if chunk.count >= Self.lookSize { tail.removeAll(keepingCapacity: true) }
                tail.append(contentsOf: chunk.storage[..<chunk.count].suffix(Self.lookSize))
                if tail.count > 4 * Self.lookSize { tail.removeFirst(tail.count - Self.lookSize) }
                return !isStopped()
            }
        } else {
            let offset = max(0, Int(facts.st_size) - Self.lookSize)
            tail = [UInt8](repeating: 0, count: Int(facts.st_size) - offset)
            let count = tail.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
            tail.removeLast(tail.count - max(0, count))
        }
        return Array(tail.suffix(Self.lookSize))
    }

    /// Reads a file in chunks until `take` returns false. Throws if the file cannot be opened. Damaged data ends the read
    /// without an error.
    private static func read(_ path: String, _ take: (FeedChunk) -> Bool) throws(FeedError) {
        let descriptor = try FileFeed.descriptor(path: path)
        defer { close(descriptor) }
        let reader = DescriptorReader(descriptor: descriptor, source: 0)
        var unpacker = ChunkUnpacker(source: 0)
        var room: [UInt8] = []
        while true {
            switch reader.read(into: &room, arrivedAt: { 0 }) {
            case .bytes(let chunk):
                guard unpacker.take(chunk, take) == .more else { return }
            case .endOfFeed:
                _ = unpacker.finish(arrivedAt: 0, take)
                return
            case .again: usleep(1000)
            case .failed: return
            }
        }
    }
}
