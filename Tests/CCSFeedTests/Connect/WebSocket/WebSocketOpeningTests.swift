import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing

@testable import CCSFeed

/// A connection to a websocket. The test is its server.
private final class Conversation {
    let loop = EmbeddedEventLoop()
    let channel: EmbeddedChannel
    let opening: OpeningHandler
    private let outcome = Outcome()

    private final class Outcome {
        var result: Result<Void, any Error>?
    }

    init(_ address: String = "ws://127.0.0.1:80", token: FeedToken? = nil) throws {
        let endpoint = try FeedEndpoint(FeedAddress(parsing: address), token: token)
        channel = EmbeddedChannel(loop: loop)
        try endpoint.addHandlers(
            to: channel, clock: FeedClock(wallMilliseconds: { 0 }, monotonicNanoseconds: { 0 }))
        opening = try channel.pipeline.syncOperations.handler(type: OpeningHandler.self)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
        let outcome = outcome
        opening.opened?.assumeIsolated().whenComplete { outcome.result = $0 }
    }

    func sent() throws -> String? {
        var all: String?
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { all = (all ?? "") + String(buffer: buffer) }
        return all
    }

    /// The server's response to the request.
    func acceptance(of request: String) throws -> String {
        let line = try #require(request.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") })
        let key = line.dropFirst("Sec-WebSocket-Key: ".count)
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: \(webSocketAccept(String(key)))\r\n\r\n"
    }

    var trouble: FeedTrouble? {
        if case .failure(let error) = outcome.result { error as? FeedTrouble } else { nil }
    }
}

@Suite("Opening a websocket")
struct WebSocketOpeningTests {
    @Test("the request names the host, the path and the token, and asks for a websocket")
    func request() throws {
        let conversation = try Conversation("ws://localhost:8080/a/b", token: try FeedToken("s3cr3t.word"))
        let request = try #require(try conversation.sent())
        #expect(request.hasPrefix("GET /a/b HTTP/1.1\r\n"))
        for header in [
            "Host: localhost:8080", "Authorization: Bearer s3cr3t.word", "Upgrade: websocket", "Connection: upgrade",
            "Sec-WebSocket-Version: 13",
        ] {
            #expect(request.contains("\r\n\(header)\r\n"), "\(header)")
        }
    }

    @Test("the default port is left out, and so is a missing token")
    func plainRequest() throws {
        let request = try #require(try Conversation("ws://[::1]").sent())
        #expect(request.hasPrefix("GET /ws/token/v1 HTTP/1.1\r\nHost: [::1]\r\n"))
        #expect(!request.contains("Authorization"))
    }

    @Test("the lines do not depend on where the answer and the first frames are cut")
    func cutAnywhere() throws {
        let frames = Frame.text("{\"a\":1}") + Frame.text("{\"b\":", isFinal: false) + Frame.more("2}", isFinal: true)
        var isShort = true
        var cut = 0
        while isShort {
            let conversation = try Conversation()
            let request = try #require(try conversation.sent())
            let bytes = Array(try conversation.acceptance(of: request).utf8) + frames
            let reading = try Reading(conversation.channel)
            try conversation.channel.writeInbound(ByteBuffer(bytes: bytes[..<cut]))
            conversation.loop.run()
            reading.readOn()
            try conversation.channel.writeInbound(ByteBuffer(bytes: bytes[cut...]))
            conversation.loop.run()
            reading.readOn()
            #expect(conversation.trouble == nil)
            #expect(reading.text == "{\"a\":1}\n{\"b\":2}\n", "cut at \(cut)")
            cut += 1
            isShort = cut <= bytes.count
        }
    }

    @Test(
        "a refusal says what it means, in words that are not longer than a line",
        arguments: [
            ("401 Unauthorized", "token refused: HTTP 401 Unauthorized"),
            ("403 Forbidden", "not allowed: HTTP 403 Forbidden"),
            ("499 s3cr3t.word is not welcome", "no websocket: HTTP 499"),
            ("404 Not Found", "no websocket there: HTTP 404 Not Found"),
            ("302 Found", "sent elsewhere: HTTP 302 Found"),
            ("503 Service Unavailable", "the server is busy: HTTP 503 Service Unavailable"),
            ("599 Oops", "the server failed: HTTP 599"),
            ("200 OK", "no websocket: HTTP 200 OK"),
            ("498 " + String(repeating: "x", count: 999), "no websocket: HTTP 498"),
        ])
    func refused(status: String, words: String) throws {
        let conversation = try Conversation(token: try FeedToken("s3cr3t.word"))
        try conversation.channel.writeInbound(
            ByteBuffer(string: "HTTP/1.1 \(status)\r\nContent-Length: 4\r\n\r\nbody"))
        #expect(conversation.trouble?.description == words)
        #expect(conversation.trouble?.advice.isEmpty == false)
        #expect(!conversation.channel.isActive)
    }

    @Test(
        "an answer that is none is refused",
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nX: " + String(repeating: "x", count: 100_000),
        ])
    func noWebSocket(answer: String) throws {
        let conversation = try Conversation()
        _ = try? conversation.channel.writeInbound(ByteBuffer(string: answer))
        guard case .websocket = conversation.trouble else {
            Issue.record("\(String(describing: conversation.trouble))")
            return
        }
        #expect(!conversation.channel.isActive)
    }

    @Test("a silent server has ten seconds")
    func silent() throws {
        let conversation = try Conversation()
        conversation.loop.advanceTime(by: .seconds(9))
        #expect(conversation.trouble == nil)
        conversation.loop.advanceTime(by: .seconds(1))
        #expect(conversation.trouble == .timedOut)
        #expect(!conversation.channel.isActive)
    }

    @Test("a server that hangs up instead of answering has closed")
    func closed() throws {
        let conversation = try Conversation()
        conversation.channel.close(promise: nil)
        conversation.loop.run()
        #expect(conversation.trouble == .closedByFeed)
    }
}
