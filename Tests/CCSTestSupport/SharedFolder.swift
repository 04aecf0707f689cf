public import Foundation

/// Test data beside the package. Tests that need it are skipped if it is missing.
public enum SharedFolder {
    private static let url = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared").standardized

    /// The public JSON conformance suite.
    public static let jsonSuite = url.appending(path: "json-test-suite")
    /// Feeds, and their expected snapshots.
    public static let feeds = url.appending(path: "feeds")

    /// Whether a file or folder exists.
    public static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    /// The files of the JSON suite whose names have this prefix, sorted.
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
