internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket

/// Upgrades a connection from HTTP to a websocket. NIO sends the request and checks the response. Afterwards our own
/// ``WebSocketHandler`` reads and writes frames, because NIO's decoder holds a frame until it is complete.
enum WebSocketUpgrade {
    /// Adds the handlers that request the upgrade, before `opening`, which is not in the pipeline yet.
    static func addHandlers(
        to pipeline: ChannelPipeline.SynchronousOperations, address: FeedAddress, token: FeedToken?,
        opening: OpeningHandler
    ) throws {
        let encoder = HTTPRequestEncoder(configuration: .init())
        let decoder = ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes))
        let asking = WebSocketAskingHandler(address: address, token: token)
        let upgrading = NIOHTTPClientUpgradeHandler(
            upgraders: [WebSocketUpgrader(opening: opening, token: token)], httpHandlers: [encoder, decoder, asking],
            upgradeCompletionHandler: { _ in })
        try pipeline.addHandlers([encoder, decoder, upgrading, asking])
    }
}

/// Replaces the HTTP handlers by the websocket handler.
private final class WebSocketUpgrader: NIOHTTPClientProtocolUpgrader {
    private let handshake = NIOWebSocketClientUpgrader { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
    private let opening: OpeningHandler
    private let token: FeedToken?

    init(opening: OpeningHandler, token: FeedToken?) {
        self.opening = opening
        self.token = token
    }

    var supportedProtocol: String { handshake.supportedProtocol }
    var requiredUpgradeHeaders: [String] { handshake.requiredUpgradeHeaders }

    func addCustom(upgradeRequestHeaders: inout HTTPHeaders) {
        handshake.addCustom(upgradeRequestHeaders: &upgradeRequestHeaders)
    }

    func shouldAllowUpgrade(upgradeResponse: HTTPResponseHead) -> Bool {
        // An extension that was not requested would change the meaning of frames.
        upgradeResponse.headers["Sec-WebSocket-Extensions"].isEmpty
            && handshake.shouldAllowUpgrade(upgradeResponse: upgradeResponse)
    }

    func upgrade(context: ChannelHandlerContext, upgradeResponse: HTTPResponseHead) -> EventLoopFuture<Void> {
        context.eventLoop.makeCompletedFuture {
            let pipeline = context.pipeline.syncOperations
            try pipeline.addHandlers(
                [WebSocketFrameEncoder(), WebSocketHandler(token: token)], position: .before(opening))
            opening.open()
        }
    }
}

/// Requests the websocket, and reports why it was refused.
private final class WebSocketAskingHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let address: FeedAddress
    private let token: FeedToken?
    private var hasAsked = false
    private var isRefused = false

    init(address: FeedAddress, token: FeedToken?) {
        self.address = address
        self.token = token
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { ask(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        ask(context)
        context.fireChannelActive()
    }

    private func ask(_ context: ChannelHandlerContext) {
        guard !hasAsked else { return }
        hasAsked = true
        var headers = HTTPHeaders()
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        headers.add(name: "Host", value: address.port == address.scheme.usualPort ? host : "\(host):\(address.port)")
        if let token { headers.add(name: "Authorization", value: "Bearer \(token.text)") }
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: address.path, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data), !isRefused else { return }
        isRefused = true
        guard head.status != .switchingProtocols else {
            return context.fireErrorCaught(FeedTrouble.websocket("the answer is not from a websocket"))
        }
        let reason = head.status.reasonPhrase
        context.fireErrorCaught(
            FeedTrouble.upgradeRefused(
                status: Int(head.status.code), reason: token?.hidden(in: reason) ?? reason))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A second error with the reason follows.
        guard !(error is NIOHTTPClientUpgradeError) else { return }
        context.fireErrorCaught(error)
    }
}

extension FeedTrouble {
    /// Translates an error of HTTP; nil for other errors.
    init?(ofHTTP error: any Error) {
        switch error {
        case is HTTPParserError: self = .websocket("the answer is not HTTP")
        case is NIOHTTPClientUpgradeError: self = .websocket("the answer is not from a websocket")
        default: return nil
        }
    }
}
