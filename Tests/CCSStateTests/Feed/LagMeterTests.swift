import Testing

@testable import CCSState

@Suite("Percentiles of lag")
struct LagMeterTests {
    @Test("They are those of the events counted, to two digits")
    func percentiles() throws {
        var meter = LagMeter()
        #expect(meter.percentile(50) == nil)
        for lag in 1...1000 { meter.record(Int64(lag), arrival: 5) }
        #expect(abs(try #require(meter.percentile(50)) - 500) <= 5)
        #expect(abs(try #require(meter.percentile(95)) - 950) <= 10)
        #expect(abs(try #require(meter.percentile(99)) - 990) <= 10)
    }

    @Test("Lags older than two minutes do not count, those of the last minute do")
    func windows() throws {
        var meter = LagMeter()
        meter.record(10_000, arrival: 0)
        meter.record(10, arrival: 59_999)
        #expect(try #require(meter.percentile(100)) >= 10_000)
        meter.record(10, arrival: 60_000)
        #expect(try #require(meter.percentile(100)) >= 10_000)
        for arrival in stride(from: Int64(60_001), through: 121_000, by: 1000) { meter.record(10, arrival: arrival) }
        #expect(meter.percentile(100) == 10)
        meter.record(7000, arrival: 122_000)
        meter.record(1, arrival: 900_000)
        #expect(meter.percentile(100) == 1)
    }

    @Test("Early events, absurd times and a clock that goes back do no harm", arguments: [-5, .min, .max, 1 << 50])
    func hostile(lag: Int64) throws {
        var meter = LagMeter()
        meter.record(lag, arrival: 1_000_000)
        meter.record(lag, arrival: 0)
        let value = try #require(meter.percentile(50))
        #expect(value >= 0 && value <= 88_000_000)
        #expect((value >= LagMeter.longest) == (lag > 86_400_000), "what is later than it tells is known to be so")
    }
}
