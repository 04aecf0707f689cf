internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Listens on a TCP port for peers that push events. Each peer is a separate source.
///
/// ccs-top sends nothing to a peer. One thread serves all peers. While the mailbox is full, it does not read from a peer
/// whose bytes do not fit, so TCP holds back each peer separately.
public final class ListenFeed: Sendable {
    /// Counts of peers.
    public struct Peers: Sendable, Equatable {
        /// Connected now.
        public let connected: Int
        /// Accepted since the start.
        public let accepted: Int
        /// Rejected because the limit was reached.
        public let refused: Int
    }

    /// The default limit of connected peers.
    public static let usualLimit = 64

    private let server: any Channel
    private let places: PlaceTable
    /// Keeps the event loop running while the port is open.
    private let lease: LoopLease

    /// The address with the actual port, which the system may have chosen.
    public let address: String

    /// Opens the port. It accepts peers only after ``start()``.
    ///
    /// - Parameters:
    ///   - address: The listening address.
    ///   - firstPeer: The source number of the first peer. The next `limit` numbers are for peers.
    ///   - limit: The limit of connected peers. Others are rejected and counted.
    ///   - mailbox: Receives the items.
    ///   - clock: Supplies the times of arrival.
    /// - Throws: The reason why it cannot listen.
    public init(
        address: ListenAddress, firstPeer: Int, limit: Int = ListenFeed.usualLimit, mailbox: FeedMailbox,
        clock: FeedClock = .system
    ) throws(FeedError) {
        let lease = LoopLease()
        let places = PlaceTable(PeerPlaces(first: firstPeer, limit: limit))
        self.lease = lease
        self.places = places
        let bootstrap = Self.bootstrap(lease.group).childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                // NIO closes a child channel whose initializer fails.
                guard let source = places.come() else { throw FeedTrouble.refused }
                let outlet = Outlet(mailbox: mailbox, loop: channel.eventLoop, lease: lease)
                let peer = PeerHandler(source: source, clock: clock, outlet: outlet) { places.go(source) }
                do {
                    try channel.pipeline.syncOperations.addHandler(peer)
                } catch {
                    places.go(source)
                    throw error
                }
            }
        }
        do {
            server = try bootstrap.bind(host: address.host, port: address.port).wait()
        } catch {
            throw FeedError("cannot listen on \(address): \(Self.words(error))", advice: Self.advice(error))
        }
        self.address = ListenAddress.text(
            host: server.localAddress?.ipAddress ?? address.host, port: server.localAddress?.port ?? address.port)
    }

    deinit {
        lease.execute { [server] in server.close(promise: nil) }
    }

    /// Starts to accept peers. A second call does nothing.
    public func start() {
        server.setOption(ChannelOptions.autoRead, value: true).whenFailure { _ in }
    }

    /// Closes the port and all connections of peers, and ends the thread.
    package func leave() { lease.end() }

    /// Counts of peers. Any thread may call it.
    public var peers: Peers { places.peers }

    private static func bootstrap(_ group: MultiThreadedEventLoopGroup) -> ServerBootstrap {
        // The same options as for outgoing connections: explicit reads, and large buffers taken whole.
        let options = ChannelOptions.self
        return ServerBootstrap(group: group)
            .serverChannelOption(options.backlog, value: 128)
            .serverChannelOption(options.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(options.autoRead, value: false)
            .serverChannelInitializer { channel in
                // Without free descriptors, accepting would fail and repeat in a loop, so it pauses.
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
                }
            }
            .childChannelOption(options.autoRead, value: false)
            .childChannelOption(options.maxMessagesPerRead, value: 4)
            .childChannelOption(options.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256 << 10))
            .childChannelOption(options.socketOption(.so_keepalive), value: 1)
    }

    private static func words(_ error: any Error) -> String {
        guard let error = error as? IOError else { return "\(FeedTrouble(error))" }
        return systemMessage(error.errnoCode)
    }

    private static func advice(_ error: any Error) -> String {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: "another program has that port; choose another, or 0 for any"
        case EACCES: "ports below 1024 are for the system; choose another"
        case EADDRNOTAVAIL: "it has to be an address of this machine"
        default: "write HOST:PORT, or :PORT for this machine only"
        }
    }
}

/// The places of peers, shared by the event loop and the readers of the counts.
private final class PlaceTable: Sendable {
    private let places: Mutex<PeerPlaces>

    init(_ places: PeerPlaces) { self.places = Mutex(places) }

    func come() -> Int? { places.withLock { $0.come() } }
    func go(_ source: Int) { places.withLock { $0.go(source) } }

    var peers: ListenFeed.Peers {
        places.withLock {
            ListenFeed.Peers(connected: $0.connected, accepted: $0.accepted, refused: $0.refused)
        }
    }
}
