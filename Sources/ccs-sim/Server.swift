import ArgumentParser
import NIOCore
import NIOPosix

/// Serves the feed to all peers.
enum Server {
    /// Runs until the feed has ended and all peers have received it.
    static func run(source: Source, at address: Address, waitsForSubscription: Bool) throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        let loop = group.next()
        let ended = loop.makePromise(of: Void.self)
        let listening = loop.flatSubmit {
            let hub = Hub(source: source, waitsForSubscription: waitsForSubscription, loop: loop, ended: ended)
            let bound = NIOLoopBound(hub, eventLoop: loop)
            return ServerBootstrap(group: loop)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(PeerHandler(hub: bound.value))
                    }
                }
                .bind(host: address.host, port: address.port)
                .map { channel in
                    bound.value.start()
                    return channel
                }
        }
        do {
            let channel = try listening.wait()
            complain("listening on \(channel.localAddress.map(text) ?? address.description)")
        } catch {
            ended.succeed()
            complain("cannot listen on \(address): \(error)")
            throw ExitCode.failure
        }
        try ended.futureResult.wait()
    }

    /// An address in the form that users type.
    static func text(_ address: SocketAddress) -> String {
        let host = address.ipAddress ?? "?"
        return "\(host.contains(":") ? "[\(host)]" : host):\(address.port ?? 0)"
    }
}
