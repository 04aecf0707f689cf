import CCSEvents
import CCSState

/// The pieces of the header and what they mean. The first page of the help explains those on the screen, a later section all.
enum HeaderHelp {
    /// A piece of the header.
    struct Entry {
        /// How it can look.
        let example: String
        /// Texts that only this piece contains, apart from those of earlier entries.
        let signs: [String]
        let text: String

        init(_ example: String, _ signs: String..., text: String) {
            (self.example, self.signs, self.text) = (example, signs, text)
        }
    }

    /// The domain, which has no sign: it explains a piece that no other entry does.
    static let domain = Entry("sales", text: "the domain you see: one customer of the platform, or all of them")

    /// The entry of a piece as it stands in the header.
    static func entry(of piece: String, in table: [Entry]) -> Entry {
        table.first { $0.signs.contains { piece.contains($0) } } ?? domain
    }

    static func table(_ glyphs: Glyphs, _ keys: KeyTable) -> [Entry] {
        feed(glyphs, keys) + live(glyphs, keys)
            // The last entry, since other pieces have times in them too.
            + [Entry("14:03:22", ":", text: "feed time (UTC): the time written in the events")]
    }

    private static func feed(_ glyphs: Glyphs, _ keys: KeyTable) -> [Entry] {
        [
            Entry("ccs-top sales", "ccs-top ", text: domain.text),
            Entry("INSECURE", "INSECURE", "NOT ENCRYPTED", text: "others may read or change the feed; see --insecure"),
            Entry("2/3 LIVE", "LIVE, ", text: "how many of the feeds are live, and the worst of the others"),
            Entry("LIVE 0.2s", "LIVE", text: "the feed, its state, how long ago its last event came"),
            Entry("STALE 25s", "STALE", text: "the feed is connected, but no event comes"),
            Entry("RECONNECTING", "RECONNECTING", text: "the feed is lost; ccs-top connects again"),
            Entry("CONNECTING", "CONNECTING", text: "ccs-top connects to the feed"),
            Entry("LISTENING", "LISTENING", text: "ccs-top waits for a peer to connect (--listen)"),
            Entry("READING", "READING", text: "ccs-top reads the feed"),
            Entry("EOF", "EOF", text: "the feed has ended"),
            Entry("FAILED", "FAILED", text: "the feed cannot be read; the reason follows"),
            Entry("REPLAY 10x 0:03:12/0:45:00", "REPLAY", text: "a replay: its speed, its position and its length"),
            Entry(
                "PAUSED", "PAUSED",
                text: "the screen is frozen while events come in; \(keys.keyName(.pause)) continues"),
            Entry(
                "STORM 12x", "STORM",
                text: "events come at 12 times the usual rate. A storm begins at \(Int(EventStorm.factor)) times the "
                    + "median of the last 5 min and at \(Int(EventStorm.floor)) events a second"),
            Entry("BEHIND", "BEHIND", text: "events come faster than ccs-top takes them in; what you see is late"),
            Entry(
                "missed 14:02:11 +12s ?31", "missed",
                text: "a gap: when the feed was lost, for how long, and how many objects are unconfirmed since"),
            Entry(
                "peer gone 14:02:11 ?31", "peer gone",
                text: "a gap: when a peer left, and how many objects are unconfirmed since"),
            Entry(
                "\(glyphs.bullet) REC 12 MiB", "REC",
                text: "ccs-top records the feed to a file; REC STOPPED says why it does not"),
            Entry(
                "ev/s 412 (1m 388, 5m 350)", "ev/s", text: "events a second over 10 s. A chart beside it shows 80 s"),
            Entry("lag 80ms", "lag ", text: "how much later than their own time events arrive"),
            Entry(
                "refused 485, 12 in 1m", "refused",
                text:
                    "lines that are not usable events, ever and in the last minute; key \(keys.keyName(of: .feed)) shows why"
            ),
            Entry("evicted 12", "evicted", text: "live objects dropped because a limit was reached"),
        ]
    }

    private static func live(_ glyphs: Glyphs, _ keys: KeyTable) -> [Entry] {
        [
            Entry(
                "\(glyphs.warn)7 anomalies (3 new)", glyphs.warn.string,
                text:
                    "anomalies; key \(keys.keyName(of: .anomalies)) lists them, key \(keys.keyName(.why)) explains one; "
                    + "(+2 ?): a gap leaves open if these still hold"),
            Entry("domains 3", "domains ", text: "domains in the feed"),
            Entry(
                "seances 212 (peak 240)", "seances",
                text: "live conversations, each with all its transfers; peak: the most at once"),
            Entry(
                "wait 3, longest 1m10s", "wait ",
                text:
                    "callers who wait in a queue, are parked or hear ringing, and how long the first of them has waited"
            ),
            Entry(
                "joined 08:32:15, 36 of 228 from before", "joined ",
                text: "the time of the domain's first event; how many of the seances began before, unheard"),
            Entry(
                "calls 802 (+397 ?)", " ?)",
                text: "beside a count: objects without an event since a gap. They may have ended"),
            Entry("connections 180", "conn ", "connections ", text: "live connections: what joins the calls of people"),
            Entry(
                "calls 431: ring 44 talk 352 hold 12", "calls ",
                text:
                    "live calls, one a telephone: ringing, talking, on hold. end: ending; other: in a state of no phase"
            ),
            Entry(
                "fail 1m 3/97", "fail ", "failed in ",
                text:
                    "failures in the last minute, and of how many attempts. A new connection is an attempt, and so is "
                    + "a failure. A chart beside it shows 80 s"),
            Entry(
                "heard 3m of 15m", "heard ",
                text: "how much ccs-top has heard so far; figures over 15 min count only that"),
            Entry(
                "unrec 4  rec 168", "unrec",
                text:
                    "connections that talk without a recording (key \(keys.keyName(of: .recording))); rec: those being "
                    + "recorded"),
            Entry(
                "new/s 4.1 (peak in 5m 9, ever 14)", "new/s",
                text: "new seances a second over 10 s; peak: the most in one second"),
            Entry("ASR 15m 62% n 97", "ASR", text: "share of attempts that were answered, of n attempts in 15 min"),
            Entry(
                "PDD 1.8s/4.2s n 88", "PDD",
                text: "from dialling to the first ring: median and p95 of n calls in 15 min"),
            Entry("ACD 2m10s n 60", "ACD", text: "mean talk time of n connections in 15 min"),
            Entry(
                "answered elsewhere 4", "answered elsewhere",
                text: "calls that stopped ringing because another one was answered, in 15 min"),
            Entry("lines 19,346", "lines ", text: "lines received from all feeds"),
        ]
    }
}
