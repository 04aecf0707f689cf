import NIOCore
import NIOEmbedded
import Testing

@testable import CCSFeed

@Suite("Answers on a connection")
struct ConnectAnswersTests {
    @Test("a server that answers, refuses and hangs up is retried less and less often")
    func answersAreNoData() throws {
        let bench = try ConnectBench(greets: true)
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

    @Test("notifies are answered with their own qid, of any JSON type")
    func answers() throws {
        let bench = try ConnectBench(subscribing: .no)
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
        let bench = try ConnectBench(subscribing: .no)
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
        let bench = try ConnectBench(subscribing: .no)
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

    @Test("the answer to a question of a lost connection is dropped")
    func answersOfOldConnection() throws {
        let bench = try ConnectBench(subscribing: .no)
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

    @Test("a control frame of a lost connection has no effect on this one")
    func controlOfOldConnection() throws {
        let bench = try ConnectBench()
        bench.core.start()
        _ = try bench.connect()
        bench.core.received(FeedControl(method: "subscribe_result", qid: nil, result: "denied", connection: 0))
        #expect(bench.statuses().last == .live(since: 1000))
        bench.core.received(FeedControl(method: "subscribe_result", qid: nil, result: "denied", connection: 1))
        #expect(bench.statuses().last == .refused(since: 1000, why: .subscriptionRefused("denied")))
    }
}
