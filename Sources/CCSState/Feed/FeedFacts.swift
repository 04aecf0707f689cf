import CCSEvents

/// What is known of the feed itself: samples of what was refused, whose events it carries, how late they are.
public struct FeedFacts: Sendable {
    /// A line that was refused, with letters and digits of its values masked.
    public struct Sample: Sendable, Equatable {
        /// Which line it was, counted from 1 among the refused ones of its kind.
        public let number: Int
        /// Why it was refused.
        public let reason: String
        /// Its beginning, masked.
        public let text: String

        /// What stands in place of the text where that was not recorded.
        static let unkept = "(not recorded: its domain is unknown)"
    }

    /// Samples of each kind that are kept.
    public static let samplesKept = 5

    private var samples: [Verdict: [Sample]] = [:]
    private var noted: [Verdict: Int] = [:]
    /// Other domains seen, while nothing of the chosen one came: names, and how many events.
    public private(set) var otherDomains: [String: Int] = [:]
    /// Lines that were refused lately.
    public internal(set) var refused = RefusedLines()
    /// Events of the chosen domain that were taken.
    public private(set) var taken = 0
    /// How late the last events taken were, of whatever domain.
    public private(set) var lags = RecentLags()
    /// The `eventts` of the last event taken.
    private(set) var lastTime: Int64?
    /// When the last event arrived, of whatever domain: that a tenant is quiet does not say that the feed is.
    public private(set) var lastArrival: Int64?

    init() {}

    /// The last refused lines of a kind, oldest first.
    public func samples(_ verdict: Verdict) -> [Sample] { samples[verdict] ?? [] }

    /// Counts a refused line; the sample that was made of it, if one was.
    @discardableResult
    mutating func note(
        _ verdict: Verdict, _ line: UnsafeRawBufferPointer?, _ fault: EventDecoder.Fault? = nil
    ) -> Sample? {
        let number = (noted[verdict] ?? 0) + 1
        noted[verdict] = number
        // A flood of junk must not cost a copy each: after the first ones only every so often one is kept.
        guard number <= Self.samplesKept || number & 63 == 0 else { return nil }
        let sample = Sample(
            number: number, reason: fault?.rawValue ?? "", text: line.map { Self.masked($0) } ?? "over 1 MiB")
        keep(sample, of: verdict)
        return sample
    }

    /// Keeps a sample in place of the oldest of its kind.
    mutating func keep(_ sample: Sample, of verdict: Verdict) {
        noted[verdict] = max(noted[verdict] ?? 0, sample.number)
        var kept = samples[verdict] ?? []
        kept.append(sample)
        if kept.count > Self.samplesKept { kept.removeFirst() }
        samples[verdict] = kept
    }

    mutating func noteOther(_ domain: FeedText, arrival: Int64) {
        noteArrival(arrival)
        guard taken == 0 else { return }
        let name = domain.cut(to: 64).string
        if otherDomains[name] != nil || otherDomains.count < 16 { otherDomains[name, default: 0] += 1 }
    }

    /// How late the last events were; nothing unless lag is measured.
    public private(set) var lagMeter = LagMeter()
    /// Whether lag means anything: not for a file, whose events may be of any year.
    var measuresLag = false

    /// Events that arrived, of whatever domain.
    private(set) var arrivals = 0

    mutating func noteArrival(_ arrival: Int64) {
        arrivals &+= 1
        lastArrival = arrival
    }

    mutating func noteTaken(eventts: Int64, arrival: Int64) {
        if taken == 0 { otherDomains = [:] }
        taken += 1
        lastTime = eventts
        lags.record(arrival &- eventts)
        if measuresLag { lagMeter.record(arrival &- eventts, arrival: arrival) }
        noteArrival(arrival)
    }

    /// The beginning of a line with its values masked: letters become `x`, digits `9`. Names of members stay but
    /// for telephone numbers, since they are what one looks for; anything else may be a number, a digit that was dialled, or a key.
    static func masked(_ line: UnsafeRawBufferPointer) -> String {
        let shown = line.prefix(240)
        var out: [UInt8] = []
        var at = shown.startIndex
        var last: UInt8 = 0
        while at < shown.endIndex {
            guard shown[at] == 0x22 else {
                if shown[at] != 0x20 { last = shown[at] }
                out.append(mask(shown[at]))
                at += 1
                continue
            }
            var end = at + 1
            while end < shown.endIndex, shown[end] != 0x22 { end += shown[end] == 0x5C ? 2 : 1 }
            end = min(end, shown.endIndex)
            var after = end + 1
            while after < shown.endIndex, shown[after] == 0x20 { after += 1 }
            // A name follows a brace or a comma: in a broken line a value may come before a colon.
            let isName =
                after < shown.endIndex && shown[after] == 0x3A && end - at <= 40 && (last == 0x7B || last == 0x2C)
            out.append(0x22)
            if at + 1 < end {
                let inside = shown[(at + 1)..<end]
                out +=
                    isName ? Array(NumberMask.masked(String(decoding: inside, as: UTF8.self)).utf8) : inside.map(mask)
            }
            if end < shown.endIndex { out.append(0x22) }
            last = 0x22
            at = end + 1
        }
        if line.count > shown.count { out.append(contentsOf: "…".utf8) }
        return String(decoding: out, as: UTF8.self)
    }

    private static func mask(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x30...0x39: 0x39
        // `#` and `*` are digits that are dialled, too.
        case 0x23, 0x2A, 0x41...0x5A, 0x61...0x7A, 0x80...: 0x78
        default: byte
        }
    }
}
