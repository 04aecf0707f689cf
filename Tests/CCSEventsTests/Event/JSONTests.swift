import CCSTestSupport
import Foundation
import Testing

@testable import CCSEvents

@Suite struct JSONTests {
    private func place(_ value: [UInt8]) -> [UInt8] {
        let parts = event("call_update", #"{"idcall":"c","extra":?}"#).split(separator: "?").map { Array($0.utf8) }
        return parts[0] + value + parts[1]
    }

    private func outcome(of value: [UInt8]) throws -> EventDecoder.Outcome {
        let outcomes = try [false, true].map { try decodeAll([place(value)], padded: $0)[0] }
        #expect(outcomes[0] == outcomes[1])
        #expect(outcomes[0].isUTF8)
        return outcomes[0].outcome
    }

    @Test(arguments: [
        "0", "-0", "1e400", "-1e400", "1E+400", "1e-400", "0e1", "0.0e-0", "1e99999999999999999999",
        "123456789012345678901234567890123456789.5", "1234567890123456789012345678901234567890",
        "[18446744073709551616]",
        "[-9223372036854775809 , 1]", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\u{7F}\u{2028}\"", "{\"a\":1,\"a\":2}",
        "{\"\":0}",
        " \t\r[ ] ", "[[[[[[[[[[]]]]]]]]]]", "\"\\/\"", "true", "false", "null", "\"\"", "[\"\\u0000i1\",1e999]",
    ])
    func goodJSONIsTaken(_ value: String) throws {
        #expect(try outcome(of: Array(value.utf8)) == .event)
    }

    @Test(arguments: [
        "", "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN", "Infinity", "-Infinity", "1_000", "'a'", "\"",
        "\"\\\"", "\"\\x\"",
        "\"\\u12\"", "\"\\u12g4\"", "\"a\tb\"", "\"a\u{0}b\"", "[", "]", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}", "{1:1}", "{\"a\":1 \"b\":2}", "tru", "truee", "TRUE", "nul", "null x", "1 2", "{}}", "[]]", "/**/1",
        "1//", "\u{FEFF}1",
        "1\u{0}", "[1\u{A0}]", "[1\u{C}]", "1\u{B}", "\"a\"b",
        // Rewriting numbers that are too large must not make an invalid line valid.
        "1e400 1e400", "[1e400,]", "012345678901234567890123", "-012345678901234567890123", "12345678901234567890a",
        "a12345678901234567890", "{12345678901234567890:1}", "{\"a\":1e400,12345678901234567890 :1}",
        "{\"a\":12345678901234567890123, 12345678901234567890123\t: 1}", "[12345678901234567890123\"a\"]",
        "\"a\"12345678901234567890123",
        "1e400e1", "1.e400", "1e400.5", "--12345678901234567890123", "[1e400}", "12345678901234567890123\u{0}",
    ])
    func anythingElseIsMalformed(_ value: String) throws {
        #expect(try outcome(of: Array(value.utf8)) == .malformed(.notJSON), "\(value)")
    }

    @Test(arguments: [
        [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xE0, 0x80, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
        [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
        [0x22, 0x80, 0x22],
        [0x22, 0xD0, 0x22], [0x5B, 0x22, 0x61, 0x22, 0xFF, 0x5D],
    ])
    func invalidUTF8IsMalformed(_ value: [UInt8]) throws {
        #expect(try outcome(of: value) == .malformed(.notJSON))
    }

    @Test(arguments: [
        #""\ud800""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800x""#, #""\udc00\ud800""#, #""\ud83d\u0041""#,
    ])
    func loneSurrogatesNeverBecomeTexts(_ value: String) throws {
        let decoded = try decode(event("call_update", "{\"id\":\(value),\"state\":\(value)}"))
        #expect(decoded.isUTF8)
        #expect(decoded.outcome == .event || decoded.outcome == .malformed(.notJSON))
    }

    @Test(arguments: [1000, 20_000, 500_000])
    func depthIsLimitedByTheLineAlone(_ depth: Int) throws {
        let deep = [UInt8](repeating: 0x5B, count: depth) + [UInt8](repeating: 0x5D, count: depth)
        #expect(try outcome(of: deep) == .event)
        #expect(try outcome(of: Array(deep.dropLast())) == .malformed(.notJSON))
        let objects = Array(String(repeating: "{\"a\":", count: depth / 8).utf8) + [0x31]
        #expect(try outcome(of: objects + [UInt8](repeating: 0x7D, count: depth / 8)) == .event)
    }

    @Test func aDeepAnswerIsCut() throws {
        let deep = String(repeating: "[", count: 400_000) + String(repeating: "]", count: 400_000)
        let decoded = try decode(#"["notify",{"qid":\#(deep),\#(event("call_update", "{}").dropFirst())]"#)
        #expect(decoded.outcome == .event && decoded.wantsAnswer)
        #expect(decoded.qid.utf8.count < 1000)
    }

    @Test func aLineFullOfLargeNumbersIsGood() throws {
        let number = "12345678901234567890"
        let count = ((1 << 20) - 200) / (number.utf8.count + 1)
        let value = "[" + [String](repeating: number, count: count).joined(separator: ",") + "]"
        #expect(try outcome(of: Array(value.utf8)) == .event)
    }

    @Test func junkDoesNotStickToTheNextLine() throws {
        let good = Array(event("call_update", #"{"idcall":"c"}"#).utf8)
        for junk in ["{", "\"", "[1e400", "\\", String(repeating: "[", count: 3000)] {
            let decoded = try decodeAll([Array(junk.utf8), good])
            #expect(decoded[0].outcome == .malformed(.notJSON))
            #expect(decoded[1].ids == [.call: "c"])
        }
    }

    @Test(
        .enabled(
            if: SharedFolder.exists(SharedFolder.jsonSuite), "the JSON conformance suite is not beside the package"))
    func theConformanceSuiteIsJudgedRight() throws {
        let yes = try SharedFolder.suite("y_")
        let no = try SharedFolder.suite("n_")
        #expect(yes.count > 90 && no.count > 180)
        for (name, bytes) in yes {
            let value = bytes.map { $0 == 0x0A ? 0x20 : $0 }
            #expect(try outcome(of: value) == .event, "\(name)")
        }
        for (name, bytes) in no where !bytes.contains(0x0A) {
            #expect(try outcome(of: bytes) == .malformed(.notJSON), "\(name)")
        }
        for (_, bytes) in try SharedFolder.suite("i_") where !bytes.contains(0x0A) { _ = try outcome(of: bytes) }
        for (name, bytes) in try SharedFolder.suite("") {
            for line in bytes.split(separator: 0x0A).map(Array.init) {
                #expect(try decodeAll([line])[0].outcome != .event, "\(name)")
            }
        }
    }
}
