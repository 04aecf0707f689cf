/// Whether the end of a leg is a failure, and which one.
struct Failure {
    let code: String
    let reason: String

    /// SIP codes by the cause of the end (Q.850), as Asterisk's own SIP channel maps them.
    static let codes: [Int: Int] = [
        1: 404, 2: 404, 3: 404, 17: 486, 18: 408, 19: 480, 20: 480, 31: 480, 21: 403, 22: 410, 23: 302, 27: 502,
        28: 484, 29: 501, 34: 503, 42: 503, 66: 503, 38: 500, 58: 488, 127: 500,
    ]

    /// Causes that tell nothing by themselves: a normal end, and whatever the PBX gives to a leg that it cancels.
    private static let silent: Set<Int> = [0, 16, 127]
    /// Somebody else answered.
    private static let answeredElsewhere = 26
    /// Results of a dial that fail, with the code for a leg whose cause tells nothing.
    private static let results: [(name: String, code: Int, reason: String)] = [
        ("BUSY", 486, "User busy"), ("CONGESTION", 503, "Congestion"), ("CHANUNAVAIL", 480, "Unavailable"),
        ("NOANSWER", 480, "No answer"),
    ]

    /// The failure of a leg at its end; nil if it is none.
    static func of(_ leg: Leg, _ end: HangUp) -> Failure? {
        guard leg.isPending, leg.dialler != nil || end.isFailure == true, !leg.isForwarded else { return nil }
        if let isFailure = end.isFailure {
            guard isFailure else { return nil }
            let code = end.code ?? end.cause.flatMap { codes[$0] } ?? 480
            return Failure(code: String(code), reason: end.reason ?? "failed")
        }
        let cause = end.cause ?? 0
        guard cause != answeredElsewhere, !leg.results.contains("ANSWER") else { return nil }
        let result = results.first { leg.results.contains($0.name) }
        if silent.contains(cause) {
            guard let result else { return nil }
            // The code of a leg that was cancelled is that of the cancelling.
            return Failure(code: String(sound(end.code) ?? result.code), reason: result.reason)
        }
        // Cancelled, and not because nobody answered in time.
        if result == nil, leg.results.contains("CANCEL") { return nil }
        return Failure(code: String(sound(end.code) ?? codes[cause] ?? 480), reason: end.reason ?? "cause \(cause)")
    }

    private static func sound(_ code: Int?) -> Int? {
        guard let code, (300...699).contains(code), code != 487, code != 500 else { return nil }
        return code
    }

    /// SIP codes by the name of a cause. Q.850 numbers are too coarse: many names share 16.
    private static let codesByName: [String: Int] = [
        "CHANUNAVAIL": 480, "CONGESTION": 503, "BUSY": 486,
        "UNALLOCATED_NUMBER": 404, "NO_ROUTE_DESTINATION": 404, "USER_BUSY": 486, "NO_USER_RESPONSE": 408,
        "NO_ANSWER": 480, "ALLOTTED_TIMEOUT": 480, "SUBSCRIBER_ABSENT": 480, "USER_NOT_REGISTERED": 480,
        "CALL_REJECTED": 603, "NUMBER_CHANGED": 410, "DESTINATION_OUT_OF_ORDER": 502, "INVALID_NUMBER_FORMAT": 484,
        "FACILITY_REJECTED": 501, "NORMAL_CIRCUIT_CONGESTION": 503, "NETWORK_OUT_OF_ORDER": 503,
        "NORMAL_TEMPORARY_FAILURE": 503, "SWITCH_CONGESTION": 503, "GATEWAY_DOWN": 503,
        "BEARERCAPABILITY_NOTAVAIL": 488,
        "INCOMPATIBLE_DESTINATION": 488, "RECOVERY_ON_TIMER_EXPIRE": 408, "INVALID_GATEWAY": 503,
        "PROGRESS_TIMEOUT": 408, "CHAN_NOT_IMPLEMENTED": 501, "INVALID_PROFILE": 500, "USER_CHALLENGE": 407,
    ]

    /// Causes of FreeSWITCH that are no failures.
    static let harmless: Set<String> = [
        "NORMAL_CLEARING", "NONE", "SUCCESS", "LOSE_RACE", "ORIGINATOR_CANCEL", "PICKED_OFF", "ATTENDED_TRANSFER",
        "BLIND_TRANSFER", "REDIRECTION_TO_NEW_DESTINATION", "SYSTEM_SHUTDOWN", "MANAGER_REQUEST",
    ]

    /// The SIP code of a cause of FreeSWITCH: the code that came, if it tells of a failure.
    static func code(ofCause cause: String, status: Int?) -> Int? {
        sound(status) ?? codesByName[cause]
    }

    /// The code for a dial that made no leg; nil for a result that is no failure.
    static func code(ofDialStatus status: String) -> String? {
        if let code = codesByName[status] { return String(code) }
        let isCause = status.contains("_") && !harmless.contains(status)
        return isCause ? "480" : nil
    }
}
