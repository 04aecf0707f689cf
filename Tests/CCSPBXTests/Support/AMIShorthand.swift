/// AMI messages from a short form: a word, its channels, and values such as `num=201`.
enum AMIShorthand {
    static func message(_ text: String, _ at: Int64, _ ids: inout Names) -> String {
        let parts = text.split(separator: " ").map(String.init)
        let plain = parts.dropFirst().filter { !$0.contains("=") }
        var values: [String: String] = [:]
        for part in parts where part.contains("=") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            values[pair[0]] = pair[1].replacing("_", with: " ")
        }
        let word = parts[0]
        var fields = [("Timestamp", "\(at / 1000).\(String(at % 1000 + 1000).dropFirst())000")]
        let add = { (fields: inout [(String, String)], key: String, value: String?) in
            if let value { fields.append((key, value)) }
        }
        func channel(_ name: String, _ prefix: String = "") {
            let isLocal = name.contains(";")
            fields.append(("\(prefix)Channel", isLocal ? "Local/x-\(name)" : "PJSIP/\(values["ep"] ?? name)-0001"))
            fields.append(("\(prefix)Uniqueid", ids.id(name)))
        }
        let first = plain.first ?? ""
        let second = plain.count > 1 ? plain[1] : ""
        var event = word
        switch word {
        case "new", "state":
            event = word == "new" ? "Newchannel" : "Newstate"
            channel(first)
            let number = ["Down": "0", "Ring": "4", "Ringing": "5", "Up": "6"][second]
            add(&fields, "ChannelState", number)
            add(&fields, "CallerIDNum", values["num"])
            add(&fields, "Exten", values["exten"])
            if word == "new" { fields.append(("Linkedid", ids.id(values["link"] ?? first))) }
            add(&fields, "Tenantid", values["tenant"])
        case "callerid":
            event = "NewCallerid"
            channel(first)
            add(&fields, "CallerIDNum", values["num"])
        case "dial", "dialend":
            event = word == "dial" ? "DialBegin" : "DialEnd"
            if first != "-" { channel(first) }
            channel(second, "Dest")
            add(&fields, "DestCallerIDNum", values["num"])
            add(&fields, "DestTenantid", values["tenant"])
            add(&fields, "DialStatus", plain.count > 2 ? plain[2] : nil)
            add(&fields, "Forward", values["forward"])
        case "local":
            event = "LocalBridge"
            fields.append(("LocalOneUniqueid", ids.id("\(first);1")))
            fields.append(("LocalTwoUniqueid", ids.id("\(first);2")))
        case "enter", "leave":
            event = word == "enter" ? "BridgeEnter" : "BridgeLeave"
            channel(first)
            fields.append(("BridgeUniqueid", second))
            fields.append(("BridgeType", values["type"] ?? "basic"))
            add(&fields, "SwapUniqueid", values["swap"].map { ids.id($0) })
        case "hangup":
            event = "Hangup"
            channel(first)
            fields.append(("Cause", second))
            add(&fields, "Cause-txt", values["txt"])
            add(&fields, "TechCause", values["tech"])
        case "blind":
            event = "BlindTransfer"
            fields.append(("TransfererUniqueid", ids.id(first)))
            add(&fields, "TransfereeUniqueid", values["of"].map { ids.id($0) })
            fields += [("Extension", values["to"] ?? ""), ("Result", "Success")]
        case "attended":
            event = "AttendedTransfer"
            fields += [("OrigTransfererUniqueid", ids.id(first)), ("SecondTransfererUniqueid", ids.id(second))]
            add(&fields, "TransfereeUniqueid", values["of"].map { ids.id($0) })
            fields += [("DestType", values["type"] ?? "Bridge"), ("Result", "Success")]
        case "parked":
            event = "ParkedCall"
            fields.append(("ParkeeUniqueid", ids.id(first)))
        case "unparked":
            event = "UnParkedCall"
            fields += [("ParkeeUniqueid", ids.id(first)), ("RetrieverUniqueid", ids.id(second))]
        case "set":
            event = "VarSet"
            channel(first)
            add(&fields, "Exten", values.removeValue(forKey: "exten"))
            let pair = values.first ?? ("", "")
            fields += [("Variable", pair.key), ("Value", pair.value)]
        case "join", "abandon", "leavequeue":
            event = ["join": "QueueCallerJoin", "abandon": "QueueCallerAbandon"][word] ?? "QueueCallerLeave"
            channel(first)
            fields.append(("Queue", second))
        case "key":
            event = "DTMFEnd"
            channel(first)
            fields += [("Digit", second), ("Direction", values["way"] ?? "Received")]
        case "channel":
            event = "CoreShowChannel"
            channel(first)
            fields += [("ChannelState", ["Ring": "4", "Ringing": "5", "Up": "6"][second] ?? "0")]
            fields.append(("Linkedid", ids.id(values["link"] ?? first)))
            add(&fields, "CallerIDNum", values["num"])
            add(&fields, "Exten", values["exten"])
            fields += [("Application", values["app"] ?? ""), ("Duration", values["for"] ?? "00:00:00")]
            add(&fields, "BridgeId", values["bridge"])
        case "channels": event = "CoreShowChannelsComplete"
        default:
            // Hold, Unhold, MixMonitorStart, MixMonitorStop
            channel(first)
        }
        return "Event: \(event)\r\n" + fields.map { "\($0): \($1)\r\n" }.joined() + "\r\n"
    }
}
