import CCSSimulator
import Testing

@Suite struct SimulatorTests {
    @Test func theSameOptionsGiveTheSameBytes() {
        let options = SimulatorOptions(seed: 7, seances: 150, chaos: true)
        #expect(bytes(options) == bytes(options))
    }

    /// The feed is the same on every machine and in every build. If you change it on purpose, change this number too.
    @Test func theFeedIsTheOneItAlwaysWas() {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes(SimulatorOptions(), most: 20_000) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        #expect(hash == 16_854_128_730_851_952_378)
    }

    @Test func everyOptionMakesAnotherFeed() {
        let plain = bytes(SimulatorOptions(), most: 500)
        #expect(bytes(SimulatorOptions(seed: 2), most: 500) != plain)
        #expect(bytes(SimulatorOptions(startAt: 5), most: 500) != plain)
        #expect(bytes(SimulatorOptions(seancesPerSecond: 40), most: 500) != plain)
        #expect(bytes(SimulatorOptions(domains: ["one"]), most: 500) != plain)
        #expect(bytes(SimulatorOptions(chaos: true), most: 500) != plain)
        #expect(bytes(SimulatorOptions(faults: false), most: 500) != plain)
        #expect(bytes(SimulatorOptions(nearMisses: true), most: 500) != plain)
    }

    @Test func aCopyGoesOnByItself() {
        var one = Simulator(SimulatorOptions())
        var buffer: [UInt8] = []
        for _ in 0..<1_000 { _ = one.next(into: &buffer) }
        var other = one
        var (rest, otherRest): ([UInt8], [UInt8]) = ([], [])
        for _ in 0..<1_000 { _ = one.next(into: &rest) }
        for _ in 0..<1_000 { _ = other.next(into: &otherRest) }
        #expect(rest == otherRest)
    }

    @Test(arguments: [true, false])
    func everyLineIsAnEventInTheOrderOfTime(faults: Bool) {
        let options = SimulatorOptions(seances: 400, faults: faults)
        var simulator = Simulator(options)
        var buffer: [UInt8] = []
        var newest = options.startAt
        var types: Set<String> = []
        var count = 0
        var size = 0
        while let time = simulator.next(into: &buffer) {
            #expect(buffer.last == UInt8(ascii: "\n"))
            guard let event = ReadEvent(line: buffer.dropLast()) else {
                Issue.record("no event: \(String(decoding: buffer, as: UTF8.self))")
                return
            }
            #expect(event.time == time)
            #expect(event.time >= newest)
            #expect(simulator.lastDomain.map { simulator.domains[$0] } == event.domain)
            newest = time
            types.insert(event.type)
            count += 1
            size += buffer.count
            buffer.removeAll(keepingCapacity: true)
        }
        #expect(types == allTypes)
        #expect((250...400).contains(size / count))
    }

    @Test func itBeginsSoManySeancesAndTellsThemToTheEnd() {
        let feed = events(SimulatorOptions(seances: 120, faults: false))
        let created = feed.filter { $0.type == "seance_create" }.compactMap(\.seance)
        let deleted = feed.filter { $0.type == "seance_delete" }.compactMap(\.seance)
        #expect(created.count == 120)
        #expect(Set(deleted) == Set(created))
        #expect(bytes(SimulatorOptions(seances: 0)).isEmpty)
    }

    @Test func seancesBeginAsOftenAsAsked() {
        let options = SimulatorOptions(seances: 4_000, seancesPerSecond: 20)
        var simulator = Simulator(options)
        var buffer: [UInt8] = []
        var last = options.startAt
        let mark = Array(#"{"class":"ccsevents","type":"seance_create""#.utf8)
        while let time = simulator.next(into: &buffer) {
            if buffer.starts(with: mark) { last = time }
            buffer.removeAll(keepingCapacity: true)
        }
        #expect((18...22).contains(4_000_000 / Double(last - options.startAt)))
    }

    @Test func domainsAreWhatTheyAreCalled() {
        let names = ["a \"b\"", "ü\n", "x", "x"]
        let feed = events(SimulatorOptions(seances: 200, domains: names))
        #expect(Set(feed.map(\.domain)) == Set(names))
        #expect(Simulator(SimulatorOptions(domains: names)).domains == ["a \"b\"", "ü\n", "x"])
    }

    @Test func withoutDomainsEventsNameNone() {
        let feed = lines(SimulatorOptions(seances: 20, domains: []))
        #expect(feed.count > 200)
        for line in feed {
            #expect(ReadEvent(line: line) != nil)
            #expect(!String(decoding: line, as: UTF8.self).contains("\"domain\""))
        }
    }

    @Test func valuesOutOfRangeAreBroughtIntoIt() {
        for rate in [-1, 0, .nan, .infinity, 1e300] as [Double] {
            #expect(lines(SimulatorOptions(seances: 3, seancesPerSecond: rate)).count > 3)
        }
        #expect(lines(SimulatorOptions(seances: -5)).isEmpty)
        for start in [Int64.min, .max, 0] {
            #expect(lines(SimulatorOptions(seances: 3, startAt: start)).allSatisfy { ReadEvent(line: $0) != nil })
        }
    }
}
