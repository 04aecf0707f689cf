import CCSTestSupport
import Testing

@testable import CCSFeed

@Suite("Feeds over the network", .timeLimit(.minutes(2)))
struct ConnectFeedTests {
    /// A feed that reconnects without a wait.
    private func feed(
        _ server: LoopbackServer, _ mailbox: FeedMailbox, subscribing: ConnectFeed.Subscribing = .no
    ) throws -> ConnectFeed {
        try feed(server.address, mailbox, subscribing: subscribing)
    }

    private func feed(
        _ address: FeedAddress, _ mailbox: FeedMailbox, subscribing: ConnectFeed.Subscribing = .no
    ) throws -> ConnectFeed {
        ConnectFeed(
            to: try FeedEndpoint(address), subscribing: subscribing, source: 0, mailbox: mailbox, clock: .system,
            random: FixedRandom(value: 1))
    }

    @Test("subscribes, delivers, answers, and after a loss in the middle of a line does it all again")
    func wholeLife() throws {
        let server = try LoopbackServer()
        let mailbox = try FeedMailbox()
        let feed = try feed(server, mailbox, subscribing: .toAll(domain: "sales"))
        feed.start()
        var taking = Taking(mailbox)
        var subscribed = ""
        do {
            let peer = try server.accept()
            subscribed = try peer.line()
            #expect(
                subscribed
                    == "[\"subscribe\",{\"qid\":1,\"id\":\"ccs-top-00000000-0000-4001-8000-000000000001\","
                    + "\"events\":[\"ccsevents.*\"],\"objects\":\"any\",\"expires\":3600,\"domain\":\"sales\"}]")
            try peer.send("[\"notify\",{\"qid\":5}]\nhalf a li")
            #expect(taking.take { $0.text.hasSuffix("half a li") })
            feed.answer(qid: Array("5".utf8), connection: 1)
            #expect(try peer.line() == "[\"notify_result\",{\"qid\":5,\"result\":\"ok\"}]")
            feed.received(
                control: FeedControl(
                    method: "subscribe_result", qid: Array("1".utf8), result: "no rights", connection: 1))
            #expect(
                taking.take {
                    if case .refused(_, .subscriptionRefused("no rights")) = $0.statuses.last { true } else { false }
                })
        }
        #expect(taking.take { $0.gaps == [true] })
        let peer = try server.accept()
        #expect(try peer.line() == subscribed.replacing("\"qid\":1", with: "\"qid\":2"))
        try peer.send("whole\n")
        #expect(taking.take { $0.text.hasSuffix("half a liwhole\n") })
        #expect(
            taking.statuses.contains {
                if case .reconnecting(_, attempt: 1, why: .closedByFeed) = $0 { true } else { false }
            })
        feed.stop()
        #expect(taking.take { $0.end == .stopped })
        #expect(peer.isHungUp())
    }

    @Test("a port where nobody listens is tried again, and says why")
    func refused() throws {
        let mailbox = try FeedMailbox()
        let silent = try LoopbackServer(isListening: false)
        defer { withExtendedLifetime(silent) {} }
        let feed = try feed(silent, mailbox)
        feed.start()
        var taking = Taking(mailbox)
        #expect(
            taking.take {
                $0.statuses.contains {
                    if case .reconnecting(_, attempt: 3, why: .refused) = $0 { true } else { false }
                }
            })
        feed.stop()
        #expect(taking.take { $0.end == .stopped })
    }

    @Test("an unknown host name is reported")
    func hostNotFound() throws {
        let mailbox = try FeedMailbox()
        let feed = try feed(try FeedAddress(parsing: "tcp://no..host:9000"), mailbox)
        feed.start()
        var taking = Taking(mailbox)
        #expect(
            taking.take {
                $0.statuses.contains {
                    if case .reconnecting(_, _, why: .hostNotFound("no..host")) = $0 { true } else { false }
                }
            })
        feed.stop()
        #expect(taking.take { $0.end == .stopped })
    }

    @Test("a reset connection is distinguished from a closed one")
    func reset() throws {
        let server = try LoopbackServer()
        let mailbox = try FeedMailbox()
        let feed = try feed(server, mailbox)
        feed.start()
        var taking = Taking(mailbox)
        do {
            let peer = try server.accept()
            try peer.send("x\n")
            #expect(taking.take { $0.text == "x\n" })
            peer.reset()
        }
        #expect(
            taking.take {
                $0.statuses.contains { if case .reconnecting(_, _, why: .reset) = $0 { true } else { false } }
            })
        feed.stop()
        #expect(taking.take { $0.end == .stopped })
    }

    @Test("bytes come whole and in order however they are cut")
    func cutAnyhow() throws {
        let server = try LoopbackServer()
        let mailbox = try FeedMailbox()
        let feed = try feed(server, mailbox)
        feed.start()
        let peer = try server.accept()
        let content = countedLines(bytes: 200_000)
        var taking = Taking(mailbox)
        var random = SeededGenerator(seed: 2)
        var rest = content[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...3000, using: &random))
            try peer.send(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        #expect(taking.take { $0.bytes.count >= content.count })
        #expect(taking.bytes == content)
        for case .bytes(let chunk) in taking.items {
            #expect(chunk.storage.count >= chunk.count + FeedChunk.padding)
        }
        feed.stop()
        #expect(taking.take { $0.end == .stopped })
    }

    @Test("a flood of 50 MB waits for a slow reader: no more than the bound is held, and nothing is lost")
    func flood() async throws {
        let server = try LoopbackServer()
        let mailbox = try FeedMailbox(limit: 1 << 20)
        let feed = try feed(server, mailbox)
        feed.start()
        let peer = try server.accept()
        let block = countedLines(bytes: 1 << 20)
        let blocks = 50
        try CCSFeedTests.flood(peer, with: block, times: blocks)
        // The reader takes nothing until the mailbox is full, so only back pressure can bound the memory.
        var count = 0
        var isWhole = true
        while count < block.count * blocks {
            let isLast = count >= block.count * (blocks - 4)
            while !isLast, mailbox.bytesHeld < mailbox.limit - (300 << 10) { await Task.yield() }
            for case .bytes(let chunk) in mailbox.take(timeoutMilliseconds: 30_000) {
                for byte in chunk.storage.prefix(chunk.count) {
                    isWhole = isWhole && byte == block[count % block.count]
                    count += 1
                }
            }
        }
        #expect(count == block.count * blocks)
        #expect(isWhole)
        #expect(mailbox.mostBytesHeld <= mailbox.limit)
        feed.stop()
        #expect(peer.isHungUp())
    }

    @Test("a feed that is lost a thousand times, each time after a line and a half, gives each line once")
    func thousandLosses() throws {
        let server = try LoopbackServer()
        let mailbox = try FeedMailbox()
        let feed = try feed(server, mailbox)
        feed.start()
        var taking = Taking(mailbox)
        let losses = 1000
        for number in 1...losses {
            let peer = try server.accept()
            try peer.send("line \(number)\nhalf")
            #expect(taking.take { $0.text.hasSuffix("line \(number)\nhalf") })
        }
        #expect(taking.take { $0.gaps.count == losses })
        #expect(taking.gaps.allSatisfy { $0 })
        #expect(taking.text == (1...losses).map { "line \($0)\nhalf" }.joined())
        #expect(Set(taking.connections) == Set(1...losses))
        feed.stop()
        #expect(taking.take { $0.end == .stopped })
    }

    @Test("a feed without an owner ends")
    func endsWhenDropped() throws {
        let server = try LoopbackServer()
        let mailbox = try FeedMailbox()
        var held: ConnectFeed? = try feed(server, mailbox)
        held?.start()
        let peer = try server.accept()
        held = nil
        #expect(peer.isHungUp())
        var taking = Taking(mailbox)
        #expect(taking.take { $0.end == .stopped })
    }
}
