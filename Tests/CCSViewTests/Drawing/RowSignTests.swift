import CCSEvents
import CCSState
import Testing

@testable import CCSView

/// The signs and styles of rows by their anomalies and their age.
@Suite struct RowSignTests {
    private func screen(_ change: (inout Row) -> Void, marked: Bool = false) -> Screen {
        var page = Sample.calls
        change(&page.rows[5])
        var interface = DrawTests.interface(for: page)
        if marked { interface.list.marks = [.init(id: page.rows[5].id, index: 5)] }
        return draw(page, interface, width: 80, height: 24, ascii: false)
    }

    private func sign(marked: Bool = false, _ change: (inout Row) -> Void) -> Cell {
        screen(change, marked: marked)[0, 4 + 5]
    }

    @Test func theGraverTheLouder() {
        let signs = [Detector.Severity.high, .medium, .low].map { severity in sign { $0.severity = severity } }
        #expect(signs.map(\.glyph) == ["!", "!", "!"])
        #expect(signs.map(\.style.role) == [.warning, .notice, .label])
        #expect(sign { _ in }.glyph == " ")
    }

    @Test func acknowledgedRowsAreDim() {
        let seen = sign {
            $0.severity = .high
            $0.isAcknowledged = true
        }
        #expect(seen.glyph == "." && seen.style.role == .ended)
    }

    @Test func aMarkIsSeenInAnyCase() {
        let marked = sign(marked: true) { $0.severity = .high }
        #expect(marked.glyph == "*" && marked.style.marked)
    }

    @Test func nothingJumpsWhenSomethingGoesWrong() {
        let before = screen { _ in }
        let after = screen { $0.severity = .high }
        for y in 0..<24 { #expect(before.row(y).dropFirst(1).elementsEqual(after.row(y).dropFirst(1)), "line \(y)") }
    }

    @Test func textHasSignsOnlyWhereSomethingIsWrong() {
        let clean = plainText(of: Sample.calls, width: 60).split(separator: "\n")
        let troubled = plainText(of: Sample.anomalies, width: 60).split(separator: "\n")
        #expect(clean.first?.hasPrefix("     AGE") == true)
        #expect(troubled.first?.hasPrefix(" FIRST") == true && troubled[1].hasPrefix("!14:02:19"))
    }

    @Test(arguments: [(0, true), (1999, true), (2000, false), (60_000, false)])
    func newRowsGlowForTwoSeconds(_ age: Int64, _ glows: Bool) {
        let cell = screen { $0.bornAgo = age }[20, 4 + 5]
        #expect(cell.style.fresh == glows)
    }

    @Test(arguments: [(0, true), (999, true), (1000, false), (60_000, false)])
    func changedRowsFlashForOneSecond(_ age: Int64, _ flashes: Bool) {
        let cell = screen { $0.changedAgo = age }[20, 4 + 5]
        #expect(cell.style.fresh == flashes)
    }

    @Test func nothingGlowsWhereTimeStandsStill() {
        var page = Sample.calls
        page.rows[5].bornAgo = 0
        page.header.feed = .ended
        let screen = draw(page, DrawTests.interface(for: page), width: 80, height: 24, ascii: false)
        #expect(!screen.cells.contains { $0.style.fresh })
    }

    @Test func endedRowsAreDimAndDoNotGlow() {
        let screen = screen {
            $0.hasEnded = true
            $0.changedAgo = 5000
        }
        let styles = Set(screen.row(4 + 5).filter { $0.glyph != " " }.map(\.style))
        #expect(styles == [Style(.ended)])
    }

    @Test func theHeaderShowsAnomaliesApartFromRefusedAndEvicted() {
        func line(_ active: Int, _ unseen: Int, _ unconfirmed: Int = 0, width: Int, height: Int = 24) -> Screen {
            var page = Sample.calls
            page.header.anomalies = (active, unseen, unconfirmed)
            (page.header.lines.refused, page.header.evicted) = (12, 3)
            return draw(page, DrawTests.interface(for: page), width: width, height: height, ascii: false)
        }
        let both = line(7, 2, width: 80)
        #expect(both.plainText.contains("refused 12 · evicted 3") && !both.plainText.contains("?"))
        #expect(both[0, 1].style.role == .warning)
        #expect(line(7, 2, width: 160).plainText.contains("!7 (2 new)"))
        #expect(line(7, 2, width: 300).plainText.contains("!7 anomalies (2 new)"))
        #expect(line(7, 2, 3, width: 160).plainText.contains("!4 (+3 ?) (2 new)"))
        let seen = line(7, 0, width: 80)
        #expect(seen[0, 1].glyph == "!" && seen[0, 1].style.role == .ended)
        #expect(!line(0, 0, width: 80).plainText.contains("!"))
        #expect(line(7, 2, width: 40, height: 5).plainText.contains("!7"), "also where the header has one line")
    }
}
