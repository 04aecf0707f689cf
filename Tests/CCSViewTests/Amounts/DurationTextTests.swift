import CCSTestSupport
import Testing

@testable import CCSView

@Suite struct DurationTextTests {
    @Test(
        "Lengths of time are numbers with units, one after the other",
        arguments: [
            ("500ms", 500), ("30s", 30_000), ("1.5m", 90_000), ("1.5h", 5_400_000), ("1m30s", 90_000),
            ("2d", 172_800_000),
            ("-2s", -2000), ("+1s", 1000), ("0s", 0), ("1h1m1s1ms", 3_661_001),
        ])
    func read(_ text: String, _ milliseconds: Int64) {
        #expect(DurationText.read(text) == DurationText.Reading(milliseconds: milliseconds, hasUnit: true))
    }

    @Test("A bare number is seconds, and is marked as bare")
    func bare() {
        #expect(DurationText.read("30") == DurationText.Reading(milliseconds: 30_000, hasUnit: false))
        #expect(DurationText.read("0.25") == DurationText.Reading(milliseconds: 250, hasUnit: false))
    }

    @Test(
        "Anything else is none",
        arguments: [
            "", "-", "s", "30 s", "1m30", "30x", "5min", "1.s", ".5s", "1e3s", "--1s", "1s-1s", "٣s",
            "99999999999999999d", "1s ",
        ])
    func refused(_ text: String) {
        #expect(DurationText.read(text) == nil)
    }

    @Test("A written duration reads back, and has no empty part")
    func written() {
        #expect(
            [0, 250, 30_000, 90_000, 3_600_000, 86_400_000, -90_500].map(DurationText.text)
                == ["0s", "250ms", "30s", "1m30s", "1h", "1d", "-1m30s500ms"])
        var random = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let length = Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &random)
            #expect(DurationText.read(DurationText.text(length))?.milliseconds == length)
        }
    }
}
