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
}
