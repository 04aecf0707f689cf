/// A call centre of a given size in the steady state: as many calls end as begin.
///
/// Unlike `ccs-sim`, it fills up at once, and ends seances at random. So each event is about an object that was not used
/// lately, which is the worst case for a cache. The ids of calls have a common prefix, as those of one server in one year
/// do, and all callers without a number have the same name.
struct CallCentre {
    /// Lines of a seance that begins (two calls, a connection, a recording), and of a seance that ends.
    static let linesOfBeginning = 13
    static let linesOfEnd = 6

    /// The number of new seances in one piece of lines.
    static let seancesOfPiece = 100

    /// The live seances, if any will end.
    private var live: [UInt64] = []
    private let ends: Bool
    private var begun: UInt64 = 0
    private var events: Int64 = 0
    private var chance: UInt64 = 7

    private static let start: Int64 = 1_732_320_000_000
    /// A slow rate, so that no object is silent while the centre fills up.
    private static let eventsInMillisecond: Int64 = 10

    /// Without `ends` it does not store the live seances.
    init(ends: Bool = true) { self.ends = ends }

    /// The lines of `count` new seances.
    mutating func fill(_ count: Int) -> Lines {
        var lines: [UInt8] = []
        lines.reserveCapacity(count * Self.linesOfBeginning * 260)
        for _ in 0..<count { begin(into: &lines) }
        return Lines(lines)
    }

    /// At least `count` lines, in which as many seances end as begin.
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

    /// Adds `seances` in pieces as small as a reader's, so that the memory of the lines does not count as memory of the
    /// state.
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
        if ends { live.append(n) }
        let (from, to) = (Self.caller(n), Self.called(n))
        let (a, b) = (Self.callID(n, 0), Self.callID(n, 1))
        let (s, c) = (Self.uuid(n, 2), Self.uuid(n, 3))
        let call = Self.text(#""idcall":""#, a, #"","number":""#, from, #"","dir":"in""#)
        let called = Self.text(#""idcall":""#, b, #"","number":""#, to, #"","dir":"out""#)
        let parties = Self.text(#","fromnumber":""#, from, #"","tonumber":""#, to, #"""#)
        let seance = Self.text(#""idseance":""#, s, #"""#)
        let connection = Self.text(#""idconn":""#, c, #"""#)
        add("call_create", call, #","name":"Unavailable caller","state":"incoming""#, into: &lines)
        add("seance_create", seance, "", parties, #","state":"early""#, into: &lines)
        add("call_attach_to_seance", call, ",", seance, into: &lines)
        add("seance_set_next_number", seance, #","number":""#, to, #"""#, into: &lines)
        add("connection_create", connection, "", parties, #","state":"Forking""#, into: &lines)
        add("connection_attach_to_seance", connection, ",", seance, into: &lines)
        add("connection_link_call", connection, #","idcall":""#, a, #"""#, into: &lines)
        add("call_create", called, #","name":"Viktor Popov","state":"__empty""#, into: &lines)
        add("connection_link_call", connection, #","idcall":""#, b, #"""#, into: &lines)
        add("call_set_state", called, #","state":"ringing""#, into: &lines)
        add("call_set_state", called, #","state":"dialog""#, into: &lines)
        add("seance_set_state", seance, #","state":"dialog""#, into: &lines)
        // Some calls fail and some are not recorded, because anomalies must be stored and shown too.
        if n % 20 == 7 {
            let failure = Self.text(",", seance, #","code":"486","reason":"Busy","number":""#, to)
            add("connection_failure", connection, "", failure, #"""#, into: &lines)
        } else if n % 50 == 9 {
            add("connection_update", connection, #","state":"dialog""#, into: &lines)
        } else {
            add("connection_start_record", connection, "", parties, into: &lines)
        }
    }

    private mutating func end(into lines: inout [UInt8]) {
        guard !live.isEmpty else { return }
        chance &+= 1
        let place = Int(Self.mixed(chance) % UInt64(live.count))
        let n = live[place]
        live[place] = live[live.count - 1]
        live.removeLast()
        let a = Self.text(#""idcall":""#, Self.callID(n, 0), #"","dir":"in""#)
        let b = Self.text(#""idcall":""#, Self.callID(n, 1), #"","dir":"out""#)
        let seance = Self.text(#""idseance":""#, Self.uuid(n, 2), #"""#)
        let connection = Self.text(#""idconn":""#, Self.uuid(n, 3), #"""#)
        add("call_set_state", b, #","state":"stopping""#, into: &lines)
        add(
            "connection_set_record_info", connection, #","key":"rec/2024/11/23/"#, Self.decimal(n), #".mp3""#,
            into: &lines)
        add("call_delete", b, #","state":"final""#, into: &lines)
        add("call_delete", a, #","state":"final""#, into: &lines)
        add("connection_delete", connection, into: &lines)
        add("seance_delete", seance, into: &lines)
    }

    /// Appends a line with these parts as its data. It writes bytes directly: millions of lines are made before each
    /// measurement.
    private mutating func add(
        _ type: StaticString, _ first: [UInt8], _ second: StaticString = "", _ third: [UInt8] = [],
        _ fourth: StaticString = "", into lines: inout [UInt8]
    ) {
        let at = Self.start + events / Self.eventsInMillisecond
        events += 1
        lines.write(#"{"class":"ccsevents","type":""#)
        lines.write(type)
        lines.write(#"","domain":"sales","eventts":"#)
        lines.write(decimal: UInt64(at))
        lines.write(#","data":{"#)
        lines += first
        lines.write(second)
        lines += third
        lines.write(fourth)
        lines.write(#","node":"ws-1","useragent":"Asterisk PBX 20.5.0"}}"#)
        lines.append(0x0A)
    }

    private static func text(
        _ first: StaticString, _ second: [UInt8], _ third: StaticString, _ fourth: [UInt8] = [],
        _ fifth: StaticString = ""
    ) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(160)
        text.write(first)
        text += second
        text.write(third)
        text += fourth
        text.write(fifth)
        return text
    }

    // MARK: Ids

    private static func caller(_ number: UInt64) -> [UInt8] {
        var text = Array("7495".utf8)
        text.write(decimal: 1_000_000 + mixed(number) % 200_000)
        return text
    }

    private static func called(_ number: UInt64) -> [UInt8] { decimal(1000 + mixed(number &+ 1) % 2000) }

    private static func decimal(_ number: UInt64) -> [UInt8] {
        var text: [UInt8] = []
        text.write(decimal: number)
        return text
    }

    private static func mixed(_ number: UInt64) -> UInt64 {
        var value = number &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private static func uuid(_ number: UInt64, _ salt: UInt64) -> [UInt8] {
        let first = mixed(number &* 4 &+ salt)
        let second = mixed((number &* 4 &+ salt) ^ 0x5555_5555)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (value, digits) in [(first >> 32, 8), (first >> 16, 4), (first, 4), (second >> 48, 4), (second, 12)] {
            if !text.isEmpty { text.append(0x2D) }
            text.write(hex: value, digits: digits)
        }
        return text
    }

    private static func callID(_ number: UInt64, _ salt: UInt64) -> [UInt8] {
        let value = mixed(number &* 4 &+ salt)
        var text: [UInt8] = []
        text.reserveCapacity(48)
        text.write("pbx-node-01-17")
        text.write(decimal: 10_000_000 + value % 90_000_000)
        text.write(".")
        text.write(hex: value >> 44, digits: 5)
        text.write("@192.168.0.147")
        return text
    }
}

extension [UInt8] {
    mutating func write(_ text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    mutating func write(decimal number: UInt64) {
        var (left, digits) = (number, 1)
        while left >= 10 {
            left /= 10
            digits += 1
        }
        append(contentsOf: repeatElement(0x30, count: digits))
        left = number
        for place in stride(from: count - 1, through: count - digits, by: -1) {
            self[place] = 0x30 + UInt8(left % 10)
            left /= 10
        }
    }

    /// Writes the last digits of a number.
    mutating func write(hex number: UInt64, digits: Int) {
        for place in stride(from: (digits - 1) * 4, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(place)) & 15
            append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }
}
