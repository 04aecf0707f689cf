internal import CCSPBX
internal import Glibc
internal import NIOCore

/// One feed over the network, on one event loop. It connects, subscribes, renews the subscription, and reconnects.
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
        case connected(any Channel, FeedChannelHandler)
        case waiting(Scheduled<Void>)
        /// The retry is due, but the mailbox has no room yet for the items of the last connection.
        case draining
        case stopped
    }

    private enum Owed {
        case nothing
        case greeting
        case subscription
    }

    private let loop: any EventLoop
    private let source: Int
    private let clock: FeedClock
    private let answers: AnswerQueue
    private let outlet: Outlet
    private let connect: () -> EventLoopFuture<any Channel>
    private let greets: Bool
    private let facts: ConnectionFactsBoard
    private var random: any RandomNumberGenerator
    private var subscription: Subscription?
    private var scrubber: TokenScrubber?
    /// The login at a PBX; nil for a feed of lines.
    private let login: PBXLogin?
    /// How far that came on this connection.
    private var loginState: PBXLogin?
    /// Whether the PBX took the login of this connection; the reason, if it refused.
    private var isLoggedIn = false
    private var loginFault: FeedTrouble?
    private var backoff = Backoff()
    private var phase = Phase.idle
    /// The timer of the next renewal.
    private var renewal: Scheduled<Void>?
    /// The timer that reports a refusal of all events at once, unless the feed accepts them one by one before.
    private var refusal: Scheduled<Void>?
    private var isGreeting = false
    /// A line that could not be sent, because the feed does not read. It is made and sent when the connection is writable
    /// again.
    private var owes = Owed.nothing
    private var connection = 0
    /// The time at which this connection began, in nanoseconds of the monotonic clock.
    private var connectedAt: Int64 = 0
    private var lastByte: UInt8?
    /// Lines that may still be answers to our requests; below 0 after more lines than that.
    private var linesToCome = 0
    /// The feed's answer when it refused the subscription; nil if it did not.
    private var refusedWith: String?

    /// Seconds to wait for an answer before going on without it.
    static let patience: Int64 = 5
    /// Seconds between two pings of an Asterisk.
    static let pingEvery: Int64 = 20

    init(
        loop: any EventLoop, lease: LoopLease?, source: Int, mailbox: FeedMailbox, clock: FeedClock,
        answers: AnswerQueue, facts: ConnectionFactsBoard = ConnectionFactsBoard(),
        subscribing: ConnectFeed.Subscribing, greets: Bool = false, token: FeedToken? = nil,
        login: PBXLogin? = nil, random: any RandomNumberGenerator,
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
        outlet = Outlet(mailbox: mailbox, loop: loop, lease: lease)
        scrubber = token.map(TokenScrubber.init)
        if case .toAll(let domain, let names) = subscribing {
            // The websocket already sent the token in its header.
            subscription = Subscription(
                domain: domain, names: names, token: greets ? nil : token, using: &self.random)
        }
        outlet.whenDrained = { [weak self] in self?.drained() }
    }

    /// Whether reading must wait for room in the mailbox.
    var holdsBack: Bool { outlet.isHolding }

    func start() {
        guard case .idle = phase else { return }
        tryToConnect()
    }

    func stop() {
        let before = phase
        if case .stopped = before { return }
        phase = .stopped
        cancelTimers()
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
            // The peer closed the connection before the handler was added.
            channel.close(promise: nil)
            failed(why: FeedTrouble(error))
            return
        }
        phase = .connected(channel, handler)
        connection += 1
        connectedAt = clock.monotonicNanoseconds()
        answers.begin(connection: connection)
        facts.connected()
        lastByte = nil
        linesToCome = 0
        refusedWith = nil
        subscription?.begin()
        // A PBX is live once it took the login.
        (isLoggedIn, loginFault) = (login == nil, nil)
        if isLoggedIn { say(.live(since: clock.wallMilliseconds())) }
        if let login {
            logIn(login, channel)
        } else if greets {
            greet(channel)
        } else {
            subscribe()
        }
        handler.readOn()
    }

    /// The connection of this handler was lost.
    func lost(through handler: FeedChannelHandler, why: FeedTrouble) {
        guard case .connected(_, let current) = phase, current === handler else { return }
        cancelTimers()
        // Nobody waits for the answers to questions of this connection.
        answers.begin(connection: nil)
        send(scrubber?.finish() ?? [])
        if isLoggedIn { outlet.send(.gap(source: source, midLine: lastByte.map { $0 != 0x0A } ?? false)) }
        let lasted = (clock.monotonicNanoseconds() - connectedAt) / 1_000_000
        backoff.lost(after: lasted, broughtEvents: linesToCome < 0)
        failed(why: loginFault ?? why)
    }

    private func failed(why: FeedTrouble) {
        if case .stopped = phase { return }
        if outlet.isClosed { return stop() }
        let now = clock.wallMilliseconds()
        let retry = backoff.failed(at: now, using: &self.random)
        say(.reconnecting(at: retry.at, attempt: retry.attempt, why: why))
        phase = .waiting(
            loop.assumeIsolated().scheduleTask(in: .milliseconds(retry.at - now)) { self.retry() })
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
        case .connected(_, let handler): handler.readOn()
        case .draining: tryToConnect()
        case .idle, .connecting, .waiting, .stopped: break
        }
    }

    // MARK: - Bytes in, lines out

    /// Takes bytes of the handler's connection.
    func came(_ buffer: ByteBuffer, through handler: FeedChannelHandler) {
        guard case .connected(let channel, let current) = phase, current === handler else { return }
        if loginState != nil { goOnLoggingIn(buffer, channel) }
        if scrubber != nil {
            send(buffer.withUnsafeReadableBytes { scrubber?.scrub($0) ?? [] })
        } else {
            buffer.withUnsafeReadableBytes {
                send(FeedChunk(source: source, copying: $0, arrivedAt: clock.wallMilliseconds()))
            }
        }
        if outlet.isClosed { stop() }
    }

    private func send(_ bytes: [UInt8]) {
        send(FeedChunk(source: source, storage: bytes, count: bytes.count, arrivedAt: clock.wallMilliseconds()))
    }

    private func send(_ chunk: FeedChunk) {
        guard chunk.count > 0 else { return }
        lastByte = chunk.storage[chunk.count - 1]
        noteLines(of: chunk)
        var chunk = chunk
        chunk.connection = connection
        outlet.send(.bytes(chunk))
    }

    /// Resets the backoff after more lines than the answers to our requests, because these lines are events. A server that
    /// only answers, refuses and hangs up is retried less often than one that sends events.
    private func noteLines(of chunk: FeedChunk) {
        guard linesToCome >= 0 else { return }
        chunk.storage.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var at = 0
            while linesToCome >= 0, let end = memchr(base + at, 0x0A, chunk.count - at) {
                linesToCome -= 1
                at = UnsafeRawPointer(end) - base + 1
            }
        }
    }

    /// Sends the waiting answers until the connection is not writable. The rest follows when it is writable again.
    func sendAnswers() {
        guard case .connected(let channel, _) = phase else {
            _ = answers.takeAll()
            return
        }
        guard channel.isWritable else { return }
        send(answers.takeAll(), to: channel)
    }

    /// The connection became writable, or is not writable any more.
    func writabilityChanged() {
        guard case .connected(let channel, _) = phase, channel.isWritable else { return }
        switch owes {
        case .nothing: break
        case .greeting: greet(channel)
        case .subscription: subscribe()
        }
        sendAnswers()
    }

    /// Takes a decoded control frame.
    func received(_ control: FeedControl) {
        guard case .connected = phase, control.connection == connection,
            let verdict = subscription?.verdict(on: control)
        else { return }
        switch verdict {
        case .notOurs: break
        case .greeted:
            if isGreeting { subscribe() }
        case .accepted:
            refusal?.cancel()
            facts.subscribed(.accepted)
            if refusedWith != nil { say(.live(since: clock.wallMilliseconds())) }
            refusedWith = nil
        case .askAgain(let result):
            subscribe()
            refusal?.cancel()
            // If the feed does not answer each name, this refusal is the answer.
            refusal = loop.assumeIsolated().scheduleTask(in: .seconds(Self.patience)) { self.refused(result) }
        case .refused(let result):
            refused(result)
        }
    }

    private func refused(_ result: String) {
        refusal?.cancel()
        facts.subscribed(.refused)
        let words = String(decoding: result.utf8.prefix(200), as: UTF8.self)
        // A repeated refusal is not reported again.
        guard refusedWith != words else { return }
        refusedWith = words
        say(.refused(since: clock.wallMilliseconds(), result: words))
    }

    /// Asks the feed for its name. If it does not answer, ccs-top subscribes anyway.
    private func greet(_ channel: any Channel) {
        guard subscription != nil else { return }
        owes = channel.isWritable ? .nothing : .greeting
        guard owes == .nothing, let line = subscription?.greeting() else { return }
        isGreeting = true
        if linesToCome >= 0 { linesToCome += 1 }
        send(line, to: channel)
        renewal = loop.assumeIsolated().scheduleTask(in: .seconds(Self.patience)) { self.subscribe() }
    }

    /// Subscribes or renews. If the feed does not read, this waits until the connection is writable.
    private func subscribe() {
        isGreeting = false
        renewal?.cancel()
        guard subscription != nil, case .connected(let channel, _) = phase else { return }
        owes = channel.isWritable ? .nothing : .subscription
        guard owes == .nothing, let line = subscription?.nextLine() else { return }
        facts.subscribed(.asked)
        if linesToCome >= 0 { linesToCome += 1 }
        send(line, to: channel)
        renewal = loop.assumeIsolated().scheduleTask(in: .seconds(Int64(Subscription.renewAfter))) {
            self.subscribe()
        }
    }

    // MARK: - The login of a PBX

    private func logIn(_ login: PBXLogin, _ channel: any Channel) {
        // Lines of a PBX that refuses the login are no reason to come back soon.
        linesToCome = .max
        var state = login
        facts.subscribed(.asked)
        send(state.begin(), to: channel)
        loginState = state
    }

    private func goOnLoggingIn(_ buffer: ByteBuffer, _ channel: any Channel) {
        guard let (line, verdict) = buffer.withUnsafeReadableBytes({ loginState?.take($0) }) else { return }
        send(line, to: channel)
        switch verdict {
        case .accepted:
            isLoggedIn = true
            facts.subscribed(.accepted)
            // A PBX that took the login sends events.
            linesToCome = -1
            say(.live(since: clock.wallMilliseconds()))
            ping()
        case .refused(let words):
            facts.subscribed(.refused)
            loginFault = .loginRefused(words)
            channel.close(promise: nil)
        case .noPicture, nil: break
        }
    }

    /// Asks the PBX now and then whether it is there.
    private func ping() {
        guard case .connected(let channel, _) = phase, let line = loginState?.ping(), !line.isEmpty else { return }
        if channel.isWritable { send(line, to: channel) }
        renewal = loop.assumeIsolated().scheduleTask(in: .seconds(Self.pingEvery)) { self.ping() }
    }

    private func cancelTimers() {
        renewal?.cancel()
        refusal?.cancel()
        isGreeting = false
        owes = .nothing
    }

    private func send(_ bytes: [UInt8], to channel: any Channel) {
        guard !bytes.isEmpty else { return }
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
    }

    private func say(_ status: FeedStatus) {
        outlet.send(.status(source: source, status))
    }
}
