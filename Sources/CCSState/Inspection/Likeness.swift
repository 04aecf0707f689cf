import CCSEvents

/// Which field a name that no field claims may be, by what it is called and what its values look like.
enum Likeness {
    /// What fields are called elsewhere, written as one word in lower case.
    private static let words: [Field: [String]] = [
        .call: [
            "callid", "idcall", "calluuid", "callguid", "legid", "leguuid", "legguid", "idleg", "channelid",
            "channeluuid",
            "uniqueid", "sipcallid", "leg", "call",
        ],
        .connection: [
            "connectionid", "idconnection", "connid", "connuuid", "connectionuuid", "dialogid", "iddialog",
            "dialoguuid",
            "dlgid", "bridgeid", "bridgeuuid", "dialog", "connection", "bridge",
        ],
        .seance: [
            "seanceid", "seanceuuid", "sessionid", "idsession", "sessionuuid", "sessionguid", "linkedid",
            "conversationid",
            "interactionid", "session", "seance",
        ],
        .state: ["state", "status", "callstate", "legstate", "newstate", "statename", "phase"],
        .number: ["number", "phone", "phonenumber", "extension", "ext", "ani", "msisdn", "subscriber", "login"],
        .name: ["name", "displayname", "fullname", "callername", "contactname"],
        .direction: ["direction", "dir", "side", "way"],
        .from: ["from", "fromnumber", "caller", "callernumber", "callerid", "calling", "src", "source", "anumber"],
        .to: [
            "to", "tonumber", "callee", "calleenumber", "called", "callednumber", "dst", "destination", "dialed",
            "bnumber",
        ],
        .digit: ["digit", "digits", "dtmf", "signal", "tone", "button"],
        .key: ["key", "recordkey", "recordingkey", "downloadkey", "recordcode"],
        .code: ["code", "sipcode", "cause", "causecode", "statuscode", "errorcode"],
        .reason: ["reason", "causetext", "cause", "message", "error", "description"],
        .nextNumber: ["nextnumber", "newnumber", "next", "number", "agent", "operator", "target"],
    ]

    /// How far a name is like a field, from 0 for not at all.
    static func score(_ name: String, _ field: Field, _ shape: ValueShape) -> Int {
        let all = joined(name)
        let last = joined(String(name.split(separator: ".").last ?? ""))
        let words = words[field] ?? []
        var score = 0
        // A nested `leg.id` is called as `leg_id` would be.
        if words.contains(all) { score = 4 } else if words.contains(last), last.count > 2 { score = 3 }
        if score == 0, words.contains(where: { $0.count > 4 && all.contains($0) }) { score = 2 }
        guard score > 0 || field.isID else { return 0 }
        return score + fit(field, shape)
    }

    /// What the values say for or against it.
    private static func fit(_ field: Field, _ shape: ValueShape) -> Int {
        switch field {
        case .call, .connection, .seance, .subject: shape.isLikeID ? 1 : -1
        case .number, .from, .to, .nextNumber: shape.isLikeNumber ? 1 : 0
        case .state: shape.isLikeState ? 1 : -2
        case .digit, .key, .name, .direction, .code, .reason, .unheard: 0
        }
    }

    /// Whether values of a name may be secret: by what it is called, or since the event is about a secret.
    static func isSecret(_ name: String, in type: EventType) -> Bool {
        if type.row.secret != nil { return true }
        let all = joined(name)
        return [
            "key", "token", "secret", "pass", "pwd", "pin", "digit", "dtmf", "signal", "tone", "auth", "cvv", "card",
            "url",
        ]
        .contains { all.contains($0) }
    }

    /// The fields that events of a type may have.
    static func fields(of type: EventType) -> [Field] {
        let row = type.row
        var fields: [Field] = [row.subject, row.other].compactMap { $0 }.map(id)
        switch row.action {
        case .create, .update:
            fields += (row.subject == .call ? [.number, .name, .direction] : [.from, .to]) + [.state]
        case .dtmf: fields += [.digit]
        case .finishRecord: fields += [.key]
        case .fail: fields += [.code, .reason, .number, .call, .connection, .seance]
        case .appendNumber: fields += [.nextNumber]
        case .delete, .tie, .startRecord: break
        }
        return fields
    }

    private static func id(_ subject: EventType.Subject) -> Field {
        switch subject {
        case .call: .call
        case .connection: .connection
        case .seance: .seance
        }
    }

    /// Letters and digits alone, in lower case.
    private static func joined(_ name: String) -> String {
        String(
            name.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }.map(
                Character.init)
        )
        .lowercased()
    }
}
