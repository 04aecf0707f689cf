internal import CCSPBX
internal import NIOCore

/// One feed over the network, on one event loop. It connects, subscribes or logs in, and reconnects.
///
///     idle ─ start ─► connecting ──► connected ─ lost ─► waiting ─► (draining) ─► connecting …
///                         └───────── failed ───────────────▲
///
/// Everything here runs on the loop. ``ConnectFeed`` forwards calls of other threads. The function that connects is passed
/// in, so that tests need no network.
final class ConnectCore {
    private enum Phase {
        case idle
        case connecting
        case connected(OpenConnection)
        case waiting(Scheduled<Void>)
        /// The retry is due, but the mailbox has no room yet for the items of the last connection.
        case draining
        case stopped
    }

    private let loop: any EventLoop
    private let source: Int
    let clock: FeedClock
    let answers: AnswerQueue
    private let outlet: Outlet
    private let connect: () -> EventLoopFuture<any Channel>
    private let greets: Bool
    let facts: ConnectionFactsBoard
    private var random: any RandomNumberGenerator
    var subscription: Subscription?
    private var scrubber: TokenScrubber?
    /// The login at a PBX; nil for a feed of lines.
    private let login: PBXLogin?
    private let mostBytesHeld: Int
    private var backoff = Backoff()
    private var phase = Phase.idle
    private var connections = 0

    /// Seconds to wait for an answer before going on without it.
    static let patience: Int64 = 5
    /// Bytes of a PBX that may wait. An Asterisk drops a client that does not read for 100 ms, so reading goes on until then.
    static let mostBytesHeld = 64 << 20

    init(
        loop: any EventLoop, lease: LoopLease?, source: Int, mailbox: FeedMailbox, clock: FeedClock,
        answers: AnswerQueue, facts: ConnectionFactsBoard = ConnectionFactsBoard(),
        subscribing: ConnectFeed.Subscribing, greets: Bool = false, token: FeedToken? = nil,
        login: PBXLogin? = nil, mostBytesHeld: Int = ConnectCore.mostBytesHeld, random: any RandomNumberGenerator,
        connect: @escaping () -> EventLoopFuture<any Channel>
    ) {
        self.loop = loop
        self.source = source
        self.clock = clock
        self.answers = answers
        self.facts = facts
        self.connect = connect
        self.random = random
        self.greets = greets
        self.login = login
        self.mostBytesHeld = mostBytesHeld
        outlet = Outlet(mailbox: mailbox, loop: loop, lease: lease)
        scrubber = token.map(TokenScrubber.init)
        if case .toAll(let domain, let names) = subscribing {
            // The websocket already sent the token in its header.
            subscription = Subscription(
                domain: domain, names: names, token: greets ? nil : token, using: &self.random)
        }
        outlet.whenDrained = { [weak self] in self?.drained() }
    }

    /// The connection, while it is open.
    var open: OpenConnection? { if case .connected(let open) = phase { open } else { nil } }

    /// Whether reading must wait for room in the mailbox.
    var holdsBack: Bool { login == nil && outlet.isHolding }

    func start() {
        guard case .idle = phase else { return }
        tryToConnect()
    }

    func stop() {
        let before = phase
        if case .stopped = before { return }
        phase = .stopped
        switch before {
        case .connected(let open):
            open.cancelTimers()
            open.channel.close(promise: nil)
        case .waiting(let retry): retry.cancel()
        case .idle, .connecting, .draining, .stopped: break
        }
        outlet.discard()
        say(.ended(since: clock.wallMilliseconds()))
        outlet.send(.ended(source: source, .stopped))
    }

    // MARK: - Connecting

    private func tryToConnect() {
        phase = .connecting
        say(.connecting(since: clock.wallMilliseconds(), attempt: backoff.attempt))
        connect().hop(to: loop).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel): self.connected(channel)
            case .failure(let error): self.failed(why: FeedTrouble(error))
            }
        }
    }

    private func connected(_ channel: any Channel) {
        guard case .connecting = phase else {
            channel.close(promise: nil)
            return
        }
        let handler = FeedChannelHandler(core: self)
        do {
            guard channel.isActive else { throw FeedTrouble.closedByFeed }
            try channel.pipeline.syncOperations.addHandler(handler)
        } catch {
            // The peer closed the connection before the handler was added.
            channel.close(promise: nil)
            failed(why: FeedTrouble(error))
            return
        }
        connections += 1
        let open = OpenConnection(channel, handler, number: connections, since: clock.monotonicNanoseconds())
        phase = .connected(open)
        answers.begin(connection: open.number)
        facts.connected()
        subscription?.begin()
        if let login {
            logIn(login, on: open)
        } else {
            say(.live(since: clock.wallMilliseconds()))
            if greets { greet(open) } else { subscribe(on: open) }
        }
        handler.readOn()
    }

    /// The connection of this handler was lost.
    func lost(through handler: FeedChannelHandler, why: FeedTrouble) {
        guard let open, open.handler === handler else { return }
        open.cancelTimers()
        // Nobody waits for the answers to questions of this connection.
        answers.begin(connection: nil)
        send(scrubber?.finish() ?? [], of: open)
        if open.isLive { outlet.send(.gap(source: source, midLine: open.isMidLine)) }
        backoff.lost(after: open.age(at: clock.monotonicNanoseconds()), broughtEvents: open.broughtEvents)
        if case .refused(let fault) = open.login { return failed(why: fault) }
        failed(why: why)
    }

    private func failed(why: FeedTrouble) {
        if case .stopped = phase { return }
        if outlet.isClosed { return stop() }
        let now = clock.wallMilliseconds()
        let retry = backoff.failed(at: now, using: &self.random)
        say(.reconnecting(at: retry.at, attempt: retry.attempt, why: why))
        phase = .waiting(after(.milliseconds(retry.at - now)) { $0.retry() })
    }

    private func retry() {
        guard case .waiting = phase else { return }
        // The items of a feed that floods and hangs up repeatedly must not pile up.
        if outlet.isHolding {
            phase = .draining
        } else {
            tryToConnect()
        }
    }

    private func drained() {
        switch phase {
        case _ where outlet.isClosed: stop()
        case .connected(let open): open.handler.readOn()
        case .draining: tryToConnect()
        case .idle, .connecting, .waiting, .stopped: break
        }
    }

    // MARK: - Bytes in

    /// Takes bytes of the handler's connection.
    func came(_ buffer: ByteBuffer, through handler: FeedChannelHandler) {
        guard let open, open.handler === handler else { return }
        goOnLoggingIn(buffer, on: open)
        if scrubber != nil {
            send(buffer.withUnsafeReadableBytes { scrubber?.scrub($0) ?? [] }, of: open)
        } else {
            buffer.withUnsafeReadableBytes {
                send(FeedChunk(source: source, copying: $0, arrivedAt: clock.wallMilliseconds()), of: open)
            }
        }
        if outlet.isClosed {
            stop()
        } else if outlet.bytesHeld > mostBytesHeld {
            giveUp(open)
        }
    }

    /// Bytes of a PBX piled up. They are dropped, and the next connection begins with a picture of the calls that exist.
    private func giveUp(_ open: OpenConnection) {
        guard login != nil else { return }
        outlet.discardBytes()
        lost(through: open.handler, why: .fellBehind)
        open.channel.close(promise: nil)
    }

    private func send(_ bytes: [UInt8], of open: OpenConnection) {
        send(
            FeedChunk(source: source, storage: bytes, count: bytes.count, arrivedAt: clock.wallMilliseconds()), of: open
        )
    }

    private func send(_ chunk: FeedChunk, of open: OpenConnection) {
        guard chunk.count > 0 else { return }
        open.note(chunk)
        var chunk = chunk
        chunk.connection = open.number
        outlet.send(.bytes(chunk))
    }

    // MARK: - For the extensions

    func say(_ status: FeedStatus) {
        outlet.send(.status(source: source, status))
    }

    /// Does something later on the loop.
    func after(_ time: TimeAmount, _ body: @escaping (ConnectCore) -> Void) -> Scheduled<Void> {
        loop.assumeIsolated().scheduleTask(in: time) { body(self) }
    }
}
