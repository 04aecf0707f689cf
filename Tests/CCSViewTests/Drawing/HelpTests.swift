import CCSEvents
import CCSState
import Testing

@testable import CCSView

@Suite struct HelpTests {
    private func help(_ pane: Pane, _ change: (inout Interface.Options) -> Void = { _ in }) -> String {
        var options = Interface.Options()
        options.catalogue = [pane: ColumnTable.columns(of: pane)]
        change(&options)
        let interface = Interface(domain: "sales", onlyDomain: false, pane: pane, options: options)
        let text = HelpText(interface, columns: ColumnTable.usualColumns(of: pane))
        return text.lines(width: 400).map { $0.map(\.text).joined().string }.joined(separator: "\n")
    }

    @Test(arguments: Pane.ofDomain) func everyColumnAndEveryNameForFiltersIsExplained(_ pane: Pane) {
        let text = help(pane)
        for column in ColumnTable.columns(of: pane) {
            #expect(text.contains(column.title) && text.contains(column.help), "\(column.id)")
        }
        for field in ColumnTable.filterFields(of: pane) {
            #expect(text.contains("  \(field.name) ") && text.contains(field.kind.explanation), "\(field.name)")
        }
        #expect(text.contains("compare; ~ !~ search a text") || ColumnTable.filterFields(of: pane).isEmpty)
    }

    @Test func everyDetectorIsThereWithItsThreshold() {
        let text = help(.calls)
        for row in Detector.table { #expect(text.contains(row.title) && text.contains(row.help), "\(row.name)") }
        #expect(text.contains("rings too long (30s, medium)") && text.contains("no event for long (1h, low)"))
        let changed = help(.calls) {
            var sales = DetectorSettings()
            sales[.ringing] = 90_500
            sales[.held] = nil
            $0.detectors.domains = ["sales": sales]
        }
        #expect(changed.contains("rings too long (1m30s500ms, medium)") && changed.contains("held too long (off, "))
    }

    /// The names of weights in the help can be typed where a column shows them.
    @Test func weightsHaveTheNamesOfTheColumns() throws {
        let text = help(.anomalies)
        let columns = try #require(ColumnTable.columns(of: .anomalies).first { $0.id == "severity" }).help
        for row in Detector.table {
            #expect(columns.contains(row.severity.name) && text.contains("\(row.severity.name)): \(row.help)"))
        }
    }

    @Test func theHeaderIsExplained() {
        let text = help(.calls)
        for words in ["fail 1m 3/97", "refused 485", "seances 212 (peak 240)"] { #expect(text.contains(words)) }
    }

    @Test func wordsWiderThanTheLineAreBrokenAndNothingIsLost() {
        let text = "why " + String(repeating: "0123456789", count: 5) + " so 田中田中田中"
        for width in 2...70 {
            let lines = HelpText.wrap(text, width: width)
            #expect(lines.allSatisfy { $0.width <= width })
            #expect(lines.map(\.string).joined().filter { $0 != " " } == text.filter { $0 != " " }, "\(width)")
        }
    }
}
