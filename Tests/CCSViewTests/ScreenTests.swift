import CCSEvents
import CCSTestSupport
import Testing

@testable import CCSView

@Suite struct ScreenTests {
    @Test func writesAndSaysHowFarItCame() {
        var screen = Screen(width: 10, height: 2)
        #expect(screen.write("abc", x: 2, y: 1, style: Style(.talking)) == 3)
        #expect(screen.plainText == "\n  abc")
        #expect(screen[2, 1] == Cell(glyph: "a", width: 1, style: Style(.talking)))
        #expect(screen[5, 1] == .blank)
    }

    @Test(arguments: [
        (8, Int.max, "        ab", 2), (-2, .max, "cd", 4), (0, 3, "abc", 3), (0, 0, "", 0), (10, .max, "", 0),
        (-3, 2, "", 2), (-9, .max, "", 4), (.min, .max, "", 4), (.max, 1, "", 0), (3, -1, "", 0),
    ])
    func clips(_ x: Int, _ limit: Int, _ row: String, _ used: Int) {
        var screen = Screen(width: 10, height: 1)
        #expect(screen.write("abcd", x: x, y: 0, limit: limit) == used)
        #expect(screen.plainText == row)
    }

    @Test(arguments: [-1, 1, .max, .min])
    func rowsOutsideAreLeftOut(_ y: Int) {
        var screen = Screen(width: 3, height: 1)
        let before = screen
        #expect(screen.write("abc", x: 0, y: y) == 0)
        screen.fill(x: 0, y: y, count: .max, style: Style(.failed))
        screen.restyle(x: 0, y: y, count: .max) { $0.selected = true }
        #expect(screen == before)
        #expect(screen[0, y] == .blank)
        #expect(screen.row(y).isEmpty)
    }

    @Test func sizesAreAtLeastOne() {
        let screen = Screen(width: -3, height: 0)
        #expect(screen.width == 1 && screen.height == 1 && screen.cells.count == 1)
    }

    @Test func aWideCharacterAtTheEdgeBecomesABlank() {
        var screen = Screen(width: 4, height: 1)
        #expect(screen.write("a日本", x: 0, y: 0, style: Style(.held)) == 4)
        #expect(screen.row(0).map(\.glyph) == ["a", "日", " ", " "])
        #expect(screen.row(0).map(\.width) == [1, 2, 0, 1])
        #expect(screen[3, 0].style == Style(.held))
        screen = Screen(width: 4, height: 1)
        screen.write("日本", x: -1, y: 0, style: Style(.held))
        #expect(screen.row(0).map(\.glyph) == [" ", "本", " ", " "])
        #expect(screen[0, 0].style == Style(.held))
    }

    @Test func halfOverwrittenWideCharactersAreBlankedWhole() {
        var screen = Screen(width: 6, height: 1)
        screen.write("日本語", x: 0, y: 0, style: Style(.held))
        screen.write("x", x: 1, y: 0)
        #expect(screen.row(0).map(\.glyph) == [" ", "x", "本", " ", "語", " "])
        #expect(screen[0, 0] == Cell(glyph: " ", width: 1, style: Style(.held)))
        screen.write("x", x: 2, y: 0)
        #expect(screen.row(0).map(\.width) == [1, 1, 1, 1, 2, 0])
        screen.write("語", x: 3, y: 0)
        #expect(screen.row(0).map(\.glyph) == [" ", "x", "x", "語", " ", " "])
        #expect(screen.row(0).map(\.width) == [1, 1, 1, 2, 0, 1])
    }

    @Test func fillingAndRestylingStayInside() {
        var screen = Screen(width: 4, height: 1)
        screen.write("abcd", x: 0, y: 0)
        screen.fill(x: 2, y: 0, count: .max, style: Style(.notice))
        screen.restyle(x: -1, y: 0, count: 2) { $0.selected = true }
        #expect(screen.annotated == "ab\n--- 4x1\n0| 0 plain+selected · 2-3 notice")
    }

    @Test func anythingWrittenAnywhereKeepsTheGridWhole() {
        var random = SeededGenerator(seed: 7)
        let texts: [DisplayText] = ["a", "日本語", "x日y", "e\u{301}日", "👍👍", "\u{1B}\u{202E}", "", "абв"]
        for _ in 0..<300 {
            var screen = Screen(width: .random(in: 0..<12, using: &random), height: .random(in: 0..<4, using: &random))
            for _ in 0..<40 {
                let x = Int.random(in: -4..<16, using: &random)
                let y = Int.random(in: -1..<5, using: &random)
                let count = Int.random(in: -1..<16, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: screen.fill(x: x, y: y, count: count, style: Style(.value))
                case 1: screen.restyle(x: x, y: y, count: count) { $0.fresh.toggle() }
                default:
                    let text = texts[Int.random(in: 0..<texts.count, using: &random)]
                    let used = screen.write(text, x: x, y: y, limit: count, style: Style(.label))
                    #expect(used <= max(0, count))
                }
                #expect(isWhole(screen))
            }
            #expect(isWhole(screen.asciiOnly()))
        }
    }

    /// Whether every wide cell is followed by its second half, no half stands alone, and every row is full.
    private func isWhole(_ screen: Screen) -> Bool {
        guard screen.cells.count == screen.width * screen.height else { return false }
        return (0..<screen.height).allSatisfy { y in
            let widths = screen.row(y).map { Int($0.width) }
            let halvesMatch = widths.indices.allSatisfy { x in
                (widths[x] == 2) == (x + 1 < widths.count && widths[x + 1] == 0)
            }
            return halvesMatch && widths.first != 0 && widths.reduce(0, +) == screen.width
        }
    }

    @Test func asciiOnlyLeavesNothingElse() {
        var screen = Screen(width: 12, height: 1)
        screen.write("a日é→\u{1B}", x: 0, y: 0, style: Style(.held))
        let ascii = screen.asciiOnly()
        #expect(ascii.plainText == "a?????")
        #expect(ascii.cells.map(\.style) == screen.cells.map(\.style))
        #expect(ascii.annotated.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func plainTextKeepsRowsAndDropsBlanksAtTheirEnds() {
        var screen = Screen(width: 8, height: 3)
        screen.write("a  b  ", x: 1, y: 1)
        screen.fill(x: 0, y: 0, count: 8, style: Style(.activeTab))
        #expect(screen.plainText == "\n a  b\n")
    }
}

@Suite struct GlyphsTests {
    @Test func twinsAreAsWideAndAreASCII() {
        let unicode = all(.unicode)
        let ascii = all(.ascii)
        #expect(unicode.count == ascii.count && unicode.count > 30)
        for (glyph, twin) in zip(unicode, ascii) {
            #expect(glyph.width == twin.width && glyph.width > 0, "\(glyph) \(twin)")
            #expect(twin.string.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
            #expect(!glyph.string.contains("\u{FFFD}"))
        }
        #expect(Set(Glyphs.ascii.levels).count == Glyphs.unicode.levels.count)
    }

    private func all(_ glyphs: Glyphs) -> [DisplayText] {
        Mirror(reflecting: glyphs).children.flatMap { child -> [DisplayText] in
            if let text = child.value as? DisplayText { return [text] }
            return child.value as? [DisplayText] ?? []
        }
    }

    @Test(arguments: [
        ([0, 0, 0], 3, "▁▁▁"), ([1, 8], 4, "  ▂█"), ([5, 0, 7, 7, 0], 3, "██▁"), ([], 3, "   "), ([1], 0, ""),
        ([1], -1, ""), ([-5, 4], 2, "▁█"), ([.max, 1, .min], 3, "█▂▁"), ([1, 2, 3, 4, 5, 6, 7], 7, "▂▃▄▅▆▇█"),
    ])
    func sparklines(_ values: [Int], _ width: Int, _ chart: String) {
        #expect(Glyphs.unicode.sparkline(values, width: width).string == chart)
    }
}
