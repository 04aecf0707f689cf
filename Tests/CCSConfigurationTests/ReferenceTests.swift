import CCSState
import CCSView
import Foundation
import Testing

@testable import CCSConfiguration

/// The text that `--print-config` prints.
struct ReferenceTests {
    @Test func itReadsBackToTheDefaults() throws {
        #expect(try Configuration(parsing: Configuration.reference, file: "reference") == Configuration())
    }

    @Test func itNamesEverySetting() {
        for setting in Setting.table where !setting.path.contains(.name) {
            #expect(
                Configuration.reference.contains("\n\(setting.name) = ")
                    || Configuration.reference.contains("\n# \(setting.name) = "))
        }
        for role in Role.allCases { #expect(Configuration.reference.contains(role.rawValue)) }
    }

    @Test func itsExamplesReadWithoutTheirSigns() throws {
        let text = Configuration.reference.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("# ") && (line.contains(" = ") || line.hasPrefix("# [")) && !line.contains("NAME")
                ? line.dropFirst(2) : line
        }.joined(separator: "\n")
        let read = try Configuration(parsing: text, file: "reference")
        #expect(read.domain == "sales")
        #expect(try #require(read.detectors.domains["sales"])[.loop] == nil)
        #expect(read.themes.map(\.name) == ["mine"])
    }

    static let full = """
        domain = "a\\"b\\\\c\\u001Bd"
        connect = "tcp://feed:1"
        pane = "log"
        theme = "my theme"
        delay = 0.15
        mask = "numbers"
        map.id = ["data.id"]
        phases.other = ["dialog"]
        phases.held = ["WAITING"]
        detectors.held = "1500ms"
        detectors.loop = false
        domains."x y".detectors.failure-share = 1
        domains.z.detectors.ringing = false
        keys.mark = ["\\\\", "\\""]
        keys.filter = []
        keys.eraseBack = ["^H", "^T"]
        columns.calls = ["id", "age"]
        sort.calls = "id"
        [themes."my theme"]
        ringing = { foreground = "red", bold = false, dim = true }
        plain.background = "black"
        [themes.empty]
        """

    @Test func settingsReadBackAsTheyWere() throws {
        let read = try Configuration(parsing: Self.full, file: "c.toml")
        let again = try Configuration(parsing: read.reference, file: "reference")
        #expect(read == again)
        #expect(read != Configuration())
    }

    @Test func changedSettingsShowTheirDefaults() throws {
        let read = try Configuration(parsing: "domain = \"sales\"\ndetectors.ringing = \"45s\"", file: "c.toml")
        #expect(read.reference.contains("# Changed; by default it is \"30s\".\nringing = \"45s\"\n"))
        #expect(read.reference.contains("# Changed; by default it is not set.\ndomain = \"sales\"\n"))
        #expect(read.reference.components(separatedBy: "# Changed").count == 3)
        #expect(!Configuration.reference.contains("# Changed"))
    }

    @Test func theExampleOfTheManualReads() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        guard
            let manual = try? String(contentsOf: root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
        else { return }
        let blocks = manual.components(separatedBy: "```toml\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(!blocks.isEmpty)
        for block in blocks { #expect(complaints(block) == []) }
    }
}
