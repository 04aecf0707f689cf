import CCSEvents
import CCSTestSupport
import CCSView
import Testing

/// No typed or pasted text ends or blocks the process.
@Suite struct FilterHostileTests {
    private func error(_ expression: String) -> FilterError? {
        do throws(FilterError) {
            _ = try Filter(parsing: expression, fields: sampleFields)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>) func randomExpressionsNeverTrap(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let parts = [
            "(", ")", "\"", "\\", "and", "or", "not", "state", "age", "at", "rec", "to", "~", "!~", "=", "!=", "<",
            ">=", " ", "\n",
            "\u{301}", "\r\n", "[", "]", "{", "}", "2,", "*", "+", "?", "|", "^", "$", ".", "-", "0", "9", "м", "\0",
            "\u{202E}", "👨‍👩‍👧", ":", "T", "s",
            "2026-11-23",
        ]
        let rows = sampleRows()
        var read = 0
        for _ in 0..<4000 {
            let count = Int.random(in: 0..<16, using: &random)
            let expression =
                Bool.random(using: &random)
                ? (0..<count).map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }.joined()
                : String(decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
            do throws(FilterError) {
                let filter = try Filter(parsing: expression, fields: sampleFields)
                read += 1
                let again = try Filter(parsing: filter.description, fields: sampleFields)
                #expect(again == filter, "\(expression)")
                let matcher = FilterMatcher(filter)
                for row in rows { _ = row.row.matches(matcher) }
            } catch {
                #expect(error.range.lowerBound >= 0 && error.range.upperBound <= expression.count, "\(expression)")
                #expect(error.rendered(in: expression).count == 2)
            }
        }
        #expect(read > 400, "many can be read")
    }

    @Test func lengthIsLimited() {
        #expect(error(String(repeating: "a", count: 100_000))?.message.contains("4096") == true)
        #expect(error(String(repeating: "a", count: 4096)) == nil)
        #expect(error(String(repeating: "a", count: 4097))?.range == 4096..<4096)
        #expect(error("a" + String(repeating: "\u{301}", count: 100_000)) != nil, "one character, and yet long")
    }

    @Test(arguments: ["(", "not ", "(not ", "to~(", "to~\"(", "to~((a|", "to~[", "to~a{"]) func depthIsLimited(
        _ part: String
    ) {
        #expect(error(String(repeating: part, count: 10_000)) != nil)
        #expect(error(String(repeating: part, count: 4000 / part.count)) != nil)
    }

    @Test func sixtyFourLevelsAreEnough() {
        let nested = { (count: Int) in String(repeating: "(", count: count) + "a" + String(repeating: ")", count: count)
        }
        #expect(error(nested(64)) == nil)
        #expect(error(nested(65))?.range == 64..<65)
        #expect(error("to~" + nested(64)) == nil)
        #expect(error("to~" + nested(65))?.range == 67..<68)
        #expect(error(nested(10_000)) != nil)
    }

    @Test func manyTermsAreRead() throws {
        let filter = try Filter(
            parsing: Array(repeating: "x", count: 2048).joined(separator: " "), fields: sampleFields)
        #expect(!FilterMatcher(filter).matches { _ in .none })
    }

    @Test func withoutFieldsThereAreWords() throws {
        #expect(!FilterMatcher(try Filter(parsing: "a", fields: [])).matches { _ in .none })
        #expect(throws: FilterError.self) { try Filter(parsing: "a=1", fields: []) }
    }
}
