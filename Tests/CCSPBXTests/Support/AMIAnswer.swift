import Foundation

/// What an Asterisk answered when it was asked for its channels: read apart from the program's own reader.
struct AMIAnswer {
    /// Parties' channels.
    var live: Set<String> = []
    /// Channels that hear each other.
    var joined: Set<Set<String>> = []

    init(_ text: String) {
        var bridgeOf: [String: String] = [:]
        var halves: [String: [String]] = [:]
        var holding: Set<String> = []
        var names: [String: String] = [:]
        for message in text.replacingOccurrences(of: "\r\n", with: "\n").components(separatedBy: "\n\n") {
            var fields: [String: String] = [:]
            for line in message.split(separator: "\n") {
                let parts = line.components(separatedBy: ": ")
                if fields[parts[0]] == nil { fields[parts[0]] = parts.dropFirst().joined(separator: ": ") }
            }
            if fields["Event"] == "BridgeListItem", fields["BridgeTechnology"] == "holding_bridge" {
                holding.insert(fields["BridgeUniqueid"] ?? "")
            }
            guard fields["Event"] == "CoreShowChannel", let id = fields["Uniqueid"], let name = fields["Channel"] else {
                continue
            }
            names[id] = name
            if let bridge = fields["BridgeId"], !bridge.isEmpty { bridgeOf[id] = bridge }
            if name.hasPrefix("Local/") { halves[String(name.dropLast(2)), default: []].append(id) }
        }
        live = Set(names.filter { !$0.value.hasPrefix("Local/") }.keys)
        // Bridges that Local channels join are one.
        var same: [String: String] = [:]
        func top(_ bridge: String) -> String { same[bridge].map { $0 == bridge ? bridge : top($0) } ?? bridge }
        for pair in halves.values where pair.count == 2 {
            guard let one = bridgeOf[pair[0]], let two = bridgeOf[pair[1]] else { continue }
            if top(one) != top(two) { same[top(one)] = top(two) }
        }
        var groups: [String: Set<String>] = [:]
        for id in live {
            guard let bridge = bridgeOf[id], !holding.contains(bridge) else { continue }
            groups[top(bridge), default: []].insert(id)
        }
        joined = Set(groups.values.filter { $0.count > 1 })
    }
}
