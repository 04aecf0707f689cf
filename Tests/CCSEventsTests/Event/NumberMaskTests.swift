import CCSTestSupport
import Foundation
import Testing

@testable import CCSEvents

@Suite struct NumberMaskTests {
    static let texts: [(text: String, masked: String)] = [
        ("", ""), ("1234", "1234"), ("12345", "*2345"), ("+74951234567", "+*******4567"),
        ("+7 (495) 123-45-67", "+* (***) ***-45-67"), ("8.495.123.45.67", "*.***.***.45.67"),
        ("+44/20/7946-0958", "+**/**/****-0958"), ("ext. 4567", "ext. 4567"), ("1", "1"),
        ("sip:+74951234567@10.0.0.1:5060", "sip:+*******4567@*0.0.0.1:5060"), ("sip:101@pbx", "sip:101@pbx"),
        ("tel:+7-495-123-45-67;ext=1234", "tel:+*-***-***-45-67;ext=1234"),
        ("4951234567, 4957654321", "******4567, ******4321"), ("4951234567;101", "******4567;101"),
        // With only a blank in between, they may be one number.
        ("4951234567 101", "*********7 101"), ("Anna 4951234567", "Anna ******4567"), ("no digits", "no digits"),
        ("495_123_45_67", "***_***_45_67"), ("[495] 1234567", "[***] ***4567"), ("(12) 34", "(12) 34"),
        ("8 495\t123 45 67", "* ***\t*** 45 67"), ("a1b2c3d4e5f6", "a1b2c3d4e5f6"),
        // Characters that phone books put between digits: no-break blanks, dashes, thin blanks, direction marks.
        ("+7\u{A0}495\u{A0}123\u{2011}45\u{2013}67", "+*\u{A0}***\u{A0}***\u{2011}45\u{2013}67"),
        ("\u{202A}4951234567\u{202C}", "\u{202A}******4567\u{202C}"), ("495\u{200B}1234567", "***\u{200B}***4567"),
        // Digits of other scripts are digits too. Each of their bytes becomes a star.
        ("٤٩٥١٢٣٤٥٦٧", "************٤٥٦٧"), ("１２３４５", "***２３４５"), ("𝟏𝟐𝟑𝟒𝟓", "****𝟐𝟑𝟒𝟓"),
        ("я4951234567😀", "я******4567😀"), ("½²³", "½²³"), ("\u{0}1\u{0}2345", "\u{0}*\u{0}2345"),
        ("\\u00004951234567", "\\u**********4567"), ("*******4567", "*******4567"),
    ]

    @Test(arguments: texts) func textsShowFourDigits(_ row: (text: String, masked: String)) {
        #expect(NumberMask.masked(row.text) == row.masked)
        #expect(NumberMask.masked(row.text).utf8.count == row.text.utf8.count)
        // Masking twice changes nothing.
        #expect(NumberMask.masked(row.masked) == row.masked)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>) func bytesOfAnyKindAreMaskedAndNothingElseIs(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            var bytes = (0..<random.below(40)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            for place in bytes.indices where random.below(2) == 0 { bytes[place] = 0x30 + UInt8(random.below(10)) }
            let before = bytes
            bytes.withUnsafeMutableBytes { NumberMask.mask($0[...], isJSON: false) }
            #expect(bytes.count == before.count)
            #expect(zip(bytes, before).allSatisfy { $0 == $1 || $0 == 0x2A })
            // No five digits are adjacent any more.
            let runs = bytes.split { $0 < 0x30 || $0 > 0x39 }
            #expect(runs.allSatisfy { $0.count <= 4 })
        }
    }

    // MARK: Lines

    private static let number = "74951234567"
    private static let options = EventDecoder.Options(feedDomain: "d", masksNumbers: true)

    /// Whether a text reveals more than the last four digits of ``number``, also with separators.
    private func tells(_ text: String) -> Bool {
        let digits = text.replacing("1732320000123", with: "-").filter { $0.isASCII && ($0.isNumber || $0 == "-") }
        return ["749", "495", "951", "51234", "34567"].contains { digits.contains($0) }
    }

    /// Lines of every type with a number in every possible position.
    static let lines: [String] = {
        var lines: [String] = []
        let names = Field.allCases.filter { !$0.isID }.flatMap { FieldMap()[$0] }
        let values = [
            "\"+\(number)\"", number, "\"7 (495) 123-45-67\"", "[\"\(number)\",[\(number)]]",
            "{\"a\":{\"b\":\(number)}}",
            "\"\\u0037\\u0034\\u0039\\u003512345\\u00367\"", "\"sip:\(number)@host\"", "-\(number)", "\(number).25",
            "\"a\\\"\(number)\\\\\"", "\"749\\u000051234\\n567\"", "[{\"id\":\"x\"},\"\(number)\"]",
            "{\"\(number)\":1}",
            "[[{\"idcall\":\"x\"}],{\"idcall\":{\"x\":\(number)}},{\"id\":[\(number)]}]", "7495123\(number)e-12",
        ]
        for row in EventType.table {
            for (place, value) in values.enumerated() {
                let name = names[(place + lines.count) % names.count]
                let ids = "\"id\":\"i\",\"idcall\":\"c\",\"idseance\":\"s\""
                lines.append(event(row.name.description, "{\(ids),\"\(name)\":\(value)}"))
                lines.append(event(row.name.description, "{\"\(name)\":\(value),\(ids),\"any\":\(value)}"))
                lines.append("[\"notify\",\(event(row.name.description, "{\(ids),\"extra\":{\"deep\":[\(value)]}}"))]")
            }
        }
        for name in names { lines.append(event("call_update", "{\"id\":\"i\",\"\(name)\":\"\(number)\"}")) }
        let good = event("call_update", #"{"id":"i"}"#).dropLast()
        for value in values {
            lines += [
                "\(good),\"number\":\(value)}", "\(good),\"id\":\(value)}", "\(good),\"data\":{\"number\":\(value)}}",
                "\(good),\"data\":[\(value)]}", "\(good),\"class\":{\"x\":\(value)}}", "\(good),\"\(number)\":1}",
                "\(good),\"x\":{\"data\":{\"number\":\(value)},\"number\":\(value)},\"y\":\(value)}",
            ]
        }
        return lines
    }()

    @Test func noLineTellsANumber() throws {
        for decoded in try decodeAll(Self.lines.map { Array($0.utf8) }, Self.options) {
            #expect(decoded.outcome == .event)
            #expect(!tells(decoded.redacted), "\(decoded.redacted)")
            let object = try? JSONSerialization.jsonObject(with: Data(decoded.redacted.utf8))
            #expect(object != nil, "\(decoded.redacted)")
        }
    }

    @Test func aMaskedLineIsStillTheSameEvent() throws {
        for (line, decoded) in zip(Self.lines, try decodeAll(Self.lines.map { Array($0.utf8) }, Self.options)) {
            let again = try decode(decoded.redacted, .init(feedDomain: "d"))
            #expect(again.outcome == .event && again.type == decoded.type && again.at == decoded.at)
            #expect(again.ids == decoded.ids && again.domain == decoded.domain, "\(line)")
            // The fields of the event are not masked. They are masked where they are shown.
            let whole = try decode(line, .init(feedDomain: "d"))
            #expect(whole.fields == decoded.fields)
        }
    }

    @Test func withoutTheOptionNothingChanges() throws {
        for (line, decoded) in zip(Self.lines, try decodeAll(Self.lines.map { Array($0.utf8) }, .init(feedDomain: "d")))
        {
            // In an event about a secret, only values of known fields stay.
            let isSecretive = ["call_dtmf", "connection_set_record_info"].contains(decoded.type)
            if !isSecretive,
                !line.contains("\"key\"") && !line.contains("digit\"") && !line.contains("dtmf\"")
                    && !line.contains("signal\"")
            {
                #expect(decoded.redacted == line)
            }
        }
    }

    @Test func theNumbersLastDigitsStay() throws {
        let line = event(
            "call_update", #"{"idcall":"74951234567","num":74951234567,"name":"Anna 495 123-45-67","x":[1,12345]}"#)
        let data = #"{"idcall":"74951234567","num":"*******4567","name":"Anna *** ***-45-67","x":[1,"*2345"]}"#
        #expect(try decode(line, Self.options).redacted == event("call_update", data))
    }

    @Test func idsTimesAndDomainsStay() throws {
        let data =
            #"{"connectionid":123456789,"call_id":"sip-49512345678@host","code":"1486","seance_id":"5551234567"}"#
        let good = event("connection_failure", data, domain: "\"74951234567\"")
        #expect(try decode(good, Self.options).redacted == good)
        let asked = #"["notify",\#(good.dropLast()),"qid":123456789}]"#
        #expect(try decode(asked, Self.options).redacted == asked)
    }

    @Test func aUsersNamesOfIDsStayToo() throws {
        var options = Self.options
        try options.map.add("call=leg.id12345,seance=chain")
        let line = event("call_update", #"{"leg":{"id12345":"123456789"},"chain":987654321,"other":987654321}"#)
        let decoded = try decode(line, options)
        #expect(decoded.ids == [.call: "123456789", .seance: "987654321"])
        #expect(decoded.redacted.contains(#""123456789""#) && decoded.redacted.contains(#""chain":987654321"#))
        #expect(decoded.redacted.contains(#""other":"*****4321""#))
    }

    @Test func secretsStayHidden() throws {
        let line = event("call_dtmf", #"{"id":"i","digit":"5","key":"k","number":"4951234567"}"#)
        let data = #"{"id":"i","digit":"(hidden)","key":"(hidden)","number":"******4567"}"#
        #expect(try decode(line, Self.options).redacted == event("call_dtmf", data))
        var open = Self.options
        open.revealDTMF = true
        #expect(try decode(line, open).redacted.contains(#""digit":"5""#))
    }

    @Test func aDeepLineIsMaskedToItsEnd() throws {
        let deep = String(repeating: "[", count: 300) + "\"\(Self.number)\"" + String(repeating: "]", count: 300)
        let line = event("call_update", "{\"id\":\"i\",\"deep\":\(deep),\"number\":\"\(Self.number)\"}")
        let decoded = try decode(line, Self.options)
        #expect(!tells(decoded.redacted))
        #expect((try? JSONSerialization.jsonObject(with: Data(decoded.redacted.utf8))) != nil)
    }
}
