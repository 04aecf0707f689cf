import Glibc
import Testing

@testable import CCSFeed

@Suite struct ListenFeedTests {
    private let mailbox: FeedMailbox
    private let feed: ListenFeed
    private let port: Int

    init() throws {
        mailbox = try FeedMailbox(limit: 1 << 20)
        feed = try ListenFeed(address: ListenAddress(parsing: ":0"), firstPeer: 5, limit: 2, mailbox: mailbox)
        port = try #require(feed.address.split(separator: ":").last.flatMap { Int($0) })
        feed.start()
    }

    private func connect() throws -> LoopbackServer.Peer {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // The bytes of a sockaddr_in: family, port and 127.0.0.1, the last two in network byte order.
        var address = [UInt8](repeating: 0, count: 16)
        (address[0], address[2], address[3]) = (UInt8(AF_INET), UInt8(port >> 8), UInt8(port & 0xFF))
        (address[4], address[7]) = (127, 1)
        let code = address.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { Glibc.connect(descriptor, $0.baseAddress, 16) }
        }
        guard code == 0 else { throw FeedError("cannot connect") }
        return LoopbackServer.Peer(descriptor: descriptor)
    }

    private func text(_ taking: Taking, of source: Int) -> String {
        let bytes = taking.items.flatMap { item -> [UInt8] in
            guard case .bytes(let chunk) = item, chunk.source == source else { return [] }
            return Array(chunk.storage.prefix(chunk.count))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func ended(_ taking: Taking) -> [Int] {
        taking.items.compactMap { if case .ended(let source, .endOfFeed) = $0 { source } else { nil } }
    }

    @Test func eachPeerIsASource() throws {
        var taking = Taking(mailbox)
        var one: LoopbackServer.Peer? = try connect()
        try one?.send("first\n")
        #expect(taking.take { text($0, of: 5) == "first\n" })
        let two = try connect()
        try two.send("second")
        #expect(taking.take { text($0, of: 6) == "second" })
        let opened = taking.items.compactMap {
            if case .opened(let source, let name) = $0 { (source, name) } else { nil }
        }
        #expect(opened.map(\.0) == [5, 6] && opened.allSatisfy { $0.1.hasPrefix("127.0.0.1:") })
        #expect(feed.peers == ListenFeed.Peers(connected: 2, accepted: 2, refused: 0))
        one = nil
        #expect(taking.take { ended($0) == [5] })
        // Its number is used again.
        let three = try connect()
        try three.send("third\n")
        #expect(taking.take { text($0, of: 5) == "first\nthird\n" })
    }

    @Test func aPeerBeyondTheLimitIsRejected() throws {
        var taking = Taking(mailbox)
        let kept = [try connect(), try connect()]
        for peer in kept { try peer.send("x\n") }
        #expect(taking.take { text($0, of: 5) + text($0, of: 6) == "x\nx\n" })
        #expect(try connect().isHungUp())
        #expect(feed.peers.refused == 1)
    }

    @Test func aPeerIsHeldBackWhileTheMailboxIsFull() throws {
        let peer = try connect()
        let lines = countedLines(bytes: 16 << 20)
        let descriptor = peer.descriptor
        try OwnedThread().start { try? sendAll(lines, to: descriptor) }
        var taking = Taking(mailbox)
        #expect(taking.take { $0.items.contains { if case .bytes = $0 { true } else { false } } })
        #expect(
            taking.take {
                $0.items.reduce(0) { sum, item in
                    if case .bytes(let chunk) = item { sum + chunk.count } else { sum }
                } == lines.count
            })
        #expect(taking.bytes == lines)
        #expect(mailbox.mostBytesHeld <= 2 << 20)
    }

    @Test func aPortThatIsTaken() throws {
        #expect(throws: FeedError.self) {
            try ListenFeed(address: ListenAddress(parsing: ":\(port)"), firstPeer: 0, mailbox: mailbox)
        }
    }
}
