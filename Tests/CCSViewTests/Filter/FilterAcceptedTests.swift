import CCSEvents
import CCSView
import Testing

@Suite struct FilterAcceptedTests {
    /// Expressions, and the sample rows that they match.
    static let accepted: [(String, String)] = [
        // No condition
        ("", "ABCDE"), ("  \t ", "ABCDE"),
        // Text
        ("state=ringing", "AE"), ("STATE = RINGING", "AE"), ("state!=ringing", "BCD"), ("state=ring", ""),
        ("state=\"ringing\"", "AE"), ("name=\"anna orlova\"", "A"), ("name=\"АННА орлова\"", "B"),
        ("name=\"σοφια ёлка\"", "E"), ("name=\"Support 2 (night) \\\"a\\\\b\\\"\"", "C"), ("state<hold", "B"),
        ("state<=hold", "BC"), ("state>hold", "AE"), ("state>=ringing", "AE"), ("to=sip:a=b", "C"), ("to=1*", "A"),
        ("to=\"1*\"", ""),
        ("number=1012", "A"), ("number!=1012", "BCDE"), ("numbers=1207", "A"), ("numbers!=1207", "BCDE"),
        ("state=\"and\"", ""), ("state=and", ""),
        // Patterns
        ("to~^7495", "B"), ("to!~^7495", "ACDE"), ("not to~^7495", "ACDE"), ("to~2$", "A"), ("to~(12|33)$", "AB"),
        ("(to~(12|33)$)", "AB"), ("to~\"^(1|7)\\d+$\"", "AB"), ("to~\"^(1|7)\\\\d+$\"", "AB"), ("name~[()]", "C"),
        ("name~ОРЛОВ(а|ой)$", "B"), ("name~\"^..на \"", "B"), ("to!~.", "DE"), ("numbers~^12", "A"),
        ("numbers~^74", "B"),
        ("name~orlova|support", "AC"), ("to~^[^1-7]", "C"), ("state~^.{4}$", "C"),
        // Durations
        ("age>30s", "AC"), ("age>=30s", "ABC"), ("age=30s", "B"), ("age=30", "B"), ("age<30.5", "BE"),
        ("age!=30s", "ACDE"),
        ("age>=1h", "C"), ("age=60m", "C"), ("age=0.5m", "B"), ("age=1m30s", ""), ("age>30500ms", "AC"), ("age<0", "E"),
        ("age=-1500ms", "E"), ("age<1d", "ABCE"), ("not age>30s", "BDE"),
        // Numbers
        ("dtmf>0", "BC"), ("dtmf=4", "B"), ("dtmf=4.0", "B"), ("dtmf=12.5", "C"), ("dtmf<=-0", "A"), ("dtmf<1e1", "AB"),
        ("dtmf!=4", "ACDE"),
        // Times, with the precision in which they are written
        ("at=14:03", "AB"), ("at=14:03:22", "A"), ("at=14:03:22.123", "A"), ("at>14:03", ""), ("at>=14:03", "AB"),
        ("at<14:03", "CE"), ("at<=14:03", "ABCE"), ("at=2026-11-23", "ABE"), ("at=2026-11-23T14:03:59", "B"),
        ("at=2026-11-23T14:03:59.999Z", "B"), ("at>2026-11-23", "C"), ("at=0:00", "C"), ("at!=13:59", "ABCD"),
        // Flags
        ("rec", "BC"), ("not rec", "ADE"), ("rec=no", "A"), ("rec!=no", "BCDE"), ("rec=TRUE ended=false", "B"),
        ("ended", "C"), ("REC", "BC"),
        // Words without a field and quoted texts, in any text
        ("1012", "A"), ("ORLOVA", "A"), ("орлова", "B"), ("\"support 2\"", "C"), ("\"rec\"", ""), ("ёлка", "E"),
        ("745", "B"),
        ("12", "AB"), ("sip:a", "C"), ("\"and\"", ""), ("\"(NIGHT\"", "C"),
        // Combinations
        ("state=ringing and age>30s and not to~^7495", "A"), ("orlova 1012", "A"), ("1012 or hold", "AC"),
        ("1012 anna or hold", "AC"), ("hold or 1012 anna", "AC"), ("(hold or 1012) anna", "A"),
        ("not 1012 hold", "C"), ("not (1012 or hold)", "BDE"), ("not not rec", "BC"),
        ("NOT rec AND 1012 OR hold", "AC"), ("((rec))and(ended)", "C"), ("rec\nand\tended", "C"),
    ]

    /// The same in words, with a * at an end, and with blanks in a duration.
    static let inWords: [(String, String)] = [
        ("state is ringing", "AE"), ("state IS NOT Ringing", "BCD"), ("rec is yes", "BC"), ("age is 30 s", "B"),
        ("state in (hold, ringing)", "ACE"), ("state not in (hold, ringing)", "BD"), ("state is in (hold)", "C"),
        ("name in (\"anna orlova\", x)", "A"), ("dtmf in (4, 12.5)", "BC"), ("not state in (hold, ringing)", "BD"),
        ("to:12", "AB"), ("to: 12", "AB"), ("name:\"A O\"", "A"), ("rec:yes", "BC"), ("name contains orlova", "A"),
        ("name not contains orlova", "BCDE"), ("to starts with 7495", "B"), ("to starts 7495", "B"),
        ("to not starts with 7495", "ACDE"), ("name ends with орлова", "B"), ("to ends with 2", "A"),
        ("to matches ^7495", "B"), ("to not matches ^7495", "ACDE"), ("to=7495*", "B"), ("to=*12", "A"),
        ("to=*51112*", "B"), ("to!=7495*", "ACDE"), ("to=*", "ABC"), ("numbers=12*", "A"), ("to is 7495*", "B"),
        ("age > 30 s", "AC"), ("age >= 0.5 min", "ABC"), ("age = 1 h", "C"), ("age > 1 m 30 s", "C"),
        ("age>1 hour and rec", ""), ("age = -1 s 500 ms", "E"), ("age>5 \"orlova\"", "A"),
        ("text \"12\"", "AB"), ("rec and orlova", ""), ("state=ringing and orlova", "A"), ("to=\"*\"", ""),
    ]

    @Test(arguments: accepted + inWords) func letsThrough(_ expression: String, _ rows: String) throws {
        #expect(try matching(expression) == rows)
    }

    @Test(arguments: [
        ("a or b and not c", "a or (b and (not c))"), ("a b or c e", "(a and b) or (c and e)"),
        ("not a and b", "(not a) and b"), ("not a or b", "(not a) or b"), ("not state=x and y", "(not state=x) and y"),
        ("a and (b and c)", "a b c"), ("state in (a, b) or state=c", "state in (a, b, c)"),
        ("(a or b) or c", "a or b or c"), ("age>90s", "age>1m30s"), ("age>30", "age>30s"),
        ("rec=yes", "rec"), ("to~\"a b\"", "to~\"a b\""), ("\"a\"", "a"),
    ]) func binds(_ one: String, _ other: String) throws {
        let filter = try Filter(parsing: one, fields: sampleFields)
        #expect(filter == (try Filter(parsing: other, fields: sampleFields)))
    }

    @Test(arguments: [
        ("a b or not(c x)", "text \"a\" and text \"b\" or not (text \"c\" and text \"x\")"),
        ("(a or b)c", "(text \"a\" or text \"b\") and text \"c\""), ("AGE > 90", "age > 1 m 30 s"),
        ("age > 5 \"min\"", "age > 5 s and text \"min\""), ("age>300 or age<1.5s", "age > 5 m or age < 1 s 500 ms"),
        ("age=-90", "age = -1 m 30 s"), ("age<0", "age < 0 s"),
        ("rec=true \"rec\" rec=no rec!=yes", "rec and text \"rec\" and rec is no and rec is not yes"),
        ("to~(1|2)", "to matches (1|2)"), ("to!~\"a b\"", "to not matches \"a b\""), ("to~^\\+7", "to matches ^\\+7"),
        ("at>=2026-11-23T04:05", "at >= 2026-11-23T04:05"), ("at<4:05:06.007", "at < 04:05:06.007"),
        ("dtmf=4.0", "dtmf = 4"), ("dtmf<0.25", "dtmf < 0.25"), ("name=\"Anna O\"", "name is \"Anna O\""),
        ("state=\"or\"", "state is \"or\""), ("state!=x", "state is not x"), ("to:701", "to contains 701"),
        ("to=+7*", "to starts with +7"), ("to!=*7", "not to ends with 7"), ("to=\"1*\"", "to is \"1*\""),
        ("to=*", "to matches ."), ("state=a or state=\"b c\"", "state in (a, \"b c\")"),
        ("state=a or to=b", "state is a or to is b"), ("state<hold", "state < hold"), ("", ""),
    ]) func isWrittenBack(_ expression: String, _ canonical: String) throws {
        #expect(try Filter(parsing: expression, fields: sampleFields).description == canonical)
    }

    @Test func knowsWhatItMentions() throws {
        let filter = try Filter(parsing: "state=a or not (AGE>3 and \"number\")", fields: sampleFields)
        #expect(filter.mentions(field: "state") && filter.mentions(field: "Age"))
        #expect(!filter.mentions(field: "number") && !filter.mentions(field: "nothing"))
        #expect(!Filter.all.mentions(field: "state") && Filter.all.isEmpty && !filter.isEmpty)
    }

    @Test func asksOnlyForWhatItNeeds() throws {
        let matcher = FilterMatcher(try Filter(parsing: "rec and age>30s or ended", fields: sampleFields))
        var asked: [String] = []
        let answer = matcher.matches { field in
            asked.append(sampleFields[field].name)
            return .flag(sampleFields[field].name == "ended")
        }
        #expect(answer && asked == ["rec", "ended"])
    }
}
