import Foundation
import Testing

@testable import CCSFeed

@Suite("A token that a feed sends back")
struct TokenScrubberTests {
    /// The output for a text cut at these positions.
    private func scrubbed(_ text: String, _ token: String, cuts: [Int]) throws -> String {
        var scrubber = TokenScrubber(try FeedToken(token))
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var start = 0
        for end in cuts + [bytes.count] {
            out += bytes[start..<end].withUnsafeBytes { scrubber.scrub($0) }
            start = end
        }
        return String(decoding: out + scrubber.finish(), as: UTF8.self)
    }

    @Test("is made unreadable, however it is cut into three")
    func cut() throws {
        let text = "ab,abcabcabd\"abcabcabde\",\n"
        for first in 0...text.utf8.count {
            for second in first...text.utf8.count {
                let out = try scrubbed(text, "abcabcabde", cuts: [first, second])
                #expect(out == "ab,abcabcabd\"**********\",\n")
            }
        }
    }

    @Test(
        "is made unreadable as JSON may write it, however it is cut",
        arguments: [
            #"ab\/cd+ef=="#, #"\u0061b\u002Fcd\u002bef=\u003d"#,
            #"\u0061\u0062\u002f\u0063\u0064\u002b\u0065\u0066\u003D\u003d"#,
        ])
    func escaped(form: String) throws {
        let text = "{\"token\":\"\(form)\",\"a\":\"ab\\/cd\\u002\"}\n"
        let hidden = text.replacingOccurrences(of: form, with: String(repeating: "*", count: form.utf8.count))
        for cut in 0...text.utf8.count {
            #expect(try scrubbed(text, "ab/cd+ef==", cuts: [cut]) == hidden)
        }
        #expect(try scrubbed(#""\u0065" \u0065"#, "e", cuts: [3]) == #""******" \u0065"#)
    }

    @Test("a short token is hidden only as a whole string, because it may be part of other words")
    func short() throws {
        for first in 0...18 {
            #expect(try scrubbed("eel e \"e\" \"ee\"\"e\"\n", "e", cuts: [first]) == "eel e \"*\" \"ee\"\"*\"\n")
        }
    }

    @Test("its beginning at the end of the data is hidden")
    func beginning() throws {
        #expect(try scrubbed("x abcdefg", "abcdefgh", cuts: []) == "x *******")
    }

    @Test("the end of a line is never held back")
    func lineEnd() throws {
        var scrubber = TokenScrubber(try FeedToken("abcdefgh"))
        let line = Array("{\"a\":\"abcdefg\"}\n".utf8)
        #expect(line.withUnsafeBytes { scrubber.scrub($0) } == line)
    }
}
