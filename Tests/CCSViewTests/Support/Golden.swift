import Foundation
import Testing

/// Whether this run writes golden files instead of comparing with them.
let isRecordingGoldens = ProcessInfo.processInfo.environment["CCS_RECORD_GOLDEN"] == "1"

/// Compares `text` with the file `Golden/NAME.txt` beside the tests.
///
/// With `CCS_RECORD_GOLDEN=1`, it writes the file and the test fails, so that no recording run passes.
func expectGolden(_ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(components: "Golden", name + ".txt")
    if isRecordingGoldens {
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data((text + "\n").utf8).write(to: file)
            Issue.record("\(name): recorded; run again", sourceLocation: sourceLocation)
        } catch {
            Issue.record("\(name): cannot be recorded: \(error)", sourceLocation: sourceLocation)
        }
        return
    }
    guard let data = try? Data(contentsOf: file) else {
        Issue.record("\(name): nothing recorded; CCS_RECORD_GOLDEN=1 does", sourceLocation: sourceLocation)
        return
    }
    if let difference = goldenDifference(expected: String(decoding: data, as: UTF8.self), actual: text + "\n") {
        Issue.record("\(name): \(difference)", sourceLocation: sourceLocation)
    }
}

/// The first difference with its surroundings in both texts; nil if they are equal.
func goldenDifference(expected: String, actual: String) -> String? {
    let wanted = lines(expected)
    let got = lines(actual)
    let common = zip(wanted, got).prefix { Array($0.utf8) == Array($1.utf8) }.count
    if common == wanted.count, common == got.count { return nil }
    let differing = zip(wanted, got).filter { $0 != $1 }.count + abs(wanted.count - got.count)
    var report = "row \(common) is the first of \(differing) that differ\n"
    for row in max(0, common - 2)..<common { report += "    \(row)  \(wanted[row])\n" }
    for (sign, side) in [("-", wanted), ("+", got)] {
        for row in common..<max(common, min(side.count, common + 3)) { report += "  \(sign) \(row)  \(side[row])\n" }
        if side.count <= common { report += "  \(sign) \(common)  (no such row)\n" }
    }
    return report
}

private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
}
