/// Something that the translation needs of a PBX, and what makes the PBX send it.
package struct PBXNeed: Sendable, Equatable {
    /// How it shows that the PBX sends it: one of these events or fields came.
    enum Sign: Sendable, Equatable {
        case event(String)
        case field(String)
    }

    /// What is unknown without it.
    package let what: String
    /// What to set or to grant.
    package let advice: String
    let signs: [Sign]

    private init(_ what: String, _ signs: [Sign], _ advice: String) {
        (self.what, self.signs, self.advice) = (what, signs, advice)
    }

    /// The needs, in the order in which they matter.
    static func all(of kind: PBXReader.Kind) -> [PBXNeed] {
        switch kind {
        case .asterisk: asterisk
        case .freeSWITCH: freeSWITCH
        }
    }

    private static let asterisk = [
        PBXNeed("calls", [.event("Newchannel"), .event("Hangup")], "read = call in manager.conf"),
        PBXNeed("times of messages", [.field("Timestamp")], "timestampevents = yes in manager.conf"),
        PBXNeed(
            "calls that existed before", [.event("CoreShowChannel"), .event("CoreShowChannelsComplete")],
            "write = reporting; a log has them if somebody asked for CoreShowChannels"),
        PBXNeed("pressed keys (DTMF)", [.event("DTMFEnd")], "read = dtmf"),
        PBXNeed("dials that made no channel", [.event("VarSet")], "read = dialplan"),
        PBXNeed(
            "queues", [.event("QueueCallerJoin"), .event("QueueCallerLeave"), .event("QueueEntry")], "read = agent"),
        PBXNeed("recordings", [.event("MixMonitorStart")], "Asterisk 18 or later, and read = call"),
        PBXNeed("domains", [.field("Tenantid"), .field("AccountCode")], "name a rule with --pbx-domain"),
    ]

    private static let freeSWITCH = [
        PBXNeed(
            "calls", [.event("CHANNEL_CREATE"), .event("CHANNEL_HANGUP")], "event json CHANNEL_CREATE CHANNEL_HANGUP …"),
        PBXNeed("who talks with whom", [.event("CHANNEL_BRIDGE")], "event json CHANNEL_BRIDGE CHANNEL_UNBRIDGE"),
        PBXNeed("codes of failures", [.event("CHANNEL_HANGUP_COMPLETE")], "event json CHANNEL_HANGUP_COMPLETE"),
        PBXNeed("times of events", [.field("Event-Date-Timestamp")], "nothing: every FreeSWITCH writes them"),
        PBXNeed(
            "calls that existed before", [.event("api/response")],
            "esl-allowed-api with show; a log has them if somebody asked for show channels"),
        PBXNeed("pressed keys (DTMF)", [.event("DTMF")], "event json DTMF"),
        PBXNeed(
            "dials that made no channel", [.event("CHANNEL_EXECUTE_COMPLETE")], "event json CHANNEL_EXECUTE_COMPLETE"),
        PBXNeed("queues, conferences, parking", [.event("CUSTOM")], "event json CUSTOM callcenter::info …"),
        PBXNeed("recordings", [.event("RECORD_START")], "event json RECORD_START RECORD_STOP"),
        PBXNeed(
            "domains",
            [.field("variable_domain_name"), .field("variable_dialed_domain"), .field("Channel-Presence-ID")],
            "name a rule with --pbx-domain"),
    ]
}
