public import CCSEvents

/// A line of a recording, read.
public enum JournalLine {
    /// The first line of a part: how what follows is to be read.
    case header(JournalHeader)
    /// An event, in the form in which it was kept; the source it came from, and the domain where it names none. A further event of a
    /// message says what that message counted as before.
    case event(FeedText, source: Int, domain: String?, isDuplicate: Bool, message: Verdict? = nil)
    /// Lines that were counted and not kept.
    case counts([(verdict: Verdict, count: Int)])
    /// What a refused line looked like.
    case sample(Verdict, FeedFacts.Sample)
    /// Feed time passed, and how long the feed was silent, in milliseconds.
    case tick(silence: Int64, isLive: Bool)
    /// The feed was lost for a while.
    case gap(source: Int)
    /// A source is lost and not connected again yet.
    case away(Loss)
    /// A source was connected again after a gap.
    case back(Gap)
    /// Nothing more came.
    case over
    /// Lines that could not be written.
    case lost(lines: Int)
    /// How the feed was, or that the recording ends here: for people.
    case remark
    /// Something that this version does not know.
    case other
    /// No line of a recording.
    case damaged

    /// The longest line of a recording, in bytes: an event, and the domain that its feed said for it. That domain may be as long as
    /// a line of the feed, and ``JSONWriter`` may write six bytes for each of its bytes.
    public static let maximumLength = Event.maximumKept + 6 * Event.maximumLine + 4096

    /// Reads a line without its end, and when it was written, where it says so.
    public static func read(_ line: UnsafeRawBufferPointer) -> (line: JournalLine, at: Int64?) {
        var scanner = JSONScanner(line)
        // Nearly every line is an event that names its domain: what comes before that is read without looking at it all.
        if scanner.take("{\"at\":"), let at = scanner.moment(), scanner.take(",\"event\":") {
            return (event(scanner.rest, source: 0, domain: nil, isDuplicate: false), at)
        }
        if line.starts(with: JournalHeader.signature.utf8) {
            guard let header = JournalHeader(line) else { return (.damaged, nil) }
            return (.header(header), header.started)
        }
        return readMembers(line)
    }

    /// Whether a line without its end is one of a recording, but not the first. An event of a plain feed names its class.
    public static func isOne(_ line: UnsafeRawBufferPointer) -> Bool {
        var scanner = JSONScanner(line)
        let hasNoClass = scanner.members { name, _ in name != "class" }
        guard hasNoClass else { return false }
        return switch read(line).line {
        case .header, .other, .damaged: false
        case .event, .counts, .sample, .tick, .gap, .away, .back, .over, .lost, .remark: true
        }
    }

    /// When a line was written, without reading the rest of it.
    public static func time(of line: UnsafeRawBufferPointer) -> Int64? {
        var scanner = JSONScanner(line)
        return scanner.take("{\"at\":") ? scanner.moment() : nil
    }

    /// The event is what is left but for the brace that closes the line; whether it is one is seen when it is decoded.
    private static func event(
        _ rest: UnsafeRawBufferPointer, source: Int, domain: String?, isDuplicate: Bool, message: Verdict? = nil
    ) -> JournalLine {
        guard rest.last == 0x7D, rest.count > 1 else { return .damaged }
        let text = UnsafeRawBufferPointer(rebasing: rest.dropLast())
        return .event(FeedText(text), source: source, domain: domain, isDuplicate: isDuplicate, message: message)
    }

    /// Sources that a recording may name, twice as many as a run with all the peers that it may have; what names a higher one is
    /// damaged. What is known of sources is kept for all up to the highest.
    private static let sources: Range<Int64> = 0..<4096

    /// What counts may be: no feed brings more in a thousand years.
    private static let counts: ClosedRange<Int64> = 0...1 << 50

    private static func readMembers(_ line: UnsafeRawBufferPointer) -> (line: JournalLine, at: Int64?) {
        var scanner = JSONScanner(line)
        var (found, at): (JournalLine, Int64?) = (.other, nil)
        var (source, domain, isDuplicate): (Int64, String?, Bool) = (0, nil, false)
        var message: Verdict?
        var (text, back): (UnsafeRawBufferPointer?, Gap?) = (nil, nil)
        let isGood = scanner.members { name, value in
            switch name {
            case "at": at = value.moment()
            case "source": source = value.integer() ?? 0
            case "domain": domain = value.string()
            case "duplicate": isDuplicate = value.bool() ?? false
            case "message":
                message = value.string().flatMap(Verdict.named)
            case "event": text = value.rest
            case "tick": found = tick(&value)
            case "over": found = .over
            case "status", "end": found = .remark
            case "gap": found = .gap(source: Int(value.integer(0...sources.upperBound) ?? 0))
            case "away":
                if let gap = gap(&value) {
                    found = .away(Loss(source: gap.source, since: gap.since))
                } else {
                    found = .damaged
                }
            case "back":
                back = gap(&value)
                if back == nil { found = .damaged }
            case "count": found = counts(&value)
            case "sample": found = sample(&value)
            case "lost":
                var lines: Int64 = 0
                _ = value.members { name, value in
                    if name == "lines" { lines = value.integer(counts) ?? 0 }
                    return true
                }
                found = .lost(lines: Int(lines))
            default: break
            }
            return true
        }
        guard isGood, let at, sources.contains(source) else { return (.damaged, nil) }
        if let text {
            found = .event(
                FeedText(text), source: Int(source), domain: domain, isDuplicate: isDuplicate, message: message)
        }
        if let back { found = .back(Gap(source: back.source, since: back.since, length: back.length, until: at)) }
        return (found, at)
    }

    private static func gap(_ scanner: inout JSONScanner) -> Gap? {
        var (source, since, length): (Int64, Int64?, Int64) = (0, nil, 0)
        let isGood = scanner.members { name, value in
            switch name {
            case "source": source = value.integer() ?? 0
            case "since": since = value.moment()
            case "length": length = value.integer(Moment.possible) ?? 0
            default: break
            }
            return true
        }
        guard isGood, let since, sources.contains(source) else { return nil }
        return Gap(source: Int(source), since: since, length: length, until: 0)
    }

    private static func tick(_ scanner: inout JSONScanner) -> JournalLine {
        var (silence, isLive): (Int64, Bool) = (0, true)
        let isGood = scanner.members { name, value in
            if name == "silence" { silence = value.integer(Moment.possible) ?? 0 }
            if name == "live" { isLive = value.bool() ?? true }
            return true
        }
        return isGood ? .tick(silence: silence, isLive: isLive) : .damaged
    }

    private static func counts(_ scanner: inout JSONScanner) -> JournalLine {
        var counts: [(verdict: Verdict, count: Int)] = []
        let isGood = scanner.members { name, value in
            guard let verdict = Verdict.named(name), let count = value.integer(Self.counts), count > 0 else {
                return false
            }
            counts.append((verdict, Int(count)))
            return true
        }
        return isGood ? .counts(counts) : .damaged
    }

    private static func sample(_ scanner: inout JSONScanner) -> JournalLine {
        var (verdict, number, reason, text): (Verdict?, Int64, String, String?) = (nil, 0, "", nil)
        let isGood = scanner.members { name, value in
            switch name {
            case "of": verdict = value.string().flatMap(Verdict.named)
            case "number": number = value.integer(counts) ?? 0
            case "reason": reason = value.string() ?? ""
            case "text": text = value.string()
            default: break
            }
            return true
        }
        guard isGood, let verdict else { return .damaged }
        return .sample(
            verdict,
            FeedFacts.Sample(
                number: Int(number), reason: reason, text: text ?? FeedFacts.Sample.unkept))
    }
}

extension Verdict {
    /// The verdict of this name.
    static func named(_ name: String) -> Verdict? { allCases.first { $0.name == name } }
}
