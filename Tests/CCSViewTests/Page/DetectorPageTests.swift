import CCSState
import Foundation
import Testing

@testable import CCSView

@Suite struct DetectorPageTests {
    @Test("docs/detectors.md says of each detector what the program does")
    func documented() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/detectors.md")
        let page = try String(contentsOf: root.standardized, encoding: .utf8)
        for detector in Detector.allCases {
            let row = detector.row
            let level = detector.row.severity.name
            let begin = "| `\(detector.name)` | \(detector.letter) | \(row.title) | "
            let line = page.split(separator: "\n").first { $0.hasPrefix(begin) }
            #expect(line?.hasSuffix(" | \(level) | \(row.help) |") == true, "\(detector.name)")
            let after = line?.dropFirst(begin.count).prefix { $0 != "|" }.trimmingCharacters(in: .whitespaces) ?? ""
            let read = after == "at once" ? 0 : DurationText.read(after.replacing(" ", with: ""))?.milliseconds
            #expect(read == row.threshold, "\(detector.name): \(after)")
        }
    }
}
