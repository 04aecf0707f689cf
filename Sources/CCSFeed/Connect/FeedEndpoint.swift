internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// The other end of a connection, with all that is needed to open it: the address, what makes it secure, the token.
public struct FeedEndpoint: Sendable {
    /// Where.
    public let address: FeedAddress

    /// What is shown there to be let in.
    public let token: FeedToken?

    private let tls: NIOSSLContext?
    private let checksNames: Bool

    /// How long one attempt may take until there is a connection, and again until TLS and websocket stand, seconds.
    static let patience: Int64 = 10

    /// Reads the files that `security` names. Throws what is wrong with them, and refuses to send a token over a
    /// connection that others can read.
    public init(
        _ address: FeedAddress, security: FeedSecurity = FeedSecurity(), token: FeedToken? = nil
    ) throws(FeedError) {
        guard token == nil || address.scheme.isEncrypted || address.isLoopback || security.isInsecure else {
            throw FeedError(
                "the token is not sent to \(address), where others can read it",
                advice: "use \(address.scheme.isWebSocket ? "wss" : "tls")://, or allow it with --insecure")
        }
        self.address = address
        self.token = token
        checksNames = !security.isInsecure && !address.isNumeric
        tls = address.scheme.isEncrypted ? try security.context(for: address.scheme) : nil
    }

    /// Connects. The channel that comes of it does not read by itself, takes lines and gives bytes of lines.
    func connect(on group: MultiThreadedEventLoopGroup, clock: FeedClock) -> EventLoopFuture<any Channel> {
        let bootstrap = Self.bootstrap(group: group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try addHandlers(to: channel, clock: clock) }
        }
        // An address needs no resolver.
        let connected =
            if let known = try? SocketAddress(ipAddress: address.host, port: address.port) {
                bootstrap.connect(to: known)
            } else {
                bootstrap.connect(host: address.host, port: address.port)
            }
        return connected.flatMap { channel in
            guard let opening = try? channel.pipeline.syncOperations.handler(type: OpeningHandler.self) else {
                // Plain TCP is open as soon as it is connected.
                let isPlain = address.scheme == .tcp
                return isPlain
                    ? channel.eventLoop.makeSucceededFuture(channel)
                    : channel.eventLoop.makeFailedFuture(FeedTrouble.closedByFeed)
            }
            let opened = opening.opened ?? channel.eventLoop.makeFailedFuture(FeedTrouble.closedByFeed)
            return opened.map { channel }
        }
    }

    /// Puts TLS, HTTP and the websocket between the network and the feed, as far as the address wants them.
    func addHandlers(to channel: any Channel, clock: FeedClock) throws {
        let pipeline = channel.pipeline.syncOperations
        if let tls {
            try pipeline.addHandler(tlsHandler(tls))
        }
        guard address.scheme != .tcp else { return }
        let opening = OpeningHandler(
            last: address.scheme.isWebSocket ? .upgrade : .handshake, host: address.host,
            patience: .seconds(Self.patience), wallSeconds: { Int(clock.wallMilliseconds() / 1000) })
        if address.scheme.isWebSocket {
            try WebSocketUpgrade.addHandlers(to: pipeline, address: address, token: token, opening: opening)
        }
        try pipeline.addHandler(opening)
    }

    private func tlsHandler(_ tls: NIOSSLContext) throws -> NIOSSLClientHandler {
        guard checksNames else {
            return try NIOSSLClientHandler(context: tls, serverHostname: address.isNumeric ? nil : address.host)
        }
        // Beside the library's own checks, and before anything of ours is sent.
        return try NIOSSLClientHandler._makeSSLClientHandler(context: tls, serverHostname: address.host) {
            CertificateName.check($0, host: address.host, on: $1.eventLoop)
        }
    }

    private static func bootstrap(group: MultiThreadedEventLoopGroup) -> ClientBootstrap {
        // The handler asks for every read itself. Big buffers, taken whole: with those of 2 KiB the rate is a fraction.
        let options = ChannelOptions.self
        return ClientBootstrap(group: group)
            .connectTimeout(.seconds(patience))
            .channelOption(options.autoRead, value: false)
            .channelOption(options.maxMessagesPerRead, value: 4)
            .channelOption(options.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256 << 10))
            .channelOption(options.tcpOption(.tcp_nodelay), value: 1)
            // Otherwise a feed whose machine lost its power would be waited for without end.
            .channelOption(options.socketOption(.so_keepalive), value: 1)
            .channelOption(options.tcpOption(.init(rawValue: TCP_KEEPIDLE)), value: 30)
            .channelOption(options.tcpOption(.init(rawValue: TCP_KEEPINTVL)), value: 10)
            .channelOption(options.tcpOption(.init(rawValue: TCP_KEEPCNT)), value: 3)
    }
}
