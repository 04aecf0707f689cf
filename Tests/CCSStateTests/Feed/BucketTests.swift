import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// Every line gets exactly one verdict, and the result does not depend on how the feed was cut.
@Suite struct BucketTests {
    /// The lines of a feed as they must be counted: those before newlines, and the rest after the last one.
    private func lines(in bytes: [UInt8]) -> Int {
        bytes.count { $0 == 0x0A } + (bytes.last.map { $0 == 0x0A ? 0 : 1 } ?? 0)
    }

    private func check(_ bytes: [UInt8], _ random: inout SeededGenerator) throws {
        let options = EventDecoder.Options(feedDomain: "mine")
        let whole = try TestFeed(options)
        whole.take(bytes: bytes)
        whole.finish()
        #expect(whole.counts.lines == lines(in: bytes))
        let cut = try TestFeed(options)
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + 1 + random.below(200))
            cut.take(bytes: Array(bytes[at..<end]))
            at = end
        }
        cut.finish()
        #expect(cut.counts == whole.counts)
        let snapshot = try whole.snapshot()
        #expect(try cut.snapshot() == snapshot)
        let feed = snapshot["feed"].members
        var sum: Int64 = 0
        for (key, value) in feed where key != "lines" { if case .integer(let count) = value { sum += count } }
        #expect(feed["lines"] == .integer(sum) && feed.count == 13)
    }

    @Test(arguments: 0..<40) func randomBytes(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("{}[]\":,\\u0123eE+-. \t\r\n\nclastypedomincsevnt_".utf8) + [0, 0xFF, 0xC3, 0xA9]
        let bytes = (0..<random.below(4000)).map { _ in
            seed % 2 == 0 ? alphabet[random.below(alphabet.count)] : UInt8(random.below(256))
        }
        try check(bytes, &random)
    }

    @Test(arguments: 0..<60) func goodLinesWithBytesChanged(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var chaos = ChaoticFeed(seed: seed)
        var bytes: [UInt8] = []
        for _ in 0..<60 { bytes += Array(chaos.next().utf8) + [0x0A] }
        for _ in 0..<random.below(300) {
            let place = random.below(bytes.count)
            switch random.below(4) {
            case 0: bytes[place] = UInt8(random.below(256))
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(random.one(of: Array("\"{}[],:\\\n0-".utf8)), at: place)
            default: bytes[place] ^= 1 << UInt8(random.below(8))
            }
        }
        try check(bytes, &random)
    }

    @Test func aFeedCutOffAnywhere() throws {
        var random = SeededGenerator(seed: 3)
        var chaos = ChaoticFeed(seed: 3)
        var bytes: [UInt8] = []
        for _ in 0..<4 { bytes += Array(chaos.next().utf8) + [0x0D, 0x0A] }
        for end in 0...bytes.count where end % 7 == 0 || end > bytes.count - 20 {
            try check(Array(bytes[..<end]), &random)
        }
    }

    @Test func linesOfEveryLengthAreCounted() throws {
        let feed = try TestFeed()
        let long = [UInt8](repeating: 0x78, count: (1 << 20) + 1)
        let blank = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
        feed.take(bytes: long + [0x0A] + blank + [0x0A] + Array(long.dropLast()) + [0x0A] + long)
        feed.finish()
        #expect(feed.counts[.oversized] == 2 && feed.counts[.blank] == 1 && feed.counts[.malformed] == 1)
        #expect(feed.counts.lines == 4)
        #expect(try feed.snapshot().at("feed.oversized") == 2)
    }

    @Test func anEmptyFeedIsASnapshotToo() throws {
        let feed = try TestFeed()
        feed.finish()
        let snapshot = try feed.snapshot()
        #expect(snapshot["schema"] == "ccs-top/snapshot/1")
        #expect(snapshot["domains"] == [])
        #expect(snapshot["feed"].members.values.allSatisfy { $0 == 0 })
        #expect(snapshot.members.count == 3)
    }

    @Test func sourcesDoNotMixTheirLines() throws {
        let feed = try TestFeed()
        let (one, two) = (Array(event("call_create", "id=a").utf8), Array(event("call_create", "id=b").utf8))
        feed.take(bytes: Array(one[..<20]), source: 0)
        feed.take(bytes: Array(two[..<35]), source: 3)
        feed.take(bytes: Array(one[20...]), source: 0)
        feed.take(bytes: Array(two[35...]) + [0x0A], source: 3)
        #expect(feed.counts[.applied] == 1)
        feed.finish(source: 0)
        #expect(feed.counts[.applied] == 2 && feed.counts.lines == 2)
    }
}
