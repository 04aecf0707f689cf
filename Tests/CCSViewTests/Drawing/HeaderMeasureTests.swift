import CCSEvents
import Testing

@testable import CCSView

/// Measures in the header: a value with its n, or a dash, if there is room.
@Suite struct HeaderMeasureTests {
    private func line(_ place: Int, of count: Int = 2, width: Int, _ header: Header = Sample.header) -> String {
        HeaderLines(header, newest: nil, isPaused: false, glyphs: .unicode).line(place, of: count, width: width)
            .map(\.text.string).joined()
    }

    @Test func aWideLineHasThemAll() {
        let line = line(1, width: 300)
        #expect(line.contains("ASR 15m 62.1% n 97"))
        #expect(line.contains("PDD 1.8s/4.2s n 88"))
        #expect(line.contains("ACD 2m10s n 60"))
        #expect(line.contains("answered elsewhere 4"))
        #expect(line.contains("new/s 4.1 (peak in 5m 9, ever 14)"))
    }

    @Test func aNarrowOneKeepsWhatMattersMore() {
        let line = line(1, width: 80)
        #expect(line.contains("fail 1m 3/97"))
        #expect(!line.contains("ACD"))
    }

    @Test func theThirdLineTakesThemWhereItIs() {
        #expect(!line(1, of: 3, width: 300).contains("ASR"))
        #expect(line(2, of: 3, width: 80).contains("ASR 15m 62.1% n 97"))
    }

    @Test func overNothingThereIsADashAndNoZero() {
        var header = Sample.header
        header.measures = MeasureSummary()
        header.measures.answerSeizureRatio = (nil, 12)
        let line = line(1, width: 300, header)
        #expect(line.contains("ASR 15m – n 12"))
        #expect(line.contains("PDD – n 0"))
        #expect(line.contains("ACD – n 0"))
    }

    @Test func lagIsTooMuchFromItsThresholdOn() {
        func role(_ lag: Int64, after threshold: Int64?) -> Role? {
            var header = Sample.header
            (header.lag, header.lateAfter) = (lag, threshold)
            return HeaderLines(header, newest: nil, isPaused: false, glyphs: .unicode).line(0, of: 2, width: 300)
                .first { $0.text.string == Plain.lag(lag) }?.role
        }
        #expect(role(300, after: 300) == .warning)
        #expect(role(-300, after: 300) == .warning)
        #expect(role(299, after: 300) == .value)
        #expect(role(100_000, after: nil) == .value)
    }
}
