internal import CCSPBX
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// The other end of a connection, and all that is needed to open it: the address, the TLS settings, the token.
public struct FeedEndpoint: Sendable {
    /// The host, the port and the scheme.
    public let address: FeedAddress

    /// The token that authenticates this client.
    public let token: FeedToken?

    private let tls: NIOSSLContext?
    private let checksNames: Bool

    /// Timeout in seconds for the TCP connection, and again for TLS and the websocket.
    static let patience: Int64 = 10

    /// Reads the files that `security` names. Throws the problem with one of them, and refuses to send a token over an
    /// unencrypted connection.
    public init(
        _ address: FeedAddress, security: FeedSecurity = FeedSecurity(), token: FeedToken? = nil
    ) throws(FeedError) {
        // An Asterisk is told only a digest of the secret.
        let isTold = token != nil && address.scheme.pbx != .asterisk
        guard !isTold || address.scheme.isEncrypted || address.isLoopback || security.isInsecure else {
            throw FeedError(
                "the token is not sent to \(address), where others can read it",
                advice: "use \(address.scheme.encrypted.rawValue)://, or allow it with --insecure")
        }
        self.address = address
        self.token = token
        checksNames = !security.isInsecure && !address.isNumeric
        tls = address.scheme.isEncrypted ? try security.context(for: address.scheme) : nil
    }

    /// Connects. The resulting channel does not read by itself. It takes lines to send, and delivers bytes of lines.
    func connect(on group: MultiThreadedEventLoopGroup, clock: FeedClock) -> EventLoopFuture<any Channel> {
        let bootstrap = Self.bootstrap(group: group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try addHandlers(to: channel, clock: clock) }
        }
        // An IP address needs no DNS lookup.
        let connected =
            if let known = try? SocketAddress(ipAddress: address.host, port: address.port) {
                bootstrap.connect(to: known)
            } else {
                bootstrap.connect(host: address.host, port: address.port)
            }
        return connected.flatMap { channel in
            guard let opening = try? channel.pipeline.syncOperations.handler(type: OpeningHandler.self) else {
                // Plain TCP needs no handshake after the connection.
                let isPlain = !address.scheme.isEncrypted && !address.scheme.isWebSocket
                return isPlain
                    ? channel.eventLoop.makeSucceededFuture(channel)
                    : channel.eventLoop.makeFailedFuture(FeedTrouble.closedByFeed)
            }
            let opened = opening.opened ?? channel.eventLoop.makeFailedFuture(FeedTrouble.closedByFeed)
            return opened.map { channel }
        }
    }

    /// Adds the handlers of TLS, HTTP and the websocket, depending on the scheme.
    func addHandlers(to channel: any Channel, clock: FeedClock) throws {
        let pipeline = channel.pipeline.syncOperations
        if let tls {
            try pipeline.addHandler(tlsHandler(tls))
        }
        guard address.scheme.isEncrypted || address.scheme.isWebSocket else { return }
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
        // This check comes in addition to the library's own, and before the first byte is sent.
        return try NIOSSLClientHandler._makeSSLClientHandler(context: tls, serverHostname: address.host) {
            CertificateName.check($0, host: address.host, on: $1.eventLoop)
        }
    }

    private static func bootstrap(group: MultiThreadedEventLoopGroup) -> ClientBootstrap {
        // The handler requests every read. Large buffers are taken whole: with buffers of 2 KiB the rate is a fraction.
        let options = ChannelOptions.self
        return ClientBootstrap(group: group)
            .connectTimeout(.seconds(patience))
            .channelOption(options.autoRead, value: false)
            .channelOption(options.maxMessagesPerRead, value: 4)
            .channelOption(options.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256 << 10))
            .channelOption(options.tcpOption(.tcp_nodelay), value: 1)
            // Without keep-alive, a server that lost its power would never be noticed.
            .channelOption(options.socketOption(.so_keepalive), value: 1)
            .channelOption(options.tcpOption(.init(rawValue: TCP_KEEPIDLE)), value: 30)
            .channelOption(options.tcpOption(.init(rawValue: TCP_KEEPINTVL)), value: 10)
            .channelOption(options.tcpOption(.init(rawValue: TCP_KEEPCNT)), value: 3)
    }
}
