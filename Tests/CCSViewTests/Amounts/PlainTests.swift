import CCSEvents
import Testing

@testable import CCSView

@Suite struct PlainTests {
    @Test("Lengths of time grow from clock to days, and keep their sign")
    func durations() {
        #expect(Plain.duration(72_000) == "00:01:12")
        #expect(Plain.duration(86_399_999) == "23:59:59")
        #expect(Plain.duration(2 * 86_400_000 + 3 * 3_600_000 + 4 * 60_000) == "2d 03:04")
        #expect(Plain.duration(-5000) == "-00:00:05")
        #expect(Plain.duration(.min).hasPrefix("-"))
    }

    @Test("Counts have commas, times of day are UTC, small differences keep their milliseconds")
    func numbers() {
        #expect(Plain.number(5120) == "5,120")
        #expect(Plain.number(999) == "999")
        #expect(Plain.number(-1_234_567) == "-1,234,567")
        #expect(Plain.time(1_732_320_000_123) == "00:00:00.123")
        #expect(Plain.time(-1) == "23:59:59.999")
        #expect(Plain.delta(1203) == "1.203")
        #expect(Plain.delta(-20) == "-0.020")
        #expect(Plain.measure(99.96) == "100")
        #expect(Plain.measure(4.06) == "4.1")
        #expect(Plain.share(1, of: 0) == nil)
    }

    @Test func numbersAreGrouped() {
        #expect([0, 999, 1204, -1_000_000].map(Plain.number) == ["0", "999", "1,204", "-1,000,000"])
        #expect(Plain.number(.min).hasPrefix("-9,223"))
    }

    @Test func ratesHaveAPlaceAfterThePointWhileTheyAreSmall() {
        #expect([0, 4.1, 9.94, 9.96, 411.6].map(Plain.rate) == ["0", "4.1", "9.9", "10", "412"])
        #expect([Double.nan, .infinity, 1e300].map(Plain.rate) == ["-", "-", "-"])
    }

    @Test func spansOfTimeAreShort() {
        let spans: [Int64] = [0, 240, 9999, 12_400, 190_000, 3_900_000, 183_600_000, -500]
        #expect(spans.map(Plain.age) == ["0.0s", "0.2s", "9.9s", "12s", "3m10s", "1h05m", "2d03h", "-0.5s"])
        #expect([80, -80, 5200].map(Plain.lag) == ["80ms", "-80ms", "5.2s"])
        #expect([3001, 3000, -1, .max].map(Plain.secondsUp) == [4, 3, 0, 9_223_372_036_854_776])
        #expect(Plain.difference(.max, .min) == .max && Plain.difference(1, 2) == 0)
    }

    @Test func theTimeOfDayIsInUTC() {
        #expect(Plain.clock(Sample.now) == "00:03:22")
        #expect(Plain.clock(-1000) == "23:59:59")
    }
}
