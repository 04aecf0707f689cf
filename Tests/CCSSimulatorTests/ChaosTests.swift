import CCSSimulator
import Testing

@Suite struct ChaosTests {
    private static let options = SimulatorOptions(seances: 600, chaos: true)
    private static let feed = lines(options)

    @Test func thereAreLinesThatAreNoEvents() {
        let junk = Self.feed.filter { ReadEvent(line: $0) == nil }
        #expect(junk.contains { $0.isEmpty })
        #expect(junk.contains { String(validating: $0, as: UTF8.self) == nil }, "not UTF-8")
        #expect(junk.contains { $0.starts(with: Array(#"["subscribe_result""#.utf8)) })
        #expect(junk.contains { $0.starts(with: Array(#"{"class":"modelevents""#.utf8)) })
        #expect(junk.contains { $0.starts(with: Array(#"{"class":"ccsevents""#.utf8)) }, "cut short")
        #expect(junk.count * 50 < Self.feed.count)
        #expect(Self.feed.compactMap { ReadEvent(line: $0) }.contains { $0.type == "call_teleport" })
    }

    @Test func linesComeTwiceAndLateAndSomeNever() {
        let good = Self.feed.compactMap { ReadEvent(line: $0) }.filter { allTypes.contains($0.type) }
        #expect(Set(Self.feed.filter { $0.count > 200 }).count < Self.feed.filter { $0.count > 200 }.count)
        #expect(zip(good, good.dropFirst()).contains { $0.time > $1.time })
        let created = Set(good.filter { $0.type == "call_create" }.compactMap(\.call))
        let deleted = Set(good.filter { $0.type == "call_delete" }.compactMap(\.call))
        #expect(deleted.subtracting(created).count > 20)
    }

    @Test func namesAreHostile() {
        let names = Set(Self.feed.compactMap { ReadEvent(line: $0)?.text("name") })
        let scalars = Set(names.flatMap(\.unicodeScalars))
        for scalar in ["\u{1B}", "\u{9B}", "\u{202E}", "\u{200D}", "王", "👨", "\u{7}"] as [Unicode.Scalar] {
            #expect(scalars.contains(scalar), "U+\(String(scalar.value, radix: 16))")
        }
    }

    @Test func everyReturnedTimeIsOfOneLine() {
        var simulator = Simulator(Self.options)
        var buffer: [UInt8] = []
        var count = 0
        while simulator.next(into: &buffer) != nil { count += 1 }
        #expect(count == buffer.count { $0 == UInt8(ascii: "\n") })
        #expect(simulator.next(into: &buffer) == nil)
    }
}
