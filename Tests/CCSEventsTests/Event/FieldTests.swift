import Testing

@testable import CCSEvents

@Suite struct FieldTests {
    /// The table of docs/feed.md, repeated.
    static let names: [(Field, [String])] = [
        (.call, ["idcall", "callid", "call_id"]), (.connection, ["idconn", "connectionid", "connection_id"]),
        (.seance, ["idseance", "seanceid", "seance_id"]), (.subject, ["id"]), (.state, ["state"]),
        (.number, ["number", "num", "username"]), (.name, ["name", "displayname"]),
        (.direction, ["dir", "direction"]), (.from, ["fromnumber", "from", "callernum"]),
        (.to, ["tonumber", "to", "callednum"]), (.digit, ["digit", "dtmf", "signal"]), (.key, ["key"]),
        (.code, ["code", "sipcode", "sip_code"]), (.reason, ["reason"]),
        (.nextNumber, ["nextnumber", "next_number", "number"]), (.unheard, ["unheard"]),
    ]

    private static let revealed = EventDecoder.Options(revealDTMF: true, revealKeys: true)

    private func fields(_ data: String, _ options: EventDecoder.Options = revealed) throws -> [Field: String] {
        let decoded = try decode(event("call_update", data), options)
        #expect(decoded.outcome == .event)
        return decoded.fields
    }

    @Test func thereAreNoOtherFields() {
        #expect(Self.names.map(\.0) == Field.allCases)
    }

    @Test(arguments: names) func everyNameIsHeard(_ field: Field, _ names: [String]) throws {
        for name in names { #expect(try fields("{\"\(name)\":\"v\"}")[field] == "v", "\(name)") }
        #expect(try fields("{\"\(names[0])x\":\"v\",\"x\":\"v\"}")[field] == nil)
    }

    @Test(arguments: names) func theFirstNameThatHoldsAValueWins(_ field: Field, _ names: [String]) throws {
        for winner in names.indices {
            // In the order of the data and in reverse. The names before the winner have no value.
            let members = names.enumerated().map { place, name in
                "\"\(name)\":" + (place < winner ? ["null", "\"empty\"", "[1]"][place % 3] : "\"v\(place)\"")
            }
            #expect(try fields("{\(members.joined(separator: ","))}")[field] == "v\(winner)")
            #expect(try fields("{\(members.reversed().joined(separator: ","))}")[field] == "v\(winner)")
        }
    }

    @Test(arguments: names) func ofANameThatStandsTwiceTheFirstCounts(_ field: Field, _ names: [String]) throws {
        #expect(try fields("{\"\(names[0])\":\"a\",\"\(names[0])\":\"b\"}")[field] == "a")
        #expect(try fields("{\"\(names[0])\":\"\",\"\(names[0])\":\"b\"}")[field] == nil)
        #expect(try fields("{\"\(names[0])\":null,\"x\":1,\"\(names[0])\":\"b\"}")[field] == nil)
    }

    @Test(arguments: names) func someStringsMeanNoValue(_ field: Field, _ names: [String]) throws {
        for none in ["", "empty", "__empty", "undefined", "null", "nul\\u006c"] {
            #expect(try fields("{\"\(names[0])\":\"\(none)\"}")[field] == nil, "\(none)")
        }
        for some in ["Empty", "_empty", " ", "NULL", "undefined ", "0", "false"] {
            #expect(try fields("{\"\(names[0])\":\"\(some)\"}")[field] == some)
        }
    }

    @Test(arguments: names) func onlyStringsAndIntegersAreValues(_ field: Field, _ names: [String]) throws {
        for none in [
            "null", "true", "false", "1.5", "1.0", "1e3", "1E400", "-1e400", "[]", "[\"a\"]", "{}", "{\"a\":\"b\"}",
        ] {
            #expect(try fields("{\"\(names[0])\":\(none)}")[field] == nil, "\(none)")
        }
        for some in [
            "0", "7", "-7", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
            "18446744073709551615", "18446744073709551616", "-9223372036854775809",
            "1234567890123456789012345678901234567890", "-1234567890123456789012345678901234567890",
        ] {
            #expect(try fields("{\"\(names[0])\":\(some)}")[field] == some)
            #expect(try fields("{\"\(names[0])\" : \(some) ,\"x\":1e999}")[field] == some)
        }
    }

    @Test(arguments: names) func valuesAreCutBetweenCharactersAndIDsAreNotCut(_ field: Field, _ names: [String]) throws
    {
        for (value, kept) in [
            (String(repeating: "a", count: 512), 512), (String(repeating: "a", count: 513), 512),
            (String(repeating: "я", count: 257), 512), ("a" + String(repeating: "я", count: 256), 511),
            (String(repeating: "😀", count: 128) + "b", 512), ("ab" + String(repeating: "😀", count: 128), 510),
            ("a" + String(repeating: "語", count: 400), 511),
        ] {
            let text = try #require(try fields("{\"\(names[0])\":\"\(value)\"}")[field])
            #expect(value.hasPrefix(text))
            #expect(text.utf8.count == (field.isID ? value.utf8.count : kept))
        }
    }

    @Test func escapesAreTheCharactersTheyStandFor() throws {
        #expect(try fields(#"{"num\u0062er":"\u0041\n\u00e9\ud83d\ude00\/\\\""}"#)[.number] == "A\né😀/\\\"")
        #expect(try fields(#"{"state":"\u0000x"}"#)[.state] == "\u{0}x")
        // A string that begins like a rewritten integer stays unchanged.
        #expect(try fields(#"{"state":"\u0000i5","x":1e999}"#)[.state] == "\u{0}i5")
        #expect(try fields(#"{"state":"\u0000","x":1e999}"#)[.state] == "\u{0}")
    }

    @Test func nestedMembersAreNotFields() throws {
        #expect(try fields(#"{"x":{"state":"up","idcall":"c"},"y":[{"number":"1"}]}"#) == [:])
    }

    @Test(arguments: [
        ("0", Int64(0)), ("1", 1000), ("1732320000", 1_732_320_000_000), ("1732320000.123", 1_732_320_000_123),
        ("99999999999", 99_999_999_999_000), ("100000000000", 100_000_000_000), ("100000000001", 100_000_000_001),
        ("1732320000123", 1_732_320_000_123), ("1732320000123.0", 1_732_320_000_123),
        ("1.732320000123e12", 1_732_320_000_123),
        ("253402300799999", 253_402_300_799_999), ("-0", 0), ("-0.0", 0), ("0.001", 1),
    ])
    func timesAreMillisecondsOrSeconds(_ text: String, _ at: Int64) throws {
        let decoded = try decode(event("call_update", "{}", at: text))
        #expect(decoded.outcome == .event)
        #expect(decoded.at == at)
    }

    @Test(arguments: [
        "-1", "-0.001", "253402300800000", "253402300799999.5", "1e15", "1e400", "-1e400", "18446744073709551616",
        "123456789012345678901234567890", "\"1732320000123\"", "null", "true", "[]", "{}", "\"\"",
    ])
    func otherTimesAreMalformed(_ text: String) throws {
        #expect(try decode(event("call_update", "{}", at: text)).outcome == .malformed(.badTime))
    }

    @Test(arguments: ["null", "[]", "\"{}\"", "1", "true"])
    func dataIsAnObject(_ data: String) throws {
        #expect(try decode(event("call_update", data)).outcome == .malformed(.noData))
    }

    @Test func idServesForTheSubjectAlone() throws {
        let link = try decode(event("connection_link_call", #"{"id":"k","idcall":"c"}"#))
        #expect(link.ids == [.connection: "k", .call: "c"] && link.hasItsIDs)
        let attach = try decode(event("call_attach_to_seance", #"{"id":"c","idseance":"s"}"#))
        #expect(attach.ids == [.call: "c", .seance: "s"] && attach.hasItsIDs)
        let half = try decode(event("call_attach_to_seance", #"{"id":"s","idcall":"c"}"#))
        #expect(half.ids == [.call: "c"] && !half.hasItsIDs)
        let own = try decode(event("seance_update", #"{"id":"x","seance_id":"s"}"#))
        #expect(own.ids == [.seance: "s"])
        let empty = try decode(event("seance_update", #"{"id":"x","seance_id":"empty"}"#))
        #expect(empty.ids == [.seance: "x"])
        #expect(try decode(event("connection_failure", #"{"id":"x"}"#)).ids == [:])
    }

    @Test(arguments: EventType.table.indices) func everyTypeNeedsItsIDsOfAtMost512Bytes(_ index: Int) throws {
        let row = EventType.table[index]
        let names: [EventType.Subject: String] = [.call: "idcall", .connection: "idconn", .seance: "idseance"]
        let needed = [row.subject, row.other].compactMap { $0 }
        func check(_ sizes: [Int], _ expected: Bool) throws {
            let members = zip(needed, sizes).compactMap { kind, size in
                size == 0 ? nil : names[kind].map { "\"\($0)\":\"" + String(repeating: "i", count: size) + "\"" }
            }
            let line = event(row.name.description, "{\(members.joined(separator: ","))}")
            #expect(try decode(line).hasItsIDs == expected, "\(row.name) \(sizes)")
        }
        try check(needed.map { _ in 512 }, true)
        for place in needed.indices {
            try check(needed.indices.map { $0 == place ? 0 : 5 }, false)
            try check(needed.indices.map { $0 == place ? 513 : 5 }, false)
        }
        guard needed.isEmpty else { return }
        for name in names.values {
            let long = String(repeating: "i", count: 513)
            #expect(try !decode(event(row.name.description, "{\"\(name)\":\"\(long)\"}")).hasItsIDs)
        }
    }

    @Test func bytesAreCountedNotCharacters() throws {
        #expect(try decode(event("call_update", "{\"id\":\"\(String(repeating: "я", count: 256))\"}")).hasItsIDs)
        #expect(try !decode(event("call_update", "{\"id\":\"\(String(repeating: "я", count: 257))\"}")).hasItsIDs)
    }

    @Test func aDecoderRemembersNothing() throws {
        let lines = [event("call_update", #"{"idcall":"c","state":"up"}"#), event("call_update", "{}"), "x", "["]
        let together = try decodeAll(lines.map { Array($0.utf8) })
        #expect(try together == lines.map { try decode($0) })
        #expect(try together == decodeAll(lines.map { Array($0.utf8) }, padded: true))
    }
}
