import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing

@testable import CCSFeed

@Suite("An open websocket")
struct WebSocketHandlerTests {
    private let channel = EmbeddedChannel()
    private let reading: Reading

    init() throws {
        try channel.pipeline.syncOperations.addHandler(WebSocketHandler(token: try FeedToken("s3cr3t.word")))
        reading = try Reading(channel)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
        reading.readOn()
    }

    private func receive(_ bytes: [UInt8]) throws { try channel.writeInbound(ByteBuffer(bytes: bytes)) }

    private func sent() throws -> (WebSocketOpcode, [UInt8])? {
        try channel.readOutbound(as: WebSocketFrame.self).map { ($0.opcode, Array($0.data.readableBytesView)) }
    }

    private var isOpen: Bool {
        channel.embeddedEventLoop.run()
        return channel.isActive
    }

    @Test("each sent line is one masked message")
    func sends() throws {
        try channel.writeOutbound(ByteBuffer(string: "one\ntwo\n"))
        let first = try #require(try channel.readOutbound(as: WebSocketFrame.self))
        #expect(String(buffer: first.data) == "one")
        #expect(first.opcode == .text && first.fin && first.maskKey != nil)
        #expect(try sent().map { String(decoding: $1, as: UTF8.self) } == "two")
        #expect(try sent() == nil)
    }

    @Test("a ping is answered with its payload, the last one of several, and only if the server reads")
    func pings() throws {
        try receive(Frame.of([1, 2], opcode: 9))
        #expect(try sent().map { $0 == .pong && $1 == [1, 2] } == true)
        try receive(Frame.of([1], opcode: 9) + Frame.text("x") + Frame.of([2], opcode: 9))
        #expect(try sent().map { $0 == .pong && $1 == [2] } == true)
        #expect(try sent() == nil)
        channel.isWritable = false
        try receive(Frame.of([3], opcode: 9))
        #expect(try sent() == nil)
        #expect(reading.text == "x\n")
    }

    @Test("its close is answered, and reported with its reason but without the token")
    func closes() throws {
        try receive(Frame.text("last") + Frame.close(1008, "s3cr3t.word has expired"))
        #expect(try sent().map { $0 == .connectionClose && $1 == [0x03, 0xF0] } == true)
        #expect(reading.text == "last\n")
        #expect(reading.errors.first as? FeedTrouble == .closed(code: 1008, reason: "(token) has expired"))
        #expect(
            (reading.errors.first as? FeedTrouble)?.description
                == "closed by the feed: not allowed: (token) has expired")
        #expect(!isOpen)
    }

    @Test("a violation of the protocol is reported and ends it")
    func breaks() throws {
        try receive(Frame.text("good") + [0x81, 0x85, 0, 0, 0, 0])
        #expect(try sent().map { $0 == .connectionClose && $1 == [0x03, 0xEA] } == true)
        #expect(reading.text == "good\n")
        guard case .websocket = reading.errors.first as? FeedTrouble else {
            Issue.record("\(reading.errors)")
            return
        }
        #expect(!isOpen)
    }

    @Test("a silent one gets a ping, and is closed if it does not answer")
    func pulse() throws {
        channel.embeddedEventLoop.advanceTime(by: WebSocketHandler.pulse)
        #expect(try sent()?.0 == .ping)
        try receive(Frame.of([], opcode: 10))
        reading.readOn()
        channel.embeddedEventLoop.advanceTime(by: WebSocketHandler.pulse)
        #expect(try sent()?.0 == .ping)
        #expect(isOpen)
        channel.embeddedEventLoop.advanceTime(by: WebSocketHandler.pulse)
        #expect(!isOpen)
        #expect(reading.errors.first as? FeedTrouble == .timedOut)
    }

    @Test("while the feed does not read, silence has no effect")
    func heldBack() throws {
        try receive(Frame.text("x"))
        for _ in 0..<5 { channel.embeddedEventLoop.advanceTime(by: WebSocketHandler.pulse) }
        #expect(isOpen)
    }
}
