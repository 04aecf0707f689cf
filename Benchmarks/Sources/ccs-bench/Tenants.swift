/// A feed of many domains in the steady state. Each event is about a random call, so that its domain was not used lately. A
/// call is created, rings, talks, ends, and is created again under a new id.
struct Tenants {
    let domains: Int
    /// The number of calls, spread evenly over the domains. Three in four of them are live.
    let calls: Int

    /// The number of events of each call.
    private var steps: [UInt32]
    private var events: Int64 = 0
    private var chance: UInt64 = 11

    private static let start: Int64 = 1_732_320_000_000
    private static let eventsInMillisecond: Int64 = 10
    private static let steps: [(type: StaticString, state: StaticString)] = [
        ("call_create", "incoming"), ("call_set_state", "ringing"), ("call_set_state", "dialog"),
        ("call_delete", "final"),
    ]

    init(domains: Int, calls: Int) {
        self.domains = domains
        self.calls = calls
        steps = Array(repeating: 0, count: calls)
    }

    /// Creates every call, in pieces as small as a reader's.
    mutating func fill(_ take: (Lines) -> Void) {
        for start in stride(from: 0, to: calls, by: 1000) {
            var lines: [UInt8] = []
            for call in start..<min(calls, start + 1000) { step(call, into: &lines) }
            take(Lines(lines))
        }
    }

    /// Events of random calls.
    mutating func turn(lines count: Int) -> Lines {
        var lines: [UInt8] = []
        lines.reserveCapacity(count * 300)
        for _ in 0..<count {
            chance = chance &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            step(Int((chance >> 33) % UInt64(calls)), into: &lines)
        }
        return Lines(lines)
    }

    /// The next event of each call in turn, starting with `first`. With one call in each domain, the domains take turns.
    mutating func round(from first: Int, lines count: Int) -> Lines {
        var lines: [UInt8] = []
        lines.reserveCapacity(count * 300)
        for number in first..<(first + count) { step(number % calls, into: &lines) }
        return Lines(lines)
    }

    private mutating func step(_ call: Int, into lines: inout [UInt8]) {
        let (life, place) = Int(steps[call]).quotientAndRemainder(dividingBy: Self.steps.count)
        steps[call] += 1
        lines.write(#"{"class":"ccsevents","type":""#)
        lines.write(Self.steps[place].type)
        lines.write(#"","domain":"tenant-"#)
        lines.write(decimal: UInt64(call % domains))
        lines.write(#"","eventts":"#)
        lines.write(decimal: UInt64(Self.start + events / Self.eventsInMillisecond))
        events += 1
        lines.write(#","data":{"idcall":"pbx-node-01-17"#)
        lines.write(decimal: UInt64(10_000_000 + call))
        lines.write(".")
        lines.write(decimal: UInt64(life))
        lines.write(#"@192.168.0.147","number":"7495"#)
        lines.write(decimal: UInt64(1_000_000 + call % 200_000))
        lines.write(#"","dir":"in","name":"Viktor Popov","state":""#)
        lines.write(Self.steps[place].state)
        lines.write(#"","node":"ws-1","useragent":"Asterisk PBX 20.5.0"}}"#)
        lines.append(0x0A)
    }
}
