import NIOCore
import NIOEmbedded

/// Takes the place of a feed's handler. It requests bytes, and stores them and errors.
final class Reading: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private(set) var text = ""
    private(set) var errors: [any Error] = []
    private var context: ChannelHandlerContext?

    /// Adds itself to a channel.
    init(_ channel: EmbeddedChannel) throws {
        try channel.pipeline.syncOperations.addHandler(self)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func readOn() { context?.read() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { text += String(buffer: unwrapInboundIn(data)) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { errors.append(error) }
}
