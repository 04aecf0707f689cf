import CCSTestSupport
import Testing

@testable import CCSEvents

@Suite struct FormTests {
    private let good = event("call_update", #"{"idcall":"c"}"#)

    @Test func bothFormsAreTheSameEvent() throws {
        let bare = try decode(good)
        #expect(bare.outcome == .event)
        #expect((bare.type, bare.at, bare.domain) == ("call_update", 1_732_320_000_123, "sales"))
        #expect(bare.ids == [.call: "c"])
        #expect(String(decoding: bare.line, as: UTF8.self) == good)
        #expect(bare.redacted == good)
        var framed = try decode(#" [ "notify" , \#(good) ] "#)
        #expect(framed.outcome == .event)
        (framed.line, framed.redacted) = (bare.line, bare.redacted)
        #expect(framed == bare)
    }

    @Test(arguments: [
        (#"["subscribe_result",{"qid":1,"result":"ok"}]"#, EventDecoder.Outcome.control),
        (#"["",{}]"#, .control),
        (#"["Notify",{}]"#, .control),
        (#"["not\u0069fy",{}]"#, .malformed(.noForm)),
        (#"["notify",{}]"#, .malformed(.noForm)),
        (#"["notify"]"#, .malformed(.noForm)),
        (#"["hello"]"#, .malformed(.noForm)),
        (#"["hello",[]]"#, .malformed(.noForm)),
        (#"["hello",{},1]"#, .malformed(.noForm)),
        (#"[{},"hello"]"#, .malformed(.noForm)),
        ("[]", .malformed(.noForm)), ("{}", .malformed(.noForm)), ("1", .malformed(.noForm)),
        (#""notify""#, .malformed(.noForm)), ("null", .malformed(.noForm)), ("true", .malformed(.noForm)),
        ("[1,{}]", .malformed(.noForm)),
        ("[123456789012345678901234567890,{}]", .malformed(.noForm)),
        ("", .blank), (" \t ", .blank), ("\u{0}", .malformed(.notJSON)), ("{", .malformed(.notJSON)),
    ])
    func formsAreToldApart(_ line: String, _ outcome: EventDecoder.Outcome) throws {
        #expect(try decode(line).outcome == outcome)
    }

    @Test func aFrameOfMoreElementsIsNoFrame() throws {
        #expect(try decode(#"["notify",\#(good),1]"#).outcome == .malformed(.noForm))
        #expect(try decode(#"["notify",\#(good),\#(good)]"#).outcome == .malformed(.noForm))
    }

    @Test func aControlFrameSaysItsMethodAndItsResult() throws {
        let line = Array(#"["subscribe_result",{"qid":1,"result":"ok","result":"no","n":1}]"#.utf8)
        guard var decoder = EventDecoder() else { throw NoDecoder() }
        let outcome = line.withUnsafeBytes { decoder.decode($0) }
        let method = decoder.method.string
        let parameters = ["result", "n", "none"].map { decoder.parameter($0).string }
        let wantsAnswer = decoder.wantsAnswer
        #expect(outcome == .control)
        #expect(method == "subscribe_result")
        #expect(parameters == ["ok", "", ""])
        #expect(!wantsAnswer)
    }

    @Test func ofMembersThatStandTwiceTheFirstCounts() throws {
        let first = try decode(
            """
            {"class":"ccsevents","class":"x","type":"call_update","type":"call_delete","domain":"a","domain":"b",\
            "eventts":1732320000001,"eventts":2,"data":{"idcall":"c"},"data":{"idcall":"d"}}
            """)
        #expect(first.outcome == .event)
        #expect((first.type, first.at, first.domain) == ("call_update", 1_732_320_000_001, "a"))
        #expect(first.ids == [.call: "c"])
        let pairs: [(String, EventDecoder.Outcome)] = [
            (#""class":1,"class":"ccsevents","type":"call_update""#, .malformed(.noForm)),
            (#""class":"ccsevents","type":null,"type":"call_update""#, .malformed(.noForm)),
            (#""class":"ccsevents","type":"call_update","domain":"","domain":"a""#, .noDomain),
            (
                #""class":"ccsevents","type":"call_update","domain":"a","eventts":"1","eventts":1732320000001"#,
                .malformed(.badTime)
            ),
            (
                #""class":"ccsevents","type":"call_update","domain":"a","eventts":1,"data":[],"data":{"idcall":"c"}"#,
                .malformed(.noData)
            ),
        ]
        for (members, outcome) in pairs { #expect(try decode("{\(members)}").outcome == outcome, "\(members)") }
    }

    @Test func anyOrderOfMembersWillDo() throws {
        let members = [
            #""class":"ccsevents""#, #""type":"call_update""#, #""domain":"sales""#, #""eventts":1732320000123"#,
            #""data":{"idcall":"c"}"#, #""other":[1,{"a":null}]"#,
        ]
        var random = SeededGenerator(seed: 1)
        for _ in 0..<50 {
            let line = "{" + members.shuffled(using: &random).joined(separator: ",") + "}"
            let decoded = try decode(line)
            #expect(decoded.outcome == .event && decoded.ids == [.call: "c"] && decoded.domain == "sales")
        }
    }

    @Test(arguments: [
        #"{"type":"call_update"}"#, #"{"class":"ccsevents"}"#, #"{"class":1,"type":"call_update"}"#,
        #"{"class":"ccsevents","type":1}"#, #"{"class":"ccsevents","type":null}"#, #"{"class":{},"type":"x"}"#,
        #"{"class":123456789012345678901234567890,"type":"call_update"}"#,
        #"{"class":"ccsevents","type":-123456789012345678901234567890}"#,
    ])
    func withoutClassAndTypeItIsNoForm(_ line: String) throws {
        #expect(try decode(line).outcome == .malformed(.noForm))
    }

    /// A line that fits two verdicts or more gets the first one in the order of docs/feed.md.
    @Test(arguments: [
        (#"{"class":"other","type":"nope"}"#, EventDecoder.Outcome.otherClass),
        (#"{"class":"","type":""}"#, .otherClass),
        (#"{"class":"ccsevents ","type":"call_update"}"#, .otherClass),
        (#"{"class":"CCSEVENTS","type":"call_update"}"#, .otherClass),
        (#"{"class":"ccsevents","type":"nope"}"#, .unknownType),
        (#"{"class":"ccsevents","type":""}"#, .unknownType),
        (#"{"class":"ccsevents","type":"Call_update","eventts":-1}"#, .unknownType),
        (#"{"class":"ccsevents","type":"call_update","eventts":-1}"#, .noDomain),
        (#"{"class":"ccsevents","type":"call_update","domain":"else"}"#, .otherDomain),
        (#"{"class":"ccsevents","type":"call_update","domain":"sales"}"#, .malformed(.badTime)),
        (#"{"class":"ccsevents","type":"call_update","domain":"sales","eventts":1}"#, .malformed(.noData)),
        (#"{"class":"ccsevents","type":"call_update","domain":"sales","eventts":1,"data":{}}"#, .event),
        (#"["subscribe",{"class":"other","type":"nope"}]"#, .control),
        (#"["notify",{"class":"other","type":"nope"}]"#, .otherClass),
    ])
    func theFirstBucketThatFitsCounts(_ line: String, _ outcome: EventDecoder.Outcome) throws {
        #expect(try decode(line, .init(onlyDomain: "sales")).outcome == outcome)
    }

    @Test func theFeedsDomainServesWhereNoneIsNamed() throws {
        for none in [#""""#, #""empty""#, #""__empty""#, #""undefined""#, #""null""#, "null", "[]", "1.5", "{}"] {
            let line = event("call_update", "{}", domain: none)
            #expect(try decode(line).outcome == .noDomain)
            #expect(try decode(line, .init(feedDomain: "")).outcome == .noDomain)
            #expect(try decode(line, .init(feedDomain: "mine")).domain == "mine")
            #expect(try decode(line, .init(feedDomain: "mine", onlyDomain: "mine")).outcome == .event)
            #expect(try decode(line, .init(feedDomain: "mine", onlyDomain: "other")).outcome == .otherDomain)
        }
        let named = event("call_update", "{}")
        #expect(try decode(named, .init(feedDomain: "mine")).domain == "sales")
        #expect(try decode(event("call_update", "{}", domain: "7"), .init(onlyDomain: "7")).domain == "7")
    }

    @Test(arguments: ["Sales", "sales ", "sale", "sales2", "", "sa\u{0}les"])
    func aDomainMatchesOnlyItself(_ only: String) throws {
        #expect(try decode(event("call_update", "{}"), .init(onlyDomain: only)).outcome == .otherDomain)
    }

    @Test func domainsAreNeverCut() throws {
        let long = String(repeating: "d", count: 600)
        for last in ["a", "b"] {
            let decoded = try decode(event("call_update", "{}", domain: "\"\(long)\(last)\""))
            #expect(decoded.domain == long + last)
        }
    }

    @Test(arguments: [
        ("1", "1"), ("930293482233", "930293482233"), ("0.1234", "0.1234"), ("\"a\\\"b\"", "\"a\\\"b\""),
        ("null", "null"), ("{\"a\":[1,true]}", "{\"a\":[1,true]}"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ])
    func aNotifyWithAQidIsAnswered(_ qid: String, _ answer: String) throws {
        let frame = #"["notify",{"qid":\#(qid),"qid":2,\#(good.dropFirst())]"#
        let decoded = try decode(frame)
        #expect(decoded.outcome == .event)
        #expect(decoded.wantsAnswer)
        #expect(decoded.qid == answer)
        // Also with other members.
        for rest in [#""class":"x","type":"y""#, #""class":"ccsevents","type":"y""#, #""a":1"#] {
            let other = try decode(#"["notify",{"qid":\#(qid),\#(rest)}]"#)
            #expect(other.wantsAnswer && other.qid == answer)
        }
    }

    @Test func nothingElseIsAnswered() throws {
        for line in [
            good, #"["notify",\#(good)]"#, #"{"qid":1,\#(good.dropFirst())"#, #"["hello",{"qid":1}]"#, "x", "",
        ] {
            #expect(try !decode(line).wantsAnswer, "\(line)")
        }
        let after = try decodeAll([Array(#"["notify",{"qid":1,\#(good.dropFirst())]"#.utf8), Array(good.utf8)])
        #expect(after.map(\.wantsAnswer) == [true, false])
    }
}
