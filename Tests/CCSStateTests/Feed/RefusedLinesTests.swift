import Testing

@testable import CCSState

struct RefusedLinesTests {
    @Test func countsTheLastMinuteOnly() {
        var refused = RefusedLines()
        #expect(refused.lastMinute(before: 0) == 0)
        for second in 0..<200 { refused.count(arrival: Int64(second) * 1000) }
        #expect(refused.lastMinute(before: 199_500) == 60)
        #expect(refused.lastMinute(before: 229_000) == 30)
        #expect(refused.lastMinute(before: 259_000) == 0)
        refused.count(arrival: 500_000)
        #expect(refused.lastMinute(before: 500_000) == 1)
    }

    @Test func aClockThatIsSetBackLosesNoLine() {
        var refused = RefusedLines()
        refused.count(arrival: 90_000)
        refused.count(arrival: 1000)
        refused.count(arrival: -5)
        #expect(refused.lastMinute(before: 90_000) == 3)
    }
}
