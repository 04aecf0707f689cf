/// A call centre of a given size in the steady state: as many calls end as begin.
///
/// Unlike `ccs-sim` it fills up at once, and picks who ends by chance, so that every event is about an object that
/// was not looked at lately: the worst a feed can do to a cache.
struct CallCentre {
    /// Lines of a seance that begins (two calls, a connection, a recording), and of one that ends.
    static let linesOfBeginning = 13
    static let linesOfEnd = 6

    /// Seances that begin in one piece of lines.
    static let seancesOfPiece = 100

    private var live: [UInt64] = []
    private var begun: UInt64 = 0
    private var events: Int64 = 0
    private var chance: UInt64 = 7

    private static let start: Int64 = 1_732_320_000_000
    /// So slowly that nothing is called silent while the centre fills up.
    private static let eventsInMillisecond: Int64 = 10

    /// Lines of `count` seances that begin.
    mutating func fill(_ count: Int) -> Lines {
        var lines: [UInt8] = []
        lines.reserveCapacity(count * Self.linesOfBeginning * 260)
        for _ in 0..<count { begin(into: &lines) }
        return Lines(lines)
    }

    /// Lines in which as many seances end as begin, at least `count` lines.
    mutating func turn(lines count: Int) -> Lines {
        var lines: [UInt8] = []
        lines.reserveCapacity(count * 260)
        var written = 0
        while written < count {
            end(into: &lines)
            begin(into: &lines)
            written += Self.linesOfBeginning + Self.linesOfEnd
        }
        return Lines(lines)
    }

    /// Fills up with `seances`, in pieces as small as a reader's: what they take must not count as what the state takes.
    mutating func fill(_ seances: Int, _ take: (Lines) -> Void) {
        var left = seances
        while left > 0 {
            let part = min(left, Self.seancesOfPiece)
            take(fill(part))
            left -= part
        }
    }

    // MARK: Lines

    private mutating func begin(into lines: inout [UInt8]) {
        let n = begun
        begun += 1
        live.append(n)
        let (a, b) = (Self.callID(n, 0), Self.callID(n, 1))
        let (s, c) = (Self.uuid(n, 2), Self.uuid(n, 3))
        let from = "7495\(1_000_000 + Self.mixed(n) % 200_000)"
        let to = "\(1000 + Self.mixed(n &+ 1) % 2000)"
        let call = #""idcall":"\#(a)","number":"\#(from)","dir":"in""#
        let called = #""idcall":"\#(b)","number":"\#(to)","dir":"out""#
        let parties = #""fromnumber":"\#(from)","tonumber":"\#(to)""#
        let (seance, connection) = (#""idseance":"\#(s)""#, #""idconn":"\#(c)""#)
        add("call_create", call + #","name":"Anna Orlova","state":"incoming""#, &lines)
        add("seance_create", seance + "," + parties + #","state":"early""#, &lines)
        add("call_attach_to_seance", call + "," + seance, &lines)
        add("seance_set_next_number", seance + #","number":"\#(to)""#, &lines)
        add("connection_create", connection + "," + parties + #","state":"Forking""#, &lines)
        add("connection_attach_to_seance", connection + "," + seance, &lines)
        add("connection_link_call", connection + #","idcall":"\#(a)""#, &lines)
        add("call_create", called + #","name":"Viktor Popov","state":"__empty""#, &lines)
        add("connection_link_call", connection + #","idcall":"\#(b)""#, &lines)
        add("call_set_state", called + #","state":"ringing""#, &lines)
        add("call_set_state", called + #","state":"dialog""#, &lines)
        add("seance_set_state", seance + #","state":"dialog""#, &lines)
        // Some fail, and some are not recorded: what is wrong has to be kept and shown too.
        if n % 20 == 7 {
            let failure = #","code":"486","reason":"Busy","number":"\#(to)""#
            add("connection_failure", connection + "," + seance + failure, &lines)
        } else if n % 50 == 9 {
            add("connection_update", connection + #","state":"dialog""#, &lines)
        } else {
            add("connection_start_record", connection + "," + parties, &lines)
        }
    }

    private mutating func end(into lines: inout [UInt8]) {
        guard !live.isEmpty else { return }
        chance &+= 1
        let place = Int(Self.mixed(chance) % UInt64(live.count))
        let n = live[place]
        live[place] = live[live.count - 1]
        live.removeLast()
        let (a, b) = (Self.callID(n, 0), Self.callID(n, 1))
        let (s, c) = (Self.uuid(n, 2), Self.uuid(n, 3))
        add("call_set_state", #""idcall":"\#(b)","dir":"out","state":"stopping""#, &lines)
        add("connection_set_record_info", #""idconn":"\#(c)","key":"rec/2024/11/23/\#(n).mp3""#, &lines)
        add("call_delete", #""idcall":"\#(b)","dir":"out","state":"final""#, &lines)
        add("call_delete", #""idcall":"\#(a)","dir":"in","state":"final""#, &lines)
        add("connection_delete", #""idconn":"\#(c)""#, &lines)
        add("seance_delete", #""idseance":"\#(s)""#, &lines)
    }

    private mutating func add(_ type: String, _ data: String, _ lines: inout [UInt8]) {
        let at = Self.start + events / Self.eventsInMillisecond
        events += 1
        lines += #"{"class":"ccsevents","type":"\#(type)","domain":"sales","eventts":\#(at),"data":{\#(data),"#.utf8
        lines += #""node":"ws-1","useragent":"Asterisk PBX 20.5.0"}}"#.utf8
        lines.append(0x0A)
    }

    // MARK: Ids

    private static func mixed(_ number: UInt64) -> UInt64 {
        var value = number &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private static func uuid(_ number: UInt64, _ salt: UInt64) -> String {
        let first = hex(mixed(number &* 4 &+ salt))
        let second = hex(mixed((number &* 4 &+ salt) ^ 0x5555_5555))
        let parts = [
            first.prefix(8), first.dropFirst(8).prefix(4), first.suffix(4), second.prefix(4), second.suffix(12),
        ]
        return parts.joined(separator: "-")
    }

    private static func callID(_ number: UInt64, _ salt: UInt64) -> String {
        let value = mixed(number &* 4 &+ salt)
        return "rB1-023-\(hex(value).prefix(6))-06-\(1_000_000_000 + value % 9_000_000_000)@192.168.0.147"
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
