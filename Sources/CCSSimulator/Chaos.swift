/// Disturbs a feed: lines come twice, late, broken or not at all, and other lines come that are no events.
struct Chaos: Sendable {
    struct Line {
        var time: Int64
        var domain: Int?
    }

    /// A delayed line, and how many other lines overtake it.
    private struct Held: Sendable {
        var bytes: [UInt8]
        var time: Int64
        var domain: Int
        var overtaking: Int
    }

    private var random: Random
    private var held: [Held] = []
    private var time: Int64 = 0

    init(seed: UInt64) {
        random = Random(seed: seed, part: 0xC4A05)
    }

    /// Appends the next line. Returns nil when `feed` has ended and no delayed line is left.
    mutating func next(of feed: inout CleanFeed, into buffer: inout [UInt8]) -> Line? {
        if let line = arrive(into: &buffer) { return line }
        if time > 0, random.perMille(8) { return junk(of: &feed, into: &buffer) }
        while true {
            let start = buffer.count
            guard let line = feed.next(into: &buffer) else { return arrive(into: &buffer, all: true) }
            time = max(time, line.time)
            switch random.below(1_000) {
            case 0..<30 where line.kind.isCreate:
                buffer.removeSubrange(start...)
            case 0..<14:
                hold(buffer[start...], of: line, behind: 1...25)
                buffer.removeSubrange(start...)
            case 14..<20:
                hold(buffer[start...], of: line, behind: 0...12)
                return Line(time: line.time, domain: line.domain)
            default:
                return Line(time: line.time, domain: line.domain)
            }
        }
    }

    private mutating func hold(_ bytes: ArraySlice<UInt8>, of line: CleanFeed.Line, behind range: ClosedRange<Int>) {
        held.append(
            Held(bytes: Array(bytes), time: line.time, domain: line.domain, overtaking: random.within(range)))
    }

    /// Returns a delayed line that enough other lines have overtaken.
    private mutating func arrive(into buffer: inout [UInt8], all: Bool = false) -> Line? {
        guard !held.isEmpty else { return nil }
        for index in held.indices { held[index].overtaking -= 1 }
        guard let index = held.firstIndex(where: { all || $0.overtaking < 0 }) else { return nil }
        let line = held.remove(at: index)
        buffer.append(contentsOf: line.bytes)
        return Line(time: line.time, domain: line.domain)
    }

    // MARK: - Lines that are no events

    private mutating func junk(of feed: inout CleanFeed, into buffer: inout [UInt8]) -> Line? {
        let start = buffer.count
        switch random.below(10) {
        case 0:  // an event of which the end is missing
            guard let line = feed.next(into: &buffer) else { return arrive(into: &buffer, all: true) }
            time = max(time, line.time)
            buffer.removeSubrange((start + random.below(buffer.count - start - 2))...)
        case 1:  // an event with a byte that is in no UTF-8 text
            guard let line = feed.next(into: &buffer) else { return arrive(into: &buffer, all: true) }
            time = max(time, line.time)
            buffer[start + random.within(10...(buffer.count - start - 3))] = [0xC0, 0xF8, 0xFF][random.below(3)]
            return Line(time: time, domain: nil)
        case 2:
            let depth = random.within(8...1_500)
            for _ in 0..<depth { buffer.append(UInt8(ascii: "[")) }
        default:
            buffer.append(Self.lines[random.below(Self.lines.count)])
        }
        buffer.append(UInt8(ascii: "\n"))
        return Line(time: time, domain: nil)
    }

    private static let lines: [StaticString] = [
        "", "  ", "\t\r",
        "Connection reset by peer", "]", "{", "null", "42", "[]", "{}", #""ccsevents""#,
        #"["subscribe_result",{"qid":1,"result":"ok"}]"#,
        #"["ping",{}]"#, #"["hello",{"server":"ws-1","version":"6.2"}]"#, #"["notify",[]]"#, #"["notify"]"#,
        #"{"class":"modelevents","type":"put","eventts":1732320000123,"domain":"sales","data":{"id":1}}"#,
        #"{"class":"regevents","type":"registered","eventts":1732320000123,"domain":"sales","data":{"aor":"1001"}}"#,
        #"{"class":"ccsevents","type":"call_teleport","domain":"sales","eventts":1732320000123,"data":{"idcall":"x"}}"#,
        #"{"class":"ccsevents","type":"","domain":"sales","eventts":1732320000123,"data":{}}"#,
        #"{"class":"ccsevents","type":"call_set_state","domain":"sales","eventts":"soon","data":{"idcall":"x"}}"#,
        #"{"class":"ccsevents","type":"call_set_state","domain":"sales","eventts":-1,"data":{"idcall":"x"}}"#,
        #"{"class":"ccsevents","type":"call_set_state","domain":"sales","eventts":1732320000123,"data":{}}"#,
        #"{"class":"ccsevents","type":"call_set_state","domain":"sales","eventts":1732320000123,"data":[]}"#,
        #"{"class":"ccsevents","type":"call_set_state","eventts":1732320000123,"data":{"idcall":"no-domain"}}"#,
        #"{"class":"ccsevents","type":"call_delete","domain":"sales","eventts":1732320000123,"data":{"idcall":"\ud800"}}"#,
        #"{"class":"ccsevents","type":"call_delete","domain":"sales","eventts":1732320000123,"data":{"idcall":"x"}} x"#,
        #"{"class":"ccsevents","type":"call_delete","domain":"sales","eventts":1e400,"data":{"idcall":"x"}}"#,
    ]
}
