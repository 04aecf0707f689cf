import CCSEvents
import Testing

@testable import CCSState

@Suite struct PhaseTableTests {
    @Test func everyStateThatWasAddedIsFound() throws {
        var table = PhaseTable()
        try table.checkInvariants()
        for number in 0..<2000 {
            table.add("State-\(number % 1500)", number % 2 == 0 ? .held : .talking)
            if number % 100 == 0 { try table.checkInvariants() }
        }
        try table.checkInvariants()
        #expect(Array("sTATE-7".utf8).withUnsafeBytes { table.phase(of: FeedText($0)) } == .talking)
    }
}
