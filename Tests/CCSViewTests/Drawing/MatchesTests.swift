import CCSEvents
import Testing

@testable import CCSView

@Suite struct MatchesTests {
    @Test func matchesAreFoundInAnyCaseAndAtTheirColumns() {
        #expect(("田中 Anna ANNA" as DisplayText).matches(of: "anna") == [5..<9, 10..<14])
        #expect(("Анна" as DisplayText).matches(of: "нн") == [1..<3])
        #expect(("aaa" as DisplayText).matches(of: "aa") == [0..<2])
        #expect(("abc" as DisplayText).matches(of: "") == [])
    }
}
