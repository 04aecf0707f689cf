internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Feeds that are pushed over TCP: listens, and takes what each peer sends as a source of its own.
///
/// Nothing is asked of a peer and nothing sent to it. It runs on one thread of its own; while the mailbox is full it reads from no
/// peer whose bytes do not fit, so that each is held back by its own connection.
public final class ListenFeed: Sendable {
    /// How many peers there are, were, and were turned away.
    public struct Peers: Sendable, Equatable {
        /// Connected now.
        public let connected: Int
        /// Taken, ever.
        public let accepted: Int
        /// Turned away since there were too many.
        public let refused: Int
    }

    /// How many peers are taken at a time unless something else is said.
    public static let usualLimit = 64

    private let server: any Channel
    private let places: PlaceTable
    /// Keeps the loop running for as long as anybody listens.
    private let lease: LoopLease

    /// Where it listens, with the port that the system chose if it was asked to.
    public let address: String

    /// Opens the port; peers are taken once it is started.
    ///
    /// - Parameters:
    ///   - address: Where to listen.
    ///   - firstPeer: The source number of the first peer; `limit` numbers from it on are for peers.
    ///   - limit: How many peers are taken at a time; others are turned away and counted.
    ///   - mailbox: Where their items go.
    ///   - clock: What the time is.
    /// - Throws: Why it cannot listen there.
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
                // Refused: a child that cannot be made ready is closed.
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

    /// Starts to take peers. A second call does nothing.
    public func start() {
        server.setOption(ChannelOptions.autoRead, value: true).whenFailure { _ in }
    }

    /// Closes the port and all peers' connections, and ends its thread.
    package func leave() { lease.end() }

    /// How many peers there are, were, and were turned away. Any thread may ask.
    public var peers: Peers { places.peers }

    private static func bootstrap(_ group: MultiThreadedEventLoopGroup) -> ServerBootstrap {
        // As where this side connects: each read is asked for, and big buffers are taken whole.
        let options = ChannelOptions.self
        return ServerBootstrap(group: group)
            .serverChannelOption(options.backlog, value: 128)
            .serverChannelOption(options.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(options.autoRead, value: false)
            .serverChannelInitializer { channel in
                // Without descriptors left, taking peers waits instead of trying without end.
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

/// The places of peers, for the loop that gives them and for whoever counts them.
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
