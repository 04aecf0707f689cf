/// Writes an event as a line. All constant parts are prepared as bytes.
struct LineWriter: Sendable {
    private let domainCount: Int
    /// The beginnings of lines up to `eventts`, by type and domain.
    private var heads: [UInt8] = []
    private var headEnds: [Int32] = [0]

    /// - Parameter domains: the names; an empty list makes events that name no domain.
    init(domains: [String]) {
        domainCount = max(1, domains.count)
        for kind in EventKind.allCases {
            for index in 0..<domainCount {
                heads.append(#"{"class":"ccsevents","type":""#)
                heads.append(kind.wireName)
                if index < domains.count {
                    heads.append(#"","domain":""#)
                    heads.append(escaping: domains[index])
                }
                heads.append(#"","eventts":"#)
                headEnds.append(Int32(truncatingIfNeeded: heads.count))
            }
        }
    }

    /// Appends the line of a `step` of `script`, with its newline.
    func write(_ step: Step, of script: borrowing Script, into buffer: inout [UInt8]) {
        let head = Int(step.kind.rawValue) * domainCount + Int(step.domain)
        buffer.append(heads, from: headEnds[head], to: headEnds[head + 1])
        buffer.append(decimal: script.birth + Int64(step.time))
        buffer.append(#","data":{"#)
        writeData(of: step, of: script, into: &buffer)
        buffer.append(step.state.member)
        writeExtras(of: step, of: script, into: &buffer)
        buffer.append("}}\n")
    }

    private func writeData(of step: Step, of script: borrowing Script, into buffer: inout [UInt8]) {
        switch step.kind {
        case .callCreate, .callUpdate, .callSetState, .callDelete, .callAttach, .callDTMF:
            writeCall(step, of: script, into: &buffer)
        case .connectionCreate, .connectionUpdate, .connectionDelete, .connectionAttach, .connectionLink,
            .connectionStartRecord, .connectionSetRecordInfo:
            writeConnection(step, of: script, into: &buffer)
        case .connectionFailure:
            writeFailure(step, of: script, into: &buffer)
        case .seanceCreate, .seanceUpdate, .seanceSetState, .seanceDelete, .seanceSetNextNumber:
            writeSeance(step, of: script, into: &buffer)
        }
    }

    private func writeCall(_ step: Step, of script: borrowing Script, into buffer: inout [UInt8]) {
        let call = script.calls[Int(step.subject)]
        switch step.kind {
        case .callAttach:
            buffer.append(script.text, from: call.start, to: call.partyEnd)
            buffer.append(UInt8(ascii: ","))
            buffer.append(script.text, from: script.seance.start, to: script.seance.idEnd)
        case .callDTMF:
            buffer.append(script.text, from: call.start, to: call.partyEnd)
            buffer.append(#","digit":""#)
            switch step.detail {
            case 10: buffer.append(UInt8(ascii: "*"))
            case 11...: buffer.append(UInt8(ascii: "#"))
            default: buffer.append(UInt8(ascii: "0") + step.detail)
            }
            buffer.append(#"""#)
        case .callDelete:
            buffer.append(script.text, from: call.start, to: call.partyEnd)
        default:
            buffer.append(script.text, from: call.start, to: call.nameEnd)
        }
    }

    private func writeConnection(_ step: Step, of script: borrowing Script, into buffer: inout [UInt8]) {
        let connection = script.connections[Int(step.subject)]
        switch step.kind {
        case .connectionUpdate where step.other != Step.nobody:
            buffer.append(script.text, from: connection.start, to: connection.fromEnd)
            writeTo(step.other, of: script, into: &buffer)
        case .connectionAttach:
            buffer.append(script.text, from: connection.start, to: connection.idEnd)
            buffer.append(UInt8(ascii: ","))
            buffer.append(script.text, from: script.seance.start, to: script.seance.idEnd)
        case .connectionLink:
            let call = script.calls[Int(step.other)]
            buffer.append(script.text, from: connection.start, to: connection.idEnd)
            buffer.append(UInt8(ascii: ","))
            buffer.append(script.text, from: call.start, to: call.idEnd)
        case .connectionSetRecordInfo:
            buffer.append(script.text, from: connection.start, to: connection.idEnd)
            buffer.append(#","key":""#)
            buffer.append(hexadecimal: connection.recordKey.0, digits: 16)
            buffer.append(hexadecimal: connection.recordKey.1, digits: 16)
            buffer.append(#"","format":"ogg""#)
        case .connectionCreate:
            buffer.append(script.text, from: connection.start, to: connection.toEnd)
        default:
            buffer.append(script.text, from: connection.start, to: connection.fromEnd)
        }
    }

    private func writeFailure(_ step: Step, of script: borrowing Script, into buffer: inout [UInt8]) {
        buffer.append(FailureCause.all[Int(step.detail)].members)
        let call = script.calls[Int(step.other)]
        buffer.append(#","number":""#)
        buffer.append(script.text, from: call.numberStart, to: call.numberEnd)
        buffer.append(#"","#)
        buffer.append(script.text, from: call.start, to: call.idEnd)
        guard step.subject != Step.nobody else { return }
        let connection = script.connections[Int(step.subject)]
        buffer.append(UInt8(ascii: ","))
        buffer.append(script.text, from: connection.start, to: connection.idEnd)
        buffer.append(UInt8(ascii: ","))
        buffer.append(script.text, from: script.seance.start, to: script.seance.idEnd)
    }

    private func writeSeance(_ step: Step, of script: borrowing Script, into buffer: inout [UInt8]) {
        let seance = script.seance
        switch step.kind {
        case .seanceUpdate:
            buffer.append(script.text, from: seance.start, to: seance.fromEnd)
            writeTo(step.other, of: script, into: &buffer)
        case .seanceSetNextNumber:
            let number = script.numbers[Int(step.detail)]
            buffer.append(script.text, from: seance.start, to: seance.idEnd)
            buffer.append(#","number":""#)
            buffer.append(script.text, from: number.start, to: number.end)
            buffer.append(#"""#)
        case .seanceCreate, .seanceSetState:
            buffer.append(script.text, from: seance.start, to: seance.fromEnd)
            if step.kind == .seanceCreate { buffer.append(script.text, from: seance.fromEnd, to: seance.toEnd) }
        default:
            buffer.append(script.text, from: seance.start, to: seance.idEnd)
        }
    }

    private func writeTo(_ call: UInt8, of script: borrowing Script, into buffer: inout [UInt8]) {
        let call = script.calls[Int(call)]
        buffer.append(#","tonumber":""#)
        buffer.append(script.text, from: call.numberStart, to: call.numberEnd)
        buffer.append(#"""#)
    }

    /// Writes unknown members. A real platform has them too, and a reader must ignore them. The event itself decides which
    /// ones, so every domain gets the same.
    private func writeExtras(of step: Step, of script: borrowing Script, into buffer: inout [UInt8]) {
        let subject = UInt64(step.subject) << 8 | UInt64(step.kind.rawValue)
        let mixed = (UInt64(bitPattern: script.birth + Int64(step.time)) ^ subject << 44) &* 0x9E37_79B9_7F4A_7C15
        buffer.append(#","node":"ws-"#)
        buffer.append(UInt8(ascii: "1") + UInt8(truncatingIfNeeded: script.birth & 3))
        buffer.append(#"""#)
        if mixed >> 62 != 0 { buffer.append(Self.extras[Int(mixed >> 40) & 15]) }
    }

    private static let extras: [StaticString] = [
        #","ip":"10.20.30.41:5060""#,
        #","codec":"PCMA","ptime":20"#,
        #","useragent":"Yealink SIP-T46S 66.86.0.15""#,
        #","media":{"codec":"opus","ptime":20,"srtp":true}"#,
        #","tags":["vip","ru"],"score":0.75"#,
        #","login":null,"site":"Ростов-на-Дону""#,
        #","useragent":"Linphone/5.2.0 (belle-sip/5.3.5)""#,
        #","balancer":"b2b-002","transport":"tls","nat":false"#,
        #","media":{"local":"192.168.0.149:20412","remote":"10.1.4.22:16384"}"#,
        #","roles":["operator",{"line":2,"group":"night"}]"#,
        #","comment":"перевод \"на второго\"\n""#,
        #","mos":4.37,"jitter":1.2e-2,"lost":-0"#,
        #","transport":"udp","rtt":12"#,
        #","useragent":"Asterisk PBX 20.5.0","transport":"udp""#,
        #","crm":{"card":70211834,"segment":"B","open":[]}"#,
        #","opts":{}"#,
    ]
}
