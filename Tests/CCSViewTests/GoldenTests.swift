import CCSEvents
import CCSView
import Testing

@Suite struct GoldenTests {
    @Test func aScreenIsComparedWithItsStyles() {
        let glyphs = Glyphs.unicode
        var screen = Screen(width: 40, height: 12)
        screen.write("calls", x: 0, y: 0, style: Style(.label))
        screen.write("431", x: 6, y: 0, style: Style(.value))
        screen.write(glyphs.sparkline([0, 1, 2, 3, 8], width: 8), x: 12, y: 0)
        screen.fill(x: 0, y: 1, count: 40, style: Style(.columnTitle))
        screen.write("STATE  FROM", x: 0, y: 1, style: Style(.columnTitle))
        screen.write(glyphs.lastBranch + " talk", x: 1, y: 2, style: Style(.talking, selected: true))
        screen.write("田中さん", x: 10, y: 2, style: Style(.plain, selected: true, fresh: true))
        screen.write("failed", x: 0, y: 11, style: Style(.failed, marked: true))
        screen.cursor = Screen.Position(x: 3, y: 4)
        expectGolden(screen.annotated, named: "screen-sample")
    }

    @Test func differencesNameTheFirstRowThatDiffers() throws {
        #expect(goldenDifference(expected: "a\nb\n", actual: "a\nb\n") == nil)
        let changed = try #require(goldenDifference(expected: "a\nb\nc\n", actual: "a\nB\nc\n"))
        #expect(changed.contains("row 1 is the first of 1"))
        #expect(changed.contains("- 1  b\n") && changed.contains("+ 1  B\n"))
        let longer = try #require(goldenDifference(expected: "a", actual: "a\nb"))
        #expect(longer.contains("- 1  (no such row)") && longer.contains("+ 1  b"))
        // Equal in the standard library, different on a terminal.
        #expect(goldenDifference(expected: "\u{E9}", actual: "e\u{301}") != nil)
    }

    @Test(.disabled(if: isRecordingGoldens)) func aScreenNobodyRecordedFails() {
        withKnownIssue { expectGolden("text", named: "never-recorded") }
    }
}
