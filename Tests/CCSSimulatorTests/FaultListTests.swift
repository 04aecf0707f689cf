import CCSSimulator
import Foundation
import Testing

/// Each fault of the list is in the feed.
@Suite struct FaultListTests {
    private struct Fault: Decodable {
        var detector: String
        var domain: String?
        var kind: String
        var id: String?
        var begin: Int64
        var end: Int64?
    }

    /// Events of one object in one domain.
    private struct Key: Hashable {
        var domain: String
        var id: String
    }

    private static let near = read(SimulatorOptions(seances: 400, seancesPerSecond: 2, nearMisses: true))
    private static let plain = read(SimulatorOptions(seances: 1_000))

    private static func read(_ options: SimulatorOptions) -> (events: [ReadEvent], faults: [Fault]) {
        var simulator = Simulator(options)
        simulator.listFaults()
        var events: [ReadEvent] = []
        var list: [UInt8] = []
        var buffer: [UInt8] = []
        while simulator.next(into: &buffer) != nil {
            if let event = ReadEvent(line: Array(buffer.dropLast())) { events.append(event) }
            buffer.removeAll(keepingCapacity: true)
            list += simulator.takeFaults()
        }
        let lines = list.split(separator: UInt8(ascii: "\n"))
        return (events, lines.compactMap { try? JSONDecoder().decode(Fault.self, from: Data($0)) })
    }

    private static func times(
        of type: String, _ id: KeyPath<ReadEvent, String?>, _ events: [ReadEvent],
        where test: (ReadEvent) -> Bool = { _ in true }
    ) -> [Key: Set<Int64>] {
        var times: [Key: Set<Int64>] = [:]
        for event in events where event.type == type && test(event) {
            times[Key(domain: event.domain, id: event[keyPath: id] ?? ""), default: []].insert(event.time)
        }
        return times
    }

    private func check(
        _ detector: String, begins: [Key: Set<Int64>], ends: [Key: Set<Int64>], least: Int,
        _ feed: (events: [ReadEvent], faults: [Fault]), shift: Int64 = 0
    ) {
        let faults = feed.faults.filter { $0.detector == detector }
        #expect(faults.count >= least)
        for fault in faults {
            let key = Key(domain: fault.domain ?? "", id: fault.id ?? "")
            #expect(begins[key]?.contains(fault.begin + shift) == true, "\(detector) of \(key.id) begins")
            if let end = fault.end { #expect(ends[key]?.contains(end) == true, "\(detector) of \(key.id) ends") }
        }
    }

    @Test func theListDoesNotChangeTheFeed() {
        var simulator = Simulator(SimulatorOptions(seances: 60))
        simulator.listFaults()
        var buffer: [UInt8] = []
        while simulator.next(into: &buffer) != nil {}
        #expect(buffer == bytes(SimulatorOptions(seances: 60)))
    }

    @Test func aFeedWithoutFaultsHasAnEmptyList() {
        var simulator = Simulator(SimulatorOptions(seances: 60, faults: false, nearMisses: true))
        simulator.listFaults()
        var buffer: [UInt8] = []
        while simulator.next(into: &buffer) != nil {}
        #expect(buffer == bytes(SimulatorOptions(seances: 60, faults: false)))
        let text = String(decoding: simulator.takeFaults(), as: UTF8.self)
        #expect(text.isEmpty, "\(text.prefix(300))")
    }

    @Test(arguments: [true, false])
    func recordingsThatAreNotFinished(isNear: Bool) {
        let feed = isNear ? Self.near : Self.plain
        let ends = Self.times(of: "connection_set_record_info", \.connection, feed.events)
        check(
            "unfinished", begins: Self.times(of: "connection_delete", \.connection, feed.events), ends: ends, least: 5,
            feed)
        for fault in feed.faults where fault.detector == "unfinished" && fault.end == nil {
            #expect(ends[Key(domain: fault.domain ?? "", id: fault.id ?? "")] == nil)
        }
    }

    @Test(arguments: [true, false])
    func callsThatAreHeld(isNear: Bool) {
        let feed = isNear ? Self.near : Self.plain
        let begins = Self.times(of: "call_set_state", \.call, feed.events) { $0.state == "hold" }
        check("held", begins: begins, ends: Self.times(of: "call_set_state", \.call, feed.events), least: 5, feed)
    }

    @Test(arguments: [true, false])
    func callsThatRing(isNear: Bool) {
        let feed = isNear ? Self.near : Self.plain
        let begins = Self.times(of: "call_set_state", \.call, feed.events) {
            $0.state == "ringing" || $0.state == "early"
        }
        check("ringing", begins: begins, ends: Self.times(of: "call_set_state", \.call, feed.events), least: 20, feed)
    }

    @Test func objectsThatOutliveTheirSeance() {
        let feed = Self.near
        var seances: [String: Set<Int64>] = [:]
        for event in feed.events where event.type == "seance_delete" {
            seances[event.domain, default: []].insert(event.time)
        }
        let deleted = Self.times(of: "call_delete", \.call, feed.events)
            .merging(Self.times(of: "connection_delete", \.connection, feed.events)) { $0.union($1) }
        let faults = feed.faults.filter { $0.detector == "outlived" }
        #expect(Set(faults.map(\.kind)) == ["call", "connection"])
        for fault in faults {
            #expect(seances[fault.domain ?? ""]?.contains(fault.begin) == true)
            let end = deleted[Key(domain: fault.domain ?? "", id: fault.id ?? "")]
            #expect(fault.end == end?.first)
        }
    }

    @Test func seancesThatWaitOrComeBackToANumber() {
        let feed = Self.near
        var states: Set<Key> = []
        for event in feed.events
        where event.type == "call_set_state" && ["queue", "parked"].contains(event.state ?? "") {
            states.insert(Key(domain: event.domain, id: String(event.time)))
        }
        let waiting = feed.faults.filter { $0.detector == "waiting" }
        #expect(waiting.count > 50)
        for fault in waiting { #expect(states.contains(Key(domain: fault.domain ?? "", id: String(fault.begin)))) }
        var numbers: [Key: [String]] = [:]
        var loops: Set<Key> = []
        for event in feed.events where event.type == "seance_set_next_number" {
            let key = Key(domain: event.domain, id: event.seance ?? "")
            let number = event.text("number") ?? ""
            guard numbers[key]?.last != number else { continue }
            if numbers[key]?.contains(number) == true { loops.insert(key) }
            numbers[key, default: []].append(number)
        }
        let listed = feed.faults.filter { $0.detector == "loop" }
        #expect(listed.count > 5)
        for fault in listed { #expect(loops.contains(Key(domain: fault.domain ?? "", id: fault.id ?? ""))) }
    }

    @Test(
        arguments: [
            ("ringing", 30_000), ("held", 120_000), ("unrecorded", 10_000), ("unfinished", 60_000),
            ("outlived", 10_000),
            ("empty", 10_000), ("waiting", 60_000), ("silent", 3_600_000),
        ] as [(String, Int64)])
    func nearMissesLieOnBothSidesOfTheThreshold(detector: String, threshold: Int64) {
        let lengths = Self.near.faults.filter { $0.detector == detector }.compactMap { fault in
            fault.end.map { $0 - fault.begin }
        }
        #expect(lengths.contains { $0 < threshold })
        #expect(lengths.contains { $0 > threshold && $0 <= 2 * threshold })
    }

    @Test func everyLineOfTheListIsRead() {
        var simulator = Simulator(SimulatorOptions(seances: 30, domains: ["a \"b\"", "ü"], nearMisses: true))
        simulator.listFaults()
        var buffer: [UInt8] = []
        while simulator.next(into: &buffer) != nil {}
        let lines = simulator.takeFaults().split(separator: UInt8(ascii: "\n"))
        let faults = lines.compactMap { try? JSONDecoder().decode(Fault.self, from: Data($0)) }
        #expect(faults.count == lines.count)
        #expect(Set(faults.map(\.domain)).isSubset(of: ["a \"b\"", "ü"]))
        // The bad numbers in each domain, and the operator whose telephone always fails.
        #expect(faults.filter { $0.kind == "number" }.count == 2 * 3 + 1)
    }
}
