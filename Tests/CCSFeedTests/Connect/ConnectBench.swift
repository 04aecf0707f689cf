import NIOCore
import NIOEmbedded

@testable import CCSFeed
@testable import CCSPBX

/// A core on an event loop with a manual clock and manual connections.
final class ConnectBench {
    let loop = EmbeddedEventLoop()
    let answers = AnswerQueue()
    let board = ConnectionFactsBoard()
    let mailbox: FeedMailbox
    let core: ConnectCore
    var taking: Taking
    private let attempts = Attempts()

    final class Attempts {
        var promises: [EventLoopPromise<any Channel>] = []
    }

    init(
        subscribing: ConnectFeed.Subscribing = .toAll(domain: nil), greets: Bool = false, token: FeedToken? = nil,
        login: PBXLogin? = nil, mostBytesHeld: Int = ConnectCore.mostBytesHeld, limit: Int = 8 << 20,
        random: any RandomNumberGenerator = FixedRandom(value: .max)
    ) throws {
        mailbox = try FeedMailbox(limit: limit)
        taking = Taking(mailbox)
        let (loop, attempts) = (loop, attempts)
        core = ConnectCore(
            loop: loop, lease: nil, source: 1, mailbox: mailbox,
            clock: FeedClock(wallMilliseconds: { 1000 }, monotonicNanoseconds: { Int64(loop.now.uptimeNanoseconds) }),
            answers: answers, facts: board, subscribing: subscribing, greets: greets, token: token,
            login: login, mostBytesHeld: mostBytesHeld, random: random
        ) {
            let promise = loop.makePromise(of: (any Channel).self)
            attempts.promises.append(promise)
            return promise.futureResult
        }
    }

    /// The number of tries to connect.
    var tries: Int { attempts.promises.count }

    func failToConnect(_ error: any Error) {
        attempts.promises.last?.fail(error)
    }

    func connect() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        attempts.promises.last?.succeed(channel)
        return channel
    }

    func statuses() -> [FeedStatus] {
        taking.takeNow()
        return taking.statuses
    }
}

extension EmbeddedChannel {
    func sent() throws -> String? {
        try readOutbound(as: ByteBuffer.self).map { String(buffer: $0) }
    }

    func receive(_ text: String) throws {
        try writeInbound(ByteBuffer(string: text))
    }
}
