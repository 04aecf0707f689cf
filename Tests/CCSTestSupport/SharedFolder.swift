public import Foundation

/// Material that lies beside the package and not in it; tests that want it are skipped where it is not there.
public enum SharedFolder {
    private static let url = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared").standardized

    /// The public JSON conformance suite.
    public static let jsonSuite = url.appending(path: "json-test-suite")
    /// Feeds, and the snapshots they must lead to.
    public static let feeds = url.appending(path: "feeds")

    /// Whether something is there.
    public static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    /// Files of the JSON suite whose names begin so, sorted.
    public static func suite(_ prefix: String) throws -> [(name: String, bytes: [UInt8])] {
        try FileManager.default.contentsOfDirectory(atPath: jsonSuite.path).sorted()
            .filter { $0.hasPrefix(prefix) && $0.hasSuffix(".json") }
            .map { ($0, Array(try Data(contentsOf: jsonSuite.appending(path: $0)))) }
    }

    /// The bytes of a file of the feeds.
    public static func feed(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: feeds.appending(path: name)))
    }
}
