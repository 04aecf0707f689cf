import CCSTestSupport
import CCSView
import Foundation
import Testing

/// The tables of docs/filters.md: how expressions are read, and why others are refused.
@Suite struct FilterTableTests {
    private struct Row {
        var expression: String
        var fields: [FilterField]
        var answer: String
    }

    private func rows(under heading: String) throws -> [Row] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let page = try String(contentsOf: root.appending(path: "docs/filters.md"), encoding: .utf8)
        let section = try #require(page.components(separatedBy: "\n## ").first { $0.hasPrefix(heading) })
        return section.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { line in
            let cells = line.replacing("\\|", with: "\0").split(separator: "|").map {
                $0.replacing("\0", with: "|").trimmingCharacters(in: .whitespaces)
            }
            guard cells.count == 3, let pane = Pane.allCases.first(where: { $0.title == cells[1] }) else { return nil }
            return Row(
                expression: String(cells[0].dropFirst().dropLast()), fields: ColumnTable.filterFields(of: pane),
                answer: cells[2])
        }
    }

    @Test func readsAsTheDocsSay() throws {
        let rows = try rows(under: "How filters are read")
        #expect(rows.count >= 60)
        for row in rows {
            let filter = try Filter(parsing: row.expression, fields: row.fields)
            #expect("`\(filter)`" == row.answer)
            #expect(try Filter(parsing: filter.description, fields: row.fields) == filter)
        }
    }

    @Test func refusesWhatTheDocsSay() throws {
        let rows = try rows(under: "What is refused")
        #expect(rows.count >= 30)
        for row in rows {
            let error = #expect(throws: FilterError.self, "\(row.expression)") {
                try Filter(parsing: row.expression, fields: row.fields)
            }
            #expect(error?.message == row.answer, "\(row.expression)")
        }
    }
}
