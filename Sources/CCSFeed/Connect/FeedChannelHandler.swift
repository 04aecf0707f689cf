internal import NIOCore

/// Between one connection and the core: bytes in, and no reading while the core holds back.
///
/// The channel does not read by itself: every read is asked for here.
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

    /// Asks for the next bytes, unless they are asked for already or have to wait.
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
        // Encryption may take its time to say goodbye to somebody who does not listen.
        core.lost(through: self, why: trouble)
    }

    func channelInactive(context: ChannelHandlerContext) {
        core.lost(through: self, why: trouble)
    }
}
