import CCSEvents
import CCSFeed
import CCSState
import CCSView
import Foundation
import Testing

@testable import ccs_top

/// A replay of a plain feed with a manual clock.
private final class PlainReplay {
    struct NoMemory: Error {}

    let replayer: Replayer
    private var reducer: FeedReducer

    /// A feed with events of a domain at these seconds. Any number of lines can be taken at a time.
    init(seconds: [Int], domain: String? = nil, speed: ReplaySpeed = .max) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let lines = seconds.enumerated().map { place, second in
            #"{"class":"ccsevents","type":"call_create","domain":"\#(place % 2 == 0 ? "sales" : "support")","#
                + #""eventts":\#(1_732_320_000_000 + second * 1000),"data":{"id":"c\#(place)"}}"# + "\n"
        }
        try lines.joined().write(toFile: path, atomically: false, encoding: .utf8)
        let plan = try ReplayPlan(path: path, fields: FieldMap(), speed: speed, start: nil)
        guard let replayer = Replayer(plan), let reducer = FeedReducer(EventDecoder.Options(onlyDomain: domain)) else {
            throw NoMemory()
        }
        self.replayer = replayer
        self.reducer = reducer
        let bytes = Array(lines.joined().utf8)
        replayer.add([
            .bytes(FeedChunk(source: 0, storage: bytes, count: bytes.count, arrivedAt: 0)),
            .ended(source: 0, .endOfFeed),
        ])
    }

    /// Takes at most `limit` lines that are due.
    func advance(now: Int64, limit: Int = .max) -> Replayer.Progress {
        replayer.advance(&reducer, now: now, limit: limit)
    }

    /// Seconds since the first line.
    func position(now: Int64) -> Int64? {
        guard let position = replayer.position(now: now), let beginning = replayer.beginning else { return nil }
        return (position - beginning) / 1000
    }
}

@Suite("A plain feed replayed at full speed") struct ReplayerTests {
    @Test("shows where it is, and at the end all of its length", arguments: [nil, "sales"] as [String?])
    func position(domain: String?) throws {
        let replay = try PlainReplay(seconds: Array(stride(from: 0, through: 7200, by: 60)), domain: domain)
        #expect(replay.advance(now: 0, limit: 61) == .more)
        #expect(replay.position(now: 0) == 3600)
        #expect(replay.advance(now: 1) == .empty)
        #expect(replay.replayer.isAtEnd && replay.position(now: 1) == 7200)
        #expect(replay.replayer.beginning == 1_732_320_000_000)
    }

    @Test("goes on at once at a slower speed, and waits from there", arguments: [nil, "sales"] as [String?])
    func slower(domain: String?) throws {
        let replay = try PlainReplay(seconds: Array(stride(from: 0, through: 7200, by: 60)), domain: domain)
        #expect(replay.advance(now: 0, limit: 60) == .more)
        for _ in 0..<8 { replay.replayer.control(.slower, now: 5) }
        #expect(replay.replayer.clock.speed == .real)
        // One line is due at once. The next one comes a minute later.
        #expect(replay.advance(now: 5) == .waiting(60_000))
        #expect(replay.position(now: 5) == 3600)
        #expect(replay.advance(now: 60_005) == .waiting(60_000))
        #expect(replay.position(now: 60_005) == 3660)
    }

    @Test("goes on at once though all of the last hours was of another domain")
    func otherDomain() throws {
        // Every second line is of another domain.
        let replay = try PlainReplay(seconds: [0, 7200, 60, 7260, 7270], domain: "sales")
        #expect(replay.advance(now: 0, limit: 3) == .more)
        for _ in 0..<8 { replay.replayer.control(.slower, now: 5) }
        #expect(replay.advance(now: 5) == .waiting(10_000))
    }
}
