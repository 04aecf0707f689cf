import CCSEvents

/// What a recording is made of, gathered as text until somebody writes it: events in the form without secrets, and what else it
/// takes to come to the same state again (docs/recording.md).
///
/// Lines that are no events of the chosen domain are counted, never kept.
public struct Journal: Sendable {
    /// Whole lines of text.
    public struct Part: Sendable {
        /// The lines, each with its end.
        public var bytes: [UInt8] = []
        /// How many.
        public var lines = 0
        /// When the last of them came: wall clock, milliseconds since 1970.
        public var at: Int64 = 0
    }

    private var part = Part()
    /// Lines counted since the last count was written; all of them arrived at the same time.
    private var counted = FeedCounts()
    private var countedAt: Int64 = 0
    private var hasCounted = false

    init() {}

    /// Hands out what was gathered, once.
    mutating func take() -> Part {
        writeCounts()
        defer {
            part.bytes = []
            part.lines = 0
        }
        return part
    }

    /// An event of the chosen domain. `message` is what its message counted as before, where it is not the first event of it. That it is a duplicate is said, since what was left out may make others look alike.
    mutating func add(
        _ event: borrowing Event, source: Int, namesDomain: Bool, isDuplicate: Bool, message: Verdict? = nil,
        arrival: Int64
    ) {
        // A further event of a message changes the counts of that message, so they are written first.
        if hasCounted, countedAt != arrival || message != nil { writeCounts() }
        begin(arrival)
        if source > 0 {
            part.bytes.append(contentsOf: ",\"source\":".utf8)
            part.bytes.append(contentsOf: String(source).utf8)
        }
        if !namesDomain {
            var json = JSONWriter()
            json.text(nil, event.domain)
            part.bytes.append(contentsOf: ",\"domain\":".utf8)
            part.bytes.append(contentsOf: json.bytes)
        }
        if let message {
            part.bytes.append(contentsOf: ",\"message\":\"".utf8)
            part.bytes.append(contentsOf: message.name.utf8)
            part.bytes.append(contentsOf: "\"".utf8)
        }
        if isDuplicate { part.bytes.append(contentsOf: ",\"duplicate\":true".utf8) }
        part.bytes.append(contentsOf: ",\"event\":".utf8)
        part.bytes.append(contentsOf: event.redacted.bytes)
        end()
    }

    /// A line that is counted and not kept.
    mutating func count(_ verdict: Verdict, arrival: Int64) {
        if hasCounted, countedAt != arrival { writeCounts() }
        counted[verdict] += 1
        (hasCounted, countedAt) = (true, arrival)
    }

    /// A refused line's sample, masked. The text stays out where it cannot be told whose the line was.
    mutating func add(_ sample: FeedFacts.Sample, of verdict: Verdict, withText: Bool, arrival: Int64) {
        note(arrival) { json in
            json.object("sample") { json in
                json.string("of", verdict.name)
                json.integer("number", sample.number)
                json.string("reason", sample.reason)
                if withText { json.string("text", sample.text) }
            }
        }
    }

    /// Feed time passed, and something was due.
    mutating func tick(at wall: Int64, silence: Int64, isLive: Bool) {
        note(wall) { json in
            json.object("tick") { json in
                json.integer("silence", silence)
                json.bool("live", isLive)
            }
        }
    }

    /// What was sent from one source until now, and comes no more, is missing.
    mutating func gap(source: Int, at wall: Int64) { note(wall) { $0.integer("gap", source) } }

    /// A source is lost, and what was heard of over its connection is unconfirmed although it is not back.
    mutating func lost(_ loss: Loss, at wall: Int64) {
        note(wall) { json in
            json.object("away") { json in
                json.integer("source", loss.source)
                json.integer("since", loss.since)
            }
        }
    }

    /// A source was connected again: what was heard of over its connection before is unconfirmed.
    mutating func back(_ gap: Gap) {
        note(gap.until) { json in
            json.object("back") { json in
                json.integer("source", gap.source)
                json.integer("since", gap.since)
                json.integer("length", gap.length)
            }
        }
    }

    /// Nothing more comes.
    mutating func over(at wall: Int64) { note(wall) { $0.bool("over", true) } }

    /// The recording ends here, with everything that came.
    mutating func close(at wall: Int64) { note(wall) { $0.bool("end", true) } }

    /// Lines that could not be written, as a line of their own.
    public static func lost(lines: Int, why: String, at wall: Int64) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.integer("at", Moment.possible(wall))
            json.object("lost") { json in
                json.integer("lines", lines)
                json.string("why", why)
            }
        }
        return json.bytes + [0x0A]
    }

    /// How the feed was, in words.
    mutating func status(_ words: String, source: Int, at wall: Int64) {
        note(wall) { json in
            json.string("status", words)
            json.integer("source", source)
        }
    }

    private mutating func note(_ at: Int64, _ body: (inout JSONWriter) -> Void) {
        writeCounts()
        let at = Moment.possible(at)
        var json = JSONWriter()
        json.object { json in
            json.integer("at", at)
            body(&json)
        }
        part.bytes.append(contentsOf: json.bytes)
        part.bytes.append(0x0A)
        part.lines += 1
        part.at = at
    }

    private mutating func begin(_ at: Int64) {
        part.bytes.append(contentsOf: "{\"at\":".utf8)
        part.bytes.append(contentsOf: String(at).utf8)
        part.at = at
    }

    private mutating func end() {
        part.bytes.append(0x7D)
        part.bytes.append(0x0A)
        part.lines += 1
    }

    private mutating func writeCounts() {
        guard hasCounted else { return }
        hasCounted = false
        let counts = counted
        counted = FeedCounts()
        note(countedAt) { json in
            json.object("count") { json in
                for verdict in Verdict.allCases where counts[verdict] > 0 {
                    json.integer(verdict.key, counts[verdict])
                }
            }
        }
    }
}

extension Verdict {
    /// Its name as a key of JSON.
    var key: StaticString {
        switch self {
        case .applied: "applied"
        case .duplicate: "duplicate"
        case .late: "late"
        case .orphan: "orphan"
        case .otherDomain: "otherDomain"
        case .noDomain: "noDomain"
        case .otherClass: "otherClass"
        case .unknownType: "unknownType"
        case .malformed: "malformed"
        case .oversized: "oversized"
        case .control: "control"
        case .blank: "blank"
        }
    }
}
