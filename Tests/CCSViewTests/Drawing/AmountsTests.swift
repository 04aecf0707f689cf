import CCSEvents
import Testing

@testable import CCSView

@Suite struct AmountsTests {
    @Test func numbersAreGrouped() {
        #expect([0, 999, 1204, -1_000_000].map(Amounts.count) == ["0", "999", "1,204", "-1,000,000"])
        #expect(Amounts.count(.min).hasPrefix("-9,223"))
    }

    @Test func ratesHaveAPlaceAfterThePointWhileTheyAreSmall() {
        #expect([0, 4.1, 9.94, 9.96, 411.6].map(Amounts.rate) == ["0", "4.1", "9.9", "10", "412"])
        #expect([Double.nan, .infinity, 1e300].map(Amounts.rate) == ["-", "-", "-"])
    }

    @Test func spansOfTimeAreShort() {
        let spans: [Int64] = [0, 240, 9999, 12_400, 190_000, 3_900_000, 183_600_000, -500]
        #expect(spans.map(Amounts.age) == ["0.0s", "0.2s", "9.9s", "12s", "3m10s", "1h05m", "2d03h", "-0.5s"])
        #expect([80, -80, 5200].map(Amounts.lag) == ["80ms", "-80ms", "5.2s"])
        #expect([3001, 3000, -1, .max].map(Amounts.secondsUp) == [4, 3, 0, 9_223_372_036_854_776])
        #expect(Amounts.difference(.max, .min) == .max && Amounts.difference(1, 2) == 0)
    }

    @Test func theTimeOfDayIsInUTC() {
        #expect(Amounts.clock(Sample.now) == "00:03:22")
        #expect(Amounts.clock(-1000) == "23:59:59")
    }

    @Test func matchesAreFoundInAnyCaseAndAtTheirColumns() {
        #expect(("田中 Anna ANNA" as DisplayText).matches(of: "anna") == [5..<9, 10..<14])
        #expect(("Анна" as DisplayText).matches(of: "нн") == [1..<3])
        #expect(("aaa" as DisplayText).matches(of: "aa") == [0..<2])
        #expect(("abc" as DisplayText).matches(of: "") == [])
    }
}
