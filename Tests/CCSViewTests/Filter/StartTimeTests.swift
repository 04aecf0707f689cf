import CCSView
import Testing

@Suite("The start of a replay")
struct StartTimeTests {
    /// 2026-11-23T14:00:00Z, in milliseconds.
    private let beginning: Int64 = 1_795_442_400_000

    @Test(
        "is written as times and durations of filters",
        arguments: [
            ("+5m", 300_000), ("+1m30s", 90_000), ("+0s", 0), ("14:00", 0), ("14:00:01", 1000), ("14:00:01.250", 1250),
            ("13:59:59", 86_399_000), ("2026-11-23T14:00:10Z", 10_000), ("2026-11-24", 36_000_000),
            ("1795442400007", 7),
        ] as [(String, Int64)])
    func reads(text: String, after: Int64) throws {
        #expect(try #require(StartTime(text)).moment(beginning: beginning) == beginning + after)
    }

    @Test(
        "that is none is refused",
        arguments: ["", "+", "5m", "+5x", "25:00", "14:60", "2026-13-01", "noon", "-5m", "12", "99999999999999999"])
    func refuses(text: String) { #expect(StartTime(text) == nil) }
}
