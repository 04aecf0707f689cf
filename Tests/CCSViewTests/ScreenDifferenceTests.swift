import CCSEvents
import CCSView
import Testing

@Suite struct ScreenDifferenceTests {
    typealias Run = ScreenDifference.Run

    private func screen(_ text: DisplayText, x: Int = 0, style: Style = .plain) -> Screen {
        var screen = Screen(width: 12, height: 2)
        screen.write(text, x: x, y: 1, style: style)
        return screen
    }

    @Test func equalScreensHaveNone() {
        #expect(ScreenDifference.runs(from: screen("abc"), to: screen("abc")).isEmpty)
    }

    @Test func onlyWhatChangedIsInThem() {
        let runs = ScreenDifference.runs(from: screen("abcdefgh"), to: screen("abXYefgZ"))
        #expect(runs == [Run(x: 2, y: 1, count: 2), Run(x: 7, y: 1, count: 1)])
    }

    @Test func aStyleAloneIsAChange() {
        let runs = ScreenDifference.runs(from: screen("abc"), to: screen("abc", style: Style(.failed)))
        #expect(runs == [Run(x: 0, y: 1, count: 3)])
    }

    @Test(arguments: [Screen?.none, Screen(width: 11, height: 2), Screen(width: 12, height: 3)])
    func withoutOneOfThatSizeBeforeEverythingIs(old: Screen?) {
        let runs = ScreenDifference.runs(from: old, to: screen("abc"))
        #expect(runs == [Run(x: 0, y: 0, count: 12), Run(x: 0, y: 1, count: 12)])
    }

    @Test func aWideCharacterComesWithBothHalves() {
        // Another wide character in its place: the second halves are equal.
        #expect(
            ScreenDifference.runs(from: screen("a中b"), to: screen("a文b")) == [Run(x: 1, y: 1, count: 2)])
        // Narrow characters in its place, and the reverse.
        #expect(
            ScreenDifference.runs(from: screen("a中b"), to: screen("axyb")) == [Run(x: 1, y: 1, count: 2)])
        #expect(
            ScreenDifference.runs(from: screen("axyb"), to: screen("a中b")) == [Run(x: 1, y: 1, count: 2)])
        // One column further, so that old and new halves overlap.
        #expect(
            ScreenDifference.runs(from: screen("中", x: 1), to: screen("中", x: 2)) == [Run(x: 1, y: 1, count: 3)])
    }

    @Test func aRunNeverBeginsWithASecondHalf() {
        var new = screen("a中b")
        new.restyle(x: 2, y: 1, count: 1) { $0.selected = true }
        #expect(ScreenDifference.runs(from: screen("a中b"), to: new) == [Run(x: 1, y: 1, count: 2)])
    }

    @Test func writingTheRunsMakesTheNewScreen() {
        // All pairs of some rows: every cell outside the runs must be equal already.
        let rows: [DisplayText] = ["", "abcdefghijkl", "a中文bc", "中文中文中文", "x中文中文中y", "é中e\u{301}"]
        for old in rows {
            for new in rows {
                let (before, after) = (screen(old), screen(new))
                var covered = Set<Int>()
                for run in ScreenDifference.runs(from: before, to: after) {
                    covered.formUnion(run.x..<(run.x + run.count))
                    #expect(after[run.x, run.y].width > 0)
                    #expect(run.x + run.count == 12 || after[run.x + run.count, run.y].width > 0)
                }
                for x in 0..<12 where !covered.contains(x) { #expect(before[x, 1] == after[x, 1]) }
            }
        }
    }
}
