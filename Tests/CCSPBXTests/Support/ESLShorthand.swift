/// Event socket frames from a short form: the end of the event's name, its channel, and values such as `num=201`.
enum ESLShorthand {
    private static let keys = [
        "num": "Caller-Caller-ID-Number", "dest": "Caller-Destination-Number", "callee": "Caller-Callee-ID-Number",
        "from": "Other-Leg-Unique-ID", "cause": "Hangup-Cause", "sip": "variable_sip_term_status",
        "a": "Bridge-A-Unique-ID", "b": "Bridge-B-Unique-ID", "history": "variable_transfer_history",
        "app": "Application", "result": "variable_originate_disposition", "pair": "variable_other_loopback_leg_uuid",
        "name": "Channel-Name",
    ]

    static func message(_ text: String, _ at: Int64, isJSON: Bool) -> String {
        let parts = text.split(separator: " ").map(String.init)
        var fields = [
            ("Event-Name", parts[0] == "DTMF" ? "DTMF" : "CHANNEL_\(parts[0])"),
            ("Event-Date-Timestamp", "\(at * 1000)"), ("Unique-ID", parts[1]),
        ]
        for part in parts.dropFirst(2) {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 1 {
                fields.append(("Call-Direction", pair[0]))
            } else {
                fields.append((keys[pair[0]] ?? pair[0], pair[1]))
            }
        }
        let body =
            isJSON
            ? "{" + fields.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
            : fields.map { "\($0): \($1.replacing("@", with: "%40"))\n" }.joined() + "\n"
        return "Content-Length: \(body.utf8.count)\nContent-Type: text/event-\(isJSON ? "json" : "plain")\n\n\(body)"
    }
}
