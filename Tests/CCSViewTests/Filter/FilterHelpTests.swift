import CCSState
import CCSView
import Foundation
import Testing

@Suite struct FilterHelpTests {
    @Test func aLineAField() {
        let lines = FilterHelp.lines(fields: [
            FilterField("state", .text, help: "State as it came"),
            FilterField("age", .duration, help: "Since it began"),
            FilterField("rec", .flag),
        ])
        #expect(
            lines == [
                "state  State as it came (a text: ringing, \"Anna Orlova\")",
                "age    Since it began (a duration: 30s, 5m, 1h)",
                "rec    a flag: yes or no",
            ])
        #expect(FilterHelp.lines(fields: []).isEmpty)
    }

    /// The examples of the help can be typed in the list that shows them.
    @Test(arguments: Pane.allCases) func examplesCanBeRead(_ pane: Pane) {
        let fields = ColumnTable.filterFields(of: pane)
        guard !fields.isEmpty else { return }
        let language = FilterHelp.language(of: pane)
        var examples = [language[0], "orlova", "\"a b\""]
        for line in language.dropFirst() {
            if line.hasSuffix("those without a value") { examples.append(line.components(separatedBy: "  ")[0]) }
            guard let parts = line.wholeMatch(of: /(.+?)  (not .+?)  a flag; also (.+), (.+)/) else { continue }
            examples += [parts.1, parts.2, parts.3, parts.4].map(String.init)
        }
        #expect(fields.contains { $0.kind == .flag } == (examples.count > 4))
        for example in examples {
            #expect(throws: Never.self, "\(example)") { try Filter(parsing: example, fields: fields) }
        }
    }

    /// The filters in README and the docs are valid, and no number in them lacks its plus sign.
    @Test func examplesOfTheDocsCanBeRead() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let docs = try FileManager.default.contentsOfDirectory(
            at: root.appending(path: "docs"), includingPropertiesForKeys: nil)
        var read: [Pane: Int] = [:]
        func check(_ filter: Substring, _ pane: Pane) {
            read[pane, default: 0] += 1
            #expect(throws: Never.self, "\(filter)") {
                try Filter(parsing: String(filter), fields: ColumnTable.filterFields(of: pane))
            }
        }
        for file in docs.filter({ $0.pathExtension == "md" }) + [root.appending(path: "README.md")] {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains("~^7"), "numbers begin with a plus sign")
            for line in text.split(separator: "\n") {
                let pane = line.firstMatch(of: /--pane (\w+)/).flatMap { Pane(rawValue: String($0.1)) } ?? .seances
                for match in line.matches(of: /--filter ('([^']+)'|[a-z]\S+)/) { check(match.2 ?? match.1, pane) }
                for match in line.matches(of: /(?:`(\d)`, then )?`\\` `([^`]+)`/) {
                    let place = match.1.flatMap { Int($0) }
                    check(match.2, place.map { Pane.ofDomain[$0 - 1] } ?? .seances)
                }
                for match in line.matches(of: /filter = (?:"([^"]+)"|'([^']+)')/) {
                    let filter = String(match.1 ?? match.2 ?? "")
                    #expect(throws: Never.self, "\(filter)") { try DetectorFilter(parsing: filter, for: .ringing) }
                }
            }
        }
        let filters = try String(contentsOf: root.appending(path: "docs/filters.md"), encoding: .utf8)
        let shown = try #require(filters.firstMatch(of: /\n`([^`]+)`\n/))
        check(shown.1, .seances)
        #expect(Set(read.keys).isSuperset(of: [.seances, .calls, .anomalies]), "they were found")
    }
}
