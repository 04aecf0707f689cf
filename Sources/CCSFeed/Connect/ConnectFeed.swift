internal import Glibc
internal import NIOCore
internal import NIOPosix

/// A feed over the network, from `tcp://HOST:PORT`: connects, subscribes, and connects again whenever the connection
/// is lost.
///
/// It runs on one thread of its own. While the mailbox is full it does not read, so that the feed is held back by its
/// own connection. Its statuses tell how it fares; it ends only by ``stop()``, with the mailbox, or when nobody holds
/// it any more.
public final class ConnectFeed: Sendable {
    /// What is asked of the feed on every new connection.
    public enum Subscribing: Sendable, Equatable {
        /// Nothing: it sends by itself.
        case no
        /// All events, of one domain where one is given.
        case toAll(domain: String?)
    }

    /// How long one attempt to connect may take, seconds.
    static let connectTimeout: Int64 = 10

    private let loop: any EventLoop
    private let core: NIOLoopBoundBox<ConnectCore>
    private let answers = AnswerQueue()

    /// A feed that connects once it is started.
    ///
    /// - Parameters:
    ///   - address: Where to.
    ///   - subscribing: What to ask for there.
    ///   - source: The number its items carry.
    ///   - mailbox: Where they go.
    ///   - clock: What the time is.
    public convenience init(
        address: FeedAddress, subscribing: Subscribing, source: Int, mailbox: FeedMailbox, clock: FeedClock = .system
    ) {
        self.init(
            address: address, subscribing: subscribing, source: source, mailbox: mailbox, clock: clock,
            random: SystemRandomNumberGenerator())
    }

    init(
        address: FeedAddress, subscribing: Subscribing, source: Int, mailbox: FeedMailbox, clock: FeedClock,
        random: sending any RandomNumberGenerator
    ) {
        let lease = LoopLease()
        loop = lease.group.next()
        let bootstrap = Self.bootstrap(group: lease.group)
        let made = ConnectCore(
            loop: loop, lease: lease, source: source, mailbox: mailbox, clock: clock, answers: answers,
            subscribing: subscribing, random: random
        ) {
            // An address needs no resolver.
            if let known = try? SocketAddress(ipAddress: address.host, port: address.port) {
                return bootstrap.connect(to: known)
            }
            return bootstrap.connect(host: address.host, port: address.port)
        }
        core = .makeBoxSendingValue(made, eventLoop: loop)
    }

    deinit {
        loop.execute { [core] in core.value.stop() }
    }

    /// Starts to connect. A second call does nothing.
    public func start() {
        loop.execute { self.core.value.start() }
    }

    /// Hangs up and ends the feed; its last items still come. Any thread may call it, any number of times.
    public func stop() {
        loop.execute { self.core.value.stop() }
    }

    /// Answers a notify that carried this `qid`, given as raw JSON.
    public func answer(qid: [UInt8]) {
        guard answers.add(qid: qid) else { return }
        loop.execute { self.core.value.sendAnswers() }
    }

    /// How many answers could not be sent: the feed did not read them, or its `qid` was over 1024 bytes.
    public var answersDropped: Int { answers.dropped }

    /// To be told of every control frame of this feed: a refused subscription becomes
    /// ``FeedStatus/refused(since:result:)``.
    public func received(control: FeedControl) {
        loop.execute { self.core.value.received(control) }
    }

    private static func bootstrap(group: MultiThreadedEventLoopGroup) -> ClientBootstrap {
        // The handler asks for every read itself. Big buffers, taken whole: with those of 2 KiB the rate is a fraction.
        let options = ChannelOptions.self
        return ClientBootstrap(group: group)
            .connectTimeout(.seconds(connectTimeout))
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
