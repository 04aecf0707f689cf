import Testing

@testable import CCSConfiguration

/// The line of each key.
struct KeyLinesTests {
    @Test func keysOfAllForms() {
        let lines = KeyLines(
            """
            # a = 1
            a = 1 # b = 2
            "b c" = "# x = 1"
            'd' . e = 'f = 1'
            text = \"\"\"
            g = 1
            \\\"\"\" h = 2
            \"\"\"\"
            list = [ # i = 1
              "]", { j = 1 },
              ']' ]
            [ k . "l.m" ]
            n = { o = 1, p.q = { r = "}" }, s = [1, 2] }
            [[t]]
            u = 00:00:00
            [k.v]
            last = true
            """)
        #expect(lines.line(of: ["a"]) == 2)
        #expect(lines.line(of: ["b c"]) == 3)
        #expect(lines.line(of: ["d", "e"]) == 4)
        #expect(lines.line(of: ["d"]) == 4)
        #expect(lines.line(of: ["text"]) == 5)
        #expect(lines.line(of: ["list"]) == 9)
        #expect(lines.line(of: ["k"]) == 12)
        #expect(lines.line(of: ["k", "l.m", "n", "p", "q", "r"]) == 13)
        #expect(lines.line(of: ["k", "l.m", "n", "s"]) == 13)
        #expect(lines.line(of: ["t", "u"]) == 15)
        #expect(lines.line(of: ["k", "v", "last"]) == 17)
        // A key inside a value has the line of the value.
        for none in ["b", "x", "f", "g", "h", "i", "j", "last"] { #expect(lines.line(of: [none]) == nil) }
    }

    /// The parser would fail an assertion on these, and end the process.
    @Test(arguments: [
        "[=", "[[ =]]", "[\n]", "a = [}", "a = [1, # b\n}]", "a = { b = [1, }] }", "a = [2020-01-01 1}",
        "a = [2020-01-01true07:32", "a = 2020-01-01T", "a = { b = 1-1 }",
    ])
    func textsThatTheParserMustNotGetAreRefused(_ text: String) {
        #expect(KeyLines(text).fault != nil)
        #expect(complaints(text).count == 1)
    }

    @Test func aKeyThatCannotBeReadHasNoLine() {
        let lines = KeyLines("\"\\u0061b\" = 1\nc = 2\n")
        #expect(lines.line(of: ["ab"]) == nil)
        #expect(lines.line(of: ["c"]) == 2)
    }

    @Test(arguments: [
        "[", "[[", "[]", "[a", "[a]]", "[[a]", "[a] b", "[=]", "[.a]", "[a.]", "[é]", "[\n]", "= 1", "a", "a.",
        "a. = 1", "a =",
        "a = # b", "a = =", "a = {", "a = { , }", "a = { b }", "a = { b = 1, }", "a = { b = 1\n}", "a = [", "a = [1 2]",
        "a = [,]", "a = [}", "a = [\u{2028}]", "a = 1 b", "a = \"", "a = \"\\", "a = 'b\n'", "a = \"\"\"\"\"", "a = _1",
        "a = é",
        "a\r= 1", "\u{FEFF}[=]", "{}", "a = 1\rb = 2",
    ])
    func malformedTextHasOneError(_ text: String) {
        let complaints = complaints(text)
        #expect(complaints.count == 1 && complaints[0].hasPrefix("c.toml:1: this is not TOML: "), "\(complaints)")
    }

    @Test(arguments: [
        "", "\u{FEFF}a = 1", "a = 1\r\n\r\n[b]\r\n", "a = {}", "a = []", "a = [\n1,\n# b\n2,\n]",
        "a = 07:32:00.5",
        "a = [1, { b = [[]] }] # c", "a = \"\"\"\"\"\"", "a = ''''''", "\"\" = 1", "a = +1.5e-3", "[ a . 'b' ] # c",
        "a = inf",
    ])
    func wellFormedTextHasNoError(_ text: String) {
        #expect(KeyLines(text).fault == nil)
        #expect(!complaints(text).contains { $0.contains("not TOML") })
    }
}
