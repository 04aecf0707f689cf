import CCSEvents
import CCSState
import CCSTestSupport
import Testing

@testable import CCSView

@Suite("A filtered log, from page to page")
struct LogSelectionTests {
    @Test("At any rate of events, the newest are tested first, and gaps are filled later")
    func newestFirst() throws {
        let centre = try Centre()
        var selection = LogSelection<Int>()
        var found: [Int] = []
        func page(_ looks: Int) throws {
            found = selection.update(1, log: try Self.log(centre), looks: Self.allowance(looks)) {
                $0.sequence.isMultiple(of: 2)
            }
        }
        for _ in 0..<100 { centre.event("call_create", #""id":"c""#) }
        try page(10)
        #expect(found == [92, 94, 96, 98, 100])
        for _ in 0..<100 { centre.event("call_create", #""id":"c""#) }
        try page(4)
        #expect(found == [92, 94, 96, 98, 100, 198, 200])
        #expect(selection.asked(of: try Self.log(centre)) == 14)
        try page(100)
        #expect(selection.asked(of: try Self.log(centre)) == 114)
        #expect(found.count == 57 && found.first == 88)
        try page(1000)
        #expect(found == Array(stride(from: 2, through: 200, by: 2)))
    }

    @Test("It equals a plain filter of the tested events at any time", arguments: 0..<20)
    func likeAPlainFilter(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var limits = Limits()
        limits.logBytes = 300_000
        let centre = try Centre(limits: limits)
        centre.event("call_create", #""id":"c""#)
        let filler = String(repeating: "f", count: 2000)
        var selection = LogSelection<Int>()
        var asked: Set<Int> = []
        var key = 0
        for _ in 0..<200 {
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                centre.event("call_create", #""id":"c","filler":"\#(filler)""#)
            }
            if Int.random(in: 0..<40, using: &random) == 0 { (key, asked) = (key + 1, []) }
            let log = try Self.log(centre)
            let looks = Int.random(in: 0...30, using: &random)
            let found = selection.update(key, log: log, looks: Self.allowance(looks)) {
                #expect(asked.insert($0.sequence).inserted, "no event is asked twice")
                return $0.sequence % 3 != 0
            }
            asked = asked.filter { $0 >= log.firstSequence }
            #expect(found == asked.filter { $0 % 3 != 0 }.sorted())
            #expect(selection.asked(of: log) == asked.count)
        }
        let log = try Self.log(centre)
        #expect(log.firstSequence > 1, "events leave")
        _ = selection.update(key, log: log) { asked.insert($0.sequence).inserted }
        #expect(selection.asked(of: log) == log.count)
    }

    private static func log(_ centre: Centre) throws -> EventLog {
        let domain = centre.reducer.state.domain(named: centre.domain)
        return try #require(domain).log
    }

    private static func allowance(_ looks: Int) -> Allowance {
        let allowance = Allowance(Allowance.Rate(looks: looks))
        allowance.begin()
        return allowance
    }
}
