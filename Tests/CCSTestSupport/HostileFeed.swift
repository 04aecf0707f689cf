/// An endless feed that aims at the limits of every store. Objects begin, move, end and are evicted in any order. Texts
/// grow, times jump, connections to sources are lost, and domains come and go.
public struct HostileFeed: Sendable {
    /// A line, or a change of a source or of the time.
    public enum Step: Sendable {
        /// A line comes from a source.
        case line(String, source: Int)
        /// The connection to a source is lost.
        case loss(source: Int)
        /// A source is connected again.
        case back(source: Int)
        /// A source has left and will not connect again.
        case gone(source: Int)
        /// Time passes without an event.
        case tick
    }

    /// The number of sources.
    public static let sources = 3

    /// The wall clock of the last step, in milliseconds since 1970.
    public private(set) var wall: Int64 = 1_732_320_000_000

    private var random: SeededGenerator
    private var written = 0
    private var now: Int64 = 1_732_320_000_000
    private var lastLine = ""

    // The choices that ``change()`` makes for the next steps.
    private var stepsLeft = 0
    private var types: [String] = []
    private var ids = Names.few
    private var texts = Names.few
    private var times = Times.running
    private var domains = 1

    /// How names are chosen: a few, many, each a new one, or each a new one of any length.
    private enum Names: CaseIterable {
        case few, many, fresh, long
    }

    private enum Times: CaseIterable {
        case running, still, late, leaping
    }

    /// The feed of a seed.
    public init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    private static let all = creating + tying + ending + others
    private static let creating = ["call_create", "connection_create", "seance_create"]
    private static let tying = ["connection_link_call", "call_attach_to_seance", "connection_attach_to_seance"]
    private static let ending = ["call_delete", "connection_delete", "seance_delete"]
    private static let others = [
        "call_update", "call_set_state", "call_dtmf", "connection_update", "connection_start_record",
        "connection_set_record_info", "connection_failure", "seance_update", "seance_set_state",
        "seance_set_next_number",
    ]
    /// Mixtures of event types. The feed has one at a time.
    private static let kinds: [[String]] = [
        all, creating + tying + ending, tying + ending, creating, ["connection_link_call", "call_delete"],
        tying + ["call_delete", "connection_delete"],
        ["connection_failure", "connection_create", "call_delete"] + tying,
        ["seance_set_next_number"] + ending, ["connection_start_record", "connection_set_record_info"] + ending,
        ["call_dtmf", "call_set_state", "call_create", "connection_link_call"],
    ]
    /// The earliest and the latest times of a feed, and times that do not fit into packed records.
    private static let leaps: [Int64] = [
        0, 1, 999, 1_000_000_000_000, 1_732_320_000_000 - 90_000_000, 1_732_320_000_000 + 90_000_000,
        253_402_300_799_999,
    ]

    /// The next step.
    public mutating func next() -> Step {
        if stepsLeft == 0 { change() }
        stepsLeft -= 1
        wall += random.once(in: 4) ? Int64(random.below(200)) : 0
        switch random.below(400) {
        case 0: return .loss(source: random.below(Self.sources))
        case 1, 2: return .back(source: random.below(Self.sources))
        case 3: return random.once(in: 4) ? .gone(source: random.below(Self.sources)) : .tick
        case 4:
            // Unconfirmed objects are evicted after 15 minutes.
            wall += random.once(in: 4) ? 20 * 60_000 : Int64(random.below(5000))
            return .tick
        case 5 where !lastLine.isEmpty: return .line(lastLine, source: random.below(Self.sources))
        default:
            lastLine = line()
            return .line(lastLine, source: random.below(Self.sources))
        }
    }

    private mutating func change() {
        stepsLeft = 20 + random.below(random.once(in: 4) ? 4000 : 400)
        types = random.one(of: Self.kinds)
        ids = random.one(of: Names.allCases)
        texts = random.one(of: Names.allCases)
        times = random.once(in: 3) ? random.one(of: Times.allCases) : .running
        domains = random.one(of: [1, 1, 1, 2, 6, 1000])
    }

    private mutating func line() -> String {
        written += 1
        var members = "\"n\":\(written)"
        for (name, letter) in [("idcall", "c"), ("idconn", "k"), ("idseance", "s")] {
            members += ",\"\(name)\":\"\(text(ids, letter))\""
        }
        for field in [
            "state", "number", "name", "dir", "fromnumber", "tonumber", "nextnumber", "code", "reason", "key",
        ]
        where random.once(in: 4) {
            members += ",\"\(field)\":\"\(field == "state" ? state() : text(texts, "v"))\""
        }
        if random.once(in: 4) { members += ",\"digit\":\"\(random.below(10))\"" }
        return
            "{\"class\":\"ccsevents\",\"type\":\"\(random.one(of: types))\",\"domain\":\"d\(random.below(domains))\","
            + "\"eventts\":\(time()),\"data\":{\(members)}}"
    }

    private mutating func text(_ names: Names, _ letter: String) -> String {
        switch names {
        case .few: "\(letter)\(random.below(4))"
        case .many: "\(letter)\(random.below(300))"
        case .fresh: "\(letter)-\(written)"
        case .long: "\(letter)-\(written)-" + String(repeating: "x", count: random.below(490))
        }
    }

    private mutating func state() -> String {
        random.once(in: 4) ? text(texts, "v") : random.one(of: ["ringing", "talk", "hold", "bye"])
    }

    private mutating func time() -> Int64 {
        switch times {
        case .running: now += random.once(in: 2) ? Int64(random.below(100)) : 0
        case .still: break
        case .late: return now - Int64(random.below(3_600_000))
        case .leaping: if random.once(in: 20) { return random.one(of: Self.leaps) }
        }
        return now
    }
}
