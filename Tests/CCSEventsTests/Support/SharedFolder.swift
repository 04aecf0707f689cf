import Foundation

/// Material that lies beside the package and not in it; tests that want it are skipped where it is not there.
enum SharedFolder {
    private static let url = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared").standardized

    static let jsonSuite = url.appending(path: "json-test-suite")

    static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    /// Files of the JSON suite whose names begin so, sorted.
    static func suite(_ prefix: String) throws -> [(name: String, bytes: [UInt8])] {
        try FileManager.default.contentsOfDirectory(atPath: jsonSuite.path).sorted()
            .filter { $0.hasPrefix(prefix) && $0.hasSuffix(".json") }
            .map { ($0, Array(try Data(contentsOf: jsonSuite.appending(path: $0)))) }
    }
}
