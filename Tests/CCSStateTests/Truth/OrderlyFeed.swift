import CCSTestSupport

/// A random feed in which each object's events come once, in the order of their times, and none after its delete. The rest
/// is random: links, states, and whether a recording starts before the talk.
struct OrderlyFeed {
    struct Line {
        var at: Int64
        var text: String

        /// Of the calls, connections and seances in it.
        var ids: Set<Substring>
    }

    private struct Call {
        var id: String
        var isLive = true
        var wasMade = false
    }

    private var random: SeededGenerator
    private(set) var lines: [Line] = []
    private var now: Int64 = 0
    private var number = 0
    private var live: [String: [String]] = ["call": [], "connection": [], "seance": []]

    private static let states = ["ringing", "early", "queue", "ivr", "parked", "hold", "talk", "dialog", "odd", "bye"]

    init(seed: UInt64, steps: Int) {
        random = SeededGenerator(seed: seed)
        for _ in 0..<steps { step() }
    }

    private mutating func add(_ type: String, _ data: String) {
        // A member with the number of the step makes each line unique.
        let ids = data.split(separator: " ").filter { $0.hasPrefix("id") }.compactMap { $0.split(separator: "=").last }
        lines.append(Line(at: now, text: event(type, data + " n=\(lines.count)", at: now), ids: Set(ids)))
    }

    private mutating func step() {
        now += Int64(random.one(of: [0, 1, 40, 500, 3000, 9000]))
        let kind = random.one(of: ["call", "call", "connection", "seance"])
        let living = live[kind] ?? []
        guard living.count > 2, !(living.count < 14 && random.once(in: 6)) else { return create(kind) }
        let id = random.one(of: living)
        if random.once(in: 12) { return delete(kind, id) }
        switch kind {
        case "call": changeCall(id)
        case "connection": changeConnection(id)
        default: changeSeance(id)
        }
    }

    private mutating func create(_ kind: String) {
        number += 1
        let id = "\(kind.prefix(1))\(number)"
        live[kind]?.append(id)
        let own = ["call": "idcall", "connection": "idconn", "seance": "idseance"][kind] ?? ""
        let state = random.once(in: 2) ? " state=\(random.one(of: Self.states))" : ""
        let party =
            kind == "call" ? " dir=\(random.one(of: ["in", "in", "out"])) num=\(random.below(3) * 4_000_000)" : ""
        add("\(kind)_create", "\(own)=\(id)\(state)\(party)" + (kind == "call" ? "" : " from=1 to=\(random.below(4))"))
    }

    private mutating func delete(_ kind: String, _ id: String) {
        live[kind]?.removeAll { $0 == id }
        let own = ["call": "idcall", "connection": "idconn", "seance": "idseance"][kind] ?? ""
        add("\(kind)_delete", "\(own)=\(id)")
    }

    private mutating func changeCall(_ id: String) {
        switch random.below(6) {
        case 0: tie("call_attach_to_seance", "idcall=\(id)", to: "seance", "idseance")
        case 1: add("call_dtmf", "idcall=\(id) digit=1")
        case 2: add("call_update", "idcall=\(id) name=x")
        default: add("call_set_state", "idcall=\(id) state=\(random.one(of: Self.states))")
        }
    }

    private mutating func changeConnection(_ id: String) {
        switch random.below(8) {
        case 0: tie("connection_attach_to_seance", "idconn=\(id)", to: "seance", "idseance")
        case 1, 2: tie("connection_link_call", "idconn=\(id)", to: "call", "idcall")
        case 3: add("connection_start_record", "idconn=\(id)")
        case 4: add("connection_set_record_info", "idconn=\(id) key=k")
        case 5: add("connection_update", "idconn=\(id) to=\(random.below(4))")
        default: add("connection_update", "idconn=\(id) state=\(random.one(of: Self.states))")
        }
    }

    private mutating func changeSeance(_ id: String) {
        switch random.below(4) {
        case 0: add("seance_set_state", "idseance=\(id) state=\(random.one(of: Self.states))")
        case 1: add("seance_update", "idseance=\(id) to=\(random.below(4))")
        default: add("seance_set_next_number", "idseance=\(id) nextnumber=\(random.below(5))")
        }
    }

    private mutating func tie(_ type: String, _ own: String, to kind: String, _ name: String) {
        guard let other = (live[kind] ?? []).randomElement(using: &random) else { return }
        add(type, "\(own) \(name)=\(other)")
    }
}
