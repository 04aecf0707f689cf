/// Makes a picture of the answers to `show channels as json` and `show calls as json`.
struct ESLPicture {
    /// The most channels that are kept.
    static let mostChannels = Graph.mostLegs

    private static let keys = [
        "uuid", "direction", "created_epoch", "name", "cid_name", "cid_num", "dest", "application", "application_data",
        "context", "presence_id", "accountcode", "callstate", "callee_name", "callee_num", "call_uuid", "b_uuid",
    ]
    private static let table = KeyTable(keys)
    private var channels: [[String: String]]?

    /// Takes an answer; the picture, when both are there.
    mutating func take(_ body: UnsafeRawBufferPointer, _ now: Int64?, _ rules: [DomainRule]) -> Picture? {
        guard let rows = Self.rows(body) else { return nil }
        let isCalls = rows.first?["b_uuid"] != nil || rows.isEmpty && channels != nil
        guard isCalls, let channels else {
            self.channels = rows
            return nil
        }
        self.channels = nil
        return picture(channels, rows, now, rules)
    }

    /// The rows of an answer; nil if it is another answer.
    private static func rows(_ body: UnsafeRawBufferPointer) -> [[String: String]]? {
        var isTable = false
        var rows: [[String: String]] = []
        var walk = JSONWalk(body)
        walk.members { key, value in
            switch MessageText.string(body, key) {
            case "row_count": isTable = true
            case "rows":
                var list = JSONWalk(body, at: value.lowerBound)
                list.elements { start in
                    guard rows.count < mostChannels else { return }
                    var row: [String: String] = [:]
                    var object = JSONWalk(body, at: start)
                    object.members { key, value in
                        let index = table.index(of: UnsafeRawBufferPointer(rebasing: body[key]))
                        guard let index else { return }
                        row[keys[index]] = MessageText.jsonUnescaped(MessageText.string(body, value))
                    }
                    rows.append(row)
                }
            default: break
            }
        }
        return isTable ? rows : nil
    }

    private func picture(
        _ channels: [[String: String]], _ calls: [[String: String]], _ now: Int64?, _ rules: [DomainRule]
    ) -> Picture {
        let newest = channels.compactMap { $0["created_epoch"].flatMap { Int64($0) } }.max().map { $0 * 1000 }
        let at = max(now ?? 0, newest ?? 0)
        var bridges: [String: String] = [:]
        for row in calls {
            guard let one = row["uuid"], let two = row["b_uuid"], !two.isEmpty else { continue }
            (bridges[one], bridges[two]) = ("\(one)|\(two)", "\(one)|\(two)")
        }
        var halves: [String: String] = [:]
        var found: [Picture.Channel] = []
        for row in channels {
            guard let id = row["uuid"], !id.isEmpty, id.utf8.count <= MessageText.longestID else { continue }
            var channel = Self.channel(id, row, at, rules)
            channel.bridge = bridges[id]
            if channel.birth.role == .plumbing {
                let key = "\((row["name"] ?? "").dropLast(2)) \(row["created_epoch"] ?? "")"
                channel.pair = halves[key]
                halves[key] = id
            }
            if row["application"] == "conference" {
                channel.bridge = "conference \(row["application_data"] ?? "")"
                channel.bridgeKind = .conference
            }
            found.append(channel)
        }
        return Picture(channels: found, at: at)
    }

    private static func channel(_ id: String, _ row: [String: String], _ at: Int64, _ rules: [DomainRule])
        -> Picture.Channel
    {
        let value = { (key: String) in row[key].flatMap { $0.isEmpty ? nil : $0 } }
        let isOutgoing = row["direction"] == "outbound"
        let created = (value("created_epoch").flatMap { Int64($0) } ?? at / 1000) * 1000
        var birth = Birth(id: id)
        birth.role = (row["name"] ?? "").hasPrefix("loopback/") ? .plumbing : .party
        birth.endpoint = ESLFront.endpoint(row["name"])
        birth.age = Age(second: created / 1000)
        birth.number = ESLFront.number(isOutgoing ? value("callee_num") ?? value("dest") : value("cid_num"))
        birth.name = ESLFront.name(value(isOutgoing ? "callee_name" : "cid_name"))
        birth.dialled = isOutgoing ? nil : value("dest")
        if let call = value("call_uuid"), call != id { birth.originator = call }
        birth.domain = domain(row, rules)
        switch row["callstate"] {
        case "ACTIVE", "HELD", "UNHELD", "RING_WAIT": birth.state = .up
        case "EARLY": birth.state = isOutgoing ? .early : .incoming
        case "RINGING": birth.state = isOutgoing ? .ringing : .incoming
        default: birth.state = isOutgoing ? .down : .incoming
        }
        var channel = Picture.Channel(birth: birth, duration: max(0, at - created))
        channel.isDialled = isOutgoing
        channel.isHeld = row["callstate"] == "HELD"
        switch row["application"] {
        case "valet_park", "park": channel.isParked = true
        case "callcenter", "fifo":
            channel.queue = value("application_data").map { String($0.prefix { $0 != "@" && $0 != " " }) }
        default: break
        }
        return channel
    }

    private static func domain(_ row: [String: String], _ rules: [DomainRule]) -> String? {
        for rule in rules {
            let found: String? =
                switch rule {
                case .tenant, .variable: nil
                case .account: row["accountcode"]
                case .context(let pattern): row["context"].flatMap(pattern.domain)
                case .endpoint(let pattern): ESLFront.endpoint(row["name"]).flatMap(pattern.domain)
                case .domain: ESLFront.host(row["presence_id"]) ?? ESLFront.tenant(ofContext: row["context"])
                case .fixed(let name): name
                }
            if let found, !found.isEmpty { return found }
        }
        return nil
    }
}
