import CZlib
import CZstd
import Foundation
import Testing

@testable import CCSFeed

/// Compresses with the simple calls of the libraries.
private func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    #expect(
        deflateInit2_(
            &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
            == Z_OK)
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))) + 64)
    input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = uInt(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = uInt(output.count)
            #expect(deflate(&stream, Z_FINISH) == Z_STREAM_END)
        }
    }
    return Array(output[..<Int(stream.total_out)])
}

private func zstd(_ bytes: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let count = ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
    return Array(output[..<count])
}

enum Method: CaseIterable { case gzip, zstd }

@Suite("Compressed feeds")
struct ChunkUnpackerTests {
    private func packed(_ bytes: [UInt8], _ method: Method) -> [UInt8] {
        method == .gzip ? gzip(bytes) : zstd(bytes)
    }

    /// Unpacks bytes in pieces of a size. Returns the output and the outcome.
    private func unpack(_ bytes: [UInt8], pieces: Int) -> (bytes: [UInt8], end: ChunkUnpacker.Outcome) {
        var unpacker = ChunkUnpacker(source: 0)
        var out: [UInt8] = []
        let post: (FeedChunk) -> Bool = {
            out += $0.storage[..<$0.count]
            return true
        }
        var at = 0
        while at < bytes.count {
            let end = min(at + pieces, bytes.count)
            let outcome = unpacker.take(FeedChunk(bytes: Array(bytes[at..<end])), post)
            if outcome != .more { return (out, outcome) }
            at = end
        }
        let end = unpacker.finish(arrivedAt: 0, post)
        return (out, end)
    }

    private let feed = countedLines(bytes: 700_000)

    @Test("come out as they went in, in pieces of any size, one member after the other", arguments: Method.allCases)
    func roundTrip(method: Method) {
        let once = packed(feed, method)
        #expect(once.count < feed.count / 2)
        for pieces in [1 << 20, 65_536, 4096, 997] {
            #expect(unpack(once, pieces: pieces).bytes == feed)
            #expect(unpack(once, pieces: pieces).end == .more)
        }
        let small = packed(Array("one\n".utf8), method)
        let joined = small + packed([], method) + packed(Array("two\n".utf8), method)
        for pieces in 1...joined.count {
            let (bytes, end) = unpack(joined, pieces: pieces)
            #expect(String(decoding: bytes, as: UTF8.self) == "one\ntwo\n")
            #expect(end == .more)
        }
    }

    @Test("that are cut off give what was good, and say so", arguments: Method.allCases)
    func cutOff(method: Method) {
        let whole = packed(feed, method)
        for part in [5, whole.count / 2, whole.count - 1] {
            let (bytes, end) = unpack(Array(whole[..<part]), pieces: 4096)
            #expect(feed.starts(with: bytes))
            #expect(part < 100 || !bytes.isEmpty)
            #expect(end == .failed("the compressed data end too early: the file is incomplete"))
        }
    }

    @Test("that are damaged give what was good, and say so", arguments: Method.allCases)
    func damaged(method: Method) {
        var bytes = packed(feed, method)
        // Damages the beginning, where the headers are. zstd has no checksum of the rest by default.
        for place in 10..<60 { bytes[place] ^= 0x5A }
        let (out, end) = unpack(bytes, pieces: 1000)
        guard case .failed(let words) = end else {
            Issue.record("no error")
            return
        }
        #expect(words.contains("damaged"))
        #expect(out.count < feed.count + 1_000_000)
    }

    @Test("with junk behind them say so; zeros are only padding")
    func trailing() {
        let member = gzip(Array("one\n".utf8))
        #expect(unpack(member + [0, 0, 0, 0, 0], pieces: 3).end == .more)
        #expect(unpack(member + [0, 0, 0, 0, 0], pieces: 3).bytes == Array("one\n".utf8))
        #expect(unpack(member + Array("junk".utf8), pieces: 1000).end == .failed("the gzip data are damaged"))
        #expect(unpack(member + [0, 7], pieces: 1000).end == .failed("there is other data after the compressed data"))
    }

    @Test("that are not compressed come as they are, whatever they begin with")
    func plain() {
        for start in [[0x1F], [0x1F, 0x8B], [0x28, 0xB5, 0x2F], [0x50, 0x2A], [0x7B], []] as [[UInt8]] {
            let bytes = start + Array("{}\n".utf8)
            for pieces in 1...4 {
                #expect(unpack(bytes, pieces: pieces).bytes == bytes)
                #expect(unpack(start, pieces: pieces).bytes == start)
            }
        }
    }

    @Test("that grow to any size are streamed")
    func bomb() {
        var unpacker = ChunkUnpacker(source: 0)
        let bytes = gzip([UInt8](repeating: 0x20, count: 64 << 20))
        var (most, all) = (0, 0)
        let outcome = unpacker.take(FeedChunk(bytes: bytes)) { chunk in
            most = max(most, chunk.storage.capacity)
            all += chunk.count
            return true
        }
        #expect(outcome == .more)
        #expect(all == 64 << 20)
        #expect(most <= Unpacker.outputSize + 2 * FeedChunk.padding + 4096)
    }
}
