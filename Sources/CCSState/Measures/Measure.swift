/// What is measured, each defined once: help, the feed pane and docs/measures.md say what stands here.
public enum Measure: Int, CaseIterable, Sendable {
    /// Attempts to reach somebody.
    case attempts
    /// Attempts that failed.
    case failureShare
    /// Legs that were called in vain beside one that answered.
    case forksLost
    /// What counts as answered.
    case answered
    /// The answer-seizure ratio.
    case answerSeizureRatio
    /// The post-dial delay.
    case postDialDelay
    /// How long was talked.
    case talkTime
    /// The average call duration.
    case averageDuration
    /// New seances a second.
    case callsPerSecond
    /// Talks that nobody records.
    case unrecorded

    /// A row of ``table``.
    public struct Row: Sendable {
        /// What it is called.
        public let name: String
        /// What it is, in a sentence or two.
        public let definition: String
    }

    /// The measures, in the order of their raw values.
    public static let table: [Row] = [
        Row(
            name: "attempts",
            definition:
                "connections that came to life and connection failures, at the time of the first event heard of "
                + "one or of the failure"),
        Row(
            name: "failure share",
            definition: "connection failures of attempts"),
        Row(
            name: "fork lost",
            definition:
                "calls of an answered connection that ended without ever talking, the first call apart, and those "
                + "apart of which a failure told; no failure"),
        Row(
            name: "answered",
            definition:
                "a connection from the moment at which it, or one of its calls but the first one linked, was in "
                + "a talking state; that it exists does not mean so, for it exists while it still forks"),
        Row(
            name: "ASR",
            definition: "answered attempts of those that are decided (ITU-T E.425): a connection is decided when it is "
                + "answered or has ended, a failure at once; unknown until a call or a connection was ever seen talking"
        ),
        Row(
            name: "PDD",
            definition:
                "from an outgoing call's create to its first ringing state (not calling, trying and the like), of "
                + "calls whose create was seen, at the time of the ringing; p50 and p95, to 4 %. The called party's "
                + "domain sees less of PDD than the caller's, for its events begin after routing"),
        Row(
            name: "talk time",
            definition: "of a connection, from the first to the last moment at which it, or one of its calls but the "
                + "first, was in a talking state; what is held between counts"),
        Row(name: "ACD", definition: "the mean talk time of answered connections, at the time of their end"),
        Row(
            name: "CPS",
            definition: "new seances a second: over the last 10 s, the most in a second of the last 5 min, and ever"),
        Row(
            name: "unrecorded",
            definition: "connections that are live and have talked for longer than the threshold of the detector "
                + "unrecorded without the start of a record; now"),
    ]

    /// Its row of the table.
    public var row: Row { Self.table[rawValue] }

    /// Words of a call's direction, in lower case, by which the platform is calling: the call is outgoing.
    public static let outgoingWords = [
        "out", "outgoing", "outbound", "outcall", "callout", "originate", "originated", "originating", "egress",
    ]

    /// States of the ringing phase, in lower case, that say that a call is on its way, and not yet that it rings.
    public static let statesBeforeRinging = [
        "calling", "trying", "dialing", "dialling", "outgoing", "invite", "queued", "waiting",
    ]
}
