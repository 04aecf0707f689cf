internal import NIOCore

/// The handler between one connection and the core: it passes bytes in, and stops reading while the core has no room.
///
/// The channel does not read by itself. This handler requests every read.
final class FeedChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let core: ConnectCore
    private var context: ChannelHandlerContext?
    private var trouble = FeedTrouble.closedByFeed
    private var isReading = false

    init(core: ConnectCore) {
        self.core = core
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    /// Requests the next bytes, unless a read is in progress or the core has no room.
    func readOn() {
        guard let context, !isReading, !core.holdsBack else { return }
        isReading = true
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        core.came(unwrapInboundIn(data), through: self)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        context.fireChannelReadComplete()
        readOn()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        core.writabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        trouble = FeedTrouble(error)
        context.close(promise: nil)
        // A TLS shutdown can wait a long time for a peer that does not read, so the loss is reported now.
        core.lost(through: self, why: trouble)
    }

    func channelInactive(context: ChannelHandlerContext) {
        core.lost(through: self, why: trouble)
    }
}
