import CCSSimulator
import NIOCore

/// A connected peer: reads its subscriptions, and counts its waiting bytes.
final class PeerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let lineLimit = 64 << 10

    private(set) var isListening = false
    /// The requested domain; nil for all.
    private(set) var domain: String?
    /// Bytes given to the channel that the network has not taken yet.
    private(set) var backlog = 0

    private let hub: Hub
    private var context: ChannelHandlerContext?
    private var line: [UInt8] = []
    private var isLeaving = false

    init(hub: Hub) { self.hub = hub }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        isListening = !hub.waitsForSubscription
        hub.add(self)
        if isListening { hub.wake() }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        isListening = false
        hub.remove(self)
        hub.wake()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in unwrapInboundIn(data).readableBytesView {
            if byte == UInt8(ascii: "\n") {
                take(line)
                line.removeAll(keepingCapacity: true)
            } else if line.count < Self.lineLimit {
                line.append(byte)
            } else {
                return close(because: "it sent a line of more than \(Self.lineLimit) bytes")
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Ignores lines that are no subscription, such as an answer or a ping.
    private func take(_ line: [UInt8]) {
        guard let request = SubscribeRequest(line: line) else { return }
        domain = request.domain
        send(ByteBuffer(bytes: request.answer))
        isListening = !isLeaving
        hub.wake()
    }

    func send(_ bytes: ByteBuffer) {
        guard let context, !isLeaving else { return }
        guard backlog <= Hub.backlogLimit else {
            return close(because: "it is too slow, \(backlog) bytes wait for it")
        }
        let count = bytes.readableBytes
        backlog += count
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(bytes)).whenComplete { result in
            bound.value.written(count, failed: (try? result.get()) == nil)
        }
    }

    private func written(_ count: Int, failed: Bool) {
        backlog -= count
        if failed || isLeaving && backlog == 0 {
            context?.close(promise: nil)
        } else {
            hub.wake()
        }
    }

    /// Takes no more lines, and closes when all waiting bytes are sent.
    func closeWhenDone() {
        isLeaving = true
        if backlog == 0 { context?.close(promise: nil) }
    }

    func close(because reason: String) {
        guard let context else { return }
        isListening = false
        isLeaving = true
        complain("closed \(context.remoteAddress.map(Server.text) ?? "a peer"): \(reason)")
        context.close(promise: nil)
    }
}
