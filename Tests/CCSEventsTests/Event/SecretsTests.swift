import Testing

@testable import CCSEvents

@Suite struct SecretsTests {
    private static let secret = "7349215"

    /// Lines with a digit or a key in every possible position.
    static let lines: [String] = {
        var lines: [String] = []
        let types = EventType.table.map { $0.name.description }
        for name in ["digit", "dtmf", "signal", "key", #"\u006bey"#, #"di\u0067it"#, "Digit", "DTMF", "Key"] {
            for value in ["\"\(secret)\"", secret, "[\"\(secret)\"]", "{\"x\":\"\(secret)\"}", "{\"x\":[[\(secret)]]}"]
            {
                let member = "\"\(name)\":\(value)"
                for type in types {
                    lines.append(event(type, "{\"id\":\"i\",\"idcall\":\"c\",\"idseance\":\"s\",\(member)}"))
                }
                for data in [
                    "{\"id\":\"i\",\(member),\(member)}", "{\"id\":\"i\",\"extra\":{\(member)}}",
                    "{\"id\":\"i\",\"extra\":[1,[{\"a\":{\(member)}}]]}", "{\"id\":\"i\",\(member),\"n\":1e999}",
                    "{\"id\":\"i\",\"extra\":" + String(repeating: "[", count: 300) + "{\(member)}"
                        + String(repeating: "]", count: 300) + "}",
                ] {
                    let line = event("call_dtmf", data)
                    lines += [line, "[\"notify\",\(line)]"]
                }
                // Outside the data, and in members that are repeated or have a wrong type.
                let good = event("call_update", #"{"id":"i"}"#).dropLast()
                lines += [
                    "\(good),\(member)}", "\(good),\"x\":{\(member)}}", "\(good),\"data\":{\(member)}}",
                    "\(good),\"data\":[{\(member)}]}", "\(good),\"class\":{\(member)}}",
                    "\(good),\"type\":[{\(member)}]}",
                    "\(good),\"domain\":{\(member)}}", "\(good),\"eventts\":{\(member)}}",
                    "[\"notify\",\(good),\"qid\":{\(member)}}]",
                ]
                lines.append(event("call_update", "{\"id\":\"i\"}", domain: "{\(member)}"))
            }
        }
        return lines
    }()

    private var options: EventDecoder.Options { .init(feedDomain: "d") }

    @Test func noSecretIsInWhatMayBeKept() throws {
        for decoded in try decodeAll(Self.lines.map { Array($0.utf8) }, options) {
            #expect(decoded.outcome == .event)
            #expect(!decoded.redacted.contains(Self.secret), "\(decoded.redacted)")
            #expect(decoded.fields.values.allSatisfy { !$0.contains(Self.secret) })
            #expect(decoded.fields[.digit] == nil)
        }
    }

    @Test func revealedTheyStay() throws {
        let options = EventDecoder.Options(feedDomain: "d", revealDTMF: true, revealKeys: true)
        for (line, decoded) in zip(Self.lines, try decodeAll(Self.lines.map { Array($0.utf8) }, options)) {
            #expect(decoded.redacted == line)
        }
        let decoded = try decode(event("call_dtmf", #"{"id":"i","digit":"5","key":"k"}"#), options)
        #expect(decoded.fields[.digit] == "5" && decoded.fields[.key] == "k")
    }

    @Test func eachIsRevealedOnItsOwn() throws {
        let line = event("call_dtmf", #"{"id":"i","digit":"DDD","key":"KKK"}"#)
        let digits = try decode(line, .init(revealDTMF: true))
        #expect(digits.redacted.contains("DDD") && !digits.redacted.contains("KKK"))
        #expect(digits.fields[.digit] == "DDD" && digits.fields[.key] == "(hidden)")
        let keys = try decode(line, .init(revealKeys: true))
        #expect(!keys.redacted.contains("DDD") && keys.redacted.contains("KKK"))
        #expect(keys.fields[.digit] == nil && keys.fields[.key] == "KKK")
    }

    @Test func aUsersNamesForSecretsAreSecretToo() throws {
        var options = EventDecoder.Options()
        try options.map.add("digit=tone.value,key=opens")
        let line = event("call_update", #"{"id":"i","tone":{"value":"SSS","at":5},"opens":"SSS","digit":"SSS"}"#)
        let decoded = try decode(line, options)
        #expect(!decoded.redacted.contains("SSS"))
        #expect(decoded.redacted.contains("\"at\":5"))
        #expect(decoded.fields[.key] == "(hidden)")
    }

    @Test func aNameOfTwoSecretsIsHiddenWhileOneOfThemIs() throws {
        var options = EventDecoder.Options(revealDTMF: true)
        try options.map.add("digit=key")
        #expect(try !decode(event("call_dtmf", #"{"id":"i","key":"SSS"}"#), options).redacted.contains("SSS"))
        options.revealKeys = true
        #expect(try decode(event("call_dtmf", #"{"id":"i","key":"SSS"}"#), options).redacted.contains("SSS"))
    }

    @Test func theRestOfALineWithSecretsStays() throws {
        let line = event(
            "call_update",
            #"{"id":"i\u0000\n\"","digit":"5","x":[1,-2,1.5,true,null,"é"],"big":123456789012345678901234567890}"#)
        let decoded = try decode(line)
        let data =
            #"{"id":"i\u0000\n\"","digit":"(hidden)","x":[1,-2,1.5,true,null,"é"],"big":123456789012345678901234567890}"#
        #expect(decoded.redacted == event("call_update", data))
        #expect(Array(line.utf8) == decoded.line)
        // The redacted line is an event with the same ids.
        #expect(try decode(decoded.redacted).ids == decoded.ids)
    }

    @Test func withoutSecretsTheLineStaysAsItCame() throws {
        let line = event("call_update", #"{ "id" : "i" , "keys" : "x", "Ke":1.50 }"#)
        #expect(try decode(line).redacted == line)
    }

    /// Members outside the field map, each with the secret.
    private static let unclaimed = [
        #""digits":"\#(secret)""#, #""tone":\#(secret)"#, #""record_key":"\#(secret)""#, #""path":"/r/\#(secret).wav""#,
        #""params":"{\"digit\":\"\#(secret)\"}""#, #""extra":{"number":"\#(secret)","id":"\#(secret)"}"#,
        #""list":["\#(secret)",[\#(secret)]]"#, #""id.x":"\#(secret)""#, #""n":-\#(secret).5"#, #""code":"\#(secret)""#,
        #""reason":"\#(secret)""#, #""big":\#(secret)00000000000000000000"#, #""next":"\#(secret)""#,
    ]

    @Test(arguments: ["call_dtmf", "connection_set_record_info"])
    func eventsAboutASecretHideItUnderAnyName(_ type: String) throws {
        for member in Self.unclaimed {
            let ids = #""idcall":"c","idconn":"k","idseance":"s""#
            let line = event(type, "{\(ids),\(member)}")
            let outside = event(type, "{\(ids)}").dropLast() + ",\(member)}"
            for line in [line, "[\"notify\",\(line)]", String(outside)] {
                let decoded = try decode(line)
                #expect(!decoded.redacted.contains(Self.secret), "\(decoded.redacted)")
                // The redacted line is an event with the same ids.
                #expect(try decode(decoded.redacted).ids == decoded.ids)
            }
            let all = EventDecoder.Options(revealDTMF: true, revealKeys: true)
            #expect(try decode(line, all).redacted == line)
        }
    }

    @Test func fieldsOfTheSubjectOfASecretStay() throws {
        let dtmf = event("call_dtmf", #"{"id":"i","state":"talk","num":745,"name":"n","dir":"in","x":true,"y":null}"#)
        #expect(try decode(dtmf).redacted == dtmf)
        let record = event("connection_set_record_info", #"{"idconn":"i","state":"","from":"1","to":2,"number":"3"}"#)
        #expect(
            try decode(record).redacted
                == event(
                    "connection_set_record_info", #"{"idconn":"i","state":"","from":"1","to":2,"number":"(hidden)"}"#))
    }

    /// A field's name counts only directly in the data, not in nested objects. Such a line may have very many members and
    /// very long names.
    @Test(arguments: ["", "x", ".", String(repeating: "n", count: 20_000)])
    func aFieldsNameBelowTheDataIsNone(_ outer: String) throws {
        let members = Array(repeating: #""state":"5","num":5"#, count: 2000).joined(separator: ",")
        let hidden = Array(repeating: #""state":"(hidden)","num":"(hidden)""#, count: 2000).joined(separator: ",")
        let decoded = try decode(event("call_dtmf", #"{"id":"i","\#(outer)":{\#(members)},"state":"talk"}"#))
        #expect(
            decoded.redacted == event("call_dtmf", #"{"id":"i","\#(outer)":{\#(hidden)},"state":"talk"}"#))
    }

    /// The first step of a path may be empty.
    @Test func aUsersPathIsReadAsItIs() throws {
        var options = EventDecoder.Options()
        let isSet = options.map.set([".s"], of: "state")
        #expect(isSet)
        let line = event("call_dtmf", #"{"id":"i","":{"s":"talk","t":"5","":{"s":"5"}},"s":"5",".s":"5"}"#)
        let decoded = try decode(line, options)
        #expect(decoded.fields[.state] == "talk")
        #expect(
            decoded.redacted
                == event(
                    "call_dtmf",
                    #"{"id":"i","":{"s":"talk","t":"(hidden)","":{"s":"(hidden)"}},"s":"(hidden)",".s":"(hidden)"}"#))
    }

    @Test func aUsersNamesOfIDsStayInWhatIsAboutASecret() throws {
        var options = EventDecoder.Options()
        try options.map.add("call=leg.uuid")
        let line = event("call_dtmf", #"{"leg":{"uuid":"u","tone":"5"},"uuid":"5","leg.uuid":"5"}"#)
        let decoded = try decode(line, options)
        #expect(
            decoded.redacted
                == event(
                    "call_dtmf", #"{"leg":{"uuid":"u","tone":"(hidden)"},"uuid":"(hidden)","leg.uuid":"(hidden)"}"#))
        #expect(try decode(decoded.redacted, options).ids == decoded.ids)
    }
}
