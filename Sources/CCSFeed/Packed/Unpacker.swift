internal import CZlib
internal import CZstd

/// Decompresses a stream of gzip members or zstd frames, one after the other as tools concatenate them.
///
/// It streams: memory is that of the library's window (128 MiB at most) and one buffer, whatever the data claim to become.
final class Unpacker {
    /// What is wrong with the data, for people.
    struct Fault: Error, Equatable {
        let words: String
    }

    /// Bytes handed out at a time.
    static let outputSize = 256 << 10

    private let packing: Packing
    private var gzip = z_stream()
    private var zstd: OpaquePointer?
    private var room = [UInt8](repeating: 0, count: outputSize)
    /// Between two members: the stream may end here.
    private var isAtEnd = true
    /// Only zeros may follow: some tools fill up blocks with them.
    private var isPadding = false

    /// An unpacker at the beginning of the data; nil when there is no memory for it.
    init?(_ packing: Packing) {
        self.packing = packing
        if packing == .gzip {
            guard ccs_inflate_init_gzip(&gzip) == Z_OK else { return nil }
        } else {
            guard let stream = ZSTD_createDStream() else { return nil }
            zstd = stream
        }
    }

    deinit {
        if packing == .gzip { inflateEnd(&gzip) }
        if let zstd { ZSTD_freeDStream(zstd) }
    }

    /// Decompresses more of the data. `take` gets what comes of it, and says whether to go on; false is returned when it did not.
    /// Before it throws, what was good has been handed out.
    func unpack(_ input: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) -> Bool) throws(Fault) -> Bool {
        var left = input
        while !left.isEmpty {
            if packing == .gzip, isAtEnd, let skipped = try padding(left) {
                left = skipped
                continue
            }
            let (used, made, fault) = packing == .gzip ? inflateSome(left) : decompressSome(left)
            left = UnsafeRawBufferPointer(rebasing: left[used...])
            if made > 0, !room.withUnsafeBytes({ take(UnsafeRawBufferPointer(rebasing: $0[..<made])) }) { return false }
            if let fault { throw fault }
            if used == 0, made == 0 { throw Fault(words: "the compressed data are damaged") }
            // A full buffer may have more behind it without more input.
            while left.isEmpty, made == Self.outputSize {
                let (_, more, fault) = packing == .gzip ? inflateSome(left) : decompressSome(left)
                if more > 0, !room.withUnsafeBytes({ take(UnsafeRawBufferPointer(rebasing: $0[..<more])) }) {
                    return false
                }
                if let fault { throw fault }
                if more < Self.outputSize { break }
            }
        }
        return true
    }

    /// The end of the data: throws where that is too early.
    func finish() throws(Fault) {
        guard isAtEnd else { throw Fault(words: "the compressed data end too early: the file is incomplete") }
    }

    /// After a member, zeros are skipped: the rest; nil where a member follows.
    private func padding(_ left: UnsafeRawBufferPointer) throws(Fault) -> UnsafeRawBufferPointer? {
        guard isPadding || left[0] == 0 else { return nil }
        isPadding = true
        guard left.allSatisfy({ $0 == 0 }) else {
            throw Fault(words: "there is other data after the compressed data")
        }
        return UnsafeRawBufferPointer(rebasing: left[left.count...])
    }

    private func inflateSome(_ input: UnsafeRawBufferPointer) -> (used: Int, made: Int, fault: Fault?) {
        if isAtEnd, !input.isEmpty {
            inflateReset(&gzip)
            isAtEnd = false
        }
        guard !isAtEnd else { return (0, 0, nil) }
        return room.withUnsafeMutableBytes { room in
            let size = min(input.count, 1 << 30)
            gzip.next_in = UnsafeMutablePointer(
                mutating: input.baseAddress?.assumingMemoryBound(to: Bytef.self))
            gzip.avail_in = uInt(size)
            gzip.next_out = room.baseAddress?.assumingMemoryBound(to: Bytef.self)
            gzip.avail_out = uInt(room.count)
            let code = inflate(&gzip, Z_NO_FLUSH)
            let used = size - Int(gzip.avail_in)
            let made = room.count - Int(gzip.avail_out)
            switch code {
            case Z_STREAM_END:
                isAtEnd = true
                return (used, made, nil)
            case Z_OK, Z_BUF_ERROR: return (used, made, nil)
            default: return (used, made, Fault(words: "the gzip data are damaged"))
            }
        }
    }

    private func decompressSome(_ input: UnsafeRawBufferPointer) -> (used: Int, made: Int, fault: Fault?) {
        room.withUnsafeMutableBytes { room in
            var from = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
            var into = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
            let code = ZSTD_decompressStream(zstd, &into, &from)
            guard ZSTD_getErrorCode(code) != ZSTD_error_frameParameter_windowTooLarge else {
                let words = "the zstd data want a window of more than 128 MiB: decompress them with `zstd -d --long=31`"
                return (from.pos, into.pos, Fault(words: words))
            }
            guard ZSTD_isError(code) == 0 else {
                let words = ZSTD_getErrorName(code).map { String(cString: $0) } ?? "damaged"
                return (from.pos, into.pos, Fault(words: "the zstd data are damaged: \(words)"))
            }
            // With nothing more to read, 1 only means that a new frame could begin.
            if from.pos > 0 || into.pos > 0 { isAtEnd = code == 0 }
            return (from.pos, into.pos, nil)
        }
    }
}
