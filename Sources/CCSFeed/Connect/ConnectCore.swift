internal import NIOCore

/// One feed over the network, on one event loop: connects, subscribes, renews, and connects again when the connection
/// is lost.
///
///     idle ─ start ─► connecting ──► connected ─ lost ─► waiting ─► (draining) ─► connecting …
///                         └───────── failed ───────────────▲
///
/// Everything here runs on the loop; ``ConnectFeed`` brings the other threads' calls there. How a connection is made
/// comes in as a function, so that tests need no network.
final class ConnectCore {
    private enum Phase {
        case idle
        case connecting
        case connected(any Channel, FeedChannelHandler)
        case waiting(Scheduled<Void>)
        /// It is time to connect again, but the mailbox has no room yet for what came before.
        case draining
        case stopped
    }

    private let loop: any EventLoop
    private let source: Int
    private let clock: FeedClock
    private let answers: AnswerQueue
    private let outlet: Outlet
    private let connect: () -> EventLoopFuture<any Channel>
    private var random: any RandomNumberGenerator
    private var subscription: Subscription?
    private var backoff = Backoff()
    private var phase = Phase.idle
    private var renewal: Scheduled<Void>?
    private var lastByte: UInt8?
    private var isRefused = false

    init(
        loop: any EventLoop, lease: LoopLease?, source: Int, mailbox: FeedMailbox, clock: FeedClock,
        answers: AnswerQueue,
        subscribing: ConnectFeed.Subscribing, random: any RandomNumberGenerator,
        connect: @escaping () -> EventLoopFuture<any Channel>
    ) {
        self.loop = loop
        self.source = source
        self.clock = clock
        self.answers = answers
        self.connect = connect
        self.random = random
        outlet = Outlet(mailbox: mailbox, loop: loop, lease: lease)
        if case .toAll(let domain) = subscribing {
            subscription = Subscription(domain: domain, using: &self.random)
        }
        outlet.whenDrained = { [weak self] in self?.drained() }
    }

    /// Whether reading has to wait for the mailbox.
    var holdsBack: Bool { outlet.isHolding }

    func start() {
        guard case .idle = phase else { return }
        tryToConnect()
    }

    func stop() {
        let before = phase
        if case .stopped = before { return }
        phase = .stopped
        renewal?.cancel()
        switch before {
        case .connected(let channel, _): channel.close(promise: nil)
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
            // The other side was gone before the handler was in.
            channel.close(promise: nil)
            failed(why: FeedTrouble(error))
            return
        }
        phase = .connected(channel, handler)
        lastByte = nil
        isRefused = false
        say(.live(since: clock.wallMilliseconds()))
        subscribe(isFirst: true)
        handler.readOn()
    }

    /// The handler's connection is gone.
    func lost(through handler: FeedChannelHandler, why: FeedTrouble) {
        guard case .connected(_, let current) = phase, current === handler else { return }
        renewal?.cancel()
        // Whoever asked for them is gone.
        _ = answers.takeAll()
        outlet.send(.gap(source: source, midLine: lastByte.map { $0 != 0x0A } ?? false))
        failed(why: why)
    }

    private func failed(why: FeedTrouble) {
        if case .stopped = phase { return }
        if outlet.isClosed { return stop() }
        let now = clock.wallMilliseconds()
        let retry = backoff.failed(at: now, using: &random)
        say(.reconnecting(at: retry.at, attempt: retry.attempt, why: why))
        phase = .waiting(
            loop.assumeIsolated().scheduleTask(in: .milliseconds(retry.at - now)) { self.retry() })
    }

    private func retry() {
        guard case .waiting = phase else { return }
        // A feed that floods and hangs up, again and again, must not pile up what nobody takes.
        if outlet.isHolding {
            phase = .draining
        } else {
            tryToConnect()
        }
    }

    private func drained() {
        switch phase {
        case _ where outlet.isClosed: stop()
        case .connected(_, let handler): handler.readOn()
        case .draining: tryToConnect()
        case .idle, .connecting, .waiting, .stopped: break
        }
    }

    // MARK: - What comes and goes

    /// Bytes came, from the handler's connection.
    func came(_ buffer: ByteBuffer, through handler: FeedChannelHandler) {
        guard case .connected(_, let current) = phase, current === handler else { return }
        let arrivedAt = clock.wallMilliseconds()
        let chunk = buffer.withUnsafeReadableBytes { bytes -> FeedChunk? in
            guard let last = bytes.last else { return nil }
            lastByte = last
            return FeedChunk(source: source, copying: bytes, arrivedAt: arrivedAt)
        }
        guard let chunk else { return }
        backoff.dataCame()
        outlet.send(.bytes(chunk))
        if outlet.isClosed { stop() }
    }

    /// Sends the answers that wait, as far as the connection takes them; the rest goes when it is writable again.
    func sendAnswers() {
        guard case .connected(let channel, _) = phase else {
            _ = answers.takeAll()
            return
        }
        guard channel.isWritable else { return }
        send(answers.takeAll(), to: channel)
    }

    /// A control frame was decoded.
    func received(_ control: FeedControl) {
        guard case .connected = phase, let verdict = subscription?.verdict(on: control) else { return }
        let now = clock.wallMilliseconds()
        switch verdict {
        case .notOurs: break
        case .accepted:
            if isRefused { say(.live(since: now)) }
            isRefused = false
        case .refused(let result):
            isRefused = true
            say(.refused(since: now, result: String(decoding: result.utf8.prefix(200), as: UTF8.self)))
        }
    }

    private func subscribe(isFirst: Bool) {
        guard case .connected(let channel, _) = phase else { return }
        guard let line = isFirst ? subscription?.firstLine() : subscription?.nextLine() else { return }
        send(line, to: channel)
        renewal = loop.assumeIsolated().scheduleTask(in: .seconds(Int64(Subscription.renewAfter))) {
            self.subscribe(isFirst: false)
        }
    }

    private func send(_ bytes: [UInt8], to channel: any Channel) {
        guard !bytes.isEmpty else { return }
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
    }

    private func say(_ status: FeedStatus) {
        outlet.send(.status(source: source, status))
    }
}
