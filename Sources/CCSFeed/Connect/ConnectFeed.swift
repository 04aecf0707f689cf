internal import NIOCore
internal import NIOPosix

/// A feed over the network, of lines or from a websocket: connects, subscribes, and connects again whenever the
/// connection is lost.
///
/// It runs on one thread of its own. While the mailbox is full it does not read, so that the feed is held back by its
/// own connection. Its statuses tell how it fares; it ends only by ``stop()``, with the mailbox, or when nobody holds
/// it any more.
public final class ConnectFeed: Sendable {
    /// What is asked of the feed on every new connection.
    public enum Subscribing: Sendable, Equatable {
        /// Nothing: it sends by itself.
        case no
        /// All events, of one domain where one is given. Where all at once are refused, those of these names (as in
        /// `ccsevents.call_create`) are asked for one by one.
        case toAll(domain: String?, names: [String] = [])
    }

    private let lease: LoopLease
    private let core: NIOLoopBoundBox<ConnectCore>
    private let answers = AnswerQueue()
    private let board = ConnectionFactsBoard()

    /// A feed that connects once it is started.
    ///
    /// - Parameters:
    ///   - endpoint: Where to, and how.
    ///   - subscribing: What to ask for there.
    ///   - source: The number its items carry.
    ///   - mailbox: Where they go.
    ///   - clock: What the time is.
    public convenience init(
        to endpoint: FeedEndpoint, subscribing: Subscribing, source: Int, mailbox: FeedMailbox,
        clock: FeedClock = .system
    ) {
        self.init(
            to: endpoint, subscribing: subscribing, source: source, mailbox: mailbox, clock: clock,
            random: SystemRandomNumberGenerator())
    }

    init(
        to endpoint: FeedEndpoint, subscribing: Subscribing, source: Int, mailbox: FeedMailbox, clock: FeedClock,
        random: sending any RandomNumberGenerator
    ) {
        let lease = LoopLease()
        let loop = lease.group.next()
        self.lease = lease
        let made = ConnectCore(
            loop: loop, lease: lease, source: source, mailbox: mailbox, clock: clock, answers: answers, facts: board,
            subscribing: subscribing, greets: endpoint.address.scheme.isWebSocket, token: endpoint.token,
            random: random
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

    /// Hangs up and ends the feed; its last items still come. Any thread may call it, any number of times.
    public func stop() {
        lease.execute { self.core.value.stop() }
    }

    /// Ends it, and its thread.
    package func leave() {
        stop()
        lease.end()
    }

    /// Answers a notify that carried this `qid`, given as raw JSON, on the connection on which it came
    /// (``FeedChunk/connection``).
    public func answer(qid: [UInt8], connection: Int) {
        guard answers.add(qid: qid, connection: connection) else { return }
        lease.execute { self.core.value.sendAnswers() }
    }

    /// How it fared so far.
    public var facts: ConnectionFacts {
        var facts = board.facts
        facts.answersDropped = answers.dropped
        return facts
    }

    /// To be told of every control frame of this feed: a refused subscription becomes
    /// ``FeedStatus/refused(since:result:)``.
    public func received(control: FeedControl) {
        // A feed may send as many others as it likes.
        guard Subscription.answers.contains(control.method) else { return }
        lease.execute { self.core.value.received(control) }
    }
}
