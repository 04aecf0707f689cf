import CCSTestSupport

/// A feed in which everything collides: few ids, all types, times in any order, repetitions, and lines that are no events.
struct ChaoticFeed {
    private var random: SeededGenerator
    private var written = 0
    private var recent: [String] = []
    private var now: Int64 = start
    private let domains: [String]

    init(seed: UInt64, domains: [String] = ["sales", "support", "42"]) {
        random = SeededGenerator(seed: seed)
        self.domains = domains
    }

    private static let types: [String] = ReferenceReducer.actions.sorted { $0.key < $1.key }
        .flatMap { kind, actions in actions.map { "\(kind)_\($0)" } }

    /// The names of each field that is not an id.
    private static let otherNames: [[String]] = ReferenceReducer.names.sorted { $0.key < $1.key }
        .filter { !["call", "connection", "seance", "id"].contains($0.key) }.map(\.value)

    /// The next line.
    mutating func next() -> String {
        if random.once(in: 25) { return junk() }
        if random.once(in: 25), !recent.isEmpty { return random.one(of: recent) }
        let line = anyEvent()
        recent.append(line)
        if recent.count > 300 { recent.removeFirst() }
        return line
    }

    private mutating func anyEvent() -> String {
        now += random.once(in: 3) ? Int64(random.below(5)) * 10 : 0
        if random.once(in: 150) { now += Int64(random.below(4)) * 86_400_000 }
        var at = random.once(in: 4) ? now - Int64(random.below(30)) * 10 : now
        // Some times are wrong, more of them at the start, when clocks are not confirmed.
        if random.once(in: written < 30 ? 4 : 40) {
            at = random.one(of: [0, 1, now + 86_400_000, now + 90_000_000, now + 300_000_000, 253_402_300_799_999])
        }
        // Creates and links are frequent enough that trees form now and then, and that ids are used again.
        let type =
            random.once(in: 4)
            ? random.one(of: [
                "call_create", "connection_create", "seance_create",
                "connection_link_call", "call_attach_to_seance", "connection_attach_to_seance",
            ]) : random.one(of: Self.types)
        let time = random.once(in: 200) ? "\(at / 1000)" : "\(at)"
        return wrap(envelope(type, time: time))
    }

    private mutating func envelope(_ type: String, time: String) -> String {
        let domain = random.one(of: domains)
        let wire =
            random.once(in: 40)
            ? random.one(of: ["\"\"", "null", "\"empty\"", "[]"])
            : domain == "42" && random.once(in: 2) ? domain : "\"\(domain)\""
        let members = [
            "\"class\":\"ccsevents\"", "\"type\":\"\(type)\"", "\"domain\":\(wire)", "\"eventts\":\(time)",
            "\"data\":\(data(type))",
        ]
        return "{" + (random.once(in: 3) ? members.shuffled(using: &random) : members).joined(separator: ",") + "}"
    }

    private mutating func wrap(_ envelope: String) -> String {
        random.once(in: 4) ? "[\"notify\",\(envelope)]" : envelope
    }

    private mutating func data(_ type: String) -> String {
        written += 1
        var members = ["\"n\":\(written)"]
        let subject = type.prefix { $0 != "_" }
        for (field, letter, most) in [("call", "c", 12), ("connection", "k", 6), ("seance", "s", 6)] {
            guard subject == field || random.below(3) > 0 else { continue }
            let id =
                random.once(in: 300)
                ? String(repeating: "i", count: 511 + random.below(3)) : "\(letter)\(random.below(most))"
            let name =
                subject == field && random.once(in: 4) ? "id" : random.one(of: ReferenceReducer.names[field] ?? [])
            if !random.once(in: 60) { members.append("\"\(name)\":\"\(id)\"") }
        }
        // `number` is a name of two fields, and no name may occur twice.
        var hasNumber = false
        for names in Self.otherNames where random.once(in: 3) {
            for name in names where random.once(in: 2) && !(hasNumber && name == "number") {
                hasNumber = hasNumber || name == "number"
                members.append("\"\(name)\":\(value())")
            }
        }
        return "{" + members.shuffled(using: &random).joined(separator: ",") + "}"
    }

    private mutating func value() -> String {
        switch random.below(12) {
        case 0: random.one(of: ["\"\"", "\"empty\"", "\"__empty\"", "\"undefined\"", "\"null\"", "null"])
        case 1: random.one(of: ["7", "-7", "0", "9223372036854775807"])
        case 2: random.one(of: ["true", "[]", "{\"a\":1}", "1.5", "[1,\"x\"]"])
        case 3: random.one(of: ["\"\\u00e9\\n\"", "\"\\\"\\\\\\/\"", "\"я😀\"", "\" \"", "\"\\u0000\""])
        default: "\"v\(random.below(4))\""
        }
    }

    private mutating func junk() -> String {
        switch random.below(9) {
        case 0: random.one(of: ["", " ", "\t\r", "  "])
        case 1: random.one(of: ["x", "{", "[1,", "\u{0}", "\"", "nul", "{\"class\":\"ccsevents\"", "1 2"])
        case 2:
            random.one(of: [
                "1", "[]", "{}", "[\"notify\"]", "[\"notify\",1]", "[\"notify\",{}]", "[\"a\",{},1]", "\"\"",
            ])
        case 3: random.one(of: ["[\"subscribe_result\",{\"qid\":1,\"result\":\"ok\"}]", "[\"\",{}]"])
        case 4: wrap("{\"class\":\"other\",\"type\":\"call_create\",\"eventts\":1,\"data\":{}}")
        case 5:
            wrap("{\"class\":\"ccsevents\",\"type\":\"call_explode\",\"domain\":\"sales\",\"eventts\":1,\"data\":{}}")
        case 6: wrap(envelope("call_update", time: random.one(of: ["-1", "\"1\"", "null", "253402300800000", "[]"])))
        case 7: "{\"class\":\"ccsevents\",\"type\":\"call_update\",\"domain\":\"sales\",\"eventts\":1,\"data\":[]}"
        default: wrap("{\"class\":1,\"type\":\"call_update\",\"data\":{}}")
        }
    }
}
