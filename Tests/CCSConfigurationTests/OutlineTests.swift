import Testing

@testable import CCSConfiguration

/// The line of each key.
struct OutlineTests {
    @Test func keysOfAllForms() {
        let outline = Outline(
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
            u = 2020-01-01 00:00:00
            [k.v]
            last = true
            """)
        #expect(outline.line(of: ["a"]) == 2)
        #expect(outline.line(of: ["b c"]) == 3)
        #expect(outline.line(of: ["d", "e"]) == 4)
        #expect(outline.line(of: ["d"]) == 4)
        #expect(outline.line(of: ["text"]) == 5)
        #expect(outline.line(of: ["list"]) == 9)
        #expect(outline.line(of: ["k"]) == 12)
        #expect(outline.line(of: ["k", "l.m", "n", "p", "q", "r"]) == 13)
        #expect(outline.line(of: ["k", "l.m", "n", "s"]) == 13)
        #expect(outline.line(of: ["t", "u"]) == 15)
        #expect(outline.line(of: ["k", "v", "last"]) == 17)
        for none in ["b", "x", "f", "g", "h", "i", "j", "last"] { #expect(outline.line(of: [none]) == nil) }
    }

    @Test func aKeyThatCannotBeReadHasNoLine() {
        let outline = Outline("\"\\u0061b\" = 1\nc = 2\n")
        #expect(outline.line(of: ["ab"]) == nil)
        #expect(outline.line(of: ["c"]) == 2)
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
        #expect(Outline(text).fault?.line == 1)
        #expect(complaints(text).count == 1)
    }

    @Test(arguments: [
        "", "\u{FEFF}a = 1", "a = 1\r\n\r\n[b]\r\n", "a = {}", "a = []", "a = [\n1,\n# b\n2,\n]",
        "a = 1979-05-27 07:32:00Z",
        "a = [1, { b = [[]] }] # c", "a = \"\"\"\"\"\"", "a = ''''''", "\"\" = 1", "a = +1.5e-3", "[ a . 'b' ] # c",
        "a = inf",
    ])
    func wellFormedTextHasNoError(_ text: String) {
        #expect(Outline(text).fault == nil)
        #expect(!complaints(text).contains { $0.contains("not TOML") })
    }
}
