import CCSEvents
import CCSView
import Testing

@Suite struct FilterRefusedTests {
    /// Expressions, the marked range, and a part of the message.
    static let refused: [(String, Range<Int>, String)] = [
        // Types
        ("age>blue", 4..<8, "age is a duration: 30s, 5m, 1h"), ("age>5x", 4..<6, "age is a duration"),
        ("age>s", 4..<5, "age is a duration"), ("age>1m2", 4..<7, "age is a duration"),
        ("age>1.s", 4..<7, "age is a duration"),
        ("age>99999999999999h", 4..<19, "age is a duration"), ("age>5M", 4..<6, "age is a duration"),
        ("dtmf>x", 5..<6, "dtmf is a number"), ("dtmf=0x10", 5..<9, "dtmf is a number"),
        ("dtmf=inf", 5..<8, "dtmf is a number"),
        ("dtmf=nan", 5..<8, "dtmf is a number"), ("dtmf=1e999", 5..<10, "dtmf is a number"),
        ("dtmf=3k", 5..<7, "dtmf is a number"),
        ("at>24:00", 3..<8, "at is a time"), ("at>14:3", 3..<7, "at is a time"),
        ("at>14:03:60", 3..<11, "at is a time"),
        ("at=2026-02-29", 3..<13, "at is a time"), ("at=2026-11-23T", 3..<14, "at is a time"),
        ("at=14", 3..<5, "at is a time"),
        ("rec=maybe", 4..<9, "rec is a flag: yes or no"),
        // Operators
        ("age~3", 3..<4, "compared by = != < <= > >="), ("rec>yes", 3..<4, "compared by = !="),
        ("rec!~yes", 3..<5, "compared by = !="),
        ("age==3", 3..<5, "no such operator"), ("to=~x", 2..<4, "no such operator"),
        ("age=>3", 3..<5, "no such operator"),
        ("!rec", 0..<1, "write 'not'"), ("rec && ended", 4..<6, "write 'and'"), ("rec || ended", 4..<6, "write 'or'"),
        // Fields
        ("stat=ringing", 0..<4, "is it state?"), ("rec and aeg>3", 8..<11, "is it age?"),
        ("numbr~1", 0..<5, "is it number?"),
        ("zzzzzz=1", 0..<6, "there are state, number"), ("\"state\"=x", 0..<7, "without quotes"),
        ("=3", 0..<1, "a field is missing"),
        // Words that cannot be texts
        ("from 7495", 0..<4, "it is a field of Seances, Connections"),
        ("to 7495", 0..<2, "write to=7495, or to:7495 for a part of it"),
        ("state (hold)", 0..<5, "write state=VALUE"), ("age 5m", 0..<3, "age is a duration: write age>30s"),
        ("dtmf", 0..<4, "dtmf is a number: write dtmf>3"), ("at 14:03", 0..<2, "at is a time: write at>14:03"),
        ("not to", 4..<6, "write to=VALUE"), ("to not 5", 0..<2, "write to=VALUE"), ("to and rec", 0..<2, "write to="),
        ("is ringing", 0..<2, "a field is missing before 'is'"), ("stat is ringing", 0..<4, "is it state?"),
        ("zzzzzz contains 5", 0..<6, "there are state, number"), ("tp:701", 0..<2, "is it to?"),
        ("code:486", 0..<4, "it is a field of Failures"), ("min", 0..<3, "a unit needs a field and a number"),
        ("5 min", 2..<5, "a unit needs a field"), ("unrecorded", 0..<10, "quote it to find the text"),
        ("talking", 0..<7, "quote it to find the text"), ("to=12 anna", 6..<10, "quote a value with blanks"),
        ("name=Anna Orlova", 10..<16, "or write 'and' before this word"),
        ("age>5 parsecs", 6..<13, "age is a duration"),
        ("rec calls", 4..<9, "it is a field of"), ("rec anna", 4..<8, "write 'and' before 'anna'"),
        ("anna rec", 5..<8, "write 'and' before 'rec'"), ("7495*", 0..<5, "write a field before it"),
        ("anna, rec", 0..<5, "in place of the comma"), ("state=a,b", 6..<9, "write state in (a, b)"),
        ("to=7*5", 3..<6, "a * stands at an end"), ("to:7*", 3..<5, "a * stands at an end"),
        ("to<7*", 3..<5, "a * stands"),
        ("state in hold", 6..<8, "in parentheses"), ("state in ()", 10..<11, "a value is missing"),
        ("state in (a b)", 12..<13, "a comma is missing"), ("state in (a,)", 12..<13, "a value is missing"),
        ("state in (a", 9..<10, "never closed"), ("age contains 5", 4..<12, "compared by = != < <= > >="),
        ("rec starts with y", 4..<10, "compared by = !="), ("to is", 3..<5, "a value is missing"),
        ("to starts with", 3..<9, "a value is missing"), ("to not is not 5", 7..<9, "one 'not'"),
        ("age>2min", 4..<8, "age is a duration: 30s, 5m, 1h"), ("age > 99999999999999 h", 6..<22, "age is a duration"),
        // Missing parts
        ("age>", 3..<4, "a value is missing after '>'"), ("(age>=)", 4..<6, "a value is missing after '>='"),
        ("state= and rec", 7..<10, "a value is missing before 'and'"), ("state=\"\"", 6..<8, "state!~."),
        ("age=\"\"", 4..<6, "no value is empty"),
        ("state=(x)", 5..<6, "a value is missing"), ("\"\"", 0..<2, "no text"), ("rec and", 7..<7, "at the end"),
        ("not", 3..<3, "at the end"),
        ("or rec", 0..<2, "a term is missing before 'or'"), ("rec or or ended", 7..<9, "before 'or'"),
        ("rec and and ended", 8..<11, "before 'and'"),
        // Parentheses and quotes
        ("(rec", 0..<1, "never closed"), ("rec and ((ended)", 8..<9, "never closed"), ("rec)", 3..<4, "closes nothing"),
        ("()", 1..<2, "a term is missing"),
        ("rec and \"anna", 8..<9, "never closed"), ("name=\"a\\\"", 5..<6, "never closed"),
        // Patterns: the range is that in the expression, also after escapes
        ("to~(1", 3..<4, "never closed"), ("to~[1-", 3..<4, "never closed"), ("to~*1", 3..<4, "nothing to repeat"),
        ("to~1**", 5..<6, "nothing to repeat"),
        ("to~\"(a)\\1\"", 7..<8, "back-references"), ("to~\"\\\\\\\\(\"", 8..<9, "never closed"),
        ("to~\"1)\"", 5..<6, "closes nothing"), ("to~a{2,1}", 4..<5, "wrong way round"),
        ("to~a{x}", 4..<5, "a count is"), ("to~a{999}", 5..<6, "at most 256"), ("to~(?=a)", 3..<4, "only (?: is known"),
        ("to~\\bx", 3..<4, "\\b is not supported"),
        ("to~[b-a]", 4..<5, "no range"), ("to~[[:digit:]]", 4..<5, "\\d"),
        ("to~(a{100}){100}", 3..<4, "longer than 256"), ("to~^*", 4..<5, "nothing to repeat"),
        ("to~a\\", 4..<5, "a backslash at the end"),
        // Ranges count characters, not bytes or scalars
        ("имя=x", 0..<3, "no field 'имя'"), ("é👨‍👩‍👧 age>x", 7..<8, "age is a duration"),
    ]

    @Test(arguments: refused) func says(_ expression: String, _ place: Range<Int>, _ message: String) {
        let error = #expect(throws: FilterError.self) { try Filter(parsing: expression, fields: sampleFields) }
        #expect(error?.range == place)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "none")")
    }

    @Test(arguments: [
        ("age>blue", ["age>blue", "    ^~~~ age is a duration: 30s, 5m, 1h"]),
        ("rec and", ["rec and", "       ^ a term is missing at the end"]),
        ("中文 (rec", ["中文 (rec", "     ^ this parenthesis is never closed"]),
        ("rec\nand age>\u{1B}[2J", ["rec␊and age>␛[2J", "            ^~~~ age is a duration: 30s, 5m, 1h"]),
    ]) func isShownUnderTheExpression(_ expression: String, _ lines: [String]) {
        let error = #expect(throws: FilterError.self) { try Filter(parsing: expression, fields: sampleFields) }
        #expect(error?.rendered(in: expression).map(\.string) == lines)
    }

    @Test func messagesStaySmall() {
        let name = String(repeating: "x", count: 4000)
        let error = #expect(throws: FilterError.self) { try Filter(parsing: name + "=1", fields: sampleFields) }
        #expect(error?.message.count ?? .max < 200)
    }
}
