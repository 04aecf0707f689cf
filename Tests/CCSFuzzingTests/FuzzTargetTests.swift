import CCSFuzzing
import Foundation
import Testing

/// Checks the stored inputs of the fuzzer: each must meet the properties of its target.
@Suite struct FuzzTargetTests {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz")

    /// Empty if the folder does not exist: most targets have no failed input.
    private static func inputs(_ kind: String, of target: String) throws -> [URL] {
        let folder = folder.appending(path: kind).appending(path: target)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    }

    @Test(arguments: FuzzTarget.all.map(\.name)) func holdsForTheCorpus(name: String) throws {
        #expect(try !Self.inputs("Corpus", of: name).isEmpty)
        try check("Corpus", name)
    }

    @Test(arguments: FuzzTarget.all.map(\.name)) func holdsForInputsThatFailedOnce(name: String) throws {
        try check("Regressions", name)
    }

    private func check(_ kind: String, _ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        for input in try Self.inputs(kind, of: name) {
            let bytes = [UInt8](try Data(contentsOf: input))
            #expect(throws: Never.self, "\(input.lastPathComponent)") { try bytes.withUnsafeBytes(target.run) }
        }
    }
}
