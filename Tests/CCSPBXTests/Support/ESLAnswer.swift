import Foundation

/// What a FreeSWITCH answered when it was asked for its channels: read apart from the program's own reader.
struct ESLAnswer {
    /// Parties' channels.
    var live: Set<String> = []
    /// Channels that hear each other.
    var joined: Set<Set<String>> = []

    init(_ bytes: [UInt8]) throws {
        var tables: [[[String: Any]]] = []
        var rest = bytes[...]
        while let head = Self.cut(&rest) {
            let length = head.split(separator: "\n").first { $0.hasPrefix("Content-Length: ") }
            let count = length.flatMap { Int($0.dropFirst(16)) } ?? 0
            let body = Data(rest.prefix(count))
            rest = rest.dropFirst(count)
            guard let object = try? JSONSerialization.jsonObject(with: body) as? [String: Any],
                object["row_count"] != nil
            else { continue }
            tables.append(object["rows"] as? [[String: Any]] ?? [])
        }
        let channels = tables.first ?? []
        var same: [String: String] = [:]
        func top(_ id: String) -> String { same[id].map(top) ?? id }
        func join(_ one: String, _ two: String) { if top(one) != top(two) { same[top(one)] = top(two) } }
        for row in tables.count > 2 ? tables[2] : [] {
            if let one = row["uuid"] as? String, let two = row["b_uuid"] as? String { join(one, two) }
        }
        var halves: [String: String] = [:]
        var rooms: [String: String] = [:]
        for row in channels {
            guard let id = row["uuid"] as? String, let name = row["name"] as? String else { continue }
            if name.hasPrefix("loopback/") {
                // The halves are called alike, and are born at once.
                let key = "\(name.dropLast(2)) \(row["created_epoch"] ?? "")"
                if let other = halves[key] { join(id, other) }
                halves[key] = id
            } else {
                live.insert(id)
            }
            if row["application"] as? String == "conference" {
                let room = row["application_data"] as? String ?? ""
                if let other = rooms[room] { join(id, other) }
                rooms[room] = id
            }
        }
        joined = Set(Dictionary(grouping: live, by: top).values.filter { $0.count > 1 }.map { Set($0) })
    }

    private static func cut(_ rest: inout ArraySlice<UInt8>) -> String? {
        let text = Array("\n\n".utf8)
        guard let end = rest.firstRange(of: text) else { return nil }
        defer { rest = rest[end.upperBound...] }
        return String(decoding: rest[..<end.lowerBound], as: UTF8.self)
    }
}
