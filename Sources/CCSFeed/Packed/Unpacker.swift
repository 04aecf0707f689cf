internal import CZlib
internal import CZstd

/// Decompresses a stream of concatenated gzip members or zstd frames.
///
/// Memory is bounded by the window of the library (128 MiB at most) and one buffer, whatever size the data claims.
final class Unpacker {
    /// The problem with the data, as a message for the user.
    struct Fault: Error, Equatable {
        let words: String
    }

    /// The size of an output buffer, in bytes.
    static let outputSize = 256 << 10

    private let packing: Packing
    private var gzip = z_stream()
    private var zstd: OpaquePointer?
    private var room = [UInt8](repeating: 0, count: outputSize)
    /// Between two members, where the stream may end.
    private var isAtEnd = true
    /// Only zeros may follow: some tools pad blocks with zeros.
    private var isPadding = false

    /// An unpacker at the beginning of the data. Returns nil if there is no memory for it.
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

    /// Decompresses the next piece of the data. `take` receives the output and returns whether to go on. Returns false if
    /// `take` did. Before it throws, `take` has received all valid data.
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
            // After a full output buffer, the library may hold more output without new input.
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

    /// Checks the end of the data. Throws if the data is incomplete.
    func finish() throws(Fault) {
        guard isAtEnd else { throw Fault(words: "the compressed data end too early: the file is incomplete") }
    }

    /// Skips zeros after a member. Returns the rest, or nil if another member follows.
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
            // Without input or output, a result of 1 only means that a new frame could begin.
            if from.pos > 0 || into.pos > 0 { isAtEnd = code == 0 }
            return (from.pos, into.pos, nil)
        }
    }
}
