internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// The handler that stands before the last one while TLS and HTTP complete their handshakes. It reports when the connection
/// is open, or why opening failed.
///
/// Until then it requests every read itself. It keeps bytes of the feed that arrive together with the end of the handshake,
/// until the feed's handler requests them.
final class OpeningHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer

    /// The last step of opening the connection.
    enum Last {
        case handshake
        case upgrade
    }

    private let last: Last
    private let host: String
    private let patience: TimeAmount
    private let wallSeconds: () -> Int
    private var promise: EventLoopPromise<Void>?
    /// Completes when the connection is open. Nil before the handler is in a pipeline.
    private(set) var opened: EventLoopFuture<Void>?
    private var timer: Scheduled<Void>?
    private var kept: [ByteBuffer] = []
    private var isOpen = false
    private var isAsked = false

    init(last: Last, host: String, patience: TimeAmount, wallSeconds: @escaping () -> Int) {
        self.last = last
        self.host = host
        self.patience = patience
        self.wallSeconds = wallSeconds
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let promise = context.eventLoop.makePromise(of: Void.self)
        self.promise = promise
        opened = promise.futureResult
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(.closedByFeed)
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    /// The connection is open. The feed may already have sent bytes.
    func open() {
        guard !isOpen else { return }
        isOpen = true
        timer?.cancel()
        promise?.succeed(())
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshake = last, case TLSUserEvent.handshakeCompleted = event { open() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isAsked {
            context.fireChannelRead(data)
        } else {
            kept.append(unwrapInboundIn(data))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if !isOpen { context.read() }
    }

    func read(context: ChannelHandlerContext) {
        guard isOpen, !isAsked else { return context.read() }
        isAsked = true
        guard !kept.isEmpty else { return context.read() }
        for buffer in kept { context.fireChannelRead(wrapInboundOut(buffer)) }
        kept = []
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isOpen else { return context.fireErrorCaught(error) }
        fail(trouble(error, context))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.closedByFeed)
        context.fireChannelInactive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard timer == nil, !isOpen else { return }
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: patience) {
            bound.value.handler.fail(.timedOut)
            bound.value.context.close(promise: nil)
        }
        context.read()
    }

    private func fail(_ trouble: FeedTrouble) {
        timer?.cancel()
        timer = nil
        guard !isOpen else { return }
        promise?.fail(trouble)
        promise = nil
    }

    /// Translates the error. A fault of the certificate is determined here, while the certificate can still be read.
    private func trouble(_ error: any Error, _ context: ChannelHandlerContext) -> FeedTrouble {
        let trouble = FeedTrouble(error)
        guard case .certificate(let fault) = trouble else { return trouble }
        if case .wrongName = fault { return .certificate(.wrongName(host)) }
        let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
        return .certificate(CertificateCheck.fault(of: handler?.peerCertificate, now: wallSeconds()))
    }
}
