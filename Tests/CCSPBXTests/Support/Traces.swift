import CCSPBX
import Foundation

/// Wire logs of real PBXs, in a folder beside the checkout. Without it there are none, and the tests of them pass.
struct Trace: CustomStringConvertible, Sendable {
    let folder: String
    let name: String

    var description: String { "\(folder)/\(name)" }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func url(_ folder: String, _ file: String = "") -> URL {
        let shared = ProcessInfo.processInfo.environment["CCS_SHARED"].map { URL(fileURLWithPath: $0) }
        return (shared ?? root.appendingPathComponent("shared")).appendingPathComponent("feeds/\(folder)/\(file)")
    }

    /// All traces of a folder, by the names of their files.
    static func all(_ folder: String, _ end: String) -> [Trace] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: url(folder).path)) ?? []
        return files.filter { $0.hasSuffix(end) && !$0.contains(".channels-") }.sorted()
            .map { Trace(folder: folder, name: String($0.dropLast(end.count))) }
    }

    /// Bytes of one of its files.
    func bytes(_ end: String) throws -> [UInt8] { Array(try Data(contentsOf: Self.url(folder, name + end))) }

    /// A moment at which the PBX was asked what it has.
    struct Snapshot: Decodable {
        let n: Int
        let file: String
        let offset: Int
        let observer: Int?
        let bytes_during: Int
    }

    private struct Description: Decodable {
        struct Connection: Decodable { let file: String }
        let snapshots: [Snapshot]
        let connections: [Connection]
    }

    /// Its snapshots, and the files of its connections in their order; none where it has no description.
    func snapshots() throws -> (snapshots: [Snapshot], files: [String]) {
        guard let data = try? Data(contentsOf: Self.url(folder, name + ".json")) else { return ([], []) }
        let description = try JSONDecoder().decode(Description.self, from: data)
        return (description.snapshots, description.connections.map(\.file))
    }
}

/// All events of some bytes, in pieces of this size.
func events(
    of bytes: [UInt8], _ kind: PBXReader.Kind, piece: Int = 65536, rules: [DomainRule] = [.fixed("d")],
    finishes: Bool = true
) -> [PBXEvent] {
    let reader = PBXReader(kind, PBXReader.Options(rules: rules))
    return events(of: bytes, reader, piece: piece, finishes: finishes)
}

/// The events that a reader makes of some bytes.
func events(of bytes: [UInt8], _ reader: PBXReader, piece: Int = 65536, finishes: Bool = true) -> [PBXEvent] {
    var found: [PBXEvent] = []
    bytes.withUnsafeBytes { bytes in
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + piece)
            reader.take(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), arrivedAt: nil) { found += $1 }
            start = end
        }
    }
    guard finishes else { return found }
    let rest = reader.finish(arrivedAt: nil) { found += $1 }
    return found + rest
}
