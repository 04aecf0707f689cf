import CCSView
import Testing

@Suite struct FilterHelpTests {
    @Test func aLineAField() {
        let lines = FilterHelp.lines(fields: [
            FilterField("state", .text, help: "State as it came"),
            FilterField("age", .duration, help: "Since it began"),
            FilterField("rec", .flag),
        ])
        #expect(
            lines == [
                "state  State as it came (a text: ringing, \"Anna Orlova\")",
                "age    Since it began (a duration: 30s, 5m, 1h)",
                "rec    a flag: yes or no",
            ])
        #expect(FilterHelp.lines(fields: []).isEmpty)
    }

    /// What help shows can be typed.
    @Test(arguments: [
        "state=ringing and age>30s and not to~^7495", "rec", "not rec", "ended=yes", "ended=no", "orlova", "\"a b\"",
        "to!~.",
    ]) func examplesCanBeRead(_ example: String) throws {
        #expect(FilterHelp.language.contains { $0.contains(example) })
        #expect(throws: Never.self) { try Filter(parsing: example, fields: sampleFields) }
    }
}
