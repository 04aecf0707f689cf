package import CCSPBX
internal import NIOCore
internal import NIOPosix

/// A feed over the network, of lines or from a websocket. It connects, subscribes, and reconnects whenever the connection is
/// lost.
///
/// It runs on a separate thread. While the mailbox is full it does not read, so its connection holds the feed back. It posts
/// its status to the mailbox. It ends only after ``stop()``, when the mailbox closes, or when it is freed.
public final class ConnectFeed: Sendable {
    /// The subscription that a new connection requests.
    public enum Subscribing: Sendable, Equatable {
        /// None: the feed sends without being asked.
        case no
        /// All events, or those of one domain. If the feed refuses all at once, ccs-top subscribes to each of these names
        /// (as in `ccsevents.call_create`).
        case toAll(domain: String?, names: [String] = [])
    }

    private let lease: LoopLease
    private let core: NIOLoopBoundBox<ConnectCore>
    private let answers = AnswerQueue()
    private let board = ConnectionFactsBoard()

    /// A feed that connects once it is started.
    ///
    /// - Parameters:
    ///   - endpoint: The address, the security and the token.
    ///   - subscribing: The subscription to request.
    ///   - login: The login at a PBX, repeated on every connection; nil for a feed of lines.
    ///   - source: The number that its items carry.
    ///   - mailbox: Receives the items.
    ///   - clock: Supplies the times.
    package convenience init(
        to endpoint: FeedEndpoint, subscribing: Subscribing, login: PBXLogin? = nil, source: Int,
        mailbox: FeedMailbox, clock: FeedClock = .system
    ) {
        self.init(
            to: endpoint, subscribing: subscribing, login: login, source: source, mailbox: mailbox, clock: clock,
            random: SystemRandomNumberGenerator())
    }

    init(
        to endpoint: FeedEndpoint, subscribing: Subscribing, login: PBXLogin? = nil, source: Int,
        mailbox: FeedMailbox, clock: FeedClock, random: sending any RandomNumberGenerator
    ) {
        let lease = LoopLease()
        let loop = lease.group.next()
        self.lease = lease
        let made = ConnectCore(
            loop: loop, lease: lease, source: source, mailbox: mailbox, clock: clock, answers: answers, facts: board,
            subscribing: subscribing, greets: endpoint.address.scheme.isWebSocket,
            token: login == nil ? endpoint.token : nil, login: login, random: random
        ) {
            endpoint.connect(on: lease.group, clock: clock)
        }
        core = .makeBoxSendingValue(made, eventLoop: loop)
    }

    deinit {
        lease.execute { [core] in core.value.stop() }
    }

    /// Starts to connect. A second call does nothing.
    public func start() {
        lease.execute { self.core.value.start() }
    }

    /// Disconnects and ends the feed. Its last items still come. Any thread may call it, any number of times.
    public func stop() {
        lease.execute { self.core.value.stop() }
    }

    /// Stops the feed, and ends its thread.
    package func leave() {
        stop()
        lease.end()
    }

    /// Answers a notify with this `qid` (raw JSON) on the connection that it came on (``FeedChunk/connection``).
    public func answer(qid: [UInt8], connection: Int) {
        guard answers.add(qid: qid, connection: connection) else { return }
        lease.execute { self.core.value.sendAnswers() }
    }

    /// Counts since the start. Any thread may read them.
    public var facts: ConnectionFacts {
        var facts = board.facts
        facts.answersDropped = answers.dropped
        return facts
    }

    /// Takes a control frame of this feed. The caller passes every one. A refused subscription becomes
    /// ``FeedStatus/refused(since:why:)``.
    public func received(control: FeedControl) {
        // A feed may send any number of other control frames, so they stop here.
        guard Subscription.answers.contains(control.method) else { return }
        lease.execute { self.core.value.received(control) }
    }
}
