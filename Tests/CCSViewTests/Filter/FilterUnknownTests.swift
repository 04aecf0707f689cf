import CCSView
import Testing

/// What was not heard matches neither a condition nor its opposite.
@Suite struct FilterUnknownTests {
    private func matches(_ text: String, _ values: [String: SampleRow.Value]) throws -> Bool {
        SampleRow(values).matches(FilterMatcher(try Filter(parsing: text, fields: sampleFields)))
    }

    @Test(arguments: [
        ("rec", false), ("not rec", false), ("rec=no", false), ("rec!=yes", false), ("not rec=no", false),
        ("not not rec", false), ("rec or dtmf=4", true), ("rec and dtmf=4", false), ("not (rec and dtmf=4)", false),
        ("not (rec and dtmf=5)", true), ("not (rec or dtmf=5)", false), ("not (rec or dtmf=4)", false),
        ("not rec and dtmf=4", false), ("state=talk", false), ("state!=talk", false), ("state!~talk", false),
        ("not state in (talk, hold)", false), ("dtmf=4", true),
    ]) func unknown(_ text: String, _ isMatch: Bool) throws {
        let row: [String: SampleRow.Value] = [
            "rec": .other(.unknown), "state": .other(.unknown), "dtmf": .other(.number(4)),
        ]
        #expect(try matches(text, row) == isMatch, "\(text)")
    }

    /// Of a lower bound of a minute.
    @Test(arguments: [
        ("age>59s", true), ("age>=1m", true), ("age>1m", false), ("age>2m", false), ("not age>2m", false),
        ("age<=2m", false), ("age<2m", false), ("age<1m", false), ("not age<1m", true), ("not age<=59s", true),
        ("age=1m", false), ("age!=1m", false), ("age!=59s", true), ("not age>59s", false), ("not age=59s", true),
    ]) func atLeast(_ text: String, _ isMatch: Bool) throws {
        #expect(try matches(text, ["age": .other(.durationOrMore(60_000))]) == isMatch, "\(text)")
    }
}
