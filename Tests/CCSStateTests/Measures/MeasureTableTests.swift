import Foundation
import Testing

@testable import CCSState

@Suite struct MeasureTableTests {
    @Test func thereIsARowForEachMeasure() {
        #expect(Measure.table.count == Measure.allCases.count)
        #expect(Set(Measure.table.map(\.name)).count == Measure.table.count)
    }

    /// The page docs/measures.md and the help agree.
    @Test func theDocumentationHasEveryDefinition() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/measures.md")
        let page = try String(contentsOf: root.standardized, encoding: .utf8)
        for row in Measure.table { #expect(page.contains("| \(row.name) | \(row.definition) |\n"), "\(row.name)") }
        let words = Measure.outgoingWords + Measure.statesBeforeRinging
        for word in words { #expect(page.contains("`\(word)`"), "\(word)") }
    }
}
