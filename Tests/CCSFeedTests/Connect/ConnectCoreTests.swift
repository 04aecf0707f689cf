import NIOCore
import NIOEmbedded
import Testing

@testable import CCSFeed

@Suite("A connection's life")
struct ConnectCoreTests {
    @Test("it connects, subscribes and says that it is live")
    func connects() throws {
        let bench = try ConnectBench()
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
        let bench = try ConnectBench()
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
        let bench = try ConnectBench(subscribing: .no)
        bench.core.start()
        let channel = try bench.connect()
        bench.loop.advanceTime(by: .hours(3))
        #expect(try channel.sent() == nil)
        try channel.receive("x\n")
        bench.taking.takeNow()
        #expect(bench.taking.text == "x\n")
    }

    @Test("after a loss it reports it, waits, connects and subscribes again, without the old renewal")
    func reconnects() throws {
        let bench = try ConnectBench()
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

    @Test("the waits grow until a connection brings data for a second; being connected does not count as data")
    func backsOff() throws {
        let bench = try ConnectBench()
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
        // The first line may be an answer to our request.
        try third.receive("x\ny\n")
        bench.loop.advanceTime(by: .seconds(1))
        third.close(promise: nil)
        bench.loop.run()
        #expect(bench.statuses().last == .reconnecting(at: 1100, attempt: 1, why: .closedByFeed))
    }

    @Test("a server that sends a little and closes is asked ever less often")
    func sendsALittle() throws {
        let bench = try ConnectBench(subscribing: .no)
        bench.core.start()
        for attempt in 1...12 {
            let channel = try bench.connect()
            try channel.receive(String(repeating: "x\n", count: 100))
            bench.loop.advanceTime(by: .milliseconds(900))
            channel.close(promise: nil)
            bench.loop.run()
            let wait = Backoff.ceiling(attempt: attempt)
            #expect(
                bench.statuses().last == .reconnecting(at: 1000 + wait, attempt: attempt, why: .closedByFeed))
            bench.loop.advanceTime(by: .milliseconds(wait))
        }
    }

    @Test("a gap says whether it cut a line", arguments: [("a\nb", true), ("a\n", false), (nil, false)])
    func gaps(sent: String?, midLine: Bool) throws {
        let bench = try ConnectBench()
        bench.core.start()
        let channel = try bench.connect()
        if let sent { try channel.receive(sent) }
        channel.close(promise: nil)
        bench.loop.run()
        bench.taking.takeNow()
        #expect(bench.taking.gaps == [midLine])
        // The order is: bytes, gap, status.
        let kinds = bench.taking.items.suffix(2).map { if case .gap = $0 { "gap" } else { "other" } }
        #expect(kinds == ["gap", "other"])
    }

    @Test("half a line of the connection before is no gap of the next one")
    func gapIsOfItsConnection() throws {
        let bench = try ConnectBench()
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

    @Test("items that do not fit wait in order, and no new connection is made meanwhile")
    func holdsBack() throws {
        let bench = try ConnectBench(subscribing: .no, limit: 1)
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

    @Test("stop closes the connection for good", arguments: ["idle", "connecting", "connected", "full", "waiting"])
    func stops(phase: String) throws {
        let bench = try ConnectBench(limit: phase == "full" ? 1 : 1000)
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
        let bench = try ConnectBench()
        bench.core.start()
        let channel = try bench.connect()
        bench.mailbox.close()
        try channel.receive("x\n")
        bench.loop.run()
        #expect(!channel.isActive)
        bench.loop.advanceTime(by: .hours(2))
        #expect(bench.tries == 1)
    }

    @Test("troubles have a text")
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
