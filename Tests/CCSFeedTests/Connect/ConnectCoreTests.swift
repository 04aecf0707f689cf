import NIOCore
import NIOEmbedded
import NIOPosix
import Testing

@testable import CCSFeed

/// A core on an event loop whose time stands still until it is moved, with connections made by hand.
private final class Bench {
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
        limit: Int = 8 << 20, random: any RandomNumberGenerator = FixedRandom(value: .max)
    ) throws {
        mailbox = try FeedMailbox(limit: limit)
        taking = Taking(mailbox)
        let (loop, attempts) = (loop, attempts)
        core = ConnectCore(
            loop: loop, lease: nil, source: 1, mailbox: mailbox,
            clock: FeedClock(wallMilliseconds: { 1000 }, monotonicNanoseconds: { 0 }),
            answers: answers, facts: board, subscribing: subscribing, greets: greets, token: token, random: random
        ) {
            let promise = loop.makePromise(of: (any Channel).self)
            attempts.promises.append(promise)
            return promise.futureResult
        }
    }

    /// How often it tried to connect.
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
    fileprivate func sent() throws -> String? {
        try readOutbound(as: ByteBuffer.self).map { String(buffer: $0) }
    }

    fileprivate func receive(_ text: String) throws {
        try writeInbound(ByteBuffer(string: text))
    }
}

@Suite("A connection's life")
struct ConnectCoreTests {
    @Test("it connects, subscribes and says that it is live")
    func connects() throws {
        let bench = try Bench()
        bench.core.start()
        bench.core.start()
        #expect(bench.tries == 1)
        let channel = try bench.connect()
        #expect(try channel.sent()?.hasPrefix("[\"subscribe\",{\"qid\":1,\"id\":\"ccs-top-") == true)
        #expect(try channel.sent() == nil)
        try channel.receive("{}\n")
        #expect(bench.statuses() == [.connecting(since: 1000, attempt: 0), .live(since: 1000)])
        #expect(bench.taking.text == "{}\n")
    }

    @Test("the subscription is renewed after 3000 seconds, again and again, with the same id")
    func renews() throws {
        let bench = try Bench()
        bench.core.start()
        let channel = try bench.connect()
        let first = try #require(try channel.sent())
        bench.loop.advanceTime(by: .seconds(2999))
        #expect(try channel.sent() == nil)
        bench.loop.advanceTime(by: .seconds(1))
        #expect(try channel.sent() == first.replacing("\"qid\":1", with: "\"qid\":2"))
        bench.loop.advanceTime(by: .seconds(3000))
        #expect(try channel.sent() == first.replacing("\"qid\":1", with: "\"qid\":3"))
    }

    @Test("without subscribing it only listens")
    func listens() throws {
        let bench = try Bench(subscribing: .no)
        bench.core.start()
        let channel = try bench.connect()
        bench.loop.advanceTime(by: .hours(3))
        #expect(try channel.sent() == nil)
        try channel.receive("x\n")
        bench.taking.takeNow()
        #expect(bench.taking.text == "x\n")
    }

    @Test("after a loss it says so, waits, connects and subscribes again; the old renewal is gone")
    func reconnects() throws {
        let bench = try Bench()
        bench.core.start()
        let first = try bench.connect()
        let line = try #require(try first.sent())
        bench.loop.advanceTime(by: .seconds(1000))
        first.close(promise: nil)
        bench.loop.run()
        #expect(bench.statuses().last == .reconnecting(at: 1100, attempt: 1, why: .closedByFeed))
        bench.loop.advanceTime(by: .milliseconds(99))
        #expect(bench.tries == 1)
        bench.loop.advanceTime(by: .milliseconds(1))
        #expect(bench.tries == 2)
        let second = try bench.connect()
        #expect(try second.sent() == line.replacing("\"qid\":1", with: "\"qid\":2"))
        bench.loop.advanceTime(by: .seconds(2500))
        #expect(try second.sent() == nil)
        #expect(Array(bench.statuses().suffix(2)) == [.connecting(since: 1000, attempt: 1), .live(since: 1000)])
    }

    @Test("the waits grow until data comes; being connected does not count as data")
    func backsOff() throws {
        let bench = try Bench()
        bench.core.start()
        bench.failToConnect(IOError(errnoCode: 111, reason: "connect"))
        #expect(bench.statuses().last == .reconnecting(at: 1100, attempt: 1, why: .refused))
        bench.loop.advanceTime(by: .milliseconds(100))
        let second = try bench.connect()
        second.close(promise: nil)
        bench.loop.run()
        #expect(bench.statuses().last == .reconnecting(at: 1200, attempt: 2, why: .closedByFeed))
        bench.loop.advanceTime(by: .milliseconds(200))
        let third = try bench.connect()
        // One line may be the answer to ours.
        try third.receive("x\ny\n")
        third.close(promise: nil)
        bench.loop.run()
        #expect(bench.statuses().last == .reconnecting(at: 1100, attempt: 1, why: .closedByFeed))
    }

    @Test("a gap says whether it cut a line", arguments: [("a\nb", true), ("a\n", false), (nil, false)])
    func gaps(sent: String?, midLine: Bool) throws {
        let bench = try Bench()
        bench.core.start()
        let channel = try bench.connect()
        if let sent { try channel.receive(sent) }
        channel.close(promise: nil)
        bench.loop.run()
        bench.taking.takeNow()
        #expect(bench.taking.gaps == [midLine])
        // In the order in which it happened: bytes, gap, status.
        let kinds = bench.taking.items.suffix(2).map { if case .gap = $0 { "gap" } else { "other" } }
        #expect(kinds == ["gap", "other"])
    }

    @Test("half a line of the connection before is no gap of the next one")
    func gapIsOfItsConnection() throws {
        let bench = try Bench()
        bench.core.start()
        let first = try bench.connect()
        try first.receive("half")
        first.close(promise: nil)
        bench.loop.run()
        bench.loop.advanceTime(by: .milliseconds(100))
        let second = try bench.connect()
        second.close(promise: nil)
        bench.loop.run()
        bench.taking.takeNow()
        #expect(bench.taking.gaps == [true, false])
    }

    @Test("a subscription that is refused shows, until one is accepted")
    func refused() throws {
        let bench = try Bench()
        bench.core.start()
        _ = try bench.connect()
        let before = bench.statuses().count
        /// The answer to the line that was sent last, which is then renewed.
        var qid = 0
        func answer(_ result: String) {
            qid += 1
            bench.core.received(
                FeedControl(method: "subscribe_result", qid: Array("\(qid)".utf8), result: result, connection: 1))
        }
        func renew() { bench.loop.advanceTime(by: .seconds(3000)) }
        answer("ok")
        #expect(bench.statuses().count == before)
        renew()
        answer("no rights")
        #expect(bench.statuses().last == .refused(since: 1000, result: "no rights"))
        renew()
        answer(String(repeating: "x", count: 9999))
        #expect(bench.statuses().last == .refused(since: 1000, result: String(repeating: "x", count: 200)))
        renew()
        answer("ok")
        #expect(bench.statuses().last == .live(since: 1000))
    }

    @Test("who refuses without end is asked twice, and its refusal is said once")
    func refusesWithoutEnd() throws {
        let bench = try Bench(greets: true, token: nil)
        bench.core.start()
        let channel = try bench.connect()
        for method in ["connection_info_result", "subscribe_result"] {
            for _ in 0..<1000 {
                bench.core.received(FeedControl(method: method, qid: nil, result: "x", connection: 1))
            }
        }
        var sent = 0
        while try channel.sent() != nil { sent += 1 }
        #expect(sent == 2)
        #expect(bench.statuses().filter { if case .refused = $0 { true } else { false } }.count == 1)
        // Said once more with the next line, it is no news.
        bench.loop.advanceTime(by: .seconds(3000))
        bench.core.received(FeedControl(method: "subscribe_result", qid: nil, result: "x", connection: 1))
        #expect(bench.statuses().filter { if case .refused = $0 { true } else { false } }.count == 1)
    }

    @Test("to a feed that does not read nothing is sent but once it reads", arguments: [true, false])
    func waitsUntilItIsRead(greets: Bool) throws {
        let bench = try Bench(
            subscribing: .toAll(domain: nil, names: ["ccsevents.a", "ccsevents.b"]), greets: greets)
        bench.core.start()
        let channel = try bench.connect()
        while try channel.sent() != nil {}
        channel.isWritable = false
        if greets {
            bench.core.received(
                FeedControl(method: "connection_info_result", qid: nil, result: nil, connection: 1))
        } else {
            bench.core.received(FeedControl(method: "subscribe_result", qid: nil, result: "no", connection: 1))
        }
        bench.loop.advanceTime(by: .hours(9))
        #expect(try channel.sent() == nil)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(try channel.sent()?.hasPrefix("[\"subscribe\"") == true)
        #expect(try channel.sent() == nil)
    }

    @Test("where all events at once are refused, they are asked for one by one")
    func oneByOne() throws {
        let bench = try Bench(subscribing: .toAll(domain: nil, names: ["ccsevents.a", "ccsevents.b"]))
        bench.core.start()
        let channel = try bench.connect()
        let first = try #require(try channel.sent())
        func answer(_ qid: Int, _ result: String) {
            bench.core.received(
                FeedControl(method: "subscribe_result", qid: Array("\(qid)".utf8), result: result, connection: 1))
        }
        answer(1, "no such class")
        let second = try #require(try channel.sent())
        #expect(
            second
                == first.replacing("\"qid\":1", with: "\"qid\":2").replacing(
                    "[\"ccsevents.*\"]", with: "[\"ccsevents.a\",\"ccsevents.b\"]"))
        // Nothing is wrong yet.
        #expect(bench.statuses().last == .live(since: 1000))
        answer(2, "ok")
        bench.loop.advanceTime(by: .seconds(10))
        #expect(bench.statuses().last == .live(since: 1000))
        #expect(bench.board.facts.subscription == .accepted)
        // The renewal asks for what was accepted.
        bench.loop.advanceTime(by: .seconds(3000))
        #expect(try channel.sent() == second.replacing("\"qid\":2", with: "\"qid\":3"))
    }

    @Test("a refusal is said when one by one they are refused too, or not answered", arguments: [true, false])
    func refusedTwice(isAnswered: Bool) throws {
        let bench = try Bench(subscribing: .toAll(domain: nil, names: ["ccsevents.a"]))
        bench.core.start()
        let channel = try bench.connect()
        bench.core.received(
            FeedControl(method: "subscribe_result", qid: Array("1".utf8), result: "first", connection: 1))
        if isAnswered {
            bench.core.received(
                FeedControl(method: "subscribe_result", qid: Array("2".utf8), result: "second", connection: 1))
        } else {
            bench.loop.advanceTime(by: .seconds(ConnectCore.patience))
        }
        #expect(bench.statuses().last == .refused(since: 1000, result: isAnswered ? "second" : "first"))
        // The next connection begins anew: rights may have changed.
        if isAnswered {
            channel.close(promise: nil)
            bench.loop.run()
            bench.loop.advanceTime(by: .milliseconds(100))
            #expect(try bench.connect().sent()?.contains("ccsevents.*") == true)
        }
    }

    @Test("a websocket is asked who it is before it is subscribed to, on every connection")
    func greets() throws {
        let bench = try Bench(greets: true)
        bench.core.start()
        let channel = try bench.connect()
        #expect(try channel.sent() == "[\"connection_info\",{\"qid\":1}]\n")
        bench.loop.advanceTime(by: .seconds(ConnectCore.patience - 1))
        #expect(try channel.sent() == nil)
        bench.core.received(
            FeedControl(method: "connection_info_result", qid: Array("1".utf8), result: "ok", connection: 1))
        #expect(try channel.sent()?.hasPrefix("[\"subscribe\",{\"qid\":2,") == true)
        // Said once more it does not subscribe once more.
        bench.core.received(
            FeedControl(method: "connection_info_result", qid: nil, result: "ok", connection: 1))
        #expect(try channel.sent() == nil)
        channel.close(promise: nil)
        bench.loop.run()
        bench.loop.advanceTime(by: .milliseconds(100))
        let second = try bench.connect()
        #expect(try second.sent() == "[\"connection_info\",{\"qid\":3}]\n")
        // Whoever does not say who it is is subscribed to all the same, and renewed in time.
        bench.loop.advanceTime(by: .seconds(ConnectCore.patience))
        #expect(try second.sent()?.hasPrefix("[\"subscribe\",{\"qid\":4,") == true)
        bench.loop.advanceTime(by: .seconds(3000))
        #expect(try second.sent()?.hasPrefix("[\"subscribe\",{\"qid\":5,") == true)
    }

    @Test("a token goes into the subscription, and to a websocket only with the request", arguments: [true, false])
    func token(greets: Bool) throws {
        let bench = try Bench(greets: greets, token: try FeedToken("s3cr3t.word"))
        bench.core.start()
        let channel = try bench.connect()
        var sent = try #require(try channel.sent())
        if greets {
            bench.loop.advanceTime(by: .seconds(ConnectCore.patience))
            sent += try #require(try channel.sent())
        }
        #expect(sent.contains("\"token\":\"s3cr3t.word\"") == !greets)
        #expect(sent.contains("s3cr3t.word") == !greets)
    }

    @Test("a token that a feed sends back goes no further, wherever it is cut")
    func tokenComesBack() throws {
        let line = "[\"connection_info_result\",{\"token\":\"s3cr3t.word\",\"domain\":\"sales\"}]\n"
        for cut in 0...line.utf8.count {
            let bench = try Bench(token: try FeedToken("s3cr3t.word"))
            bench.core.start()
            let channel = try bench.connect()
            try channel.receive(String(line.prefix(cut)))
            try channel.receive(String(line.dropFirst(cut)))
            bench.taking.takeNow()
            #expect(bench.taking.text == line.replacing("s3cr3t.word", with: "***********"), "cut at \(cut)")
        }
    }

    @Test("who answers, refuses and hangs up is asked ever less often")
    func answersAreNoData() throws {
        let bench = try Bench(greets: true)
        bench.core.start()
        for attempt in 1...5 {
            let channel = try bench.connect()
            try channel.receive("[\"connection_info_result\",{}]\n")
            channel.close(promise: nil)
            bench.loop.run()
            #expect(
                bench.statuses().last
                    == .reconnecting(at: 1000 + Backoff.ceiling(attempt: attempt), attempt: attempt, why: .closedByFeed)
            )
            bench.loop.advanceTime(by: .seconds(30))
        }
    }

    @Test("notifies are answered with their own number, whatever JSON it is")
    func answers() throws {
        let bench = try Bench(subscribing: .no)
        bench.core.start()
        let channel = try bench.connect()
        #expect(bench.answers.add(qid: Array("7".utf8), connection: 1))
        #expect(!bench.answers.add(qid: Array("\"a b\"".utf8), connection: 1))
        bench.core.sendAnswers()
        #expect(
            try channel.sent()
                == "[\"notify_result\",{\"qid\":7,\"result\":\"ok\"}]\n"
                + "[\"notify_result\",{\"qid\":\"a b\",\"result\":\"ok\"}]\n")
        bench.core.sendAnswers()
        #expect(try channel.sent() == nil)
    }

    @Test("a feed that does not read the answers does not make them pile up")
    func answersAreBounded() throws {
        let bench = try Bench(subscribing: .no)
        bench.core.start()
        let channel = try bench.connect()
        channel.isWritable = false
        for _ in 0..<30_000 where bench.answers.add(qid: Array("12345".utf8), connection: 1) {
            bench.core.sendAnswers()
        }
        #expect(try channel.sent() == nil)
        #expect(bench.answers.dropped > 0)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(try #require(try channel.sent()).utf8.count <= AnswerQueue.limit)
        let dropped = bench.answers.dropped
        #expect(!bench.answers.add(qid: Array(repeating: 0x31, count: 1025), connection: 1))
        #expect(!bench.answers.add(qid: Array("1\n2".utf8), connection: 1))
        #expect(!bench.answers.add(qid: [], connection: 1))
        #expect(bench.answers.dropped == dropped + 3)
    }

    @Test("answers for a lost connection are not sent on the next one")
    func answersOfLostConnection() throws {
        let bench = try Bench(subscribing: .no)
        bench.core.start()
        let first = try bench.connect()
        first.isWritable = false
        #expect(bench.answers.add(qid: Array("1".utf8), connection: 1))
        bench.core.sendAnswers()
        first.close(promise: nil)
        bench.loop.run()
        bench.loop.advanceTime(by: .milliseconds(100))
        let second = try bench.connect()
        #expect(bench.answers.add(qid: Array("2".utf8), connection: 2))
        bench.core.sendAnswers()
        #expect(try second.sent() == "[\"notify_result\",{\"qid\":2,\"result\":\"ok\"}]\n")
    }

    @Test("the answer to what was asked on a connection that is gone goes nowhere")
    func answersOfOldConnection() throws {
        let bench = try Bench(subscribing: .no)
        bench.core.start()
        let first = try bench.connect()
        first.close(promise: nil)
        bench.loop.run()
        #expect(!bench.answers.add(qid: Array("0".utf8), connection: 1))
        bench.loop.advanceTime(by: .milliseconds(100))
        let second = try bench.connect()
        #expect(!bench.answers.add(qid: Array("1".utf8), connection: 1))
        bench.core.sendAnswers()
        #expect(try second.sent() == nil)
        try second.receive("x\n")
        bench.taking.takeNow()
        #expect(bench.taking.connections == [2])
        #expect(bench.answers.dropped == 0)
    }

    @Test("a control frame of a connection that is gone says nothing about this one")
    func controlOfOldConnection() throws {
        let bench = try Bench()
        bench.core.start()
        _ = try bench.connect()
        bench.core.received(FeedControl(method: "subscribe_result", qid: nil, result: "denied", connection: 0))
        #expect(bench.statuses().last == .live(since: 1000))
        bench.core.received(FeedControl(method: "subscribe_result", qid: nil, result: "denied", connection: 1))
        #expect(bench.statuses().last == .refused(since: 1000, result: "denied"))
    }

    @Test("what does not fit waits in order, and no new connection is made meanwhile")
    func holdsBack() throws {
        let bench = try Bench(subscribing: .no, limit: 1)
        bench.core.start()
        let channel = try bench.connect()
        try channel.receive("first\n")
        try channel.receive("second\n")
        #expect(bench.core.holdsBack)
        channel.close(promise: nil)
        bench.loop.run()
        bench.loop.advanceTime(by: .seconds(60))
        #expect(bench.tries == 1)
        while bench.core.holdsBack {
            bench.taking.takeNow()
            bench.loop.run()
        }
        #expect(bench.tries == 2)
        bench.taking.takeNow()
        #expect(bench.taking.text == "first\nsecond\n")
        #expect(bench.taking.gaps == [false])
    }

    @Test("stop hangs up and is the last word", arguments: ["idle", "connecting", "connected", "full", "waiting"])
    func stops(phase: String) throws {
        let bench = try Bench(limit: phase == "full" ? 1 : 1000)
        if phase != "idle" { bench.core.start() }
        var channel: EmbeddedChannel?
        if ["connected", "full", "waiting"].contains(phase) { channel = try bench.connect() }
        if phase == "full" { for _ in 0..<3 { try channel?.receive("x\n") } }
        if phase == "waiting" { channel?.close(promise: nil) }
        bench.loop.run()
        bench.core.stop()
        bench.core.stop()
        if phase == "connecting" { channel = try bench.connect() }
        bench.loop.advanceTime(by: .hours(2))
        #expect(channel?.isActive != true)
        #expect(bench.tries <= 1)
        #expect(bench.statuses().last == .ended(since: 1000))
        guard case .ended(source: 1, .stopped) = bench.taking.items.last else {
            Issue.record("the last item is \(String(describing: bench.taking.items.last))")
            return
        }
    }

    @Test("a mailbox that was closed ends the feed")
    func endsWithMailbox() throws {
        let bench = try Bench()
        bench.core.start()
        let channel = try bench.connect()
        bench.mailbox.close()
        try channel.receive("x\n")
        bench.loop.run()
        #expect(!channel.isActive)
        bench.loop.advanceTime(by: .hours(2))
        #expect(bench.tries == 1)
    }

    @Test("troubles are told in words")
    func troubles() {
        let table: [(any Error, String)] = [
            (IOError(errnoCode: 111, reason: "x"), "connection refused"),
            (IOError(errnoCode: 110, reason: "x"), "timed out"),
            (IOError(errnoCode: 113, reason: "x"), "network unreachable"),
            (IOError(errnoCode: 104, reason: "x"), "connection reset"),
            (IOError(errnoCode: 13, reason: "x"), "Permission denied"),
            (ChannelError.connectTimeout(.seconds(10)), "timed out"),
            (ChannelError.eof, "closed by the feed"),
            (FeedTrouble.hostNotFound("feed"), "host feed not found"),
        ]
        for (error, words) in table {
            #expect(FeedTrouble(error).description == words)
        }
    }
}
