import Foundation

/// Material that lies beside the package and not in it; tests that want it are skipped where it is not there.
enum SharedFolder {
    private static let url = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared").standardized

    static let feeds = url.appending(path: "feeds")

    static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    /// The bytes of a file of the feeds.
    static func feed(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: feeds.appending(path: name))) }
}
