import CCSEvents
import CCSTestSupport

@testable import CCSState

/// A random hostile feed from several sources: escapes, duplicate members, secrets in odd places and numbers of any form. Its
/// clocks are wrong, its sources disappear and return, and some of its lines are no events.
struct HostileLines {
    /// An input of the reducer.
    enum Step {
        case line([UInt8], source: Int, arrival: Int64)
        case tick(wall: Int64, silence: Int64, isLive: Bool)
        case gap(source: Int, lost: Int64, back: Int64)
        case loss(source: Int, wall: Int64)
        case leave(source: Int, wall: Int64)
        case status(source: Int, wall: Int64)
    }

    /// The options of the decoder.
    let options: EventDecoder.Options
    let limits: Limits
    /// The rule for the clocks of its domains.
    let clock: ClockRule

    private var random: SeededGenerator
    private var wall: Int64
    /// The approximate `eventts`.
    private var now: Int64
    private var recent: [[UInt8]] = []

    init(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var options = EventDecoder.Options()
        options.onlyDomain = random.once(in: 3) ? "sales" : nil
        options.feedDomain = random.one(of: [nil, nil, "sales", "a \"quoted\"\u{1}\u{7F}\u{202E} näme\n"])
        options.revealDTMF = random.once(in: 3)
        options.revealKeys = random.once(in: 3)
        options.masksNumbers = random.once(in: 3)
        try options.map.add(
            random.one(of: [
                "", "", "call=leg.uuid,state=leg.mood", "state=key", "digit=key", "number=key.deep,digit=tone",
                "name=idcall", "from=number,to=number,key=n",
            ]))
        self.options = options
        var limits = Limits()
        limits.unconfirmed = random.one(of: [nil, 0, 5000])
        if random.once(in: 2) {
            limits.liveObjects = random.one(of: [1, 3, 40])
            limits.endedObjects = random.one(of: [0, 2, 40])
            limits.endedIDs = random.one(of: [1, 40])
            limits.recentLines = random.one(of: [1, 16])
            limits.failures = random.one(of: [1, 16])
            limits.numbers = random.one(of: [1, 16])
            limits.numbersOfSeance = random.one(of: [1, 4])
            limits.domains = random.one(of: [1, 2])
            limits.logBytes = random.one(of: [0, 300, 10_000])
        }
        self.limits = limits
        clock = random.one(of: [.file, ClockRule(skew: 7000, addsElapsed: true)])
        wall = random.one(of: [start, start, start, -40_000, Int64.min / 4, Int64(Event.latestTime) - 40_000])
        now = random.once(in: 4) ? Int64(Event.latestTime) - 20_000 : start
        self.random = random
    }

    mutating func next() -> Step {
        wall += random.once(in: 60) ? Int64(random.below(20_000)) - 5000 : Int64(random.below(30))
        let source = random.below(3)
        switch random.below(60) {
        case 0...5:
            return .tick(wall: wall, silence: Int64(random.below(200_000)) - 50_000, isLive: !random.once(in: 6))
        case 6:
            if random.once(in: 2) { return .loss(source: source, wall: wall - Int64(random.below(9000))) }
            return .gap(source: source, lost: wall - Int64(random.below(9000)), back: wall)
        case 7: return .leave(source: source, wall: wall)
        case 8: return .status(source: source, wall: wall)
        default: return .line(line(), source: source, arrival: wall)
        }
    }

    private mutating func line() -> [UInt8] {
        if random.once(in: 12), !recent.isEmpty { return random.one(of: recent) }
        var bytes = random.once(in: 10) ? junk() : Array(event().utf8)
        // Some bytes are damaged.
        if random.once(in: 30), !bytes.isEmpty {
            for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
        }
        bytes.removeAll { $0 == 0x0A }
        recent.append(bytes)
        if recent.count > 60 { recent.removeFirst() }
        return bytes
    }

    private mutating func junk() -> [UInt8] {
        switch random.below(8) {
        case 0: Array(random.one(of: ["", " ", "\t\r", "{", "[]", "nul", "\u{FEFF}{}", "1 2"]).utf8)
        case 1: (0..<random.below(50)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        case 2: Array(event().utf8.prefix(random.below(120)))
        case 3: Array(#"["connection_info_result",{"qid":\#(number()),"result":\#(text())}]"#.utf8)
        case 4: Array(#"{"class":\#(text()),"type":\#(text()),"domain":"sales"}"#.utf8)
        case 5: Array(#"{"class":"ccsevents","type":"call_explode","domain":\#(text())}"#.utf8)
        case 6: Array(("\u{FEFF}" + event()).utf8)
        default: Array((" \t" + event() + " \r").utf8)
        }
    }

    // MARK: Events

    private mutating func event() -> String {
        now += Int64(random.below(400)) - 40
        let type = random.one(of: EventType.allCases).name
        var members = [#""class":"ccsevents""#, #""type":"\#(type)""#, #""eventts":\#(time())"#, #""data":\#(data())"#]
        if !random.once(in: 6) { members.append(#""domain":\#(random.one(of: [#""sales""#, #""support""#, "42"]))"#) }
        while random.once(in: 6) { members.append("\(name()):\(value(depth: 0))") }
        if random.once(in: 8) { members.append(random.one(of: members)) }
        if random.once(in: 4) { members.shuffle(using: &random) }
        let line = "{" + members.joined(separator: random.once(in: 5) ? " , " : ",") + "}"
        return random.once(in: 4) ? #"["notify",\#(line)]"# : line
    }

    private mutating func time() -> String {
        switch random.below(30) {
        case 0:
            random.one(of: ["0", "-1", "1", "1e12", "253402300799999", "253402300800000", "1e999", "\"1\"", "null"])
        case 1: "\(now / 1000)"
        case 2: "\(now).\(random.below(1000))"
        case 3: "\(Double(now) / 1000)"
        default: "\(now)"
        }
    }

    private mutating func data() -> String {
        var members: [String] = []
        for (names, letter) in [(["idcall", "callid"], "c"), (["idconn"], "k"), (["idseance"], "s"), (["id"], "c")]
        where !random.once(in: 3) {
            members.append("\"\(random.one(of: names))\":\"\(letter)\(random.below(5))\"")
        }
        if random.once(in: 4) { members.append(#""leg":{"uuid":"c\#(random.below(5))","mood":\#(text())}"#) }
        for _ in 0..<random.below(7) { members.append("\(name()):\(value(depth: 0))") }
        if random.once(in: 8), !members.isEmpty { members.append(random.one(of: members)) }
        members.shuffle(using: &random)
        return "{" + members.joined(separator: ",") + "}"
    }

    private mutating func name() -> String {
        switch random.below(12) {
        case 0: text()
        case 1: random.one(of: [#""\u006bey""#, #""Key""#, #""di\u0067it""#, #""DTMF""#, #""key.deep""#, #""data""#])
        case 2, 3: "\"\(random.one(of: ["digit", "dtmf", "signal", "key", "tone", "n"]))\""
        default:
            "\"\(random.one(of: ["state", "number", "num", "username", "name", "dir", "from", "to", "code", "reason", "nextnumber", "id"]))\""
        }
    }

    private mutating func value(depth: Int) -> String {
        switch random.below(depth > 3 ? 10 : 14) {
        case 0...5: return text()
        case 6, 7: return number()
        case 8: return random.one(of: ["true", "null", "[]", "{}", "\"\"", "\"empty\""])
        case 9: return random.one(of: ["\"dialog\"", "\"ringing\"", "\"talk\"", "\"5\""])
        case 10, 11:
            return "[" + (0..<random.below(4)).map { _ in value(depth: depth + 1) }.joined(separator: ",") + "]"
        case 12 where random.once(in: 8):
            let deep = random.one(of: [60, 161, 300])
            return String(repeating: "[{\"a\":", count: deep) + text() + String(repeating: "}]", count: deep)
        default:
            return "{"
                + (0..<random.below(4)).map { _ in "\(name()):\(value(depth: depth + 1))" }.joined(separator: ",") + "}"
        }
    }

    private mutating func number() -> String {
        random.one(of: [
            "0", "-0", "7", "-7", "100", "12345", "74951234567", "-74951234567", "9223372036854775807",
            "18446744073709551615", "123456789012345678901234569999", "1.5", "1e4", "1e999", "-1E-7", "0.1e1", "1e300",
            "123456.789", "0.12345678901234567", "2.2250738585072014e-308", "5e-324", "1e23",
        ])
    }

    /// A text as JSON. It has at most two groups of digits, so that different texts stay different when numbers are masked.
    private mutating func text() -> String {
        var text = ""
        for _ in 0..<random.below(5) {
            text += random.one(of: [
                "a", "talk", " ", "я😀", "\u{7F}", "\u{AD}", "\u{202E}", "\u{2028}", "\\n", "\\t", "\\r", "\\b", "\\f",
                "\\/", "\\\"", "\\\\", "\\u0000", "\\u0001", "\\u001f", "\\u00e9", "\\ud83d\\ude00", "\\u2028", "-",
                "*",
                "(hidden)", "(too deep)", "null", "\\u0000i", "\\u0000s", "{", "]", ",\\\"event\\\":",
            ])
        }
        if random.once(in: 4) { text += random.one(of: ["100", "12345", "74951234567", "\\u0031\\u00302345"]) }
        if random.once(in: 12) { text += random.one(of: ["100", "-12345", " 74951234567"]) }
        if random.once(in: 60) { text = String(repeating: random.one(of: ["x", "я", "\\n"]), count: 513) }
        return "\"\(text)\""
    }
}
