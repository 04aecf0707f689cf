internal import NIOCore
internal import NIOWebSocket

/// The websocket handler between the network and the feed: it turns frames into lines, and lines into frames. It answers
/// pings, and sends pings to detect a dead server.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = WebSocketFrame

    /// The interval of our pings. The server must send something within the next interval.
    static let pulse = TimeAmount.seconds(30)

    private let token: FeedToken?
    private var reader = WebSocketReader()
    private var lines: [UInt8] = []
    private var timer: RepeatedTask?
    /// Whether bytes came since the last ping.
    private var hasLife = true
    /// Whether the feed has requested a read. Without a request, silence is no sign of a dead server.
    private var isAsked = false
    private var isOver = false

    init(token: FeedToken?) {
        self.token = token
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleRepeatedTask(initialDelay: Self.pulse, delay: Self.pulse) { _ in
            bound.value.handler.beat(bound.value.context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
    }

    func read(context: ChannelHandlerContext) {
        isAsked = true
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        hasLife = true
        let messages = unwrapInboundIn(data).withUnsafeReadableBytes { reader.take($0, lines: &lines) }
        passOn(context)
        for (place, message) in messages.enumerated() {
            switch message {
            case .pong: break
            case .ping(let payload):
                // The protocol allows to answer only the last of several pings. A server that does not read gets no pongs.
                let isLast = !messages[(place + 1)...].contains { if case .ping = $0 { true } else { false } }
                if isLast, context.channel.isWritable { send(.pong, payload, context) }
            case .close(let code, let reason):
                send(.connectionClose, code == 1005 ? [] : [UInt8(code >> 8), UInt8(code & 0xFF)], context)
                end(.closed(code: code, reason: token?.hidden(in: reason) ?? reason), context)
            case .broken(let why):
                send(.connectionClose, [UInt8(1002 >> 8), UInt8(1002 & 0xFF)], context)
                end(.websocket(why), context)
            }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isAsked = false
        context.fireChannelReadComplete()
    }

    /// Sends each line as a message.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var buffer = unwrapOutboundIn(data)
        while let length = buffer.readableBytesView.firstIndex(of: 0x0A).map({ $0 - buffer.readerIndex }) {
            guard let line = buffer.readSlice(length: length) else { break }
            buffer.moveReaderIndex(forwardBy: 1)
            let frame = WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: line)
            context.write(wrapOutboundOut(frame), promise: buffer.readableBytes == 0 ? promise : nil)
        }
    }

    private func passOn(_ context: ChannelHandlerContext) {
        guard !lines.isEmpty else { return }
        let buffer = context.channel.allocator.buffer(bytes: lines)
        lines.removeAll(keepingCapacity: true)
        context.fireChannelRead(wrapInboundOut(buffer))
    }

    private func send(_ opcode: WebSocketOpcode, _ payload: [UInt8], _ context: ChannelHandlerContext) {
        let data = context.channel.allocator.buffer(bytes: payload)
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    private func end(_ trouble: FeedTrouble, _ context: ChannelHandlerContext) {
        isOver = true
        context.fireErrorCaught(trouble)
        context.close(promise: nil)
    }

    private func beat(_ context: ChannelHandlerContext) {
        guard !isOver, context.channel.isActive else { return }
        guard hasLife || !isAsked else { return end(.timedOut, context) }
        hasLife = false
        // No further pings go to a server that does not read.
        if context.channel.isWritable { send(.ping, [], context) }
    }
}
