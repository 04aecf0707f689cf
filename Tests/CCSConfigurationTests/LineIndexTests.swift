import Testing

@testable import CCSConfiguration

/// On which line a key stands.
struct LineIndexTests {
    @Test func keysOfAllForms() {
        let index = LineIndex(
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
        #expect(index.line(of: ["a"]) == 2)
        #expect(index.line(of: ["b c"]) == 3)
        #expect(index.line(of: ["d", "e"]) == 4)
        #expect(index.line(of: ["d"]) == 4)
        #expect(index.line(of: ["text"]) == 5)
        #expect(index.line(of: ["list"]) == 9)
        #expect(index.line(of: ["k"]) == 12)
        #expect(index.line(of: ["k", "l.m", "n", "p", "q", "r"]) == 13)
        #expect(index.line(of: ["k", "l.m", "n", "s"]) == 13)
        #expect(index.line(of: ["t", "u"]) == 15)
        #expect(index.line(of: ["k", "v", "last"]) == 17)
        for none in ["b", "x", "f", "g", "h", "i", "j", "last"] { #expect(index.line(of: [none]) == nil) }
    }

    @Test func aKeyThatCannotBeReadHasNoLine() {
        let index = LineIndex("\"\\u0061b\" = 1\nc = 2\n")
        #expect(index.line(of: ["ab"]) == nil)
        #expect(index.line(of: ["c"]) == 2)
    }

    @Test func whatIsNoTOMLEndsToo() {
        for text in ["", "[", "[[", "= = =", "\"", "'''", "a = {", "a = { , ,, b", "a = [[[", "\"\\", "{}}}}", "a.", "a = \"\\"] {
            _ = LineIndex(text)
        }
    }
}
