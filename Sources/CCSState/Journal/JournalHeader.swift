public import CCSEvents

/// The first line of a recording, and of each of its parts: what it is, and how its lines are to be read.
public struct JournalHeader: Sendable, Equatable {
    /// What tells a recording from other files: a file is one if it begins with this.
    public static let signature = "{\"ccs-top\":\"recording/1\","

    /// The only domain recorded, or nil for all.
    public var domain: String?
    /// The names of fields.
    public var fields = FieldMap()
    /// Secrets that are in it, by name.
    public var revealed: [String] = []
    /// Whether telephone numbers are masked.
    public var masksNumbers = false
    /// Whether events came as they happened, so that time passes between them.
    public var isLive = true
    /// Which times moved the clocks of its domains. A recording that does not say it has that of files.
    public var clock = ClockRule.file
    /// When it began: wall clock, milliseconds since 1970.
    public var started: Int64 = 0
    /// Which file of the recording it is, from 1.
    public var part = 1

    /// Of everything, as it came.
    public init() {}

    /// Whether a recording that begins with the other header can go on in a file that begins with this one.
    public func canContinue(_ other: JournalHeader) -> Bool {
        var other = other
        (other.started, other.part) = (started, part)
        return self == other
    }

    /// The line, with its end.
    public var line: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.string("ccs-top", "recording/1")
            json.integer("started", started)
            json.integer("part", part)
            if let domain { json.string("domain", domain) } else { json.null("domain") }
            json.bool("live", isLive)
            json.array("revealed") { json in for name in revealed { json.string(nil, name) } }
            json.bool("masked", masksNumbers)
            json.object("clock") { json in
                json.integer("skew", clock.skew)
                json.bool("elapsed", clock.addsElapsed)
            }
            // All names of each field, so that it is read alike whatever a later version calls them.
            json.object("map") { json in
                for field in Field.allCases {
                    json.array(field.row.name) { json in for name in fields[field] { json.string(nil, name) } }
                }
            }
        }
        return json.bytes + [0x0A]
    }

    /// Reads the line without its end; nil where it is no such line.
    public init?(_ line: UnsafeRawBufferPointer) {
        guard line.starts(with: Self.signature.utf8) else { return nil }
        var scanner = JSONScanner(line)
        var header = JournalHeader()
        let isGood = scanner.members { key, value in
            switch key {
            case "started": header.started = value.moment() ?? 0
            case "part": header.part = Int(value.integer(1...1 << 32) ?? 1)
            case "domain": header.domain = value.string()
            case "live": header.isLive = value.bool() ?? true
            case "revealed": header.revealed = value.strings() ?? []
            case "masked": header.masksNumbers = value.bool() ?? false
            case "clock":
                return value.members { name, value in
                    if name == "skew" { header.clock.skew = value.integer(ClockRule.skews) ?? header.clock.skew }
                    if name == "elapsed" { header.clock.addsElapsed = value.bool() ?? false }
                    return true
                }
            case "map":
                return value.members { name, value in
                    guard let names = value.strings() else { return false }
                    return header.fields.set(names, of: name)
                }
            default: break
            }
            return true
        }
        guard isGood else { return nil }
        self = header
    }
}
