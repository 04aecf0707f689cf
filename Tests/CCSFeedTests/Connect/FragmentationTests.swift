import CCSEvents
import CCSState
import NIOCore
import NIOEmbedded
import Testing

@testable import CCSFeed

/// A core whose connection the test feeds, and a reducer that takes its items.
private final class Pipeline {
    let loop = EmbeddedEventLoop()
    let mailbox: FeedMailbox
    let core: ConnectCore
    let channel: EmbeddedChannel

    init(isWebSocket: Bool, token: FeedToken? = nil) throws {
        mailbox = try FeedMailbox()
        let channel = EmbeddedChannel(loop: loop)
        if isWebSocket { try channel.pipeline.syncOperations.addHandler(WebSocketHandler(token: token)) }
        self.channel = channel
        let loop = loop
        core = ConnectCore(
            loop: loop, lease: nil, source: 0, mailbox: mailbox,
            clock: FeedClock(wallMilliseconds: { 1000 }, monotonicNanoseconds: { 0 }), answers: AnswerQueue(),
            subscribing: .no, token: token, random: FixedRandom(value: 1)
        ) {
            loop.makeSucceededFuture(channel)
        }
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        core.start()
    }

    /// The snapshot after these pieces.
    func snapshot(of pieces: [ArraySlice<UInt8>]) throws -> String {
        for piece in pieces { try channel.writeInbound(ByteBuffer(bytes: piece)) }
        core.stop()
        guard var reducer = FeedReducer(EventDecoder.Options()) else { return "no memory" }
        for case .bytes(let chunk) in mailbox.take(timeoutMilliseconds: 0) {
            chunk.storage.withUnsafeBytes { bytes in
                var position = 0
                let feed = UnsafeRawBufferPointer(rebasing: bytes[..<chunk.count])
                _ = reducer.take(feed, from: &position, arrival: chunk.arrivedAt)
            }
        }
        reducer.finish(arrival: 1000)
        return String(decoding: reducer.state.snapshotJSON(counts: reducer.counts), as: UTF8.self)
    }
}

@Suite("A feed cut anywhere")
struct FragmentationTests {
    private static let lines = [
        #"{"class":"ccsevents","type":"seance_create","domain":"sales","eventts":1732320000123,"data":{"idseance":"s"}}"#,
        #"["notify",{"class":"ccsevents","type":"call_create","domain":"sales","eventts":1732320000124,"data":{"idcall":"c","name":"Zoë Кузнецова 日本","state":"ringing"}}]"#,
        #"["connection_info_result",{"qid":1,"result":"ok","token":"s3cr3t.word"}]"#,
        "not json",
        "",
        #"{"class":"ccsevents","type":"call_attach_to_seance","domain":"sales","eventts":1732320000125,"data":{"idcall":"c","idseance":"s"}}"#,
    ]

    /// The same lines in frames, some fragmented, with a ping inside a message.
    private static let frames: [UInt8] = lines.enumerated().flatMap { place, line -> [UInt8] in
        let bytes = Array(line.utf8)
        guard place % 2 == 1, bytes.count > 4 else { return Frame.of(bytes) }
        let middle = bytes.count / 3
        return Frame.of(Array(bytes[..<middle]), isFinal: false) + Frame.of([1], opcode: 9)
            + Frame.of(Array(bytes[middle...]), opcode: 0)
    }

    @Test("at every byte gives the same snapshot as whole", arguments: [false, true], [false, true])
    func everywhere(isWebSocket: Bool, hasToken: Bool) throws {
        let bytes = isWebSocket ? Self.frames : Array((Self.lines.joined(separator: "\r\n") + "\r\n").utf8)
        let token = hasToken ? try FeedToken("s3cr3t.word") : nil
        let whole = try Pipeline(isWebSocket: isWebSocket, token: token).snapshot(of: [bytes[...]])
        #expect(whole.contains("\"applied\":3"))
        #expect(whole.contains("\"malformed\":1"))
        #expect(whole.contains("\"control\":1"))
        #expect(whole.contains("Zoë Кузнецова 日本"))
        for cut in 1..<bytes.count {
            let got = try Pipeline(isWebSocket: isWebSocket, token: token).snapshot(of: [bytes[..<cut], bytes[cut...]])
            #expect(got == whole, "cut at \(cut)")
        }
        let single = bytes.indices.map { bytes[$0...$0] }
        #expect(try Pipeline(isWebSocket: isWebSocket, token: token).snapshot(of: single) == whole)
    }

    @Test("a line that is too long is skipped, and the next line is read", arguments: [false, true])
    func oversized(isWebSocket: Bool) throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: (1 << 20) + 1)
        let good = Array(Self.lines[0].utf8)
        let bytes = isWebSocket ? Frame.of(long) + Frame.of(good) : long + [0x0A] + good + [0x0A]
        let pieces = stride(from: 0, to: bytes.count, by: 60_000).map { bytes[$0..<min($0 + 60_000, bytes.count)] }
        let snapshot = try Pipeline(isWebSocket: isWebSocket).snapshot(of: pieces)
        #expect(snapshot.contains("\"applied\":1"))
        #expect(snapshot.contains("\"oversized\":1"))
    }
}
