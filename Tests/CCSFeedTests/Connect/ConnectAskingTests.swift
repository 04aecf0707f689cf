import NIOCore
import NIOEmbedded
import Testing

@testable import CCSFeed

@Suite("Subscribing on a connection")
struct ConnectAskingTests {
    @Test("a subscription that is refused shows, until one is accepted")
    func refused() throws {
        let bench = try ConnectBench()
        bench.core.start()
        _ = try bench.connect()
        let before = bench.statuses().count
        /// Answers the last sent line, then waits for the renewal.
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
        #expect(bench.statuses().last == .refused(since: 1000, why: .subscriptionRefused("no rights")))
        renew()
        answer(String(repeating: "x", count: 9999))
        #expect(
            bench.statuses().last
                == .refused(since: 1000, why: .subscriptionRefused(String(repeating: "x", count: 200))))
        renew()
        answer("ok")
        #expect(bench.statuses().last == .live(since: 1000))
    }

    @Test("a server that always refuses is asked twice, and its refusal is reported once")
    func refusesWithoutEnd() throws {
        let bench = try ConnectBench(greets: true, token: nil)
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
        // The same refusal again is not reported again.
        bench.loop.advanceTime(by: .seconds(3000))
        bench.core.received(FeedControl(method: "subscribe_result", qid: nil, result: "x", connection: 1))
        #expect(bench.statuses().filter { if case .refused = $0 { true } else { false } }.count == 1)
    }

    @Test("a feed that does not read gets its lines once it reads", arguments: [true, false])
    func waitsUntilItIsRead(greets: Bool) throws {
        let bench = try ConnectBench(
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

    @Test("if all events at once are refused, each is requested by name")
    func oneByOne() throws {
        let bench = try ConnectBench(subscribing: .toAll(domain: nil, names: ["ccsevents.a", "ccsevents.b"]))
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
        // No problem is reported yet.
        #expect(bench.statuses().last == .live(since: 1000))
        answer(2, "ok")
        bench.loop.advanceTime(by: .seconds(10))
        #expect(bench.statuses().last == .live(since: 1000))
        #expect(bench.board.facts.subscription == .accepted)
        // The renewal requests the accepted events.
        bench.loop.advanceTime(by: .seconds(3000))
        #expect(try channel.sent() == second.replacing("\"qid\":2", with: "\"qid\":3"))
    }

    @Test("a refusal is reported when each event is refused too, or not answered", arguments: [true, false])
    func refusedTwice(isAnswered: Bool) throws {
        let bench = try ConnectBench(subscribing: .toAll(domain: nil, names: ["ccsevents.a"]))
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
        #expect(
            bench.statuses().last == .refused(since: 1000, why: .subscriptionRefused(isAnswered ? "second" : "first")))
        // The next connection requests all events again, because permissions may have changed.
        if isAnswered {
            channel.close(promise: nil)
            bench.loop.run()
            bench.loop.advanceTime(by: .milliseconds(100))
            #expect(try bench.connect().sent()?.contains("ccsevents.*") == true)
        }
    }

    @Test("a websocket gets a greeting before the subscription, on every connection")
    func greets() throws {
        let bench = try ConnectBench(greets: true)
        bench.core.start()
        let channel = try bench.connect()
        #expect(try channel.sent() == "[\"connection_info\",{\"qid\":1}]\n")
        bench.loop.advanceTime(by: .seconds(ConnectCore.patience - 1))
        #expect(try channel.sent() == nil)
        bench.core.received(
            FeedControl(method: "connection_info_result", qid: Array("1".utf8), result: "ok", connection: 1))
        #expect(try channel.sent()?.hasPrefix("[\"subscribe\",{\"qid\":2,") == true)
        // A repeated answer causes no second subscription.
        bench.core.received(
            FeedControl(method: "connection_info_result", qid: nil, result: "ok", connection: 1))
        #expect(try channel.sent() == nil)
        channel.close(promise: nil)
        bench.loop.run()
        bench.loop.advanceTime(by: .milliseconds(100))
        let second = try bench.connect()
        #expect(try second.sent() == "[\"connection_info\",{\"qid\":3}]\n")
        // If the feed does not answer the greeting, ccs-top subscribes anyway, and renews in time.
        bench.loop.advanceTime(by: .seconds(ConnectCore.patience))
        #expect(try second.sent()?.hasPrefix("[\"subscribe\",{\"qid\":4,") == true)
        bench.loop.advanceTime(by: .seconds(3000))
        #expect(try second.sent()?.hasPrefix("[\"subscribe\",{\"qid\":5,") == true)
    }

    @Test("a token goes into the subscription, and to a websocket only with the request", arguments: [true, false])
    func token(greets: Bool) throws {
        let bench = try ConnectBench(greets: greets, token: try FeedToken("s3cr3t.word"))
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

    @Test("a token that a feed sends back is hidden, wherever it is cut")
    func tokenComesBack() throws {
        let line = "[\"connection_info_result\",{\"token\":\"s3cr3t.word\",\"domain\":\"sales\"}]\n"
        for cut in 0...line.utf8.count {
            let bench = try ConnectBench(token: try FeedToken("s3cr3t.word"))
            bench.core.start()
            let channel = try bench.connect()
            try channel.receive(String(line.prefix(cut)))
            try channel.receive(String(line.dropFirst(cut)))
            bench.taking.takeNow()
            #expect(bench.taking.text == line.replacing("s3cr3t.word", with: "***********"), "cut at \(cut)")
        }
    }
}
