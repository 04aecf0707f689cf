import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSState

/// Compares the reducer with the plain reference reducer.
@Suite struct DifferentialTests {
    /// Feeds both with the same lines, and compares them after every `every` lines and at the end.
    private func compare(seed: UInt64, lines: Int, every: Int, only: String? = nil, feedDomain: String? = nil) throws {
        var chaos = ChaoticFeed(seed: seed)
        var reference = ReferenceReducer(only: only, feedDomain: feedDomain)
        let feed = try TestFeed(.init(feedDomain: feedDomain, onlyDomain: only))
        var bytes: [UInt8] = []
        for number in 1...lines {
            let line = chaos.next()
            reference.take(Array(line.utf8))
            bytes += Array(line.utf8) + [0x0A]
            guard number % every == 0 || number == lines else { continue }
            feed.take(bytes: bytes)
            bytes = []
            let (is_, must) = (try feed.snapshot(), reference.snapshot)
            guard is_ != must else { continue }
            Issue.record("seed \(seed), line \(number): \(firstDifference(is_, must, "") ?? "?")")
            return
        }
    }

    @Test(arguments: 0..<200) func chaosGivesTheSameSnapshot(_ seed: UInt64) throws {
        try compare(seed: seed, lines: 500, every: 250)
    }

    @Test(arguments: 200..<230) func soItDoesForOneDomain(_ seed: UInt64) throws {
        try compare(seed: seed, lines: 600, every: 600, only: ["sales", "42"][Int(seed % 2)])
        try compare(seed: seed, lines: 300, every: 300, only: "sales", feedDomain: "sales")
        try compare(seed: seed, lines: 300, every: 300, feedDomain: "mine")
    }

    /// A million events in all, split so that the parts run in parallel.
    @Test(arguments: seeds(10, from: 1000)) func soItDoesForLong(_ seed: UInt64) throws {
        try compare(seed: seed, lines: 100_000, every: 50_000)
    }

    @Test func chaosReachesEveryBucket() throws {
        var chaos = ChaoticFeed(seed: 1)
        let feed = try TestFeed(.init(onlyDomain: "sales"))
        for _ in 0..<3000 { feed.take(chaos.next()) }
        for verdict in Verdict.allCases where verdict != .oversized {
            #expect(feed.counts[verdict] > 0, "\(verdict.name)")
        }
    }
}

/// The path of the first difference between two values.
func firstDifference(_ left: JSON, _ right: JSON, _ path: String) -> String? {
    guard left != right else { return nil }
    switch (left, right) {
    case (.object(let one), .object(let two)):
        for key in Set(one.keys).union(two.keys).sorted() {
            if let found = firstDifference(one[key] ?? .missing, two[key] ?? .missing, "\(path).\(key)") {
                return found
            }
        }
    case (.array(let one), .array(let two)) where one.count == two.count:
        for place in one.indices {
            if let found = firstDifference(one[place], two[place], "\(path).\(place)") { return found }
        }
    default: break
    }
    return "\(path) is \(left), and must be \(right)"
}
