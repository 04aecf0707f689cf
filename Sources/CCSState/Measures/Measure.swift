/// What is measured, each defined once: help, the feed pane and docs/measures.md say what stands here.
public enum Measure: Int, CaseIterable, Sendable {
    /// Attempts to reach somebody.
    case attempts
    /// Attempts that failed.
    case failureShare
    /// Calls that stopped ringing because another one was answered.
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
    /// Callers who left while they waited.
    case abandoned
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
                "new connections and connection failures. A connection counts at the time of its first event, if it is "
                + "known to begin then"),
        Row(
            name: "failure share",
            definition: "the share of attempts that failed"),
        Row(
            name: "answered elsewhere",
            definition:
                "calls that stopped ringing because another call of the same connection was answered. They ended "
                + "without talking and without a failure event. The caller's own call does not count. This is no failure"
        ),
        Row(
            name: "answered",
            definition:
                "a connection that reached a talking state, itself or with one of its calls other than the first "
                + "(the caller's). A connection that still rings is not answered"),
        Row(
            name: "ASR",
            definition:
                "answer-seizure ratio (ITU-T E.425): the share of decided attempts that were answered. A connection "
                + "is decided when it is answered or ends, a failure at once. Unknown until somebody was seen talking"
        ),
        Row(
            name: "PDD",
            definition:
                "post-dial delay: from an outgoing call's create event to its first ringing state (states such as "
                + "calling and trying come before ringing), p50 and p95, within 4 %. Only calls with a create event count. "
                + "The called party's domain shows a shorter delay than the caller's: its events begin after routing"),
        Row(
            name: "talk time",
            definition:
                "of a connection, from the first to the last moment at which it, or one of its calls other than the "
                + "first, was in a talking state. Time on hold in between counts"),
        Row(
            name: "ACD",
            definition:
                "average call duration: the mean talk time of answered connections that ended, if the beginning was heard"
        ),
        Row(
            name: "abandoned",
            definition:
                "callers who hung up while they waited in a queue, parked or while it rang, and how long they had waited "
                + "on average"),
        Row(
            name: "new/s",
            definition:
                "new seances a second that are known to begin: over the last 10 s, and the highest in one second of the "
                + "last 5 min and ever"),
        Row(
            name: "unrecorded",
            definition: "live connections that talk without a recording for longer than the threshold of the detector "
                + "unrecorded"),
    ]

    /// Its row of the table.
    public var row: Row { Self.table[rawValue] }

    /// Words of a call's direction, in lower case, by which the platform is calling: the call is outgoing.
    public static let outgoingWords = [
        "out", "outgoing", "outbound", "outcall", "callout", "originate", "originated", "originating", "egress",
    ]

    /// States of the ringing phase, in lower case, that say that a call is on its way, and not yet that it rings.
    public static let statesBeforeRinging = [
        "calling", "trying", "dialing", "dialling", "outgoing", "invite",
    ]
}
