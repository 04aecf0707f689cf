import CCSPBX

/// A table of what a PBX says (`<`) and what must come out (`>`), as the documentation writes them.
///
/// What an Asterisk says is written short: `new A Ring num=201 exten=202`, `dial A L1;1`, `enter A b1`. What comes out may use the words
/// `birth`, `round`, `leg`, `joined`, `end`, which stand for several events.
struct Scenario {
    let text: String
    var rules: [DomainRule] = [.fixed("d")]

    /// The events that came, and those that the table wants: each as text.
    func run() -> (came: [String], wanted: [String]) {
        var ids = Names()
        let reader = PBXReader(.asterisk, PBXReader.Options(rules: rules))
        var words = Words()
        var came: [String] = []
        var wanted: [String] = []
        var at: Int64 = 1_700_000_000_000
        let take = { (events: [PBXEvent], ids: Names) in
            events.map { event in
                var event = event
                event.values.removeAll { $0.name == .name || $0.text.isEmpty }
                let text = ids.short(event.short)
                return self.rules == [.fixed("d")] ? text : "[\(event.domain)] \(text)"
            }
        }
        for line in text.split(separator: "\n").map({ $0.trimmed }) where !line.isEmpty {
            let rest = line.dropFirst().trimmed
            switch line.first {
            case ">": for one in rest.split(separator: ";") { wanted += words.expand(one.trimmed) }
            case "<":
                for one in rest.split(separator: ",").map(\.trimmed) {
                    if one.hasPrefix("wait ") {
                        at += Int64(one.dropFirst(5)) ?? 0
                        came += take(reader.tick(at), ids)
                        continue
                    }
                    at += 1
                    let message = AMIShorthand.message(one, at, &ids)
                    came += take(events(of: Array(message.utf8), reader, finishes: false), ids)
                }
            default: break
            }
        }
        return (came, wanted)
    }
}

/// Names of channels in a table, and the ids that stand for them on the wire.
struct Names {
    private var ids: [String: String] = [:]

    /// The id of a name: younger names have higher ones.
    mutating func id(_ name: String) -> String {
        if let known = ids[name] { return known }
        let id = "1700000000.\(100 + ids.count)"
        ids[name] = id
        return id
    }

    /// A text with names in place of ids.
    func short(_ text: String) -> String {
        ids.reduce(text) { text, one in
            text.replacing("=\(one.value)", with: "=\(one.key)")
        }
    }
}

/// Words that stand for several events.
struct Words {
    private var numbers: [String: String] = [:]

    mutating func expand(_ text: String) -> [String] {
        guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else {
            if text.hasPrefix("call_update a="), text.contains("number="),
                let number = text.split(separator: "number=").last
            {
                numbers[String(text.dropFirst(14).prefix { $0 != " " })] = String(number)
            }
            return [text]
        }
        let parts = text[text.index(after: open)...].dropLast().split(separator: ",").map(\.trimmed)
        switch text[..<open] {
        case "birth":
            let numbers = parts[1].split(separator: "→").map(String.init)
            self.numbers[parts[0]] = numbers[0]
            let id = parts[0]
            return [
                "seance_create s=\(id) from=\(numbers[0]) to=\(numbers[1])",
                "call_create a=\(id) number=\(numbers[0]) direction=in state=incoming",
                "call_attach_to_seance a=\(id) s=\(id)",
            ]
        case "leg":
            numbers[parts[0]] = parts[1]
            return [
                "call_create a=\(parts[0]) number=\(parts[1]) direction=out",
                "call_attach_to_seance a=\(parts[0]) s=\(parts[3])",
                "connection_link_call k=\(parts[2]) a=\(parts[0])",
            ]
        case "round":
            return [
                "connection_create k=\(parts[0]) from=\(numbers[parts[1]] ?? "?") to=\(parts[2]) state=Forking",
                "connection_attach_to_seance k=\(parts[0]) s=\(parts[3])",
                "connection_link_call k=\(parts[0]) a=\(parts[1])",
            ]
        case "joined":
            return [
                "connection_update k=\(parts[0]) state=dialog",
                "call_set_state a=\(parts[1]) state=talk",
                "call_set_state a=\(parts[2]) state=talk",
                "seance_set_state s=\(parts[3]) state=talk",
            ]
        case "end":
            return ["call_set_state a=\(parts[0]) state=\(parts[1])", "call_delete a=\(parts[0])"]
        default: return [text]
        }
    }
}

extension StringProtocol {
    var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
