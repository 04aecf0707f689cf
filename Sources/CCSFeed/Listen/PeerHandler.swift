internal import NIOCore

/// One peer that pushes a feed. Its bytes go into the mailbox, and while that is full, nothing is read from the peer.
///
/// ccs-top sends nothing to a peer. Everything here runs on the event loop.
final class PeerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let source: Int
    private let clock: FeedClock
    private let outlet: Outlet
    private let whenGone: () -> Void
    private var context: ChannelHandlerContext?
    private var isReading = false

    init(source: Int, clock: FeedClock, outlet: Outlet, whenGone: @escaping () -> Void) {
        self.source = source
        self.clock = clock
        self.outlet = outlet
        self.whenGone = whenGone
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        outlet.whenDrained = { [weak self] in self?.drained() }
        let name = context.remoteAddress.flatMap { address in
            address.ipAddress.map { ListenAddress.text(host: $0, port: address.port ?? 0) }
        }
        outlet.send(.opened(source: source, name: name ?? "a peer"))
        outlet.send(.status(source: source, .live(since: clock.wallMilliseconds())))
        if context.channel.isActive { readOn() }
    }

    func channelActive(context: ChannelHandlerContext) {
        readOn()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let arrivedAt = clock.wallMilliseconds()
        let buffer = unwrapInboundIn(data)
        guard buffer.readableBytes > 0 else { return }
        outlet.send(
            .bytes(buffer.withUnsafeReadableBytes { FeedChunk(source: source, copying: $0, arrivedAt: arrivedAt) }))
        if outlet.isClosed { context.close(promise: nil) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        readOn()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // A peer that left at once was never active.
        leave()
    }

    private func leave() {
        guard context != nil else { return }
        context = nil
        outlet.send(.status(source: source, .ended(since: clock.wallMilliseconds())))
        outlet.send(.ended(source: source, .endOfFeed))
        // Its number is free for another peer once all its bytes are in the mailbox, which can be after this handler is
        // freed.
        let whenGone = whenGone
        if outlet.isHolding { outlet.whenDrained = whenGone } else { whenGone() }
    }

    private func drained() {
        if outlet.isClosed { context?.close(promise: nil) }
        readOn()
    }

    private func readOn() {
        guard let context, !isReading, !outlet.isHolding else { return }
        isReading = true
        context.read()
    }
}
