import NIOCore
import NIOEmbedded
import Testing

@testable import CCSFeed
@testable import CCSPBX

@Suite("A connection to a PBX")
struct ConnectPBXTests {
    private static let accepted =
        "Content-Type: auth/request\n\n" + "Content-Type: command/reply\nReply-Text: +OK accepted\n\n"

    private func bench(_ kind: PBXReader.Kind = .freeSWITCH, mostBytesHeld: Int = 1 << 20) throws -> ConnectBench {
        let credentials = PBXLogin.Credentials(user: nil, secret: "geheim")
        return try ConnectBench(
            subscribing: .no, login: PBXLogin(kind, credentials), mostBytesHeld: mostBytesHeld, limit: 64 << 10)
    }

    @Test("it is live once the PBX took the login, and a gap only then")
    func logsIn() throws {
        let bench = try bench()
        bench.core.start()
        let channel = try bench.connect()
        #expect(bench.statuses().last == .connecting(since: 1000, attempt: 0))
        try channel.receive(Self.accepted)
        #expect(bench.statuses().last == .live(since: 1000))
        channel.close(promise: nil)
        bench.loop.run()
        #expect(bench.statuses().last == .reconnecting(at: 1100, attempt: 1, why: .closedByFeed))
        #expect(bench.taking.gaps.count == 1)
    }

    @Test("reading goes on while its bytes wait; with too many of them they are lost, and it connects again")
    func fallsBehind() throws {
        let bench = try bench()
        bench.core.start()
        let channel = try bench.connect()
        try channel.receive(Self.accepted)
        let piece = String(repeating: "x", count: 100_000)
        for _ in 0..<10 {
            try channel.receive(piece)
            #expect(!bench.core.holdsBack)
        }
        try channel.receive(piece)
        #expect(bench.tries == 1)
        // The mailbox has the greeting and one piece; the others are gone. What became of the feed comes all the same.
        bench.taking.takeNow()
        bench.loop.run()
        bench.taking.takeNow()
        #expect(bench.taking.statuses.last == .reconnecting(at: 1100, attempt: 1, why: .fellBehind))
        #expect(bench.taking.gaps.count == 1 && bench.taking.text.utf8.count < 300_000)
        bench.loop.advanceTime(by: .milliseconds(100))
        #expect(bench.tries == 2)
    }

    @Test("a PBX that keeps its channels to itself is named, with what to grant")
    func hidesItsChannels() throws {
        let bench = try bench(.asterisk)
        bench.core.start()
        let channel = try bench.connect()
        for message in [
            "Response: Success\r\nActionID: ccs-challenge\r\nChallenge: 1", "Response: Success\r\nActionID: ccs-login",
            "Response: Error\r\nActionID: ccs-channels\r\nMessage: Permission denied",
        ] {
            try channel.receive(message + "\r\n\r\n")
        }
        #expect(bench.statuses().last == .refused(since: 1000, why: .noPicture("Permission denied")))
        #expect(FeedTrouble.noPicture("").description.contains("write = reporting"))
    }
}
