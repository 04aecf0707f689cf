import NIOCore
import NIOEmbedded

/// Stands where a feed's handler does: asks for bytes and remembers them, and what went wrong.
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
